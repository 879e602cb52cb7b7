"""A layout without racks opens as an empty page, on which every tab can be looked at."""

import pytest

from tests.test_no_racks import NO_RACKS
from tests.ui.hands import opened


@pytest.mark.long
def test_a_layout_without_racks_is_an_empty_page(page):
    opened(page, "switch_51t_cpo")
    page.locator("header input[type=file]").set_input_files(NO_RACKS)
    page.get_by_label("Open a layout", exact=True).locator("option", has_text="no racks yet").wait_for(
        state="attached"
    )
    page.locator(".elevation [data-id]").first.wait_for(state="detached")
    page.locator(".plan [data-id]").first.wait_for(state="detached")
    page.locator(".findings").get_by_text("No rule is broken").wait_for()
    tabs = page.get_by_role("tab")
    for i in range(tabs.count()):
        tabs.nth(i).click()
        page.wait_for_timeout(200)
    # the page answers still
    page.get_by_label("Open a layout", exact=True).select_option("switch_51t_dsp")
    page.locator('.plan [data-id*="_cage"]').first.wait_for()
