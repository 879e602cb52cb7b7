"""When garbage is looked for: not in the middle of somebody's drag."""

import gc
from weakref import ref

import pytest

from explorer.views.wire import garbage


class Loop:
    """An event loop whose timers ring when the test says so."""

    def __init__(self):
        self.waiting = []

    def call_later(self, delay_s, work, *arguments):
        self.waiting.append((delay_s, lambda: work(*arguments)))

    def ring(self):
        _, work = self.waiting.pop(0)
        work()


class Node:
    """Something that holds itself, as pages do: only a look for garbage frees it."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def loop(monkeypatch):
    loop = Loop()
    monkeypatch.setattr(garbage, "_left_at", None)
    yield loop
    gc.unfreeze()


def test_what_was_left_is_freed_once_nobody_edits(loop, monkeypatch):
    quiet = {"s": 0.0}
    monkeypatch.setattr(garbage, "quiet_s", lambda: quiet["s"])
    page = Node()
    gone = ref(page)
    gc.freeze()
    del page
    gc.collect()
    assert gone() is not None  # set aside: not looked through
    garbage._left(loop)
    loop.ring()
    assert gone() is not None  # somebody drags
    quiet["s"] = garbage.QUIET_S
    loop.ring()
    assert gone() is None
    assert loop.waiting == []


def test_several_that_leave_are_looked_for_once(loop):
    garbage._left(loop)
    garbage._left(loop)
    assert len(loop.waiting) == 1


def test_garbage_is_looked_for_even_if_somebody_always_edits(loop, monkeypatch):
    clock = {"now": 100.0}
    monkeypatch.setattr(garbage, "quiet_s", lambda: 0.0)
    monkeypatch.setattr(garbage.time, "monotonic", lambda: clock["now"])
    looked = []
    monkeypatch.setattr(garbage, "look_through", lambda: looked.append(clock["now"]))
    garbage._left(loop)
    loop.ring()
    assert looked == []
    clock["now"] += garbage.PATIENCE_S
    loop.ring()
    assert (looked, loop.waiting) == ([400.0], [])


def test_what_stays_is_set_aside_again(loop):
    gc.unfreeze()
    garbage.look_through()
    kept = gc.get_freeze_count()
    assert kept > 10_000
    assert sum(len(gc.get_objects(g)) for g in (0, 1, 2)) < kept


def test_without_a_server_nothing_is_set_aside(loop):
    garbage.set_aside()
    assert loop.waiting == []
