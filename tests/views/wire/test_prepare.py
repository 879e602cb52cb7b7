"""Crosstalk is solved ahead while an editor is left alone, its selected tray's first; any edit stops it."""

import pytest

from explorer.errors import SolverError
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.wire import prepare
from tests.analysis.racks import small_rack


class Document:
    """Collects callbacks; `pass_time` runs those that are there."""

    def __init__(self):
        self.waiting = []

    def add_timeout_callback(self, callback, _):
        self.waiting.append(callback)

    def add_next_tick_callback(self, callback):
        self.waiting.append(callback)

    def on_session_destroyed(self, callback):
        self.close = callback

    def pass_time(self):
        ready, self.waiting = self.waiting, []
        for callback in ready:
            callback()


class OneThread(list):
    """A thread whose jobs run when the test says so."""

    def submit(self, *job):
        self.append(job)

    def work(self):
        function, *arguments = self.pop(0)
        function(*arguments)


@pytest.fixture
def idle(monkeypatch):
    """A session that was just opened, its page's document and the thread; a layout that no test has had."""
    document, thread = Document(), OneThread()
    monkeypatch.setattr(prepare, "server_document", lambda: document)
    monkeypatch.setattr(prepare, "_one_thread", lambda: thread)
    layout = small_rack()
    monkeypatch.setattr(prepare, "IDLE_MS", 0)
    session = Session(layout.moved("sw.cpu", y_mm=190.0 + next(PLACES)))
    looking = Looking(session)
    return session, looking, prepare.Preparation(session, looking), document, thread


PLACES = iter(range(10))


def test_every_board_becomes_known_the_selected_first(idle):
    session, looking, _, document, thread = idle
    document.pass_time()
    (job,) = thread
    assert job[2][0] == session.tray
    thread.work()
    assert looking.prepared == 0
    document.pass_time()
    assert looking.prepared >= 1
    assert session.results.crosstalk_key("r1.sw1") is not None


def test_what_is_known_is_not_solved_again(idle):
    session, _, _, document, thread = idle
    document.pass_time()
    thread.work()
    document.pass_time()
    session.part = "sw.asic"
    session.param.trigger("results")
    document.pass_time()
    assert not thread


def test_a_preview_stops_it_and_the_settled_layout_starts_it_again(idle):
    session, looking, _, document, thread = idle
    document.pass_time()
    session.preview(session.layout.moved("sw.cpu", x_mm=12.0))
    thread.work()
    document.pass_time()
    assert looking.prepared == 0
    assert session.results.crosstalk_key("r1.sw1") is None
    assert not thread
    session.cancel()
    document.pass_time()
    assert len(thread) == 1


def test_a_closed_page_stops_it(idle):
    session, _, _, document, thread = idle
    document.pass_time()
    document.close(None)
    thread.work()
    assert session.results.crosstalk_key("r1.sw1") is None


def test_edits_in_quick_succession_start_it_once(idle):
    session, _, _, document, thread = idle
    session.param.trigger("results")
    session.param.trigger("results")
    document.pass_time()
    assert len(thread) == 1


def test_a_board_that_cannot_be_solved_for_it_does_not_end_it(idle, monkeypatch):
    session, _, _, document, thread = idle
    document.pass_time()
    solve = type(session.results).prepare

    def refuse_first(self, tray, wanted):
        if tray == session.tray:
            raise SolverError("does not settle")
        return solve(self, tray, wanted)

    monkeypatch.setattr(type(session.results), "prepare", refuse_first)
    thread.work()
    assert session.results.crosstalk_key("r1.ps1") is not None
