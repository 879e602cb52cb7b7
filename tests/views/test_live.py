"""Pacing: one job in flight, the newest position waiting, an answer to every message."""

import asyncio
import gc
import time
from types import SimpleNamespace
from weakref import ref

import pytest

from explorer.errors import LayoutError, SolverError
from explorer.views.wire import live


class Document:
    """Collects next-tick callbacks; `tick` runs those that are there."""

    session_context = None

    def __init__(self):
        self.waiting, self.timed = [], []

    def add_next_tick_callback(self, callback):
        self.waiting.append(callback)

    def add_timeout_callback(self, callback, ms):
        self.timed.append((callback, ms))

    def ring(self):
        """The time of all timers has come."""
        ready, self.timed = self.timed, []
        for callback, _ in ready:
            callback()

    def tick(self):
        ready, self.waiting = self.waiting, []
        for callback in ready:
            callback()


class Pool:
    """A pool whose jobs run when the test says so."""

    def __init__(self):
        self.jobs = []

    def submit(self, function, *arguments):
        job = Future(function, arguments)
        self.jobs.append(job)
        return job


class Future:
    def __init__(self, function, arguments):
        self.function, self.arguments, self.callback = function, arguments, None

    def add_done_callback(self, callback):
        self.callback = callback

    def result(self):
        return self.value

    def run(self):
        self.value = self.function(*self.arguments)
        self.callback(self)


class Kept:
    """A step of a session's history."""

    def __init__(self, layout):
        self.layout = layout


class Session:
    """What a session shows and keeps, as lists. A layout is a number; above 100 it is refused."""

    def __init__(self):
        self.layout = 0
        self.steps, self.dropped, self.jumps = ("Open", "Move"), {}, []
        self.committed = Kept(0)
        self.results, self.notice, self.tray, self.is_live = None, "", "r1.sw1", False
        self.previewed, self.kept, self.canceled = [], [], 0

    @property
    def seen(self):
        return SimpleNamespace(layout=self.layout)

    def preview(self, layout, results):
        self.previewed.append(layout)
        self.layout, self.results, self.is_live = layout, results, True

    def commit(self, layout, label, results, may_misplace=False, select=None, broken=()):
        if broken and not may_misplace:
            self.notice = "no room"
            return False
        self.kept.append((label, layout))
        self.layout, self.results, self.is_live = layout, results, False
        self.committed = Kept(layout)
        return True

    def unsolved(self, at):
        return self.dropped.get(at)

    def jump(self, to, results=None):
        self.jumps.append((to, results))

    def cancel(self):
        self.canceled += 1
        self.layout, self.is_live = self.committed.layout, False


@pytest.fixture
def served(monkeypatch):
    """A session on a page that is served, its pace, the pool, and how the first job is finished."""
    document, pool = Document(), Pool()
    monkeypatch.setattr(live, "server_document", lambda: document)
    monkeypatch.setattr(live, "pool", lambda: pool)
    monkeypatch.setattr(live, "evaluate", lambda layout, previous, settled: ("results", layout, settled))
    monkeypatch.setattr(live, "glance", lambda layout, previous, tray: None)
    monkeypatch.setattr(live, "new_misplacements", misplaced)
    session = Session()

    def finish():
        pool.jobs.pop(0).run()
        document.tick()

    return session, live.Pace(session), pool, finish


def misplaced(before, after):
    """Rules for layouts that are numbers: nothing stands above 100."""
    return ["no room"] if after > 100 else []


def to(value):
    return lambda layout: value


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


class Clock:
    """Time as the test has it."""

    def __init__(self):
        self.now = 100.0

    def monotonic(self):
        return self.now


@pytest.fixture
def glancing(served, monkeypatch):
    """A session whose positions may be glanced at, its document, the clock, and a drag to a position."""
    session, pace, _, finish = served
    clock, seen = Clock(), []

    def glance(layout, previous, tray):
        return ("glance", layout, tray) if layout < 50 else None

    monkeypatch.setattr(live, "glance", glance)
    monkeypatch.setattr(live.time, "monotonic", clock.monotonic)

    def drag(value, after_s=0.02):
        clock.now += after_s
        pace.preview(to(value), lambda _: None, seq=value)
        finish()
        seen.append(session.results[0])
        return session.results[0]

    return session, pace, live.server_document(), clock, drag, finish


def test_between_evaluations_of_everything_positions_are_glanced_at(glancing):
    session, pace, _, _, drag, _ = glancing
    found = [drag(value) for value in range(1, 26)]
    # none is later than its time, and no more than that ask for everything
    wholes = [i for i, what in enumerate(found) if what == "results"]
    assert len(wholes) == 2
    assert wholes[1] - wholes[0] == 11
    assert session.previewed == list(range(1, 26))
    assert pace.shown == 25


def test_under_load_one_position_in_four_asks_for_everything(glancing):
    *_, drag, _ = glancing
    assert [drag(value, after_s=0.5) for value in range(1, 9)] == 2 * [*3 * ["glance"], "results"]


def test_what_takes_long_is_asked_for_the_less(glancing, monkeypatch):
    *_, clock, drag, _ = glancing
    evaluate = live.evaluate

    def slow(*args, **options):
        clock.now += 0.1
        return evaluate(*args, **options)

    monkeypatch.setattr(live, "evaluate", slow)
    found = [drag(value, after_s=0.05) for value in range(1, 50)]
    wholes = [i for i, what in enumerate(found) if what == "results"]
    assert len(wholes) > 1
    # 0.1 s each, so the next comes 1.2 s later, after 24 positions
    assert wholes[1] - wholes[0] in (24, 25)


def test_what_cannot_be_glanced_at_is_evaluated(glancing):
    *_, drag, _ = glancing
    assert [drag(50), drag(51), drag(1)] == ["results", "results", "glance"]


def test_where_the_pointer_rests_everything_is_evaluated_once(glancing):
    session, pace, document, clock, drag, finish = glancing
    assert drag(1) == drag(2) == "glance"
    document.ring()
    assert not document.waiting, "the pointer has hardly stopped"
    clock.now += live.REST_S
    document.ring()
    finish()
    assert session.results == ("results", 2, False)
    assert (session.previewed, pace.shown) == ([1, 2, 2], 2)
    clock.now += live.REST_S
    document.ring()
    assert not document.timed


@pytest.mark.parametrize("end", ["drop", "cancel"])
def test_after_the_end_of_a_drag_nothing_is_evaluated_any_more(glancing, served, end):
    session, pace, document, clock, drag, finish = glancing
    assert drag(1) == "glance"
    if end == "drop":
        pace.commit(to(2), "Move")
        finish()
        assert session.results == ("results", 2, True)
    else:
        pace.cancel()
    clock.now += live.REST_S
    document.ring()
    assert not served[2].jobs
    assert session.previewed == [1]


def test_a_position_that_comes_while_the_pointer_seemed_to_rest_is_next(glancing, served):
    session, pace, document, clock, drag, finish = glancing
    drag(1)
    clock.now += live.REST_S
    document.ring()
    pace.preview(to(2), lambda _: None, seq=2)
    finish()
    finish()
    assert session.results == ("glance", 2, "r1.sw1")
    assert session.previewed == [1, 1, 2]


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
