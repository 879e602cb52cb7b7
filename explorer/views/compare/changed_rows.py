"""What comes out otherwise in B and in A, as rows: trays and links, equal changes of equal trays in one."""

import math
from typing import NamedTuple

from explorer.analysis.decide.differences import Differences
from explorer.model.naming import name
from explorer.quantities.links import LINK
from explorer.quantities.trays import TRAY
from explorer.views.kit.component import plain

TRAYS = [TRAY[key] for key in ("power_w", "t_max_c", "headroom_k", "margin_db")]
LINKS = [LINK[key] for key in ("worst_margin_db", "power_w", "pj_per_bit", "length_m", "cost_usd")]

FINEST = 5e-4
"""Least change that is told, of the larger value."""

MOST = 80


class Row(NamedTuple):
    """A figure that differs: of whom, in A and in B (None where one does not have it), and how to read it."""

    who: str
    figure: str
    unit: str
    a: float | None
    b: float | None
    better: int


def changed_rows(found: Differences) -> tuple[list[Row], int]:
    """Rows of what differs from B to A, what changed most first, and how many more there are."""
    rows = [*_grouped(found), *_rows(found, found.links, LINKS)]
    rows.sort(key=lambda row: -_size(row))
    return rows[:MOST], max(0, len(rows) - MOST)


def _grouped(found):
    """Rows of trays; those of one design whose figures change alike are one."""
    groups: dict[tuple, list[Row]] = {}
    for tray, row in _of_each(found, found.trays, TRAYS):
        layout = found.after.layout if tray in found.after.layout else found.before.layout
        rounded = tuple(None if v is None else f"{v:.3g}" for v in (row.a, row.b))
        groups.setdefault((layout.element(tray).design, row.figure, rounded), []).append(row)
    for alike in groups.values():
        others = len(alike) - 1
        yield alike[0]._replace(who=f"{alike[0].who} and {others} like it") if others else alike[0]


def _rows(found, table, figures):
    return [row for _, row in _of_each(found, table, figures)]


def _of_each(found, table, figures):
    for id, values in table.iterrows():
        layout = found.after.layout if id in found.after.layout else found.before.layout
        for figure in figures:
            # what a comparison comes to is A here: it goes from what was pinned to what is now
            a, b = (plain(values[f"{figure.key}_{side}"], 4) for side in "ba")
            row = Row(name(layout.element(id)), figure.label, figure.unit, a, b, figure.sense)
            if (a is None) != (b is None) or (a is not None and _size(row) >= FINEST):
                yield id, row


def _size(row) -> float:
    if row.a is None or row.b is None:
        return math.inf
    return abs(row.a - row.b) / max(abs(row.a), abs(row.b), 1e-9)
