"""Pacing: one job in flight, the newest position waiting, an answer to every message."""

import asyncio
import gc
import time
from weakref import ref

import pytest

from explorer.errors import LayoutError, SolverError
from explorer.views.wire import live
from tests.views.wire.stand_ins import Document, Kept, Session, misplaced, to


def test_only_the_newest_waiting_position_is_solved_and_all_are_answered(served):
    session, pace, pool, finish = served
    answered = []
    for value in (1, 2, 3, 4):
        pace.preview(to(value), lambda _, value=value: answered.append(value))
    assert len(pool.jobs) == 1
    finish()
    finish()
    assert session.previewed == [1, 4]
    assert not pool.jobs
    assert sorted(answered) == [1, 2, 3, 4]


def test_a_drop_overtakes_the_preview_in_flight(served):
    session, pace, _, finish = served
    answered = []
    pace.preview(to(1), lambda _: answered.append("preview"))
    pace.commit(to(2), "Move", lambda refusal: answered.append(refusal))
    finish()
    finish()
    assert session.previewed == []
    assert session.kept == [("Move", 2)]
    assert answered == ["preview", ""]


def test_what_is_saved_waits_for_the_drop_that_is_on_its_way(served):
    session, pace, _, finish = served
    saved = []
    pace.preview(to(1), lambda _: None)
    pace.commit(to(2), "Move", lambda refusal: None)
    pace.at_rest(lambda: saved.append(session.committed.layout))
    assert saved == []
    finish()
    assert saved == []
    finish()
    assert saved == [2]
    pace.at_rest(lambda: saved.append(session.committed.layout))
    assert saved == [2, 2]


def test_a_cancel_makes_the_preview_in_flight_stale(served):
    session, pace, _, finish = served
    pace.preview(to(1), lambda _: None)
    pace.cancel()
    finish()
    assert session.previewed == []
    assert (session.layout, session.canceled) == (0, 1)


def test_an_undo_during_a_preview_is_not_overwritten_by_it(served):
    session, pace, _, finish = served
    pace.preview(to(1), lambda _: None)
    session.committed = session.layout = -1
    finish()
    assert session.layout == -1


def test_a_step_taken_back_during_an_edit_stays_taken_back(served):
    session, pace, pool, finish = served
    said = []
    pace.commit(lambda layout: layout + 10, "Add ten", said.append)
    pool.jobs[0].run()  # it has been worked out, and is about to be published
    session.layout, session.committed = 5, Kept(5)
    live.server_document().tick()
    assert (session.kept, said) == ([], [])
    pool.jobs.pop(0)
    finish()
    assert (session.kept, said) == ([("Add ten", 15)], [""])


@pytest.mark.parametrize("end", ["cancel", "forget"])
def test_an_edit_that_is_being_worked_out_is_shown_no_more_after_its_end(served, end):
    session, pace, pool, _ = served
    shown = []
    pace.preview(lambda layout: (layout + 1, ("new",)), shows=shown.append)
    pool.jobs[0].run()
    getattr(pace, end)()
    live.server_document().tick()
    assert (session.previewed, session.layout, shown) == ([], 0, [])


def test_who_draws_what_is_added_hears_of_it_before_it_is_shown(served):
    session, pace, _, finish = served
    shown = []
    pace.preview(lambda layout: (7, ("new",)), shows=lambda ids: shown.append((ids, session.layout)))
    finish()
    pace.commit(lambda layout: (8, ("new",)), "Add", shows=lambda ids: shown.append((ids, session.layout)))
    finish()
    assert shown == [(("new",), 0), (("new",), 7)]


def test_an_edit_that_changes_nothing_is_no_step_and_is_not_solved(served, monkeypatch):
    session, pace, _, finish = served
    monkeypatch.setattr(live, "evaluate", lambda *_, **__: pytest.fail("solved"))
    monkeypatch.setattr(Session, "commit", lambda self, layout, *_: layout == self.committed.layout)
    said = []
    pace.commit(lambda layout: layout, "Move", said.append)
    finish()
    assert said == [""]


def test_an_edit_that_takes_long_does_not_hold_the_page(monkeypatch):
    """Neither does one whose rules take long: the event loop turns meanwhile."""
    monkeypatch.setattr(live, "evaluate", lambda layout, previous, settled: "results")
    session, late = Session(), []

    def slowly(layout):
        time.sleep(0.3)
        return layout + 1

    def slow_rules(before, after):
        time.sleep(0.3)
        return []

    monkeypatch.setattr(live, "new_misplacements", slow_rules)

    async def page():
        loop = asyncio.get_running_loop()
        done, document = loop.create_future(), Document()
        document.add_next_tick_callback = lambda work: loop.call_soon_threadsafe(work)
        monkeypatch.setattr(live, "server_document", lambda: document)
        pace = live.Pace(session)
        asked = loop.time()
        pace.commit(slowly, "Move", done.set_result)
        late.append(loop.time() - asked)
        while not done.done():
            begun = loop.time()
            await asyncio.sleep(0.01)
            late.append(loop.time() - begun)
        return done.result()

    assert asyncio.run(page()) == ""
    assert session.kept == [("Move", 1)]
    # 0.6 s in a thread; a turn of the loop takes its 10 ms and what a busy machine adds
    assert len(late) > 5
    assert max(late) < 0.25


def test_a_refused_drop_says_why(served):
    _, pace, _, finish = served
    said = []
    pace.commit(to(101), "Move", said.append)
    finish()
    assert said == ["no room"]


def test_what_is_forgotten_is_answered_and_never_kept(served):
    session, pace, pool, finish = served
    said = []
    pace.commit(to(1), "First", lambda refusal: said.append("first" + refusal))
    pace.commit(to(2), "Second", lambda refusal: said.append("second" + refusal))
    pace.forget()
    pace.commit(to(3), "Third", lambda refusal: said.append("third" + refusal))
    finish()
    finish()
    assert not pool.jobs
    assert session.kept == [("Third", 3)]
    assert said == ["second", "first", "third"]


def test_a_step_whose_results_are_there_is_gone_to_at_once(served):
    session, pace, pool, _ = served
    pace.commit(to(1), "Dropped by the jump")
    pace.jump(1)
    assert session.jumps == [(1, None)]
    pool.jobs.pop(0).run()
    live.server_document().tick()
    assert session.kept == []


@pytest.mark.parametrize("is_there", [True, False], ids=["as it was", "another"])
def test_a_step_without_results_is_solved_away_from_the_page(served, monkeypatch, is_there):
    session, pace, _, _ = served
    monkeypatch.setattr(live, "evaluate", lambda layout, previous: ("results", layout))
    waiting = []
    monkeypatch.setattr(live, "beside", lambda work, then: waiting.append((work, then)))
    session.dropped[1] = 7
    pace.jump(1)
    assert session.jumps == []
    ((work, then),) = waiting
    if not is_there:
        session.dropped[1] = 8
    then(work())
    assert session.jumps == ([(1, ("results", 7))] if is_there else [])
    then("does not settle")
    assert session.notice == "does not settle"


@pytest.mark.parametrize("where", ["edit", "solve"])
def test_an_error_is_answered_and_the_next_job_runs(served, monkeypatch, where):
    session, pace, pool, finish = served
    said = []

    def broken(*_, **__):
        raise LayoutError("no such part") if where == "edit" else SolverError("did not arrive")

    with monkeypatch.context() as patch:
        if where == "solve":
            patch.setattr(live, "evaluate", broken)
        pace.commit(broken if where == "edit" else to(1), "Move", said.append)
        if pool.jobs:
            finish()
    assert said == ["no such part" if where == "edit" else "did not arrive"]
    assert session.canceled == 1
    pace.preview(to(2), lambda _: None)
    finish()
    assert session.previewed == [2]


def test_a_defect_does_not_stall_the_session(served, monkeypatch):
    session, pace, _, finish = served
    said = []
    with monkeypatch.context() as patch:
        patch.setattr(live, "evaluate", lambda *_, **__: 1 / 0)
        pace.commit(to(1), "Move", said.append)
        finish()
    assert "defect" in said[0]
    pace.preview(to(2), lambda _: None)
    finish()
    assert session.previewed == [2]


def test_without_a_server_everything_runs_at_once(monkeypatch):
    monkeypatch.setattr(live, "server_document", lambda: None)
    monkeypatch.setattr(live, "evaluate", lambda layout, previous, settled: settled)
    monkeypatch.setattr(live, "new_misplacements", misplaced)
    session, said = Session(), []
    live.Pace(session).preview(to(1), said.append)
    live.Pace(session).commit(to(2), "Move", said.append)
    assert (session.previewed, session.kept, said) == ([1], [("Move", 2)], ["", ""])


def test_a_session_that_nobody_has_any_more_is_let_go_of():
    session = Session()
    live.pace_of(session).preview(to(1), lambda _: None)
    gone = ref(session)
    del session
    gc.collect()
    assert gone() is None
