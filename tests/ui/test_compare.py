"""A beside B in a real browser: over the page, and beside the racks while one edits."""

import re

import pytest
from playwright.sync_api import expect

from tests.ui.figures import drawn, heads, rows
from tests.ui.hands import hold, middle, opened

NAMES = ("a", "b", "change")
TOTALS, CHANGED = "Totals of A and B", "Trays and links that differ"


def words(page, text):
    """What differs, in words."""
    return page.get_by_role("region", name="What differs").locator("li", has_text=text)


def command(page, said):
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search and run").fill(said)
    page.locator('.command[aria-selected="true"]', has_text=re.compile(said, re.IGNORECASE)).wait_for()
    page.keyboard.press("Enter")


def choose(page, label, option):
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("menuitem", name=option).click()


def comes_to_bars(page):
    """Titles of the color scales of the racks, once they are others than at the start."""
    for _ in range(50):
        bars = drawn(page, "racks a")["bars"]
        if bars != ["Hottest part, °C"]:
            break
        page.wait_for_timeout(100)
    return bars


def compared(page, layout="switch_51t_cpo"):
    """The page after a fan has been moved by some millimeters, A and B side by side."""
    opened(page, layout)
    page.locator('.plan [data-id="sw.fan0"]').click()
    page.keyboard.press("Shift+ArrowLeft")
    page.locator(".changed", has_text="changed").wait_for()
    page.keyboard.press("c")
    page.locator(".sides").wait_for()
    words(page, "Fan 1").first.wait_for()


def figures(page, kind="boards"):
    return [drawn(page, f"{kind} {name}") for name in NAMES]


def ranges(page, kind="boards"):
    """What each of the three shows of the whole, in mm."""
    return [(figure["x"], figure["y"]) for figure in figures(page, kind)]


def comes_to(page, holds, kind="boards"):
    """The ranges of the three, once they are what they should."""
    for _ in range(60):
        seen = ranges(page, kind)
        if holds(seen):
            return seen
        page.wait_for_timeout(100)
    pytest.fail(f"the maps show {seen}")


def point_at(page, name, deep, across):
    """Move the mouse to fractions of a figure."""
    box = page.get_by_role("img", name=name, exact=True).bounding_box()
    x, y = box["x"] + deep * box["width"], box["y"] + across * (box["height"] - 40)
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y, steps=3)
    return x, y


def test_what_is_edited_is_compared_with_what_was_pinned(page):
    opened(page, "switch_51t_cpo")
    command(page, "Pin this state as B")
    page.get_by_role("button", name="Compare A and B").click()
    page.get_by_text("The layouts are the same").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".sides")).not_to_be_visible()
    hold(page, "sw.fan0", 12, 0)
    page.mouse.up()
    page.locator(".changed", has_text="changed").wait_for()
    page.get_by_role("button", name="Compare A and B").click()
    words(page, "Fan 1").first.wait_for()
    assert len(figures(page)) == 3
    page.keyboard.press("Escape")
    choose(page, "Ports", "800G DR8 / 2xDR4 DSP")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
    page.get_by_role("button", name="Compare A and B").click()
    words(page, re.compile("cages added")).first.wait_for()
    totals = {row[0]: row[3] for row in rows(page, TOTALS)}
    assert totals["Interconnect"].startswith("▲ +")
    assert totals["Interconnect"].endswith("worse")
    assert totals["Bandwidth"].strip() == "="
    changed = rows(page, CHANGED)
    assert any(row[1] == "Power" and row[0].startswith("Switch") for row in changed)
    assert heads(page, CHANGED) == ["Tray or link", "Figure", "A", "B", "A − B"]
    page.keyboard.press("Escape")
    command(page, "Compare with nothing")
    page.keyboard.press("c")
    words(page, re.compile("cages added")).first.wait_for()
    first = re.compile(r"^1\s+Open")  # the step that it was opened with
    expect(page.get_by_role("combobox", name="B, what is compared with")).to_have_text(first)


@pytest.mark.long
def test_zoom_and_pan_in_one_move_all(page):
    compared(page)
    whole = ranges(page)
    assert whole[0] == whole[1] == whole[2]
    width = whole[0][0][1] - whole[0][0][0]
    x, y = point_at(page, "Boards, A", 0.3, 0.4)
    page.mouse.wheel(0, -400)
    expect(page.locator(".sides .zoomed")).to_be_visible()
    near = comes_to(page, lambda seen: seen[0] == seen[1] == seen[2] != whole[0])
    wide = near[0][0][1] - near[0][0][0]
    assert wide < width
    x, y = point_at(page, "Boards, B", 0.5, 0.5)
    page.mouse.down()
    page.mouse.move(x + 30, y + 8, steps=5)
    page.mouse.up()
    moved = comes_to(page, lambda seen: seen[0] == seen[1] == seen[2] != near[0])
    assert moved[0][0][0] < near[0][0][0], "what was left of what is seen comes into sight"
    assert moved[0][0][1] - moved[0][0][0] == pytest.approx(wide)
    page.get_by_role("group", name=re.compile("^A, B and their difference")).focus()
    page.keyboard.press("f")
    comes_to(page, lambda seen: seen == whole)
    expect(page.locator(".sides .zoomed")).not_to_be_visible()
    page.keyboard.press("+")
    expect(page.locator(".sides .zoomed")).to_have_text("125 %")


@pytest.mark.long
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_pointer_tells_both_values_and_their_difference_at_one_place(page, color_scheme):
    compared(page)
    point_at(page, "Boards, B", 0.46, 0.5)
    tip = page.locator(".bk-Tooltip:visible", has_text="A − B").first
    tip.wait_for()
    said = tip.evaluate("n => (n.shadowRoot ?? n).textContent")
    told = re.search(r"A\s*([\d.]+)\s*°C\s*B\s*([\d.]+)\s*°C\s*A − B\s*([+−]?[\d.]+)\s*K", said)
    a, b, change = (float(value.replace("−", "-")) for value in told.groups())
    assert a - b == pytest.approx(change, abs=0.11)
    assert "TH5" in said
    # where the fan has gone the maps differ, and the hottest place of each is marked with its value
    of_a, of_b, between = figures(page)
    assert [len(figure["peak"]["words"]) for figure in (of_a, of_b, between)] == [1, 1, 1]
    assert re.search(r"[+−]\d", between["peak"]["words"][0])
    assert len(between["was"]["left"]) == len(between["is"]["left"]) == 1
    # one scale of color, and no difference has the color of the page
    assert of_a["bars"] == of_b["bars"] == ["Temperature, °C"]
    assert between["bars"] == ["A − B, K"]
    background = {"light": "#ffffff", "dark": "#15191f"}[color_scheme]
    assert {figure["background"] for figure in (of_a, of_b, between)} == {background}


@pytest.mark.long
def test_the_racks_of_both_are_compared_by_metric_and_a_tray_leads_to_its_board(page):
    opened(page, "gb200_nvl72")
    page.keyboard.press("c")
    page.locator(".sides").wait_for()
    page.get_by_role("button", name="Racks", exact=True).click()
    assert len(drawn(page, "racks b")["trays"]["id"]) == 37
    choose(page, "Metric", "Power")
    assert comes_to_bars(page) == ["Power, W"]
    x, y = point_at(page, "Racks, A", 0.5, 0.5)
    page.locator(".bk-Tooltip", has_text="NVLink switch").first.wait_for()
    page.mouse.click(x, y)
    assert len(drawn(page, "boards a")["parts"]["name"]) > 10
    expect(page.get_by_role("combobox", name="Tray").last).to_have_text(re.compile("NVLink switch"))


@pytest.mark.long
def test_it_opens_closes_and_is_used_by_keyboard(page):
    compared(page)
    assert page.evaluate("document.activeElement.shadowRoot !== null")
    names = []
    for _ in range(24):
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED))
        if names[-1].startswith("A, B and their difference"):
            page.keyboard.press("ArrowRight")  # nothing to pan: the whole board is shown
            page.keyboard.press("+")
            page.keyboard.press("ArrowLeft")
            expect(page.locator(".sides .zoomed")).to_have_text("125 %")
    assert {"Go on with A", "Go on with B", "What differs"} <= set(names)
    page.keyboard.press("Escape")
    expect(page.locator(".sides")).not_to_be_visible()
    command(page, "compare a and b")
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
    name, b = page.locator(".sides .a-name"), page.get_by_role("combobox", name="B, what is compared with")
    expect(name).to_have_text("Move Fan 1")
    expect(b).to_have_text(re.compile(r"^1\s+Open"))
    page.get_by_role("button", name="Swap A and B").click()
    expect(name).to_have_text("Open")
    expect(b).to_have_text(re.compile(r"^2\s+Move Fan 1"))
    choose(page, "B, what is compared with", re.compile(r"^1\s+Open"))
    page.get_by_text("The layouts are the same").wait_for()
    choose(page, "B, what is compared with", re.compile(r"^2\s+Move Fan 1"))
    words(page, "Fan 1").first.wait_for()
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
    choose(page, "Metric", "Link margin")
    assert comes_to_bars(page) == ["Link margin, dB"]
    hold(page, "r1.sw9", 0, middle(page, "r1.mg2")[1] - middle(page, "r1.sw9")[1] - 40)
    expect(page.locator(".sides .a-name")).to_have_text("being moved")
    page.get_by_role("region", name=TOTALS).locator(".worse", has_text="worse").first.wait_for()
    for _ in range(50):
        if drawn(page, "racks change")["moved"]["x"]:
            break
        page.wait_for_timeout(100)
    assert len(drawn(page, "racks change")["moved"]["x"]) == 1
    page.mouse.up()
    page.locator(".sides .a-name", has_text="Move").wait_for()
    page.locator(".sides .close").click()
    expect(page.locator(".sides")).not_to_be_visible()


@pytest.mark.long
def test_layouts_of_other_designs_are_compared(page):
    opened(page, "switch_51t_dsp")
    command(page, "Pin this state as B")
    page.get_by_label("Open a layout", exact=True).select_option("gb200_nvl72_cpo")
    page.locator('.elevation [data-id="r1.c01"]').wait_for(timeout=60_000)
    page.keyboard.press("c")
    page.locator(".sides").wait_for()
    page.get_by_role("region", name="What differs").locator("li").first.wait_for()
    abouts = page.locator(".sides p span").all_inner_texts()
    assert [name.split()[0] for name in abouts[:2]] == ["NVLink", "Switch"]
    of_a, of_b, between = figures(page)
    assert of_a["x"] == of_b["x"] == between["x"], "boards of other sizes are drawn at one scale"
    assert of_a["map_a"]["dw"] == between["change"]["dw"] != of_b["map_b"]["dw"]
    page.get_by_role("region", name=TOTALS).locator(".worse", has_text="worse").first.wait_for()
    page.get_by_role("button", name="Racks", exact=True).click()
    assert "new" in drawn(page, "racks change")["trays"]["figure"]


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
