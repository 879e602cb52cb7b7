"""What differs between two layouts, and between what they come to."""

from collections import Counter
from typing import NamedTuple

import pandas as pd

from explorer.analysis.results import Results
from explorer.model import Element, Layout, Part, TrayDesign
from explorer.model.placement import name


class Change(NamedTuple):
    """One value of one element that differs; an element that is in one layout only has no field."""

    element: str
    label: str
    field: str
    before: object
    after: object


def layout_changes(a: Layout, b: Layout) -> list[Change]:
    """What turns layout `a` into `b`: elements that came, went, or have other values, in the order of `b`.

    >>> from explorer.model import Rack
    >>> layout_changes(Layout(racks=[Rack(id="r1")]), Layout(racks=[Rack(id="r1", height_u=42)]))
    [Change(element='r1', label='r1', field='height_u', before=48, after=42)]
    """
    old = {element.id: element for element in a.elements()}
    new = {element.id: element for element in b.elements()}
    changes = [Change("", "Layout", f, getattr(a, f), getattr(b, f)) for f in ("title", "note")]
    changes = [change for change in changes if change.before != change.after]
    for id, element in new.items():
        before = old.get(id)
        if before is None or type(before) is not type(element):
            changes.append(Change(id, name(element), "", None, element))
        elif before is not element:
            changes += _values(before, element)
    gone = [element for id, element in old.items() if type(new.get(id)) is not type(element)]
    return changes + [Change(element.id, name(element), "", element, None) for element in gone]


def _values(before: Element, after: Element) -> list[Change]:
    fields = (f for f in after.fields() if f != "parts")
    pairs = ((f, getattr(before, f), getattr(after, f)) for f in fields)
    return [Change(after.id, name(after), f, old, new) for f, old, new in pairs if old != new]


def change_lines(a: Layout, b: Layout) -> list[str]:
    """The same in words, a line a kind of change; what many elements share is said once.

    >>> from explorer.model import Rack
    >>> racks = [Rack(id="r1"), Rack(id="r2")]
    >>> change_lines(Layout(racks=racks), Layout(racks=[r.replaced(height_u=42) for r in racks]))
    ['2 elements: height_u 48 -> 42']
    """
    counted: Counter = Counter()
    changed: dict[tuple, list[Change]] = {}
    for change in layout_changes(a, b):
        if change.field:
            key = (change.field, _said(change.before), _said(change.after))
            changed.setdefault(key, []).append(change)
        else:
            element = change.after if change.before is None else change.before
            verb = "added" if change.before is None else "removed"
            where = name(_board(b if verb == "added" else a, element)) if isinstance(element, Part) else ""
            counted[verb, _sort(element), where] += 1
    lines = [
        f"{n} {sort}{'s' if n > 1 else ''} {verb}" + (f" on {where}" if where else "")
        for (verb, sort, where), n in counted.items()
    ]
    for (field, before, after), alike in changed.items():
        who = alike[0].label if len(alike) == 1 else f"{len(alike)} elements"
        lines.append(f"{who}: {field} {before} -> {after}")
    return lines


def _board(layout: Layout, part: Part) -> TrayDesign:
    return layout.design_of(part.id)


def _sort(element: Element) -> str:
    words = {"LinkGroup": "link group", "TrayDesign": "tray design", "LaserSource": "laser source"}
    return words.get(type(element).__name__, type(element).__name__.lower())


def _said(value) -> str:
    if value is None:
        return "empty"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value) if value != "" else "empty"


def total_changes(a: Results, b: Results) -> pd.DataFrame:
    """One row a total: its typical value in `a` and in `b`, the change from a to b, and its unit."""
    rows = {
        key: (total.label, total.unit, total.typical, b.totals[key].typical)
        for key, total in a.totals.items()
        if key in b.totals
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["label", "unit", "a", "b"])
    table["change"] = table.b - table.a
    return table.rename_axis("total")


def finding_changes(a: Results, b: Results) -> tuple[list[str], list[str]]:
    """Messages of the findings that only `a` has, and of those that only `b` has."""
    of_a, of_b = ([f.message for f in results.findings] for results in (a, b))
    return [m for m in of_a if m not in of_b], [m for m in of_b if m not in of_a]
