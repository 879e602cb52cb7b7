"""When the open tab is redrawn: after an edit at once, during a drag once the pointer rests."""

from types import SimpleNamespace

import pytest

from explorer.analysis.glance import glance
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.kit.tab import Tab
from explorer.views.tabs import tabs
from tests.analysis.racks import small_rack


class Counted(Tab):
    """Counts how often it is shown."""

    def __init__(self, session):
        super().__init__(session, "Counted")
        self.view, self.n_shown = tabs.pn.Spacer(), 0

    def show(self):
        self.n_shown += 1


@pytest.fixture
def dragged(monkeypatch):
    """A session, its tab, and a clock whose `go(s)` runs what was to run by then."""
    clock = SimpleNamespace(now=100.0, waiting=[])

    def go(seconds):
        clock.now += seconds
        due = [each for each in clock.waiting if each[0] <= clock.now]
        clock.waiting = [each for each in clock.waiting if each[0] > clock.now]
        for _, callback in due:
            callback()

    def add_timeout_callback(callback, ms):
        clock.waiting.append((clock.now + ms / 1000, callback))

    clock.go = go
    document = SimpleNamespace(add_timeout_callback=add_timeout_callback)
    monkeypatch.setattr(tabs, "server_document", lambda: document)
    monkeypatch.setattr(tabs.time, "monotonic", lambda: clock.now)
    session = Session(small_rack())
    tab = Counted(session)
    tabs.Tabs(session, Looking(session), [tab])
    tab.n_shown = 0
    return session, tab, clock


def preview(session, x_mm):
    session.preview(session.committed.layout.moved("sw.cpu", x_mm=x_mm))


def test_while_the_pointer_moves_the_tab_waits_and_where_it_rests_it_is_shown_once(dragged):
    session, tab, clock = dragged
    for step in range(8):
        preview(session, 20.0 + step)
        clock.go(0.2)
    assert tab.n_shown == 0
    clock.go(0.2)
    assert tab.n_shown == 1
    clock.go(5.0)
    assert tab.n_shown == 1


def test_between_two_full_evaluations_glances_keep_the_tab_waiting(dragged):
    session, tab, clock = dragged
    session.select(("sw.cpu",))
    preview(session, 20.0)
    for step in range(1, 8):
        clock.go(0.1)
        moved = session.committed.layout.moved("sw.cpu", x_mm=20.0 + step)
        seen = glance(moved, session.seen, session.tray)
        assert seen is not None
        session.preview(moved, seen)
    assert tab.n_shown == 0
    clock.go(0.4)
    assert tab.n_shown == 1


def test_what_is_let_go_of_is_shown_at_once_and_not_again(dragged):
    session, tab, clock = dragged
    preview(session, 21.0)
    session.commit(session.layout, "Move", may_misplace=True)
    shown = tab.n_shown
    assert shown >= 1
    clock.go(5.0)
    assert tab.n_shown == shown


def test_in_a_notebook_a_drag_redraws_the_tab_twice_a_second_at_most(dragged, monkeypatch):
    session, tab, clock = dragged
    monkeypatch.setattr(tabs, "server_document", lambda: None)
    clock.go(1.0)
    for step in range(8):
        preview(session, 20.0 + step)
        clock.go(0.1)
    assert tab.n_shown == 2
    session.commit(session.layout, "Move", may_misplace=True)
    assert tab.n_shown >= 3
