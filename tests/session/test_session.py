"""One editor's state: every edit is one step, one event, and one layout with its results."""

import pytest

from explorer import session as sessions
from explorer.analysis import evaluate
from explorer.errors import SolverError
from explorer.looking import Looking
from explorer.model import Layout, Load, Rack, Tray, TrayDesign
from explorer.model.placement import Misplacement
from explorer.session import Session
from tests.session.noted import Events, moved


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
