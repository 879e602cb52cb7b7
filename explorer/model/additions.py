"""Additions to a layout: a tray of a design, a part of a kind, copies, a separate design for one tray.

Each addition returns the new layout and the id of the new element, `duplicated` the ids.
"""

from collections.abc import Iterable

import numpy as np

from explorer.errors import LayoutError
from explorer.model.edits import movable
from explorer.model.layout import Layout
from explorer.model.naming import FreshIds, FreshLabels, fresh_id, name, next_label
from explorer.model.parts import PART_KINDS, Part, Port
from explorer.model.site import Rack
from explorer.model.taken import Taken
from explorer.model.tray import Tray, TrayDesign

STEP_MM = 5.0
"""Spacing of the places that `free_place` tries."""


def with_tray(layout: Layout, design: str, rack: str, u: int | None = None) -> tuple[Layout, str]:
    """The layout with one more tray of a design, and the tray's id; without `u` at the lowest free U."""
    made_from = layout.design(design)
    u = free_u(layout, rack, made_from.height_u) if u is None else u
    alike = layout.trays_of(design)
    leaf = _leaf(alike[-1].id) if alike else f"{_leaf(design)}1"
    id = fresh_id(layout, f"{rack}.{leaf}")
    label = next_label(layout, alike[-1].label) if alike else made_from.label
    return layout.added("trays", Tray(id=id, rack=rack, design=design, u=u, label=label)), id


def with_part(
    layout: Layout, design: str, kind: str, place_mm: tuple[float, float] | None = None
) -> tuple[Layout, str]:
    """The layout with one more part on a board, and the part's id.

    It copies the last part of its kind on that board, and so a port's link group and processor; the first
    of its kind has the declared defaults. Without `place_mm` it takes the free place nearest to the board's
    middle.
    """
    if kind not in PART_KINDS:
        raise LayoutError(f"'{kind}' is not one of {', '.join(PART_KINDS)}")
    board = layout.design(design)
    alike = [part for part in board.parts if part.kind == kind]
    values = alike[-1].values() | {"locked": False, "note": "", "extras": {}} if alike else {}
    if alike:
        values["label"] = next_label(layout, alike[-1].label)
    values["id"] = fresh_id(layout, alike[-1].id if alike else f"{board.id}.{kind}0")
    part = PART_KINDS[kind](**values)
    x_mm, y_mm = place_mm or free_place(board, part.width_mm, part.depth_mm)
    part = part.replaced(x_mm=x_mm, y_mm=y_mm)
    return layout.replaced(board.replaced(parts=(*board.parts, part))), part.id


def made_unique(layout: Layout, tray_id: str) -> tuple[Layout, str]:
    """The layout in which one tray has a separate copy of its design, and the id of that copy.

    Raises
    ------
    LayoutError
        If the tray is the only one of its design, or a link group names the design: the tray would lose
        its share of those links.
    """
    tray, design = layout.tray(tray_id), layout.design_of(tray_id)
    if len(layout.trays_of(design.id)) < 2:
        raise LayoutError(f"{name(tray)} is the only one of its design already")
    of_links = [link for link in layout.links if design.id in (link.a, link.b)]
    if of_links:
        raise LayoutError(
            f"{name(of_links[0])} runs evenly over all trays of {name(design)}: a tray with a design of its "
            "own would be left out of it"
        )
    ids = FreshIds(layout)
    own = ids.like(design.id)
    taken: dict[str, str] = {part.id: ids.like(f"{own}.{_leaf(part.id)}") for part in design.parts}
    parts = tuple(
        part.replaced(
            id=taken[part.id],
            **({"host": taken[part.host]} if isinstance(part, Port) and part.host in taken else {}),
        )
        for part in design.parts
    )
    label = f"{name(design)} of {name(tray)}"
    layout = layout.added("designs", design.replaced(id=own, label=label, parts=parts))
    return layout.replaced(tray.replaced(design=own)), own


def free_u(layout: Layout, rack: str, height_u: int, near: int = 1) -> int:
    """The lowest U of a free stretch of `height_u` positions: the nearest at or above `near`, else below.

    Raises
    ------
    LayoutError
        If no stretch of that height is free.
    """
    return _free_u(layout.rack(rack), _taken_u(layout).get(rack, set()), height_u, near)


def _taken_u(layout: Layout) -> dict[str, set[int]]:
    """U positions that trays take, by rack."""
    taken: dict[str, set[int]] = {}
    for tray in layout.trays:
        height_u = layout.design(tray.design).height_u
        taken.setdefault(tray.rack, set()).update(range(tray.u, tray.u + height_u))
    return taken


def _free_u(frame: Rack, taken: set[int], height_u: int, near: int) -> int:
    free = [
        u for u in range(1, frame.height_u - height_u + 2) if not taken.intersection(range(u, u + height_u))
    ]
    if not free:
        raise LayoutError(f"{name(frame)} has no {height_u} free {frame.pitch} in a row")
    return min(free, key=lambda u: (u < near, abs(u - near)))


def duplicated(layout: Layout, ids: Iterable[str]) -> tuple[Layout, tuple[str, ...]]:
    """The layout with a copy of each element, and the ids of the copies.

    The copy of a tray goes to the nearest free position above it in its rack, else below; the copy of a part
    goes beside it. Copied ports belong to the copy of their processor, if that is copied as well.
    """
    originals = [movable(layout, id) for id in dict.fromkeys(ids)]
    fresh, labels = FreshIds(layout), FreshLabels(layout)
    copies = {element.id: fresh.like(element.id) for element in originals}
    taken_u, trays = _taken_u(layout), []
    boards: dict[str, tuple[Taken, list[Part]]] = {}
    for element in originals:
        changes = {"id": copies[element.id], "locked": False, "label": labels.like(element.label)}
        if isinstance(element, Tray):
            height_u, in_rack = layout.design(element.design).height_u, taken_u[element.rack]
            u = _free_u(layout.rack(element.rack), in_rack, height_u, element.u)
            in_rack.update(range(u, u + height_u))
            trays.append(element.replaced(**changes, u=u))
            continue
        if isinstance(element, Port) and element.host in copies:
            changes["host"] = copies[element.host]
        design = layout.design_of(element.id)
        if design.id not in boards:
            boards[design.id] = Taken(part.box_mm for part in design.parts), []
        taken, parts = boards[design.id]
        x_mm, y_mm = _beside(design, taken, element)
        parts.append(element.replaced(**changes, x_mm=x_mm, y_mm=y_mm))
        taken.add(parts[-1].box_mm)
    designs = [layout.design(key) for key in boards]
    designs = [d.replaced(parts=(*d.parts, *boards[d.id][1])) for d in designs]
    return layout.replaced(*designs).added("trays", *trays), tuple(copies.values())


def free_place(design: TrayDesign, width_mm: float, depth_mm: float) -> tuple[float, float]:
    """Left and front edge of the free place nearest to the middle of a board, for a part of that size.

    Raises
    ------
    LayoutError
        If no place is free.
    """
    last = design.width_mm - width_mm, design.depth_mm - depth_mm
    x, y = (np.arange(0.0, max(side, -1.0) + 1e-9, STEP_MM) for side in last)
    free = np.ones((x.size, y.size), bool)
    for left, front, right, rear in (part.box_mm for part in design.parts):
        free &= ~np.outer((x < right) & (left < x + width_mm), (y < rear) & (front < y + depth_mm))
    if not free.any():
        raise LayoutError(f"{name(design)} has no {width_mm:g} x {depth_mm:g} mm free")
    far = np.abs(x - last[0] / 2)[:, None] + np.abs(y - last[1] / 2)
    i, j = np.unravel_index(np.where(free, far, np.inf).argmin(), far.shape)
    return float(x[i]), float(y[j])


def _beside(design: TrayDesign, taken: Taken, part: Part) -> tuple[float, float]:
    """The nearest free place right of, left of, behind or in front of a part; without one, a spot on it."""
    w, d, gap = part.width_mm, part.depth_mm, 2.0
    for n in range(1, 40):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            x, y = part.x_mm + n * dx * (w + gap), part.y_mm + n * dy * (d + gap)
            inside = x >= 0 and y >= 0 and x + w <= design.width_mm and y + d <= design.depth_mm
            if inside and taken.is_free((x, y, x + w, y + d)):
                return round(x, 3), round(y, 3)
    return round(part.x_mm + gap, 3), round(part.y_mm + gap, 3)


def _leaf(id: str) -> str:
    return id.rpartition(".")[2]
