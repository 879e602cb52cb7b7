"""Edits of several elements at once; each returns a new layout or raises a LayoutError with the reason.

Ids may be of parts or of trays; an id of the wrong type for an edit is a LayoutError.
"""

from collections.abc import Iterable

from explorer.errors import LayoutError
from explorer.model.element import Element
from explorer.model.layout import Layout
from explorer.model.naming import name
from explorer.model.parts import Asic, Part
from explorer.model.tray import Tray

EDGES = ("left", "right", "front", "rear", "across", "along")
"""What parts can be aligned by: an edge, or their middles across (x) or along (y) the board."""


def placed(layout: Layout, places: dict[str, dict]) -> Layout:
    """The layout with elements in other places: ``x_mm, y_mm`` of parts, ``u, rack`` of trays, by id.

    Raises
    ------
    LayoutError
        If an element is locked, or a value is invalid for it.
    """
    for id in places:
        _require_free(layout.element(id))
    return layout.replaced(*(layout.element(id).replaced(**place) for id, place in places.items()))


def removed(layout: Layout, ids: Iterable[str]) -> Layout:
    """The layout without those parts and trays; a LayoutError for an ASIC whose ports would remain."""
    gone = dict.fromkeys(ids)
    for id in gone:
        element = movable(layout, id)
        _require_free(element)
        if isinstance(element, Asic):
            _require_alone(layout, element, gone)
    return layout.removed(*gone)


def rotated(layout: Layout, ids: Iterable[str]) -> Layout:
    """The layout with parts turned by 90 degrees about their middles."""
    turned = []
    for id in ids:
        part = _part(layout, id)
        _require_free(part)
        (x, y), w, d = part.center_mm, part.width_mm, part.depth_mm
        changes = {"width_mm": d, "depth_mm": w, "x_mm": round(x - d / 2, 3), "y_mm": round(y - w / 2, 3)}
        if isinstance(part, Asic):
            changes |= {"die_width_mm": part.die_depth_mm, "die_depth_mm": part.die_width_mm}
        turned.append(part.replaced(**changes))
    return layout.replaced(*turned)


def aligned(layout: Layout, ids: Iterable[str], edge: str) -> Layout:
    """The layout with parts aligned with the first of them, which stays where it is."""
    if edge not in EDGES:
        raise LayoutError(f"'{edge}' is not one of {', '.join(EDGES)}")
    parts = [_part(layout, id) for id in ids]
    if len(parts) < 2:
        raise LayoutError("select two parts or more to align them")
    first = parts[0]
    places = {}
    for part in parts[1:]:
        x_mm, y_mm = part.x_mm, part.y_mm
        match edge:
            case "left":
                x_mm = first.x_mm
            case "right":
                x_mm = first.x_mm + first.width_mm - part.width_mm
            case "front":
                y_mm = first.y_mm
            case "rear":
                y_mm = first.y_mm + first.depth_mm - part.depth_mm
            case "across":
                x_mm = first.center_mm[0] - part.width_mm / 2
            case "along":
                y_mm = first.center_mm[1] - part.depth_mm / 2
        places[part.id] = {"x_mm": round(x_mm, 3), "y_mm": round(y_mm, 3)}
    return placed(layout, places)


def locked(layout: Layout, ids: Iterable[str], is_locked: bool) -> Layout:
    """The layout with elements locked in their places, or unlocked."""
    return layout.replaced(*(movable(layout, id).replaced(locked=is_locked) for id in ids))


def lock_fault(element: Element) -> str:
    """Why an element cannot be moved; '' if it can."""
    return f"{name(element)} is locked; unlock it first" if getattr(element, "locked", False) else ""


def movable(layout: Layout, id: str) -> Part | Tray:
    """The part or tray of that id; anything else is a LayoutError."""
    element = layout.element(id)
    if not isinstance(element, (Part, Tray)):
        raise LayoutError(f"{name(element)} is no part and no tray")
    return element


def _part(layout: Layout, id: str) -> Part:
    element = layout.element(id)
    if not isinstance(element, Part):
        raise LayoutError(f"{name(element)} is no part of a board")
    return element


def _require_free(element: Element):
    fault = lock_fault(element)
    if fault:
        raise LayoutError(fault)


def _require_alone(layout: Layout, asic: Asic, gone):
    hosted = [
        p for p in layout.design_of(asic.id).parts if getattr(p, "host", "") == asic.id and p.id not in gone
    ]
    if hosted:
        more = f" and {len(hosted) - 1} more" if len(hosted) > 1 else ""
        raise LayoutError(
            f"{name(asic)} drives {name(hosted[0])}{more}: delete or re-host the ports first, "
            "or select them along with it"
        )
