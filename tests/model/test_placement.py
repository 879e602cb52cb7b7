"""The rules of place against their slow and obvious versions."""

from itertools import combinations

import pytest
from hypothesis import given, settings

from explorer.model import Engine
from explorer.model.placement import board_misplacements, misplacements, overlap_mm, tray_misplacements
from tests.model.boards import crowded, racks


def half_millimeters(part, host) -> set[tuple[int, int]]:
    """The squares of half a millimeter that a part covers, or the die of a host."""
    left, front, right, rear = (round(2 * edge) for edge in (host.die_mm if host else part.box_mm))
    return {(x, y) for x in range(left, right) for y in range(front, rear)}


def stand_in_each_other(a, b) -> bool:
    host_of = {
        part.id: other
        for part, other in ((a, b), (b, a))
        if isinstance(other, Engine) and other.seat == "package" and other.host == part.id
    }
    return bool(
        half_millimeters(a, a if a.id in host_of else None)
        & half_millimeters(b, b if b.id in host_of else None)
    )


@settings(max_examples=80, deadline=None)
@given(crowded())
def test_parts_overlap_where_their_squares_do(layout):
    design = layout.designs[0]
    slow = sum(stand_in_each_other(a, b) for a, b in combinations(design.parts, 2))
    fast = [m for m in board_misplacements(design) if m.rule == "parts_apart"]
    assert len(fast) == slow
    assert all(m.value > m.limit == 0 for m in fast)


@settings(max_examples=80, deadline=None)
@given(crowded())
def test_an_overlap_is_the_same_from_both_sides_and_ends_when_a_part_is_pushed_out_by_it(layout):
    for a, b in combinations(layout.designs[0].parts, 2):
        depth = overlap_mm(a, b)
        assert depth == overlap_mm(b, a)
        if depth and not any(isinstance(p, Engine) and p.seat == "package" for p in (a, b)):
            (left_a, front_a, right_a, rear_a), (left_b, front_b, right_b, rear_b) = a.box_mm, b.box_mm
            assert depth <= min(right_a, right_b) - max(left_a, left_b)
            assert depth <= min(rear_a, rear_b) - max(front_a, front_b)
            beside = b.replaced(x_mm=b.x_mm + right_a - left_b)
            assert overlap_mm(a, beside) == pytest.approx(0, abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(crowded())
def test_a_part_leaves_the_board_by_as_much_as_it_must_come_back(layout):
    design = layout.designs[0]
    off = {m.element: m.value for m in board_misplacements(design) if m.rule == "part_on_board"}
    for part in design.parts:
        left, front, right, rear = part.box_mm
        assert off.get(part.id, 0) == max(0, -left, -front, right - design.width_mm, rear - design.depth_mm)


@settings(max_examples=150, deadline=None)
@given(racks())
def test_trays_are_judged_as_by_counting_positions(layout):
    positions, beyond = [], set()
    for tray in layout.trays:
        height = layout.element(tray.design).height_u
        positions += [(tray.rack, tray.u + k) for k in range(height)]
        if tray.u + height - 1 > layout.element(tray.rack).height_u:
            beyond.add(tray.id)
    found = tray_misplacements(layout)
    assert {m.element for m in found if m.rule == "tray_in_rack"} == beyond
    assert any(m.rule == "u_free" for m in found) == (len(set(positions)) < len(positions))
    assert misplacements(layout) == found
