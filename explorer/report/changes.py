"""The differences between two layouts as tables that leave out everything unchanged."""

import pandas as pd

from explorer.analysis import Differences, Results
from explorer.model import Layout
from explorer.model.naming import name
from explorer.quantities import Figure, worst_of
from explorer.quantities.links import LINK
from explorer.quantities.numbers import WRITTEN, change, fixed, last, relative, shift
from explorer.quantities.totals import TOTALS
from explorer.quantities.trays import TRAY
from explorer.report.table import Table

TRAYS = ("power_w", "t_max_c", "headroom_k", "margin_db")
"""Figures shown for the trays of a design; each is the worst among them."""

LINKS = ("margin_db", "power_w", "pj_per_bit", "cost_usd")
"""Figures shown for a link group"""


def changes(found: Differences) -> list[Table]:
    """Tables of layout, totals, trays, links and findings; a table without rows is left out.

    A number whose change rounds to zero at its decimals counts as unchanged.
    """
    tables = (_layout(found), _totals(found), _trays(found), _links(found), _findings(found))
    return [table for table in tables if table.rows]


def _layout(found: Differences) -> Table:
    rows = tuple((line.what, line.subject, line.text) for line in found.lines)
    return Table("Layout", ("", "", ""), rows, wide=2)


def _totals(found: Differences) -> Table:
    rows = []
    for key, figure in TOTALS.items():
        if key not in found.totals.index:
            continue
        row = found.totals.loc[key]
        n = figure.places(row.a, row.b)
        changed = shift(row.change, n) or fixed(row.a, n) != fixed(row.b, n)
        if changed:
            shown = (fixed(row.a, n), fixed(row.b, n), shift(row.change, n))
            unit = WRITTEN.get(figure.unit, figure.unit)
            rows.append((figure.label, *shown, unit, relative(row.change_percent)))
    return Table("Totals", ("", "before", "after", "change", "", ""), tuple(rows), frozenset({1, 2, 3, 5}), 0)


def _trays(found: Differences) -> Table:
    """One row per design, since trays of one design differ only in their inlets; cooler trays are listed too.

    The last column names the part nearest its limit, which may be another one than before.
    """
    layouts = (found.after.layout, found.before.layout)
    designs = {tray.id: _design(tray.id, layouts) for tray in (*layouts[1].trays, *layouts[0].trays)}
    rows = []
    for design, trays in found.trays.groupby(found.trays.index.map(designs), sort=False):
        cells = [_worst(trays, TRAY[key]) for key in TRAYS]
        if any("→" in cell for cell in cells):
            nearest = _words(*(_nearest(results, trays.index) for results in (found.before, found.after)))
            rows.append((f"{len(trays)} x {design}", *cells, nearest))
    head = ("", *(TRAY[key].small_head for key in TRAYS), "nearest its limit")
    return Table("Trays", head, tuple(rows), frozenset({1, 2, 3, 4}), 0)


def _nearest(results: Results, trays) -> str:
    """Name of the part with the least headroom among some trays; empty if there is none."""
    headroom = results.trays.headroom_k.reindex(trays).dropna()
    if headroom.empty:
        return ""
    parts = results.parts(headroom.idxmin())
    nearest = min(parts, key=lambda id: last(parts[id].headroom_k))
    return results.layout.element(nearest).label or nearest.rpartition(".")[2]


def _design(tray: str, layouts: tuple[Layout, ...]) -> str:
    layout = next(layout for layout in layouts if tray in layout)
    return name(layout.design_of(tray))


def _worst(trays: pd.DataFrame, figure: Figure) -> str:
    sides = (trays[f"{figure.key}_{side}"].dropna() for side in ("a", "b"))
    a, b = (worst_of(figure)(side) if len(side) else float("nan") for side in sides)
    return change(a, b, figure.places(a, b))


def _links(found: Differences) -> Table:
    layouts = (found.after.layout, found.before.layout)
    rows = []
    for id, row in found.links.iterrows():
        cells = [_words(row.technology_a, row.technology_b)]
        for key in LINKS:
            both = row[f"{key}_a"], row[f"{key}_b"]
            cells.append(change(*both, LINK[key].places_of_change(*both)))
        if any("→" in cell for cell in cells):
            rows.append((_link_name(id, layouts), *cells))
    head = ("", "technology", *(LINK[key].small_head for key in LINKS))
    return Table("Links", head, tuple(rows), frozenset({2, 3, 4, 5}), 1)


def _words(a: str, b: str) -> str:
    return b if a == b else f"{a or '–'} → {b or '–'}"


def _link_name(id: str, layouts: tuple[Layout, ...]) -> str:
    return next(name(layout.element(id)) for layout in layouts if id in layout)


def _findings(found: Differences) -> Table:
    both = (("new", found.came), ("gone", found.went))
    rows = tuple((sign, f.severity, f.message) for sign, group in both for f in group)
    return Table("Findings", ("", "", ""), rows, wide=2, severity=1)
