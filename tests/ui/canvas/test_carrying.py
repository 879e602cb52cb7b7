"""What is held while it is dragged: carried above the paper, with the keys, and laid back where it lay."""

import pytest

from tests.ui.hands import changed, choose, hold, middle, opened


@pytest.mark.long
def test_a_drag_into_a_cut_connection_says_that_it_was_not_kept(page):
    silent = []

    def relay(socket):
        upstream = socket.connect_to_server()
        socket.on_message(lambda message: None if silent else upstream.send(message))

    page.route_web_socket("**/ws**", relay)
    opened(page, "switch_51t_cpo")
    start = middle(page, "sw.fan0")
    silent.append(True)
    hold(page, "sw.fan0", -60, 0)
    assert middle(page, "sw.fan0")[0] < start[0] - 40
    page.mouse.up()
    page.locator(".refusal.shown", has_text="does not answer").wait_for(timeout=15_000)
    page.wait_for_timeout(500)
    assert middle(page, "sw.fan0") == pytest.approx(start, abs=1)
    silent.clear()
    hold(page, "sw.fan0", 15, 0)
    page.mouse.up()
    changed(page)


@pytest.mark.long
def test_a_drag_begun_before_the_last_was_answered_is_left_alone(page):
    opened(page, "switch_51t_cpo")
    hold(page, "sw.fan0", 12, 0)
    x, y = middle(page, "sw.fan1")
    page.mouse.up()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y, steps=6)
    # longer than the page waits for an answer to the first
    page.wait_for_timeout(7000)
    assert page.locator(".refusal.shown").count() == 0
    assert page.locator('.plan [data-id="sw.fan1"].held').count() == 1
    page.mouse.up()
    changed(page)


@pytest.mark.long
def test_what_is_held_is_carried_above_the_paper_and_laid_back_where_it_lay(page):
    opened(page, "switch_51t_cpo")
    order = "all => all.map(n => n.dataset.id)"
    before = page.locator(".plan .parts > .part").evaluate_all(order)
    x, y = middle(page, "sw.fan0")
    for end in ("drop", "Escape"):
        hold(page, "sw.fan0", 14, 0)
        carried = page.locator('.plan .hand [data-id="sw.fan0"]')
        assert carried.count() == 1
        assert len(page.locator(".plan .parts > .part").all()) == len(before) - 1
        if end == "drop":
            page.mouse.up()
            changed(page)
            x += 14
        else:
            page.keyboard.press("Escape")
            page.mouse.up()
        page.wait_for_timeout(400)
        assert page.locator(".plan .hand .part").count() == 0
        assert page.locator(".plan .parts > .part").evaluate_all(order) == before
        # it may have snapped to a neighbor's edge
        assert middle(page, "sw.fan0") == pytest.approx((x, y), abs=4)


@pytest.mark.long
def test_a_part_that_has_the_keys_keeps_them_while_it_is_carried(page):
    opened(page, "switch_51t_cpo")
    choose(page, "sw.fan0")
    focused = "n => n.getRootNode().activeElement === n"
    fan = page.locator('.plan [data-id="sw.fan0"]')
    assert fan.evaluate(focused)
    hold(page, "sw.fan0", 14, 0)
    assert fan.evaluate(focused)
    page.mouse.up()
    changed(page)
    assert fan.evaluate(focused)
    page.keyboard.press("ArrowRight")
    page.locator(".tip-rows, .spoken", has_text="millimeters").first.wait_for(state="attached")
