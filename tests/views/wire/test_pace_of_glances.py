"""How often a drag asks for a full evaluation, and what happens when the pointer rests."""

import pytest

from explorer.views.wire import live
from tests.views.wire.stand_ins import to


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
