"""The tabs of the power chain on the page."""

import pytest

from tests.ui.hands import opened


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_ribbon_tells_its_watts_and_its_share(page, color_scheme):
    opened(page, "quantum_x800_photonics")
    page.get_by_role("tab", name="Power flow").click()
    ribbon = page.locator(".sankey .ribbon").first
    ribbon.wait_for()
    assert page.locator(".sankey .name", has_text="Lasers").count() == 1
    ribbon.hover()
    said = page.locator(".sankey .tooltip")
    said.get_by_text("Share of the wall").wait_for()
    assert "→" in said.inner_text()
    assert page.locator(".sankey .ribbon.marked").count() == 1


def test_the_failures_of_a_rack_are_a_table(page):
    opened(page, "gb200_nvl72")
    page.get_by_role("tab", name="N-1").click()
    page.get_by_text("Feed A of NVL72").wait_for()
    page.get_by_text("A supply of Power shelf 1 (each of 6)").wait_for()


@pytest.mark.parametrize(
    ("tab", "figures"), [("Busbar", 2), pytest.param("Rack profile", 1, marks=pytest.mark.long)]
)
def test_plots_are_drawn_each_time_their_tab_is_opened(page, tab, figures):
    opened(page, "gb200_nvl72")
    for _ in range(2):
        page.get_by_role("tab", name=tab).click()
        page.locator(".bk-Figure").nth(figures - 1).wait_for()
        page.get_by_role("tab", name="Links").click()
        page.locator(".bk-Figure").first.wait_for(state="detached")
