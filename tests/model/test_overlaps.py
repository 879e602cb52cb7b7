"""Overlaps are those that a look at every pair finds, and are found without it."""

from collections import Counter
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model import Asic, Engine, Layout, Load, TrayDesign
from explorer.model import overlaps as module
from explorer.model.overlaps import FEW, Overlaps
from explorer.model.placement import (
    LISTED,
    board_misplacements,
    misplaced,
    misplaced_on,
    misplacements,
    newly_misplaced,
)
from tests.model import naive
from tests.model.boards import crowded, piled

SORTED = pytest.mark.parametrize("few", [0, FEW], ids=["sorted", "table"])


@SORTED
@settings(max_examples=150, deadline=None)
@given(layout=st.one_of(piled(), crowded()))
def test_each_part_overlaps_those_that_a_look_at_every_pair_finds(few, layout):
    parts = layout.designs[0].parts
    with patch.object(module, "FEW", few):
        overlaps = Overlaps(parts)
    pairs = naive.overlapping(parts)
    each = Counter(i for pair in pairs for i in pair)
    assert overlaps.counts.tolist() == [each[i] for i in range(len(parts))]
    assert overlaps.n_pairs == len(pairs)
    found = [(i, int(j)) for i in range(len(parts)) for j in overlaps.of(i) if j > i]
    assert found == pairs


@settings(max_examples=100, deadline=None)
@given(piled())
def test_overlaps_are_listed_in_the_order_of_the_board_and_the_rest_is_counted(layout):
    design = layout.designs[0]
    pairs = naive.overlapping(design.parts)
    found = [m for m in board_misplacements(design) if m.rule == "parts_apart"]
    assert len(found) == min(len(pairs), LISTED)
    assert sum(1 + m.more for m in found) == len(pairs)
    for m, (i, j) in zip(found, pairs, strict=False):
        assert m.element in (design.parts[i].id, design.parts[j].id)
    wrong = {id for id, rule in misplaced_on(design) if rule == "parts_apart"}
    assert wrong == {design.parts[i].id for pair in pairs for i in pair}


@settings(max_examples=100, deadline=None)
@given(piled(), st.data())
def test_what_is_new_is_what_was_not_wrong_before(layout, data):
    if not layout.designs[0].parts:
        return
    part = data.draw(st.sampled_from(layout.designs[0].parts))
    place = data.draw(st.tuples(*2 * [st.integers(-40, 100)]))
    after = layout.moved(part.id, x_mm=float(place[0]), y_mm=float(place[1]))
    before = frozenset(misplaced(layout))
    new = set(misplaced(after)) - before
    found = list(newly_misplaced(after, before))
    assert bool(found) == bool(new)
    assert {m.rule for m in found} == {rule for _, rule in new}
    assert not list(newly_misplaced(layout, before))


def test_a_thousand_parts_on_one_spot_are_a_hundred_lines_and_a_number():
    parts = tuple(Load(id=f"d.l{i}") for i in range(1000))
    found = misplacements(Layout(designs=[TrayDesign(id="d", parts=parts)]))
    assert len(found) == LISTED
    assert sum(1 + m.more for m in found) == 1000 * 999 // 2


@pytest.mark.parametrize("apart_mm", [0.0, 0.01, 12.0], ids=["one spot", "a pile", "apart"])
def test_twice_the_parts_are_about_twice_the_work(apart_mm):
    few, many = (work(board(n, apart_mm)) for n in (600, 1200))
    assert few > 600
    assert many < 2.5 * few


def board(n: int, apart_mm: float) -> TrayDesign:
    """A board of n equal parts in rows, each so far from the one before."""
    side = int(n**0.5) + 1
    place = [(i % side * apart_mm, i // side * apart_mm) for i in range(n)]
    parts = (Load(id=f"d.p{i}", x_mm=x, y_mm=y, width_mm=10, depth_mm=10) for i, (x, y) in enumerate(place))
    return TrayDesign(id="d", parts=tuple(parts))


def work(design: TrayDesign) -> int:
    """Numbers that numpy looks at while a board is judged."""
    seen = []

    class Counting:
        def __getattr__(self, name):
            function = getattr(np, name)
            return lambda *args, **options: seen.append(max(map(np.size, args))) or function(*args, **options)

    meets = module._meets
    counted = lambda a, b: seen.append(np.broadcast(a[0], b[0]).size) or meets(a, b)  # noqa: E731
    with patch.object(module, "np", Counting()), patch.object(module, "_meets", counted):
        board_misplacements(design)
    return sum(seen)


def test_an_engine_may_stand_on_its_package_beside_the_die_however_many_parts_there_are():
    asic = Asic(id="d.asic", x_mm=200, y_mm=200, width_mm=80, depth_mm=80, die_width_mm=20, die_depth_mm=20)
    seat = {"host": "d.asic", "seat": "package", "width_mm": 10, "depth_mm": 10}
    engines = Engine(id="d.e0", x_mm=205, y_mm=205, **seat), Engine(id="d.e1", x_mm=228, y_mm=228, **seat)
    row = tuple(Load(id=f"d.l{i}", x_mm=1.4 * i, y_mm=500, width_mm=1, depth_mm=1) for i in range(300))
    wrong = misplaced_on(TrayDesign(id="d", parts=(asic, *engines, *row)))
    assert wrong == [("d.asic", "parts_apart"), ("d.e1", "parts_apart")]
