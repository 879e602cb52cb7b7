"""A beside B in a real browser: in its tab, over the page, and beside the racks while one edits."""

import re

import pytest
from playwright.sync_api import expect

from tests.ui.hands import hold, middle, opened

ROOM = """node => {
  const canvas = node.querySelector("canvas").style, room = node.getBoundingClientRect();
  const sides = ["left", "top", "width", "height"];
  return sides.map(side => parseFloat(canvas[side])).concat(Math.round(room.width));
}"""
"""Where a map lies on its stage: left, top, width, height in px, and the width of the stage."""


def compared(page, layout="switch_51t_cpo"):
    """The page after a fan has been moved by some millimeters, A and B side by side."""
    opened(page, layout)
    page.locator('.plan [data-id="sw.fan0"]').click()
    page.keyboard.press("Shift+ArrowLeft")
    page.locator(".changed", has_text="changed").wait_for()
    page.keyboard.press("c")
    page.locator(".sides").wait_for()
    page.locator(".sides .told li", has_text="Fan 1").wait_for()


def stage(page, i):
    return page.locator(".sides .side-stage").nth(i)


def point_at(page, i, deep, across):
    """Move the mouse to fractions of a stage."""
    box = stage(page, i).bounding_box()
    page.mouse.move(box["x"] + deep * box["width"], box["y"] + across * box["height"])


def test_what_is_edited_is_compared_with_what_was_pinned(page):
    opened(page, "switch_51t_cpo")
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("button", name="Pin the present state as B").click()
    page.get_by_text("The layouts are the same").wait_for()
    hold(page, "sw.fan0", 12, 0)
    page.mouse.up()
    page.locator(".compare .lines li", has_text="Fan 1").first.wait_for()
    assert page.locator(".compare .pane:visible").count() == 3
    page.get_by_role("combobox", name="Ports").click()
    page.get_by_role("menuitem", name="800G DR8 / 2xDR4 DSP").click()
    page.locator(".compare .lines li", has_text=re.compile("cages added")).first.wait_for()
    page.locator(".compare dd.change", has_text="+").first.wait_for()
    page.get_by_role("button", name="Side by side").click()
    page.locator(".sides .told li", has_text=re.compile("cages added")).wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".sides")).not_to_be_visible()
    page.get_by_role("button", name="Stop comparing").click()
    page.get_by_role("button", name="Pin the present state as B").wait_for()


def test_zoom_and_pan_in_one_move_all(page):
    compared(page)
    whole = [stage(page, i).evaluate(ROOM) for i in range(3)]
    assert whole[0] == whole[1] == whole[2]
    point_at(page, 0, 0.3, 0.4)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    expect(page.locator(".sides .zoomed")).to_be_visible()
    near = [stage(page, i).evaluate(ROOM) for i in range(3)]
    assert near[0] == near[1] == near[2]
    assert near[0][2] > 1.5 * whole[0][2]
    box = stage(page, 1).bounding_box()
    x, y = box["x"] + 100, box["y"] + 100
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 10, steps=5)
    page.mouse.up()
    moved = [stage(page, i).evaluate(ROOM) for i in range(3)]
    assert moved[0] == moved[1] == moved[2]
    assert moved[0][0] == pytest.approx(near[0][0] + 40, abs=1)
    page.keyboard.press("f")
    expect(page.locator(".sides .zoomed")).not_to_be_visible()
    assert stage(page, 2).evaluate(ROOM) == whole[0]
    page.keyboard.press("+")
    expect(page.locator(".sides .zoomed")).to_have_text("125 %")


@pytest.mark.long
def test_the_pointer_tells_both_values_and_their_difference_at_one_place(page):
    compared(page)
    point_at(page, 1, 0.46, 0.5)
    tip = page.locator(".sides .tooltip")
    tip.wait_for()
    told = re.search(r"A\s*([\d.]+) °C\s*B\s*([\d.]+) °C\s*A − B\s*([+−]?[\d.]+) K", tip.inner_text())
    a, b, change = (float(value.replace("−", "-")) for value in told.groups())
    assert a - b == pytest.approx(change, abs=0.1)
    crosses = {node.get_attribute("d") for node in page.locator(".sides .cross").all()}
    assert len(crosses) == 1
    assert "" not in crosses
    assert page.locator(".sides .scale-mark:visible").count() == 3
    # where the fan has gone the maps differ, and the hottest place of each is marked with its value
    assert page.locator(".sides .peak text").count() == 3
    assert re.search(r"[+−]\d", page.locator(".sides .peak text").nth(2).text_content())
    assert page.locator(".sides .part.was").count() == page.locator(".sides .part.is").count() == 1


@pytest.mark.long
def test_the_racks_of_both_are_compared_by_metric_and_a_tray_leads_to_its_board(page):
    opened(page, "gb200_nvl72")
    page.keyboard.press("c")
    page.locator(".sides").wait_for()
    page.get_by_role("button", name="Racks", exact=True).click()
    assert page.locator(".sides .side").nth(1).locator("rect.tray").count() == 37
    page.get_by_label("Metric").select_option("power")
    page.locator(".sides .scale-title", has_text="Power, W").wait_for()
    point_at(page, 0, 0.5, 0.5)
    page.locator(".sides .tooltip", has_text="NVLink switch").wait_for()
    box = stage(page, 0).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".sides .side-about", has_text="NVLink switch").first.wait_for()
    expect(page.get_by_label("Map", exact=True).locator("visible=true").first).to_be_visible()


def test_it_opens_closes_and_is_used_by_keyboard(page):
    compared(page)
    assert page.evaluate("document.activeElement.shadowRoot !== null")
    page.keyboard.press("ArrowRight")  # nothing to pan: the whole board is shown
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".sides .zoomed")).to_have_text("125 %")
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED))
    assert {"Go on with A", "Go on with B", "What differs"} <= set(names)
    page.keyboard.press("Escape")
    expect(page.locator(".sides")).not_to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search and run").fill("compare a and b")
    page.keyboard.press("Enter")
    page.locator(".sides").wait_for()
    page.keyboard.press("c")
    expect(page.locator(".sides")).not_to_be_visible()


FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.getAttribute("aria-label") || at?.textContent || "";
}"""


@pytest.mark.long
def test_a_and_b_are_swapped_and_any_step_is_b(page):
    compared(page)
    name, b = page.locator(".sides .a-name"), page.get_by_label("B, what is compared with")
    expect(name).to_have_text("Move Fan 1")
    expect(b).to_have_value("0")
    page.get_by_role("button", name="Swap A and B").click()
    expect(name).to_have_text("Open")
    expect(b).to_have_value("1")
    b.select_option("0")
    page.get_by_text("The layouts are the same").wait_for()
    b.select_option("1")
    page.locator(".sides .told li", has_text="Fan 1").wait_for()
    page.get_by_role("button", name="Go on with B").click()
    expect(page.locator(".sides")).not_to_be_visible()
    page.locator(".changed", has_text="changed").wait_for()


@pytest.mark.long
def test_a_step_of_the_history_is_pinned_by_mouse_and_by_key(page):
    compared(page)
    page.keyboard.press("Escape")
    history = page.get_by_role("button", name="History", exact=True)
    history.click()
    page.get_by_role("option", name=re.compile("Move Fan 1")).hover()
    page.locator(".topbar .as-b:visible").click()
    page.locator(".toast", has_text="B is “Move Fan 1” now").wait_for()
    page.get_by_role("option", name=re.compile("^Open")).press("b")
    page.locator(".toast", has_text="B is “Open” now").wait_for()


@pytest.mark.long
def test_beside_the_racks_it_follows_a_drag(page):
    opened(page, "gb200_nvl72")
    page.keyboard.press("c")
    page.get_by_role("button", name="Beside the racks").click()
    page.get_by_role("button", name="Racks", exact=True).click()
    page.get_by_label("Metric").select_option("margin")
    page.locator(".sides .scale-title", has_text="Link margin").wait_for()
    hold(page, "r1.sw9", 0, middle(page, "r1.mg2")[1] - middle(page, "r1.sw9")[1] - 40)
    expect(page.locator(".sides .a-name")).to_have_text("being moved")
    page.locator(".sides .multiple-change.worse").first.wait_for()
    page.locator(".sides .moved").first.wait_for()
    page.mouse.up()
    page.locator(".sides .a-name", has_text="Move").wait_for()
    page.locator(".sides .close").click()
    expect(page.locator(".sides")).not_to_be_visible()


@pytest.mark.long
def test_layouts_of_other_designs_are_compared(page):
    opened(page, "switch_51t_dsp")
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("button", name="Pin the present state as B").click()
    page.get_by_text("The layouts are the same").wait_for()
    page.get_by_label("Open a layout", exact=True).select_option("gb200_nvl72_cpo")
    page.locator('.elevation [data-id="r1.c01"]').wait_for(timeout=60_000)
    page.keyboard.press("c")
    page.locator(".sides .told li").first.wait_for()
    boards = page.locator(".sides .side-about").all_inner_texts()
    assert [name.split()[0] for name in boards[:2]] == ["NVLink", "Switch"]
    widths = [stage(page, i).evaluate(ROOM)[2] for i in range(3)]
    assert widths[0] == widths[2] != widths[1], "boards of other sizes are drawn at one scale"
    page.locator(".sides .multiple-change.worse", has_text="worse").first.wait_for()
    page.get_by_role("button", name="Racks", exact=True).click()
    page.locator(".sides .side").nth(2).locator("text.tray-figure", has_text="new").first.wait_for()


def test_a_value_is_typed_refused_and_undone(page):
    opened(page, "switch_51t_cpo")
    page.get_by_role("tab", name="Selected").click()
    page.locator('.plan [data-id="sw.fan0"]').click()
    page.locator(".inspector .who", has_text="Fan 1").wait_for()
    power = page.locator(".inspector .field", has_text="Power").locator("input")
    assert power.input_value() == "12.5"
    power.fill("99999")
    power.press("Enter")
    page.locator(".inspector .fault", has_text="outside the allowed range 0 to 20000").wait_for()
    power.fill("40")
    power.press("Enter")
    page.locator(".changed", has_text="changed").wait_for()
    # fans of a tray share what they draw
    page.locator(".inspector .results", has_text="26.").wait_for()
    assert page.locator(".inspector .fault", has_text="outside").count() == 0
    page.get_by_label(re.compile("^Undo")).click()
    page.locator(".changed", has_text=re.compile("^$")).wait_for(state="attached")
    expect(power).to_have_value("12.5")
