"""Placement rules: what may stand where, in the rack and on the board."""

from collections.abc import Iterable, Iterator, Set
from itertools import islice
from typing import NamedTuple

import numpy as np

from explorer.model.layout import Layout
from explorer.model.naming import name
from explorer.model.overlaps import TOUCH_MM, is_on_package
from explorer.model.parts import Asic, Part
from explorer.model.site import Rack
from explorer.model.tray import Tray, TrayDesign

ON_PACKAGE_REACH_MM = 20.0
"""How far the substrate of a co-packaged engine reaches beyond the host's package (assumption)."""

ROWS_PER_U = 2
"""Rows of OSFP cages above each other in one U, belly to belly (32 OSFP in 1U, 64 in 2U)."""

LISTED = 100
"""Overlaps that are listed per board. More are only counted: n parts on one spot have n² / 2."""


class Misplacement(NamedTuple):
    """A broken placement rule: the element, the rule, its value and limit (mm or U), and a message."""

    element: str
    rule: str
    value: float
    limit: float
    message: str
    more: int = 0
    """Number of further overlaps on the same board, which are only counted"""


def misplacements(layout: Layout) -> list[Misplacement]:
    """All broken placement rules of a layout, with the first `LISTED` overlaps of each board."""
    found = tray_misplacements(layout)
    for design in layout.designs:
        found += board_misplacements(design)
    return found


def board_misplacements(design: TrayDesign) -> list[Misplacement]:
    """All broken placement rules of one board, with its first `LISTED` overlaps."""
    overlaps = list(islice(_overlaps(design), LISTED))
    more = design.overlaps.n_pairs - len(overlaps)
    if more:
        overlaps[-1] = overlaps[-1]._replace(more=more)
    return [*_off_board(design), *overlaps, *_off_package(design), *_stacks(design)]


def misplaced(layout: Layout) -> list[tuple[str, str]]:
    """Element and rule of every broken placement rule in a layout; an overlap gives both parts."""
    found = [(m.element, m.rule) for m in tray_misplacements(layout)]
    for design in layout.designs:
        found += misplaced_on(design)
    return found


def misplaced_on(design: TrayDesign) -> list[tuple[str, str]]:
    """Element and rule of every broken placement rule on one board; an overlap gives both parts."""
    return [
        *((m.element, m.rule) for m in _off_board(design)),
        *((design.parts[i].id, "parts_apart") for i in np.flatnonzero(design.overlaps.counts)),
        *((m.element, m.rule) for m in (*_off_package(design), *_stacks(design))),
    ]


def newly_misplaced(layout: Layout, before: Set[tuple[str, str]]) -> Iterator[Misplacement]:
    """Broken placement rules of a layout that are not in `before`, the `misplaced` of another layout."""
    yield from (m for m in tray_misplacements(layout) if (m.element, m.rule) not in before)
    for design in layout.designs:
        yield from (m for m in _off_board(design) if (m.element, m.rule) not in before)
        for i in np.flatnonzero(design.overlaps.counts).tolist():
            if (design.parts[i].id, "parts_apart") not in before:
                j = design.overlaps.of(i)[0]
                yield _overlap(design.parts[min(i, j)], design.parts[max(i, j)])
        others = *_off_package(design), *_stacks(design)
        yield from (m for m in others if (m.element, m.rule) not in before)


def tray_misplacements(layout: Layout) -> list[Misplacement]:
    """Trays that reach beyond their rack or take a position of another tray."""
    mounted: dict[str, list[Tray]] = {}
    for tray in layout.trays:
        mounted.setdefault(tray.rack, []).append(tray)
    return [m for rack in layout.racks for m in _in_rack(layout, rack, mounted.get(rack.id, ()))]


def _in_rack(layout: Layout, rack: Rack, trays) -> Iterable[Misplacement]:
    taken: dict[int, str] = {}
    for tray in trays:
        height = layout.design(tray.design).height_u
        top = tray.u + height - 1
        if top > rack.height_u:
            yield Misplacement(
                tray.id,
                "tray_in_rack",
                top,
                rack.height_u,
                f"{name(tray)} reaches {rack.pitch}{top}, {name(rack)} ends at {rack.pitch}{rack.height_u}",
            )
        for u in range(tray.u, top + 1):
            if u in taken:
                other = layout.element(taken[u])
                yield Misplacement(
                    tray.id,
                    "u_free",
                    u,
                    u,
                    f"{rack.pitch}{u} is taken twice: by {name(other)} and by {name(tray)}",
                )
                break
            taken[u] = tray.id


def _off_board(design: TrayDesign) -> Iterable[Misplacement]:
    for part in design.parts:
        left, front, right, rear = part.box_mm
        over = max(-left, -front, right - design.width_mm, rear - design.depth_mm)
        if over > TOUCH_MM:
            yield Misplacement(
                part.id,
                "part_on_board",
                over,
                0.0,
                f"{name(part)} leaves the board of {name(design)} by {over:.1f} mm",
            )


def _overlaps(design: TrayDesign) -> Iterator[Misplacement]:
    """Every pair of parts that overlap, in the order of the board's parts."""
    for i in np.flatnonzero(design.overlaps.counts).tolist():
        others = design.overlaps.of(i)
        for j in others[others > i]:
            yield _overlap(design.parts[i], design.parts[j])


def _overlap(a: Part, b: Part) -> Misplacement:
    later = max(a, b, key=lambda part: part.gives_way)
    other, depth = a if later is b else b, overlap_mm(a, b)
    text = f"{name(later)} overlaps {name(other)} by {depth:.1f} mm"
    return Misplacement(later.id, "parts_apart", depth, 0.0, text)


def overlap_mm(a: Part, b: Part) -> float:
    """Depth in mm by which two parts overlap, else 0; of an engine's host package, only the die counts."""
    box_a, box_b = a.box_mm, b.box_mm
    for part, other in ((a, b), (b, a)):
        if is_on_package(part) and isinstance(other, Asic) and part.host == other.id:
            box_a, box_b = part.box_mm, other.die_mm
    dx = min(box_a[2], box_b[2]) - max(box_a[0], box_b[0])
    dy = min(box_a[3], box_b[3]) - max(box_a[1], box_b[1])
    return max(0.0, min(dx, dy))


def _off_package(design: TrayDesign) -> Iterable[Misplacement]:
    on_board = {part.id: part for part in design.parts}
    for part in design.parts:
        if not (is_on_package(part) and part.host in on_board):
            continue
        host = on_board[part.host]
        (left, front, right, rear), (x0, y0, x1, y1) = part.box_mm, host.box_mm
        reach = max(x0 - left, y0 - front, right - x1, rear - y1) - max(part.width_mm, part.depth_mm)
        if reach > ON_PACKAGE_REACH_MM:
            yield Misplacement(
                part.id,
                "engine_on_package",
                reach,
                ON_PACKAGE_REACH_MM,
                f"{name(part)} is co-packaged, but {reach:.0f} mm from the package of {name(host)}; "
                f"at most {ON_PACKAGE_REACH_MM:.0f} mm are allowed",
            )


def _stacks(design: TrayDesign) -> Iterable[Misplacement]:
    rows = ROWS_PER_U * design.height_u
    n, fit = max((part.modules for part in design.parts if part.edge == "front"), default=0), rows
    if n > fit:
        yield Misplacement(
            design.id,
            "faceplate_room",
            n,
            fit,
            f"the faceplate of {name(design)} is full: its modules would stack {n} high, "
            f"{design.height_u} U takes {fit}",
        )
