"""What is asked of the page in a real browser: why a total is what it is, and what a thing is."""

import pytest

from tests.ui.hands import opened


def ask(page, label):
    page.get_by_role("button", name=f"{label}: what it is made of").click()
    page.locator(".why .reason").first.wait_for()


def focused(page, start):
    """Wait until what has the focus, through shadow roots, has a name that starts so.

    A closed popover gives the focus back in a task of its own, after it has become invisible.
    """
    page.wait_for_function(
        """start => {
          let element = document.activeElement;
          while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
          return (element?.getAttribute("aria-label") || element?.textContent || "").startsWith(start);
        }""",
        arg=start,
    )


def test_why_is_asked_and_left_by_keys_alone(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("button", name="Rack input: what it is made of").focus()
    page.keyboard.press("Enter")
    page.locator(".why .reason", has_text="18 x Compute tray").wait_for()
    focused(page, "18 x Compute tray")
    page.keyboard.press("ArrowDown")
    focused(page, "9 x NVLink switch tray")
    page.keyboard.press("Escape")
    page.locator(".why").wait_for(state="hidden")
    focused(page, "Rack input: what it is made of")
    page.keyboard.press("Enter")
    page.locator(".why .reason").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".why").wait_for(state="hidden")
    page.locator(".elevation .tray.selected").nth(17).wait_for(state="attached")


@pytest.mark.long
def test_a_press_elsewhere_or_on_the_tile_again_closes_it(page):
    opened(page, "switch_51t_cpo")
    ask(page, "Interconnect")
    page.locator(".findings .title").click()
    page.locator(".why").wait_for(state="hidden")
    ask(page, "Interconnect")
    page.get_by_role("button", name="Interconnect: what it is made of").click()
    page.locator(".why").wait_for(state="hidden")
    ask(page, "Interconnect")
    ask(page, "Links cost")
    page.locator(".why h2", has_text="Links cost").wait_for()


def test_the_headroom_is_worked_out_beside_the_page_and_its_row_selects_the_part(page):
    opened(page, "gb200_nvl72")
    ask(page, "Least headroom")
    terms = page.locator(".why .is-terms .reason")
    assert terms.first.inner_text().startswith("Limit")
    assert "Inlet air" in terms.nth(1).inner_text()
    page.locator(".why .is-ranking .reason").first.click()
    page.locator(".plan .title", has_text="Compute 18").wait_for()
    page.locator(".plan .part.selected").wait_for()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_answer_stays_inside_a_small_window(page, color_scheme):
    page.set_viewport_size({"width": 1280, "height": 720})
    opened(page, "switch_51t_cpo")
    ask(page, "Carbon")
    box = page.locator(".why").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 720
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def selected(page, css, layout):
    """The form of what a click selects."""
    opened(page, layout)
    page.locator(css).first.click()
    page.get_by_role("tab", name="Selected").click()
    form = page.locator(".inspector")
    form.locator(".field").first.wait_for()
    return form


@pytest.mark.long
def test_what_is_typed_next_stays_while_the_edit_before_it_is_solved(page):
    form = selected(page, '.plan [data-id="sw.fan0"]', "switch_51t_cpo")
    form.locator(".who", has_text="Fan 1").wait_for()
    form.get_by_label("Label", exact=True).fill('<img src=x onerror="console.error(1)"> مروحة')
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("a reason in the making")
    form.locator(".who", has_text="<img").wait_for()
    assert form.get_by_label("Note", exact=True).input_value() == "a reason in the making"
    assert form.get_by_label("Note", exact=True).evaluate("e => e.getRootNode().activeElement === e")
    page.keyboard.press("Escape")
    assert form.get_by_label("Note", exact=True).input_value() == ""
    page.locator('[title^="Undo Set label"]').click()
    form.locator(".who", has_text="Fan 1").wait_for()


@pytest.mark.long
def test_a_refused_value_stays_in_its_field_and_says_why(page):
    form = selected(page, '.plan [data-id="sw.asic0"]', "switch_51t_cpo")
    x = form.get_by_label("X mm", exact=True)
    x.fill("900")
    x.press("Enter")
    form.locator(".fault", has_text="leaves the board").wait_for()
    assert x.input_value() == "900"
    assert page.get_by_label("Undo", exact=True).is_disabled()


@pytest.mark.long
def test_several_are_edited_as_one_step_and_their_differences_are_said(page):
    form = selected(page, '.plan [data-id="sw.fan0"]', "switch_51t_cpo")
    page.locator('.plan [data-id="sw.fan1"]').click(modifiers=["Shift"])
    form.locator(".who", has_text="2 parts").wait_for()
    assert form.get_by_label("X mm", exact=True).get_attribute("placeholder") == "mixed"
    power = form.get_by_label("Power W", exact=True)
    power.fill("30")
    power.press("Enter")
    page.locator('[title^="Undo Set power of 2 parts to 30 W"]').wait_for()
    form.get_by_role("button", name="Align left").wait_for()
    form.get_by_role("button", name="Lock", exact=True).click()
    form.get_by_role("button", name="Unlock", exact=True).wait_for()
    delete = form.get_by_role("button", name="Delete")
    assert delete.get_attribute("aria-disabled") == "true"
    assert "is locked" in delete.get_attribute("title")


@pytest.mark.long
def test_a_tray_shows_its_design_and_why_it_cannot_be_made_unique(page):
    form = selected(page, '.elevation [data-id="r1.c05"]', "gb200_nvl72")
    form.locator(".group", has_text="Design, shared by 18 trays").wait_for()
    form.get_by_role("button", name="Make unique").click()
    form.locator(".said", has_text="would be left out of it").wait_for()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_figure_is_overridden_with_its_source_and_given_back(page, color_scheme):
    page.set_viewport_size({"width": 1280, "height": 720})
    form = selected(page, ".tabulator-row button", "switch_51t_cpo")
    row = form.locator(".figure-row", has_text="Module or engine")
    assert row.locator(".source").inner_text()
    row.get_by_role("button", name="Own value of").click()
    value = form.get_by_label("Own Module or engine, W")
    value.fill("4.5")
    value.press("Enter")
    form.locator(".own-form .fault", has_text="where the value comes from").wait_for()
    form.get_by_label("Source of your Module or engine").fill("our bench, <b>2026</b>")
    page.keyboard.press("Enter")
    row.locator(".kind", has_text="yours").wait_for()
    assert row.locator(".source").inner_text() == "our bench, <b>2026</b>"
    page.locator(".tile", has_text="Interconnect").get_by_text("▼").wait_for()
    row.get_by_role("button", name="Remove the override").click()
    page.locator(".tile", has_text="Interconnect").get_by_text("as opened").wait_for()
