"""Links on the page: cables, the table that selects, the ways out of a link that fails."""

import pytest

from tests.ui.hands import figures, hold, opened

SWITCH = "r1.sw9"


def too_far(page):
    """A switch tray pulled to the top of the rack, beyond what copper reaches."""
    opened(page, "gb200_nvl72")
    top = page.locator(".elevation .rack").bounding_box()["y"]
    tray = page.locator(f'.elevation [data-id="{SWITCH}"]').bounding_box()
    hold(page, SWITCH, 0, top + 8 - tray["y"])
    page.mouse.up()
    page.locator(".findings .fix.all").wait_for(timeout=20_000)


def test_a_link_that_fails_is_drawn_told_and_fixed(page):
    opened(page, "gb200_nvl72")
    before = figures(page)
    assert page.locator(".elevation .cable").count() == 18 * 9 + 18
    assert page.locator(".elevation .cable.fails").count() == 0
    too_far(page)
    assert page.locator(".elevation .cable.fails").count() > 4
    assert page.locator('.links .link-row[data-id="nvlink"] .dot.bad').count() == 1
    page.locator(".findings .fix:not(.all)").first.click()
    way = page.locator(".findings .way", has_text="Move NVLink switch 9")
    way.wait_for(timeout=60_000)
    way.get_by_role("button", name="Apply").click()
    page.locator(".findings .calm").wait_for(timeout=20_000)
    assert page.locator(".elevation .cable.fails").count() == 0
    assert figures(page)[1].split()[2] == before[1].split()[2]


@pytest.mark.long
def test_a_row_selects_its_cables(page):
    opened(page, "gb200_nvl72")
    page.locator('.links .link-row[data-id="scaleout"]').click()
    page.locator(".elevation .cable.chosen").first.wait_for(state="attached")
    assert page.locator(".elevation .cable.chosen").count() == 18
    assert page.locator(".elevation .cable.other").count() == 18 * 9
    titles = page.locator(".links .chart-title").all_text_contents()
    assert titles == ["Host to module", "Module to module"]
