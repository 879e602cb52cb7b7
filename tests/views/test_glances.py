"""Which views draw while only the heat of the shown tray is new."""

import pytest

from explorer.analysis import evaluate
from explorer.analysis.glance import glance
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.canvas.plan import PlanView
from explorer.views.compare.side_by_side import SideBySideView
from explorer.views.panels.findings import FindingsView
from explorer.views.panels.totals import TotalsView
from tests.analysis.racks import shipped

TRAY, PART = "r1.sw1", "sw.ports_oe02"


@pytest.fixture
def session():
    session = Session(shipped("switch_51t_cpo"))
    session.select(TRAY)
    return session


def watched(view_class, session):
    """A view whose drawings are counted, by the names that they are told."""
    view, drawn = view_class(session), []
    view._show = drawn.append
    return view, drawn


def moved_by(dx_mm):
    layout = shipped("switch_51t_cpo")
    return layout.moved(PART, x_mm=layout.element(PART).x_mm + dx_mm)


@pytest.mark.parametrize("view_class", [TotalsView, ElevationView, FindingsView])
def test_a_view_of_all_else_waits_for_the_evaluation_of_everything(session, view_class):
    view, drawn = watched(view_class, session)
    seen = glance(moved_by(2.0), session.results, TRAY)
    session.preview(seen.layout, seen)
    assert session.is_live
    assert drawn == []
    session.preview(seen.layout, evaluate(seen.layout, previous=seen, settled=False))
    (names,) = drawn
    # of what the glance has changed nothing is forgotten
    assert names >= {"results"} | ({"layout", "is_live"} & set(view.watched))


@pytest.mark.parametrize("view_class", [PlanView, SideBySideView])
def test_a_view_of_the_tray_draws_at_once(session, view_class):
    _, drawn = watched(view_class, session)
    seen = glance(moved_by(2.0), session.results, TRAY)
    session.preview(seen.layout, seen)
    assert len(drawn) == 1


@pytest.mark.parametrize("end", ["cancel", "commit"])
def test_the_end_of_a_drag_draws_what_has_waited(session, end):
    _, drawn = watched(TotalsView, session)
    seen = glance(moved_by(2.0), session.results, TRAY)
    session.preview(seen.layout, seen)
    if end == "cancel":
        session.cancel()
        assert session.results is session.opened
    else:
        session.commit(seen.layout, "Move", evaluate(seen.layout, previous=seen))
    assert len(drawn) == 1
    assert not session.is_live
