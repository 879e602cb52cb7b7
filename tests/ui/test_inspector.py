"""The form of what is selected, typed into by a person."""

from tests.ui.hands import opened


def test_a_number_without_room_stays_in_its_field_until_another_makes_room(page):
    opened(page, "switch_51t_cpo")
    page.locator('.plan [data-id="sw.fan1"]').click()
    page.get_by_role("tab", name="Selected").click()
    width, x = page.get_by_label("Width mm"), page.get_by_label("X mm")
    width.fill("110")
    width.press("Enter")
    reason = page.locator(".fault", has_text="not set yet: Fan 2 overlaps Fan 3")
    reason.wait_for()
    page.wait_for_timeout(400)
    assert width.input_value() == "110"
    x.fill("100")
    x.press("Enter")
    page.locator('button[title="Undo Set X of Fan 2 to 100 mm and width (Ctrl-Z)"]').wait_for()
    reason.wait_for(state="detached")
    assert (width.input_value(), x.input_value()) == ("110", "100")
    width.fill("200")
    width.press("Enter")
    page.locator(".is-held").wait_for()
    width.press("Escape")
    page.locator(".is-held").wait_for(state="detached")
    assert width.input_value() == "110"
