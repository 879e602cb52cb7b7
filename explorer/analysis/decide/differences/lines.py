"""Edits in words: equal ones in one line, parts that a technology put on a board as a count."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from explorer.analysis.decide.differences.drawn import Edit
from explorer.model import Layout, Tray, TrayDesign
from explorer.model.naming import name

WHOLE = ("added", "removed")

ORDER = ("changed", "moved", "added", "removed", "remade", "reordered")

LONGEST = 60
"""Longest text [characters] that is shown in full."""


class Line(NamedTuple):
    """One or more edits that are reported together."""

    what: str
    """As in `Edit`, or ``remade`` for the parts that a change of technology added or removed"""
    sort: str
    elements: tuple[str, ...]
    where: str
    subject: str
    """Such as ``NVLink switch 3 (r1.sw3)`` or ``18 x Compute tray in NVL72 (r1.c01 ... r1.c18)``"""
    text: str
    """The change, such as ``U18 → U40``"""

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"


def lines(before: Layout, after: Layout, found: Iterable[Edit]) -> list[Line]:
    """The edits between two layouts as lines: values first, then positions, then additions and removals."""
    found = list(found)
    whole = [e for e in found if e.what in WHOLE]
    boards = {(e.what, e.element) for e in whole if e.sort == "tray design"}
    # group the edits of one kind of one element, then the elements with equal edits
    happened: dict[tuple, list[Edit]] = {}
    for edit in found:
        with_its_board = (edit.what, edit.where) in boards
        if not edit.remade_by and not with_its_board:
            happened.setdefault((edit.what, edit.sort, edit.element), []).append(edit)
    alike: dict[tuple, list[list[Edit]]] = {}
    for own in happened.values():
        alike.setdefault(_signature(own, before, after), []).append(own)
    made = [_line(before, after, group) for group in alike.values()]
    remade = [e for e in found if e.remade_by and (e.what, e.where) not in boards]
    return sorted([*made, *_remade(before, after, remade)], key=lambda line: ORDER.index(line.what))


def _signature(own: list[Edit], before: Layout, after: Layout) -> tuple:
    first = own[0]
    values = tuple((e.field, *_alike(e)) for e in own)
    of = _design(first, before if first.what == "removed" else after)
    alone = first.element if first.sort in ("layout", "override", "tray design") else ""
    return first.what, first.sort, first.where, of, alone, values


def _alike(edit: Edit) -> tuple:
    """Part of the key for equal edits: moves are equal if their distance is, others if their values are."""
    shift = _shift(edit)
    return ("by", shift) if shift is not None else (repr(edit.a), repr(edit.b))


def _shift(edit: Edit) -> float | None:
    numbers = all(isinstance(v, (int, float)) for v in (edit.a, edit.b))
    return round(edit.b - edit.a, 6) if numbers and edit.what == "moved" else None


def _design(edit: Edit, layout: Layout) -> str:
    if edit.element not in layout:
        return ""
    element = layout.element(edit.element)
    return element.design if isinstance(element, Tray) else ""


def _line(before: Layout, after: Layout, group: list[list[Edit]]) -> Line:
    first = group[0][0]
    layout = before if first.what == "removed" else after
    elements = tuple(own[0].element for own in group)
    text = _happened(first, group, layout)
    return Line(first.what, first.sort, elements, first.where, _subject(first, elements, layout), text)


def _happened(first: Edit, group: list[list[Edit]], layout: Layout) -> str:
    if first.what in WHOLE:
        parts = layout.design(first.element).parts if first.sort == "tray design" else ()
        return f"{first.what} with {counted(len(parts), 'part')}" if parts else first.what
    if first.what == "reordered":
        return "in another order"
    same = all([(e.a, e.b) for e in own] == [(e.a, e.b) for e in group[0]] for own in group)
    return "; ".join(_value(edit, same) for edit in group[0])


def _value(edit: Edit, same: bool) -> str:
    field, unit = ("", "") if edit.field == "u" else (f"{edit.field} ", edit.unit and f" {edit.unit}")
    if not same and _shift(edit) is not None:
        return f"{field}{_shift(edit):+g}{unit}" if field else f"{_shift(edit):+g} U"
    if max(len(str(edit.a)), len(str(edit.b))) > LONGEST:
        return f"{edit.field} {_rewritten(edit)}"
    u = "" if field else "U"
    of_a, of_b = (unit, "") if edit.b is None else ("", unit)
    return f"{field}{u}{said(edit.a)}{of_a} → {u}{said(edit.b)}{of_b}"


def _rewritten(edit: Edit) -> str:
    if edit.a and edit.b:
        return "rewritten"
    return "added" if edit.b else "removed"


def said(value) -> str:
    """A value formatted for a line: numbers short, texts of several words in quotes.

    >>> said(0.1 + 0.2), said(""), said(None), said("dsp_800_dr8"), said("Rack 7")
    ('0.3', 'empty', 'empty', 'dsp_800_dr8', "'Rack 7'")
    """
    if value is None or value in ("", {}):
        return "empty"
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"'{value}'" if isinstance(value, str) and not value.isidentifier() else str(value)


def counted(n: int, sort: str) -> str:
    """A number of elements with its noun, in the plural if need be.

    >>> counted(1, "cage"), counted(64, "cage")
    ('1 cage', '64 cages')
    """
    return f"{n} {sort}{'s' * (n != 1)}"


def _subject(first: Edit, elements: tuple[str, ...], layout: Layout) -> str:
    if first.sort == "layout":
        return first.element or "layout"
    if len(elements) == 1:
        return _named(layout.element(first.element), first, layout)
    design = _design(first, layout)
    many = (
        f"{len(elements)} x {name(layout.element(design))}" if design else counted(len(elements), first.sort)
    )
    span = ", ".join(elements) if len(elements) <= 3 else f"{elements[0]} ... {elements[-1]}"
    return f"{many}{_held(first, layout)} ({span})"


def _named(element, edit: Edit, layout: Layout) -> str:
    if edit.sort == "override":
        return f"override {element.id} of {element.technology}"
    known = f"{element.label} ({element.id})" if element.label else element.id
    sort = "" if edit.sort in ("tray", "rack", "site") else f"{edit.sort} "
    return f"{sort}{known}{'' if edit.sort == 'tray' else _held(edit, layout)}"


def _held(edit: Edit, layout: Layout) -> str:
    if not edit.where or edit.where not in layout:
        return ""
    holder = layout.element(edit.where)
    return f" {'on' if isinstance(holder, TrayDesign) else 'in'} {name(holder)}"


def _remade(before: Layout, after: Layout, found: list[Edit]) -> Iterator[Line]:
    """One line for each board that a link group's new technology rebuilt."""

    def board(edit: Edit):
        return edit.remade_by, edit.where

    for (link, design), own in groupby(sorted(found, key=board), board):
        happened = list(own)
        holder = (after if design in after else before).element(design)
        subject = f"{name(holder)}, for {name(after.element(link))}"
        elements = tuple(dict.fromkeys(edit.element for edit in happened))
        yield Line("remade", "tray design", elements, design, subject, "; ".join(_counts(happened)))


def _counts(found: list[Edit]) -> Iterator[str]:
    """Counts in words, such as ``64 cages removed``, ``8 engines and 4 laser sources added``."""
    for what in ("removed", "added", "changed"):
        touched = {(e.sort, e.element) for e in found if ("changed" if e.what == "moved" else e.what) == what}
        sorts = sorted({sort for sort, _ in touched})
        numbers = [counted(sum(s == sort for s, _ in touched), sort) for sort in sorts]
        if numbers:
            yield f"{' and '.join(numbers)} {what}"
