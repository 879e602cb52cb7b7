"""What is asked of the page in a real browser: why a total is what it is."""

import pytest

from tests.ui.test_page import opened


def ask(page, label):
    page.get_by_role("button", name=f"{label}: what it is made of").click()
    page.locator(".why .reason").first.wait_for()


def focused(page):
    """Accessible name of what has the focus, through shadow roots."""
    return page.evaluate("""() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute("aria-label") || element?.textContent || "";
    }""")


def test_why_is_asked_and_left_by_keys_alone(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("button", name="Rack input: what it is made of").focus()
    page.keyboard.press("Enter")
    page.locator(".why .reason", has_text="18 x Compute tray").wait_for()
    assert focused(page).startswith("18 x Compute tray")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("9 x NVLink switch tray")
    page.keyboard.press("Escape")
    page.locator(".why").wait_for(state="hidden")
    assert focused(page) == "Rack input: what it is made of"
    page.keyboard.press("Enter")
    page.locator(".why .reason").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".why").wait_for(state="hidden")
    page.locator(".elevation .tray.selected").nth(17).wait_for(state="attached")


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
    page.locator(".why h3", has_text="Links cost").wait_for()


def test_the_headroom_is_worked_out_beside_the_page_and_its_row_selects_the_part(page):
    opened(page, "gb200_nvl72")
    ask(page, "Hottest headroom")
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
