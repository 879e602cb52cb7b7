"""Edits between two layouts: every value of every element that differs."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from explorer.model import Element, Layout, Override, Part, Port
from explorer.model.naming import kind_in_a_sentence
from explorer.quantities.links import TECHNOLOGY
from explorer.units import unit_of

PLACE = frozenset({"x_mm", "y_mm", "u", "rack"})
"""Fields that give the position of an element; for a part, its design as well."""


class Edit(NamedTuple):
    """One value of one element that differs, or one element that only one of the layouts has."""

    what: str
    """``added``, ``removed``, ``moved``, ``changed`` or ``reordered``"""
    sort: str
    """Such as ``tray`` or ``engine``; ``layout`` for an edit of the layout itself"""
    element: str
    """The element's id; for a reordering, the name of the group"""
    where: str
    """Id of the design on which a part sits, of the rack that holds a tray, or an override's technology"""
    field: str
    """Empty for an element that was added or removed"""
    a: Any
    b: Any
    unit: str
    remade_by: str = ""
    """Id of the link group whose new technology added, removed or changed the part"""


def edits(before: Layout, after: Layout) -> list[Edit]:
    """The edits that turn `before` into `after`; empty if, and only if, they are equal."""
    old, new = _placed(before), _placed(after)
    remade = {
        link.id
        for link in after.links
        if link.id in before and before.link(link.id).technology != link.technology
    }
    head = {n: (getattr(before, n), getattr(after, n)) for n in ("title", "note", "extras")}
    found = list(_values("layout", "", "", head))
    found += [_whole("removed", *held, remade) for key, held in old.items() if key not in new]
    for key, held in new.items():
        found += _edits(*old[key], *held, remade) if key in old else [_whole("added", *held, remade)]
    return found + list(_orders(before, after))


def _placed(layout: Layout) -> dict[tuple[type, str], tuple[Element, str]]:
    """Every element by class and id, with the id of the design, rack or technology that holds it."""
    held = {}
    for element in layout.elements():
        if isinstance(element, Part):
            where = layout.design_of(element.id).id
        else:
            where = element.technology if isinstance(element, Override) else getattr(element, "rack", "")
        held[type(element), element.id] = element, where
    return held


def _edits(before: Element, was_in: str, after: Element, is_in: str, remade) -> Iterable[Edit]:
    if before is after and was_in == is_in:
        return
    pairs = {n: (getattr(before, n), getattr(after, n)) for n in after.fields() if n not in ("id", "parts")}
    if isinstance(after, Part):
        pairs["design"] = was_in, is_in
    by = after.links if isinstance(after, Port) and after.links in remade else ""
    units = {"value": _unit_of_value(after)} if isinstance(after, Override) else {}
    for edit in _values(kind_in_a_sentence(after), after.id, is_in, pairs, units):
        placed = edit.field in PLACE or (edit.field == "design" and isinstance(after, Part))
        yield edit._replace(what="moved" if placed else "changed", remade_by=by)


def _values(sort, id, where, pairs: dict[str, tuple], units=None) -> Iterator[Edit]:
    for field, (a, b) in pairs.items():
        if a != b:
            unit = (units or {}).get(field, "U" if field == "u" else unit_of(field))
            yield Edit("changed", sort, id, where, field, a, b, unit)


def _whole(what: str, element: Element, where: str, remade) -> Edit:
    by = element.links if isinstance(element, Port) and element.links in remade else ""
    return Edit(what, kind_in_a_sentence(element), element.id, where, "", None, None, "", by)


def _orders(before: Layout, after: Layout) -> Iterator[Edit]:
    """Groups whose common elements are in another order; the order of power shelves assigns their feeds."""
    groups = [(name, getattr(before, name), getattr(after, name)) for name in Layout.GROUPS]
    boards = {design.id: design.parts for design in after.designs}
    groups += [(f"{d.id} parts", d.parts, boards[d.id]) for d in before.designs if d.id in boards]
    for name, old, new in groups:
        was, now = [e.id for e in old], [e.id for e in new]
        common = set(was) & set(now)
        if [id for id in was if id in common] != [id for id in now if id in common]:
            yield Edit("reordered", "layout", name, "", "", None, None, "")


def _unit_of_value(override: Override) -> str:
    figure = TECHNOLOGY.get(override.field.partition(".")[0])
    return (figure.unit or "") if figure else ""
