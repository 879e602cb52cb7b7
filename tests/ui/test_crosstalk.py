"""What a source does to a part, on the page: on hover, as a map, as a matrix; how a number was found."""

import re

import pytest

from tests.ui.figures import rows, table
from tests.ui.hands import HEAT, hold, middle, opened

ENGINE, ASIC = "sw.ports_oe05", "sw.asic0"


def tip(page):
    return page.locator(".plan .tooltip")


def hover(page, id):
    page.mouse.move(*middle(page, id))


def with_crosstalk(page):
    """Open a switch and wait until its crosstalk has been solved, as the tooltip shows."""
    opened(page, "switch_51t_cpo")
    hover(page, ENGINE)
    tip(page).get_by_text("From TH5").wait_for(timeout=30_000)


def select_asic(page):
    page.locator(f'.plan [data-id="{ASIC}"] .die').click()  # waits until no fading menu takes the click
    page.locator(f'.plan .selected[data-id="{ASIC}"]').wait_for()


def kelvins(text, label):
    return float(re.search(rf"{label}\s*\+?([\d.]+)", text)[1])


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_an_engine_tells_what_others_do_to_it(page, color_scheme):
    with_crosstalk(page)
    said = tip(page).inner_text()
    assert kelvins(said, "From TH5") > kelvins(said, r"From OE\d") > 0
    assert kelvins(said, "Inlet air") == 25.0
    select_asic(page)
    hover(page, ENGINE)
    tip(page).get_by_text("K/W ×").wait_for()
    chosen = tip(page).inner_text()
    assert kelvins(chosen, "From TH5") == kelvins(said, "From TH5")
    per_watt, watts = map(float, re.search(r"([\d.]+) K/W × ([\d.]+) W", chosen).groups())
    assert per_watt * watts == pytest.approx(kelvins(chosen, "From TH5"), rel=0.03)
    assert "Inlet air" not in chosen


@pytest.mark.long
def test_the_map_shows_the_crosstalk_of_the_selected_part(page):
    with_crosstalk(page)
    page.get_by_role("combobox", name="Map").click()
    page.get_by_role("menuitem", name="Crosstalk").click()
    page.locator(".plan .hint", has_text="select a part").wait_for()
    before = page.evaluate(HEAT)
    select_asic(page)
    page.locator(".plan .hint", has_text="Rise per watt of TH5").wait_for()
    page.locator(".plan .legend .unit", has_text="K/W").wait_for()
    page.wait_for_function(f"() => ({HEAT})() !== {before}")


@pytest.mark.long
def test_the_matrix_selects_its_sources_and_tells_each_cell(page):
    with_crosstalk(page)
    page.get_by_role("tab", name="Crosstalk").click()
    sources = rows(page, "Sources of heat")
    assert sources[0][0] == "TH5"
    added = [float(row[-1].replace("+", "")) for row in sources]
    assert added == sorted(added, reverse=True)
    page.locator(".bk-Figure").first.wait_for()
    page.wait_for_timeout(500)
    box = page.locator(".bk-Figure").first.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 40)
    page.mouse.move(box["x"] + 14, box["y"] + 24, steps=6)
    said = re.compile(r"TH5 → .*Rise per watt", re.DOTALL)
    page.locator(".bk-Tooltip:visible", has_text=said).first.wait_for()
    name = sources[1][0]
    table(page, "Sources of heat").get_by_role("button", name=name, exact=True).click()
    table(page, "Sources of heat").locator(".tabulator-selected", has_text=name).wait_for()
    assert page.locator(".plan .selected").count() == 1


@pytest.mark.long
def test_inlets_are_live_by_response_and_moves_by_iterations(page):
    with_crosstalk(page)
    box = page.get_by_role("slider").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=8)
    page.locator(".plan .state.live", has_text="by response").wait_for()
    page.mouse.up()
    page.locator(".plan .state", has_text="settled, ±0.01 K").wait_for()
    hold(page, ENGINE, 6, 0)
    page.locator(".plan .state.live", has_text="live, ±0.05 K").wait_for()
    assert "From TH5" not in tip(page).inner_text()
    page.mouse.up()
    page.locator(".plan .state", has_text="settled, ±0.01 K").wait_for()
    hover(page, ASIC)
    hover(page, ENGINE)
    tip(page).get_by_text("From TH5").wait_for(timeout=30_000)
