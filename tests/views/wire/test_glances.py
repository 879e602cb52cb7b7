"""Which views hear what while only the heat of the shown tray is new."""

import pytest

from explorer.analysis import evaluate
from explorer.analysis.glance import glance
from explorer.looking import Looking
from explorer.session import Session
from explorer.views.compare.side_by_side import SideBySideView
from explorer.views.exchange.shelf import Shelf
from explorer.views.kit.component import CanvasView
from explorer.views.panels.totals import TotalsView
from explorer.views.shell.page import LAYOUTS, Board
from explorer.views.tabs.tabs import Tabs
from tests.shipped import shipped

TRAY, PART = "r1.sw1", "sw.ports_oe02"
OF_HEAT = {"PlanView", "SideBySideView"}


@pytest.fixture
def session():
    session = Session(shipped("switch_51t_cpo"))
    session.select(TRAY)
    return session


@pytest.fixture
def looking(session):
    return Looking(session)


def moved_by(dx_mm):
    layout = shipped("switch_51t_cpo")
    return layout.moved(PART, x_mm=layout.element(PART).x_mm + dx_mm)


def glanced_at(session, dx_mm):
    """Preview a place whose heat alone is solved."""
    seen = glance(moved_by(dx_mm), session.seen, TRAY)
    session.preview(seen.results.layout, seen)
    return seen.results


def watched(view_class, session, looking):
    """A view whose drawings are counted, by the names that they are given."""
    view, drawn = view_class(session, looking), []
    view._show = drawn.append
    return view, drawn


def test_of_the_whole_page_nobody_hears_of_a_glance_but_who_draws_heat(session, looking, monkeypatch):
    heard = []
    changed, changed_tabs = CanvasView._changed, Tabs._changed

    def note(view, *events):
        heard.append((type(view).__name__, {event.name for event in events}))
        return (changed_tabs if isinstance(view, Tabs) else changed)(view, *events)

    monkeypatch.setattr(CanvasView, "_changed", note)
    monkeypatch.setattr(Tabs, "_changed", note)
    board = Board(session, looking, Shelf(LAYOUTS))
    glanced_at(session, 2.0)
    assert {view for view, _ in heard} == OF_HEAT
    assert all(names == {"glanced"} for _, names in heard)
    del heard[:]
    seen = glanced_at(session, 3.0)
    assert sorted(view for view, _ in heard) == sorted(OF_HEAT)
    del heard[:]
    session.preview(seen.layout, evaluate(seen.layout, previous=seen, settled=False))
    views = [view for view, _ in heard]
    # one event each, of layout and results together
    assert len(views) == len(set(views))
    assert set(views) >= OF_HEAT | {"TotalsView", "ElevationView", "FindingsView", "Tabs"}
    assert board.session is session


@pytest.mark.parametrize("view", ["plan", "totals"])
def test_a_glance_moves_the_plan_and_no_figure(session, looking, view):
    board = Board(session, looking, Shelf(LAYOUTS))
    sent = []
    getattr(board, view)._send_msg = sent.append
    before = session.results
    seen = glanced_at(session, 2.0)
    assert (session.results, session.layout, session.seen) == (before, before.layout, seen)
    assert session.is_live
    if view == "plan":
        (frame,) = [message for message in sent if message["type"] == "frame"]
        assert frame["live"]
        assert frame["solution"] == "live"
    else:
        assert sent == []


def test_side_by_side_draws_a_glance_at_once(session, looking):
    _, drawn = watched(SideBySideView, session, looking)
    glanced_at(session, 2.0)
    assert drawn == [{"glanced"}]


@pytest.mark.parametrize("end", ["cancel", "commit"])
def test_the_end_of_a_drag_is_drawn_once_and_nothing_is_glanced_at_any_more(session, looking, end):
    _, drawn = watched(TotalsView, session, looking)
    seen = glanced_at(session, 2.0)
    if end == "cancel":
        session.cancel()
        assert session.results is session.opened
    else:
        session.commit(seen.layout, "Move", evaluate(seen.layout, previous=seen))
        assert session.layout is seen.layout
    assert len(drawn) == 1
    assert (session.glanced, session.is_live) == (None, False)
    assert session.seen is session.results


def test_a_drag_goes_on_from_what_was_glanced_at(session):
    first = glanced_at(session, 2.0)
    second = glanced_at(session, 4.0)
    assert second.boards["sw"].start is not first.boards["sw"].start
    session.preview(moved_by(5.0))
    assert session.glanced is None
    assert session.layout.element(PART).x_mm == moved_by(5.0).element(PART).x_mm


def test_what_a_glance_is_of_is_told_by_its_event_alone(session):
    """Two evaluations of one layout are alike, whether a glance came before them or not."""
    assert not hasattr(session.results, "glance")
    assert not hasattr(glanced_at(session, 2.0), "glance")
