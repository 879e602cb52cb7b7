"""The map on the page: quantities and layers, a fixed range, lines of equal value, cells without a value."""

import pytest

from tests.ui.hands import HEAT, hold, opened

UNITS = {"Rise over inlet": "K", "Headroom": "K", "Heat flux": "W/cm²", "Air": "°C", "Temperature": "°C"}

CLEAR = HEAT.replace(
    """[...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data]
    .reduce((sum, value, i) => (sum * 31 + value * (i % 97)) % 4294967291, 7)""",
    """canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
    .reduce((sum, value, i) => sum + (i % 4 === 3 && value === 0), 0) / canvas.width / canvas.height""",
)
"""Share of the map's cells that are transparent."""


def choose(page, label, option):
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("menuitem", name=option, exact=True).click()


def changed(page, before):
    """Wait until the map has other pixels, and return their number."""
    page.wait_for_function(f"() => ({HEAT})() !== {before}")
    return page.evaluate(HEAT)


def shown_unit(page, unit):
    page.locator(".plan .legend .unit").get_by_text(unit, exact=True).wait_for()


def end(page, name):
    return page.locator(f".plan .legend input.{name}")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_each_quantity_has_pixels_unit_and_hottest_point_of_its_own(page, color_scheme):
    opened(page, "gb200_nvl72")
    seen = [page.evaluate(HEAT)]
    peaks = [page.locator(".plan .peak text").text_content()]
    for name, unit in UNITS.items():
        choose(page, "Map", name)
        shown_unit(page, unit)
        seen.append(changed(page, seen[-1]))
        peaks.append(page.locator(".plan .peak text").text_content())
        assert peaks[-1].endswith(f" {unit}")
    assert seen[0] == seen[-1]
    assert len(set(seen)) == len(UNITS)
    assert peaks[0] == peaks[-1]


@pytest.mark.long
def test_each_layer_has_pixels_of_its_own(page):
    opened(page, "switch_51t_cpo")
    seen = [page.evaluate(HEAT)]
    for name in ("Board", "Package", "Lid, cooler", "Die, body"):
        choose(page, "Layer", name)
        seen.append(changed(page, seen[-1]))
    assert seen[0] == seen[-1]
    assert len(set(seen)) == 4


@pytest.mark.long
def test_where_no_part_is_there_is_no_headroom_and_no_color(page):
    opened(page, "switch_51t_cpo")
    assert page.evaluate(CLEAR) == 0.0
    before = page.evaluate(HEAT)
    choose(page, "Map", "Headroom")
    changed(page, before)
    assert 0.3 < page.evaluate(CLEAR) < 0.95
    hatch = page.locator(".plan .stage > canvas").evaluate("node => getComputedStyle(node).backgroundImage")
    assert hatch.startswith("repeating-linear-gradient")
    bar = page.locator(".plan .legend .bar").evaluate("node => node.style.background")
    assert "to top" not in bar  # the least headroom is the hottest
    # over the bare board the pointer finds no value, over a part it does
    page.locator('.plan [data-id="sw.asic0"] .die').hover()  # waits until no fading menu is over it
    page.locator(".plan .legend .mark").wait_for()
    box = page.locator(".plan .stage > canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 3)
    page.locator(".plan .legend .mark").wait_for(state="hidden")


@pytest.mark.long
def test_the_range_is_fixed_typed_and_released(page):
    opened(page, "switch_51t_cpo")
    pin, free = page.locator(".plan .legend .pin"), page.evaluate(HEAT)
    high, low = (float(end(page, name).input_value()) for name in ("high", "low"))
    assert high > low
    pin.focus()
    page.keyboard.press("Enter")
    page.locator(".plan .legend .pin[aria-pressed=true]").wait_for()
    assert page.evaluate(HEAT) == free
    assert page.locator(".plan .legend .clip:visible").count() == 0
    page.get_by_role("spinbutton", name="Upper end of the colors, °C").fill(str(high - 20))
    page.keyboard.press("Enter")
    clipped = changed(page, free)
    page.locator(".plan .legend .clip.over").wait_for()
    assert "up to" in page.locator(".plan .legend .clip.over").get_attribute("title")
    assert page.locator(".plan .legend .clip.under:visible").count() == 0
    page.get_by_role("spinbutton", name="Lower end of the colors, °C").fill(str(high))
    page.keyboard.press("Enter")  # a range that falls is refused
    page.get_by_role("spinbutton", name="Lower end of the colors, °C").blur()
    assert float(end(page, "low").input_value()) == low
    assert page.evaluate(HEAT) == clipped
    pin.click()
    page.wait_for_function(f"() => ({HEAT})() === {free}")
    assert float(end(page, "high").input_value()) == high
    assert page.locator(".plan .legend .clip:visible").count() == 0


@pytest.mark.long
def test_a_fixed_range_holds_while_something_is_dragged_and_goes_with_its_quantity(page):
    opened(page, "switch_51t_cpo")
    end(page, "high").fill("50")
    page.keyboard.press("Enter")
    page.locator(".plan .legend .pin[aria-pressed=true]").wait_for()
    before = page.evaluate(HEAT)
    hold(page, "sw.ports_oe02", 16, 0)
    changed(page, before)
    assert end(page, "high").input_value() == "50"
    page.mouse.up()
    page.locator(".state", has_text="settled").wait_for()
    assert end(page, "high").input_value() == "50"
    choose(page, "Map", "Heat flux")
    shown_unit(page, "W/cm²")
    page.locator(".plan .legend .pin[aria-pressed=false]").wait_for()


@pytest.mark.long
def test_lines_of_equal_value_follow_the_map_and_carry_their_values(page):
    opened(page, "gb200_nvl72")
    lines, path = page.locator(".plan .legend .lines"), page.locator(".plan .iso")
    assert (path.get_attribute("d") or "") == ""
    lines.focus()
    page.keyboard.press("Space")
    page.locator(".plan .legend .lines[aria-pressed=true]").wait_for()
    page.locator(".plan .iso-name").first.wait_for()
    drawn = path.get_attribute("d")
    ticks = set(page.locator(".plan .legend .ticks span").all_inner_texts())
    assert set(page.locator(".plan .iso-name").all_text_contents()) <= ticks
    choose(page, "Map", "Air")
    page.wait_for_function(
        "([path, drawn]) => path.getAttribute('d') !== drawn", arg=[path.element_handle(), drawn]
    )
    lines.click()
    page.locator(".plan .legend .lines[aria-pressed=false]").wait_for()
    assert path.get_attribute("d") == ""
    assert page.locator(".plan .iso-name").count() == 0


@pytest.mark.long
def test_from_behind_trays_show_what_enters_them(page):
    opened(page, "gb200_nvl72")
    assert page.locator(".elevation .rear").count() == 0
    choose(page, "Side", "Rear")
    page.locator(".elevation .rear").first.wait_for()
    page.locator(".elevation .note", has_text="rear").wait_for()
    compute, shelf, switch = (f'.elevation [data-id="{id}"]' for id in ("r1.c03", "r1.ps1", "r1.mg1"))
    counts = [
        page.locator(f"{tray} .{sign}").count()
        for tray in (compute, shelf, switch)
        for sign in ("connector", "clip", "inlet", "cool", "warm")
    ]
    assert counts == [20, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0]
    page.locator(compute).hover()
    said = page.locator(".elevation .tooltip").inner_text()
    for words in ("Rear connectors", "clip on the busbar", "7.50\u202fL/min"):
        assert words in said
    choose(page, "Elevation", "Weight")
    page.locator(".elevation .scale-name", has_text="Weight").wait_for()
    page.locator(compute).hover()
    page.locator(".elevation .tooltip", has_text="unknown").wait_for()
    choose(page, "Side", "Front")
    page.locator(".elevation .rear").first.wait_for(state="detached")
