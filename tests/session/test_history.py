"""The steps of a session: undo, redo, jumps, reset."""

import numpy as np
import pytest

from explorer import session as sessions
from explorer.analysis import evaluate
from explorer.analysis.glance import Glance
from explorer.analysis.in_time.history import Moment
from explorer.looking import Looking
from explorer.model import Load
from explorer.session import HISTORY, Session
from tests.session.noted import moved


def test_undo_brings_back_layout_and_selection_and_leaves_what_is_looked_at(session, layout):
    looking = Looking(session)
    session.select("sw.cpu")
    session.commit(moved(layout, 20.0), "Move CPU")
    session.select("r1.ps1")
    looking.param.update(quantity="headroom", metric="power", face="rear", tab="Power", isolines=True)
    looking.param.update(limits=(0.0, 40.0), is_comparing=True, explained="rack_kw")
    before = looking.param.values()
    session.undo()
    assert (session.layout, session.selection) == (layout, ("sw.cpu",))
    session.redo()
    session.open(moved(layout, 30.0))
    assert looking.param.values() == before


def test_any_edit_ends_the_moment_of_a_history(session, layout):
    looking = Looking(session)
    moment = Moment("r1.sw1", "10 s", np.zeros((2, 2)), {}, (20.0, 30.0))
    for edit in (
        lambda: session.preview(moved(layout, 20.0)),
        session.cancel,
        lambda: session.commit(moved(layout, 20.0), "Move"),
        session.undo,
        lambda: session.open(layout),
        lambda: session.preview(layout, Glance("r1.sw1", session.results)),
    ):
        looking.moment = moment
        session.select("r1.ps1")
        assert looking.moment is moment
        edit()
        assert looking.moment is None


def test_commit_undo_redo_return_the_same_objects(session, layout):
    assert session.commit(moved(layout, 20.0), "Move CPU")
    one = session.committed
    assert session.results.settled
    assert session.commit(moved(layout, 25.0), "Move CPU further")
    two = session.committed
    assert (session.undo_label, session.can_undo, session.can_redo) == ("Move CPU further", True, False)
    session.undo()
    assert session.layout is one.layout
    assert session.results is one.results
    assert (session.undo_label, session.redo_label) == ("Move CPU", "Move CPU further")
    session.undo()
    assert session.layout is layout
    assert (session.undo_label, session.can_undo, session.redo_label) == ("", False, "Move CPU")
    session.undo()
    assert session.layout is layout
    session.redo()
    session.redo()
    assert session.layout is two.layout
    assert session.results is two.results
    session.redo()
    assert session.layout is two.layout
    assert not session.can_redo


def test_a_commit_after_undo_forgets_what_was_undone(session, layout):
    session.commit(moved(layout, 20.0), "One")
    session.undo()
    session.commit(moved(layout, 30.0), "Other")
    assert not session.can_redo
    session.redo()
    assert session.layout.element("sw.cpu").x_mm == 30.0


def test_undo_while_dragging_drops_the_preview_with_the_step(session, layout):
    session.commit(moved(layout, 20.0), "One")
    session.preview(moved(layout, 30.0))
    session.undo()
    assert session.layout is layout
    assert not session.is_live


def test_reset_is_one_step_back_to_the_layout_as_opened(session, layout, evaluations):
    session.commit(moved(layout, 20.0), "One")
    session.commit(moved(layout, 30.0), "Two")
    del evaluations[:]
    session.reset()
    assert session.layout == layout
    assert session.results is session.opened
    assert session.undo_label == "Reset"
    assert evaluations == []
    session.undo()
    assert session.layout.element("sw.cpu").x_mm == 30.0


def test_reset_returns_even_to_a_layout_with_a_fault(layout):
    """Once refused, where the fault had been mended in between."""
    session = Session(layout.moved("r1.b1", u=3))
    session.commit(session.layout.moved("r1.b1", u=8), "Mend")
    session.reset()
    assert session.layout.element("r1.b1").u == 3
    assert session.notice == ""


def test_reset_of_what_nobody_changed_is_no_step(session):
    session.reset()
    assert not session.can_undo


def test_history_ends_somewhere(session, layout):
    ready = evaluate(layout)
    for i in range(HISTORY + 5):
        part = Load(id="sw.cpu", x_mm=10 + 0.01 * (i + 1), y_mm=205, cooling="heat_sink")
        session.commit(layout.replaced(part), f"Step {i}", ready)
    n = 0
    while session.can_undo:
        session.undo()
        n += 1
    assert n == HISTORY


def test_undo_selects_what_was_edited(session, layout):
    session.select("sw.cpu")
    session.commit(moved(layout, 20.0), "Move CPU")
    session.select("r1.ps1")
    assert session.commit(session.layout.moved("r1.ps1", u=5), "Move shelf")
    assert (session.selection, session.tray) == (("r1.ps1",), "r1.ps1")
    session.undo()
    session.undo()
    assert (session.selection, session.part, session.tray) == (("sw.cpu",), "sw.cpu", "r1.sw1")
    session.redo()
    session.redo()
    assert session.selection == ("r1.ps1",)


def test_a_jump_goes_to_any_step_and_solves_nothing(session, layout, evaluations):
    for x_mm in (20.0, 21.0, 22.0):
        session.commit(moved(session.layout, x_mm), f"Move to {x_mm:g}")
    evaluations.clear()
    assert session.steps == ("Open", "Move to 20", "Move to 21", "Move to 22")
    session.jump(1)
    assert (session.at, session.undo_label, session.redo_label) == (1, "Move to 20", "Move to 21")
    assert session.layout.element("sw.cpu").x_mm == 20.0
    session.jump(3)
    assert not evaluations
    session.jump(0)
    session.commit(moved(layout, 30.0), "Other way")
    assert session.steps == ("Open", "Other way")
    with pytest.raises(IndexError, match="no step 7"):
        session.jump(7)


def test_results_of_far_steps_are_solved_again(session, layout, evaluations, monkeypatch):
    monkeypatch.setattr(sessions, "SOLVED", 2)
    for i in range(6):
        session.commit(moved(session.layout, 20.0 + i), f"Step {i}")
    kept = [step.results is not None for step in session._steps]
    assert kept == [False, False, False, False, True, True, True]
    evaluations.clear()
    session.jump(0)
    assert len(evaluations) == 1
    assert session.results.layout is session.layout is session._steps[0].layout
