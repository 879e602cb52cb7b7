"""One editor's state: every edit is one step, one event, and one layout with its results."""

import numpy as np
import pytest

from explorer import session as sessions
from explorer.analysis import evaluate
from explorer.analysis.glance import Glance
from explorer.analysis.in_time.history import Moment
from explorer.errors import SolverError
from explorer.looking import Looking
from explorer.model import Layout, Load, Rack, Tray, TrayDesign
from explorer.model.placement import Misplacement
from explorer.session import HISTORY, Session
from tests.analysis.racks import small_rack


@pytest.fixture(scope="module")
def layout():
    return small_rack()


@pytest.fixture
def session(layout):
    return Session(layout)


@pytest.fixture
def evaluations(monkeypatch):
    """The layouts that are solved while a test runs."""
    solved = []

    def counted(layout, *args, **options):
        solved.append(layout)
        return evaluate(layout, *args, **options)

    monkeypatch.setattr(sessions, "evaluate", counted)
    return solved


class Events:
    """Every event of a session: what changed, and whether layout and results belonged together."""

    def __init__(self, session):
        self.seen = []
        self.session = session
        session.param.watch(self.note, ["layout", "results", "is_live", "notice", "opened"])

    def note(self, *events):
        assert self.session.results.layout is self.session.layout
        self.seen.append({event.name for event in events})


def moved(layout, x_mm):
    return layout.moved("sw.cpu", x_mm=x_mm)


def test_a_session_is_what_is_edited_and_looking_is_how_it_is_shown(session):
    edited = {
        "layout", "results", "glanced", "opened", "pinned", "pinned_label", "is_live", "selection", "tray",
        "part", "link", "notice", "steps", "at",
    }  # fmt: skip
    looked_at = {
        "tab", "metric", "face", "quantity", "layer", "limits", "isolines", "is_comparing", "explained",
        "prepared", "moment",
    }  # fmt: skip
    assert set(session.param) - {"name"} == edited
    assert set(Looking(session).param) - {"name"} == looked_at


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


def test_as_opened(session, layout):
    assert session.layout is layout
    assert session.results.layout is layout
    assert session.opened is session.results
    assert session.tray == "r1.sw1"
    assert (session.is_live, session.can_undo, session.can_redo, session.notice) == (False, False, False, "")


def test_a_preview_is_live_and_no_step(session, layout):
    before = session.results
    session.preview(moved(layout, 20.0))
    assert session.is_live
    assert not session.results.settled
    assert session.layout.element("sw.cpu").x_mm == 20.0
    assert session.results.layout is session.layout
    assert session.committed.layout is layout
    assert not session.can_undo
    session.cancel()
    assert (session.layout, session.results, session.is_live) == (layout, before, False)


def test_a_preview_may_stand_where_nothing_can(session, layout):
    session.preview(moved(layout, 60.0).moved("sw.cpu", y_mm=150.0))
    assert [f.rule for f in session.results.findings] == ["parts_apart"]
    assert session.notice == ""


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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "sw.cpu", "x_mm": 60.0, "y_mm": 150.0}, "overlaps"),
        ({"id": "sw.cpu", "x_mm": -9.0}, "leaves the board of sw by 9.0 mm"),
        ({"id": "r1.b1", "u": 3}, "U3 is taken"),
        ({"id": "r1.b1", "u": 11}, "ends at U10"),
    ],
)
def test_an_impossible_place_is_refused_and_the_last_step_returns(session, layout, change, words):
    session.commit(moved(layout, 20.0), "One")
    step = session.committed
    there = step.layout.moved(**change)
    session.preview(there)
    assert session.layout is there
    assert not session.commit(there, "Move")
    assert words in session.notice
    assert session.layout is step.layout
    assert session.results is step.results
    assert not session.is_live
    assert session.undo_label == "One"
    session.commit(moved(layout, 21.0), "Two")
    assert session.notice == ""


def test_what_stood_wrongly_before_does_not_refuse_another_edit(layout):
    session = Session(layout.moved("r1.b1", u=3))
    assert [f.rule for f in session.results.findings] == ["u_free"]
    assert session.commit(moved(session.layout, 20.0), "Move CPU")
    assert session.commit(session.layout.moved("r1.b1", u=8), "Move tray")
    assert session.results.findings == ()
    assert not session.commit(session.layout.moved("r1.b1", u=3), "And back")


def test_a_part_put_on_one_that_stands_wrongly_already_is_refused():
    parts = [
        Load(id=f"d.p{i}", x_mm=x, y_mm=100, width_mm=20, depth_mm=20) for i, x in enumerate((0, 10, 200))
    ]
    layout = Layout(
        racks=[Rack(id="r1")],
        designs=[TrayDesign(id="d", parts=tuple(parts))],
        trays=[Tray(id="t", rack="r1", design="d")],
    )
    session = Session(layout)
    assert not session.commit(layout.moved("d.p2", x_mm=15.0), "Move")
    assert session.notice == "d.p0 overlaps d.p2 by 5.0 mm"
    assert session.commit(layout.moved("d.p2", x_mm=50.0), "Move")


def test_an_edit_that_may_misplace_becomes_a_finding(session, layout):
    assert session.commit(layout.moved("r1.b1", u=3), "Technology", may_misplace=True)
    assert [f.rule for f in session.results.findings] == ["u_free"]


def test_a_layout_that_cannot_be_solved_says_why_and_changes_nothing(session, layout, monkeypatch):
    def refuse(*args, **options):
        raise SolverError("no light at the end")

    step = session.committed
    monkeypatch.setattr(sessions, "evaluate", refuse)
    session.preview(moved(layout, 20.0))
    assert session.notice == "no light at the end"
    assert session.layout is step.layout
    session.notice = ""
    assert not session.commit(moved(layout, 20.0), "Move")
    assert session.notice == "no light at the end"
    with pytest.raises(SolverError):
        session.open(moved(layout, 20.0))
    assert (session.layout, session.results) == (step.layout, step.results)
    assert not session.can_undo


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


def test_a_commit_without_a_change_is_no_step(session, layout):
    session.preview(moved(layout, 20.0))
    assert session.commit(moved(layout, layout.element("sw.cpu").x_mm), "Nothing")
    assert session.layout is layout
    assert not session.is_live
    assert not session.can_undo


def test_one_event_an_edit_with_layout_and_results_of_the_same(session, layout):
    events = Events(session)
    edits = [
        lambda: session.preview(moved(layout, 20.0)),
        lambda: session.preview(moved(layout, 22.0)),
        lambda: session.commit(moved(layout, 22.0), "Move"),
        session.undo,
        session.redo,
        session.reset,
        lambda: session.preview(moved(layout, 22.0)),
        session.cancel,
        lambda: session.commit(layout.moved("r1.b1", u=3), "Taken"),
        lambda: session.open(moved(layout, 12.0)),
    ]
    for number, edit in enumerate(edits, 1):
        edit()
        assert len(events.seen) == number, edit
    assert {"layout", "results"} <= events.seen[0]
    assert "notice" in events.seen[8]
    assert "opened" in events.seen[9]


def test_what_is_solved_and_what_is_not(layout, evaluations):
    session = Session(layout)
    session.preview(moved(layout, 20.0))
    session.commit(moved(layout, 20.0), "Move")
    assert len(evaluations) == 3
    session.undo()
    session.redo()
    session.cancel()
    session.commit(layout.moved("r1.b1", u=3), "Taken")
    ready = evaluate(moved(layout, 30.0))
    session.preview(ready.layout, ready)
    session.commit(ready.layout, "Move", ready)
    assert len(evaluations) == 3
    assert session.results is ready


def test_two_sessions_do_not_see_each_other(layout):
    one, other = Session(layout), Session(layout)
    seen = Events(other)
    one.commit(moved(layout, 20.0), "Move")
    one.tray, one.notice = "r1.ps1", "hello"
    assert seen.seen == []
    assert other.layout is layout
    assert (other.tray, other.notice, other.can_undo) == ("r1.sw1", "", False)
    other.undo()
    assert one.can_undo


def test_open_starts_over(session, layout):
    session.commit(moved(layout, 20.0), "Move")
    session.part = "sw.cpu"
    session.tray = "r1.ps1"
    other = layout.removed("r1.b1").titled("Other")
    session.open(other)
    assert session.opened.layout is session.layout is other
    assert (session.can_undo, session.part, session.tray) == (False, "", "r1.ps1")
    session.open(other.removed("r1.ps1"))
    assert session.tray == "r1.sw1"


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


def test_rules_that_have_been_checked_are_not_checked_again(session, layout, monkeypatch):
    monkeypatch.setattr(sessions, "new_misplacements", lambda *_: pytest.fail("checked"))
    assert session.commit(moved(layout, 90.0), "Move", broken=[])
    assert session.commit(moved(layout, 91.0), "Move", may_misplace=True)
    wrong = Misplacement("sw.cpu", "part_on_board", 1.0, 0.0, "it leaves the board")
    assert not session.commit(moved(layout, 92.0), "Move", broken=[wrong])
    assert session.notice == "it leaves the board"


def test_what_has_been_opened_with_its_results_is_not_solved(layout, evaluations):
    results = evaluate(layout)
    session = Session(layout, results)
    assert session.results is session.opened is results
    assert evaluations == []


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


def test_a_selection_is_of_one_kind_and_one_board(session, layout):
    session.select("r1.ps1", "sw.cpu", "sw.asic")
    assert (session.selection, session.part) == (("sw.cpu", "sw.asic"), "sw.asic")
    session.select("sw.cpu", "r1.ps1", "nothing.such")
    assert (session.selection, session.part, session.tray) == (("r1.ps1",), "", "r1.ps1")
    session.select()
    assert (session.selection, session.tray) == ((), "r1.ps1")
    link = layout.links[0].id
    session.select(link)
    assert (session.selection, session.link) == ((link,), link)


def test_copies_are_selected(session, layout):
    session.commit(moved(layout, 20.0), "Copy", select=("sw.asic",))
    assert session.selection == ("sw.asic",)


def test_b_stays_while_a_is_edited(session, layout):
    session.pin()
    assert (session.pinned, session.pinned_label) == (session.results, "Open")
    session.commit(moved(layout, 20.0), "Move")
    assert session.pinned.layout is layout
    session.unpin()
    assert session.pinned is None


def test_any_step_is_b_and_so_is_the_layout_as_opened(session, layout):
    session.commit(moved(layout, 20.0), "Move")
    session.pin(at=0)
    assert (session.pinned.layout, session.pinned_label, session.pinned_at) == (layout, "Open", 0)
    session.pin()
    assert (session.pinned_label, session.pinned_at) == ("Move", 1)
    with pytest.raises(IndexError, match="no step 7"):
        session.pin(at=7)
    session.pin_opened()
    assert (session.pinned, session.pinned_label) == (session.opened, "As opened")


def test_a_and_b_are_swapped_without_a_new_step_where_b_is_one(session, layout):
    session.pin()
    session.commit(moved(layout, 20.0), "Move")
    there = session.results
    session.swap()
    assert (session.layout, session.at, session.steps) == (layout, 0, ("Open", "Move"))
    assert (session.pinned, session.pinned_label) == (there, "Move")
    session.swap()
    assert (session.results, session.pinned.layout) == (there, layout)


def test_b_of_another_layout_is_gone_on_with_as_a_step_that_undo_takes_back(session, layout):
    session.pin("The first")
    other = Session(moved(layout, 20.0)).results
    session.open(other.layout, other)
    session.recall()
    assert (session.layout, session.steps) == (layout, ("Open", "Go to The first"))
    session.undo()
    assert session.layout is other.layout
    session.unpin()
    session.recall()
    session.swap()
    assert session.layout is other.layout
