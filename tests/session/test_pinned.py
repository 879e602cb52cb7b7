"""What A is compared with: B, the pinned step."""

import pytest

from explorer.session import Session
from tests.session.noted import moved


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
