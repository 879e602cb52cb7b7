"""A beside B in a real browser, and the form of what is selected."""

import re

from playwright.sync_api import expect

from tests.ui.test_page import hold, opened


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
    page.get_by_role("button", name="Stop comparing").click()
    page.get_by_role("button", name="Pin the present state as B").wait_for()


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
