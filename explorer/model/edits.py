"""What a person does to several elements at once; each gives a new layout, or says why it cannot.

Ids may be of parts or of trays; what makes no sense for one of them is a LayoutError.
"""

from collections.abc import Iterable

from explorer.errors import LayoutError
from explorer.model.element import Element
from explorer.model.layout import Layout
from explorer.model.naming import fresh_id, next_label
from explorer.model.parts import PART_KINDS, Asic, Part, Port
from explorer.model.placement import name
from explorer.model.tray import Tray, TrayDesign

EDGES = ("left", "right", "front", "rear", "across", "along")
"""What parts can be aligned by: an edge, or their middles across (x) or along (y) the board."""


def placed(layout: Layout, places: dict[str, dict]) -> Layout:
    """The layout with elements in other places: ``x_mm, y_mm`` of parts, ``u, rack`` of trays, by id.

    Raises
    ------
    LayoutError
        If one of them is locked, or a value is none that it can have.
    """
    for id in places:
        _require_free(layout.element(id))
    return layout.replaced(*(layout.element(id).replaced(**place) for id, place in places.items()))


def removed(layout: Layout, ids: Iterable[str]) -> Layout:
    """The layout without those parts and trays; one that others need is refused."""
    gone = dict.fromkeys(ids)
    for id in gone:
        element = _movable(layout, id)
        _require_free(element)
        if isinstance(element, Asic):
            _require_alone(layout, element, gone)
    return layout.removed(*gone)


def duplicated(layout: Layout, ids: Iterable[str]) -> tuple[Layout, tuple[str, ...]]:
    """The layout with a copy of each, and the ids of the copies.

    A tray goes to the free position nearest above it in its rack, else below; a part beside itself.
    Copies of a processor and of ports that it hosts belong together.
    """
    copies: dict[str, str] = {}
    originals = [_movable(layout, id) for id in dict.fromkeys(ids)]
    for element in originals:
        copies[element.id] = fresh_id(layout, element.id, copies.values())
    for element in originals:
        if isinstance(element, Tray):
            u = free_u(layout, element.rack, layout.element(element.design).height_u, element.u)
            label = next_label(layout, element.label)
            copy = element.replaced(id=copies[element.id], u=u, locked=False, label=label)
            layout = layout.added("trays", copy)
        else:
            changes = {"id": copies[element.id], "locked": False}
            if isinstance(element, Port) and element.host in copies:
                changes["host"] = copies[element.host]
            design = layout.design_of(element.id)
            x_mm, y_mm = _beside(design, element)
            copy = element.replaced(**changes, x_mm=x_mm, y_mm=y_mm)
            layout = layout.replaced(design.replaced(parts=(*design.parts, copy)))
    return layout, tuple(copies.values())


def rotated(layout: Layout, ids: Iterable[str]) -> Layout:
    """The layout with parts turned by a quarter about their middles."""
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
    """The layout with parts brought in line with the first of them, which stays where it is."""
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
    """The layout with elements held where they are, or let go."""
    return layout.replaced(*(_movable(layout, id).replaced(locked=is_locked) for id in ids))


def with_tray(layout: Layout, design: str, rack: str, u: int) -> tuple[Layout, str]:
    """The layout with one more tray of a design, and the tray's id."""
    made_from = layout.element(design)
    id = fresh_id(layout, f"{layout.element(rack).id}.{made_from.id.rpartition('.')[2]}1")
    alike = layout.trays_of(design)
    label = next_label(layout, alike[-1].label) if alike else made_from.label
    return layout.added("trays", Tray(id=id, rack=rack, design=design, u=u, label=label)), id


def with_part(layout: Layout, design: str, kind: str, x_mm: float, y_mm: float) -> tuple[Layout, str]:
    """The layout with one more part on a board, of a kind's declared size, and the part's id.

    A port is given to the link group and the processor of the ports that are there already.
    """
    if kind not in PART_KINDS:
        raise LayoutError(f"'{kind}' is not one of {', '.join(PART_KINDS)}")
    board: TrayDesign = layout.element(design)
    alike = [part for part in board.parts if part.kind == kind]
    values = alike[-1].values() | {"locked": False, "note": "", "extras": {}} if alike else {}
    if alike:
        values["label"] = next_label(layout, alike[-1].label)
    values["id"] = fresh_id(layout, alike[-1].id if alike else f"{board.id}.{kind}0")
    part = PART_KINDS[kind](**{**values, "x_mm": x_mm, "y_mm": y_mm})
    return layout.replaced(board.replaced(parts=(*board.parts, part))), part.id


def made_unique(layout: Layout, tray_id: str) -> tuple[Layout, str]:
    """The layout in which one tray has a design of its own, and that design's id.

    Links belong to designs: only a tray whose design no link group names can be taken out of its group.
    """
    tray, design = layout.element(tray_id), layout.design_of(tray_id)
    if len(layout.trays_of(design.id)) < 2:
        raise LayoutError(f"{name(tray)} is the only one of its design already")
    of_links = [link for link in layout.links if design.id in (link.a, link.b)]
    if of_links:
        raise LayoutError(
            f"{name(of_links[0])} runs evenly over all trays of {name(design)}: a tray with a design of its "
            "own would be left out of it"
        )
    own = fresh_id(layout, design.id)
    taken: dict[str, str] = {part.id: fresh_id(layout, f"{own}.{_leaf(part.id)}") for part in design.parts}
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


def free_u(layout: Layout, rack: str, height_u: int, near: int) -> int:
    """The lowest U of the free stretch nearest above `near` in a rack, else nearest below.

    Raises
    ------
    LayoutError
        If no stretch of that height is free.
    """
    frame = layout.element(rack)
    taken = {
        u
        for tray in layout.trays
        if tray.rack == rack
        for u in range(tray.u, tray.u + layout.element(tray.design).height_u)
    }
    free = [
        u for u in range(1, frame.height_u - height_u + 2) if not taken.intersection(range(u, u + height_u))
    ]
    if not free:
        raise LayoutError(f"{name(frame)} has no {height_u} free {frame.pitch} in a row")
    return min(free, key=lambda u: (u < near, abs(u - near)))


def _movable(layout: Layout, id: str) -> Part | Tray:
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
    if getattr(element, "locked", False):
        raise LayoutError(f"{name(element)} is locked; unlock it first")


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


def _beside(design: TrayDesign, part: Part) -> tuple[float, float]:
    """The nearest place on the board that no other part takes, right, left, behind or in front of a part."""
    others = [other.box_mm for other in design.parts]
    w, d, gap = part.width_mm, part.depth_mm, 2.0
    for n in range(1, 40):
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            x, y = part.x_mm + n * dx * (w + gap), part.y_mm + n * dy * (d + gap)
            inside = x >= 0 and y >= 0 and x + w <= design.width_mm and y + d <= design.depth_mm
            if inside and not any(
                x < right and left < x + w and y < rear and front < y + d
                for left, front, right, rear in others
            ):
                return round(x, 3), round(y, 3)
    return round(part.x_mm + gap, 3), round(part.y_mm + gap, 3)


def _leaf(id: str) -> str:
    return id.rpartition(".")[2]
