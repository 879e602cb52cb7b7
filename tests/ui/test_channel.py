"""What travels between server and page in a drag, heard on the wire."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.wire import WireUser, dragged, dropped
from tests.ui.conftest import serving
from tests.ui.hands import all_changed, comes_to, figures, hold, watched

PART = "sw.ports_oe02"
TOTALS = ("TotalsView", "totals")


def alone(talk):
    """Run in a thread of its own: Playwright has an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(talk)).result(timeout=120)


def test_an_update_is_one_message_that_answers_the_move_and_draws_it(server):
    async def talk():
        user = await WireUser.opened(server.url, "switch_51t_cpo")
        await user.until(lambda: PART in user.places)
        (x, y), heard = user.places[PART], len(user.heard_at_once)
        answers = []
        for _ in range(8):  # a busy machine solves so few of these positions that none asks for all figures
            late = await dragged(user, PART, [(x + 0.4 * i, y) for i in range(1, 13)])
            assert len(late) == 12
            answers = [kinds for kinds in user.heard_at_once[heard:] if ("PlanView", "ack") in kinds]
            if any(TOTALS in kinds for kinds in answers):
                break
        await user.close()
        return answers

    answers = alone(talk())
    assert all(("PlanView", "frame") in kinds for kinds in answers)
    assert any(TOTALS in kinds for kinds in answers)


def test_where_the_pointer_rests_the_figures_follow_the_map(server):
    async def talk():
        user = await WireUser.opened(server.url, "switch_51t_cpo")
        await user.until(lambda: PART in user.places)
        (x, y), heard = user.places[PART], len(user.heard_at_once)
        await dragged(user, PART, [(x + 4.0, y)])
        await user.until(lambda: any(TOTALS in kinds for kinds in user.heard_at_once[heard:]), timeout_s=10)
        told = user.heard_at_once[heard:]
        await user.close()
        return told

    told = alone(talk())
    first = next(i for i, kinds in enumerate(told) if TOTALS in kinds)
    # one position is glanced at: only the pause asks for all figures, and acknowledges nothing
    assert sum(("PlanView", "ack") in kinds for kinds in told[:first]) == 1
    assert ("PlanView", "ack") not in told[first]
    assert ("PlanView", "frame") in told[first]


def test_a_drop_is_kept_and_answered_with_what_it_comes_to(server):
    async def talk():
        user = await WireUser.opened(server.url, "switch_51t_cpo")
        await user.until(lambda: PART in user.places)
        (x, y), heard = user.places[PART], len(user.heard_at_once)
        await dropped(user, PART, (x + 1.5, y))
        told = [kinds for kinds in user.heard_at_once[heard:] if ("PlanView", "dropped") in kinds]
        await user.close()
        return told

    (told,) = alone(talk())
    assert {("PlanView", "frame"), TOTALS, ("Bar", "state")} <= set(told)


def test_with_another_bokeh_a_drag_goes_panels_own_way(browser):
    with serving(app="tests/served/panels_own_way.py") as server:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{server.page_url}?layout=switch_51t_cpo")
        page.locator(".state", has_text="settled").wait_for(timeout=60_000)
        page.wait_for_function("() => window.Bokeh.documents.every(document => document.is_idle)")
        page.wait_for_timeout(400)
        before = watched(page)
        hold(page, PART, 16, 0)
        all_changed(page, before)
        page.mouse.up()
        page.locator(".state", has_text="settled").wait_for()
        page.locator(".changed", has_text="changed").wait_for()
        page.keyboard.press("Control+z")
        comes_to(page, before[1:])
        assert figures(page) == before[1:]
        page.close()
        logged = server.log.read_text()
    assert "messages go Panel's way" in logged
    assert "Traceback" not in logged


@pytest.mark.long
def test_with_two_processes_a_page_opens_and_asks_nobody_else(browser):
    asked = []
    with serving(processes=2) as server:
        for _ in range(6):  # chance says which process makes a page, and which one its web socket reaches
            page = browser.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.goto(server.page_url)
            page.locator(".plan .part").first.wait_for(timeout=60_000)
            page.close()
    assert len(asked) > 6
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
