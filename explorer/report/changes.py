"""The differences between two layouts as tables: what changed, and nothing that did not."""

import pandas as pd

from explorer.analysis import Differences, Results
from explorer.model import Layout
from explorer.model.placement import name
from explorer.report.numbers import change, decimals, fixed, last, places, relative, signed
from explorer.report.table import Table

COLUMNS = (("power_w", "W", 0, max), ("t_max_c", "hottest °C", 1, max),
           ("headroom_k", "headroom K", 1, min), ("margin_db", "margin dB", 1, min))  # fmt: skip
"""Of a tray: what is shown, with how many decimals, and which of equal trays stands for all of them."""


def changes(found: Differences) -> list[Table]:
    """Layout, totals, trays, links and findings; a table without rows is left out.

    A number whose change cannot be seen at its decimals has not changed.
    """
    tables = (_layout(found), _totals(found), _trays(found), _links(found), _findings(found))
    return [table for table in tables if table.rows]


def _layout(found: Differences) -> Table:
    rows = tuple((line.what, line.subject, line.text) for line in found.lines)
    return Table("Layout", ("", "", ""), rows, wide=2)


def _totals(found: Differences) -> Table:
    rows = []
    for row in found.totals.itertuples():
        n = places(row.unit, row.a, row.b)
        changed = signed(row.change, n) or fixed(row.a, n) != fixed(row.b, n)
        if changed:
            shown = (fixed(row.a, n), fixed(row.b, n), signed(row.change, n))
            rows.append((row.label, *shown, row.unit, relative(row.change_percent)))
    return Table("Totals", ("", "before", "after", "change", "", ""), tuple(rows), frozenset({1, 2, 3, 5}), 0)


def _trays(found: Differences) -> Table:
    """One row a design, for trays of one design differ in their inlets alone.

    Which part is nearest its limit is told, since another may be so than before, and cooler ones are too.
    """
    layouts = (found.b.layout, found.a.layout)
    designs = {tray.id: _design(tray.id, layouts) for tray in (*layouts[1].trays, *layouts[0].trays)}
    rows = []
    for design, trays in found.trays.groupby(found.trays.index.map(designs), sort=False):
        cells = [_worst(trays, *column) for column in COLUMNS]
        if any("→" in cell for cell in cells):
            nearest = _words(*(_nearest(results, trays.index) for results in (found.a, found.b)))
            rows.append((f"{len(trays)} x {design}", *cells, nearest))
    head = ("", *(label for _, label, _, _ in COLUMNS), "nearest its limit")
    return Table("Trays", head, tuple(rows), frozenset({1, 2, 3, 4}), 0)


def _nearest(results: Results, trays) -> str:
    """The part with the least headroom in the tray with the least; empty where there is none."""
    headroom = results.trays.headroom_k.reindex(trays).dropna()
    if headroom.empty:
        return ""
    parts = results.parts(headroom.idxmin())
    nearest = min(parts, key=lambda id: last(parts[id].headroom_k))
    return results.layout.element(nearest).label or nearest.rpartition(".")[2]


def _design(tray: str, layouts: tuple[Layout, ...]) -> str:
    layout = next(layout for layout in layouts if tray in layout)
    return name(layout.design_of(tray))


def _worst(trays: pd.DataFrame, column: str, _, n_decimals: int, of) -> str:
    sides = (trays[f"{column}_{side}"].dropna() for side in ("a", "b"))
    a, b = (of(side) if len(side) else float("nan") for side in sides)
    return change(a, b, n_decimals)


def _links(found: Differences) -> Table:
    layouts = (found.b.layout, found.a.layout)
    rows = []
    for id, row in found.links.iterrows():
        watts, energy = (row.power_w_a, row.power_w_b), (row.pj_per_bit_a, row.pj_per_bit_b)
        cells = (
            _words(row.technology_a, row.technology_b),
            change(row.margin_db_a, row.margin_db_b, 1),
            change(*watts, decimals(*watts)),
            change(*energy, decimals(*energy, digits=3)),
            change(row.cost_usd_a, row.cost_usd_b, 0),
        )
        if any("→" in cell for cell in cells):
            rows.append((_link_name(id, layouts), *cells))
    head = ("", "technology", "margin dB", "W", "pJ/bit", "$")
    return Table("Links", head, tuple(rows), frozenset({2, 3, 4, 5}), 1)


def _words(a: str, b: str) -> str:
    return b if a == b else f"{a or '–'} → {b or '–'}"


def _link_name(id: str, layouts: tuple[Layout, ...]) -> str:
    return next(name(layout.element(id)) for layout in layouts if id in layout)


def _findings(found: Differences) -> Table:
    both = (("new", found.came), ("gone", found.went))
    rows = tuple((sign, f.severity, f.message) for sign, group in both for f in group)
    return Table("Findings", ("", "", ""), rows, wide=2, severity=1)
