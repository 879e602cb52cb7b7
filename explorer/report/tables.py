"""The tables of results in the review sheet."""

import math
from collections.abc import Iterable, Iterator

from explorer.analysis import Results
from explorer.model import PART_KINDS
from explorer.model.naming import name
from explorer.quantities.figure import in_a_sentence
from explorer.quantities.links import BIT, LINK
from explorer.quantities.numbers import WRITTEN, fixed, last
from explorer.quantities.power import COOLING, STAGE
from explorer.quantities.totals import TOTALS
from explorer.quantities.trays import PART, TRAY
from explorer.report.table import Table

HOTTEST = 8
"""Number of a tray's parts that are listed."""


LINKS = (
    "n_links", "n_modules", "length_m", "length_max_m", "margin_db", "worst_margin_db", "power_w",
    "pj_per_bit", "cost_usd",
)  # fmt: skip

OUT = {
    "air_in_c": "air_out_c",
    "coolant_supply_c": "coolant_return_c",
    "facility_in_c": "facility_return_c",
}
"""Outlet temperature that belongs to each inlet temperature"""


def totals(results: Results) -> Table:
    """Every total with its range."""
    found = results.totals
    rows = tuple(_total(figure, found[key]) for key, figure in TOTALS.items() if key in found)
    return Table("Totals", ("", "typical", "", "low", "high"), rows, frozenset({1, 3, 4}), 0)


def _total(figure, total) -> tuple[str, ...]:
    n = figure.places(total.typical)
    ends = (total.low, total.high) if total.low < total.high else (None, None)
    shown = (fixed(total.typical, n), WRITTEN.get(figure.unit, figure.unit))
    return figure.label, *shown, *(fixed(end, n) for end in ends)


def findings(results: Results) -> Table:
    """Every finding, the worst first."""
    layout = results.layout
    rows = tuple((f.severity, name(layout.element(f.element)), f.message) for f in results.findings)
    return Table("Findings", ("", "where", "what"), rows, wide=2, severity=0)


def hottest_parts(results: Results, tray_id: str) -> Table:
    """The parts of a tray that are nearest their limits."""
    parts = {part.id: part for part in results.layout.design_of(tray_id).parts}
    nearest = sorted(results.parts(tray_id).items(), key=lambda item: last(item[1].headroom_k))[:HOTTEST]
    rows = _rows((_named(parts[id]), _texts(PART.values(), s._asdict())) for id, s in nearest)
    head = ("nearest their limits", *(figure.small_head for figure in PART.values()))
    return Table("", head, rows, frozenset({1, 2, 3, 4}), 0)


FIRST = (
    "switch", "gpu", "cpu", "nic", "dpu", "memory", "vrm", "engine", "laser", "cage", "connector", "storage",
    "psu", "fan", "control", "other",
)  # fmt: skip
"""Roles, or kinds of parts without a role, in the order of the table; all others follow them."""


def sorts() -> dict[str, str]:
    """Plural names of parts by role, or by kind if that has no roles, in the order of the table."""
    called = {role or kind: words for kind, cls in PART_KINDS.items() for role, words in cls.plural.items()}
    return {sort: called[sort] for sort in dict.fromkeys((*FIRST, *called))}


def sorts_of_parts(results: Results, tray_id: str) -> Table:
    """The parts of a tray by role or kind: count, watts, highest temperature, least headroom.

    Pluggable modules are counted by module, not by cage.
    """
    states, board = results.parts(tray_id), results.layout.design_of(tray_id).parts
    rows, shown = [], (PART["power_w"], TRAY["t_max_c"], TRAY["headroom_k"])
    for sort, label in sorts().items():
        own = [part for part in board if (part.duty or part.kind) == sort]
        if own:
            parts = [states[part.id] for part in own]
            count = str(sum(part.modules for part in own))
            hottest = max((s.t_c for s in parts if s.t_c == s.t_c), default=math.nan)
            least = min(last(s.headroom_k) for s in parts)
            found = sum(s.power_w for s in parts), hottest, least if math.isfinite(least) else None
            rows.append((label, count, *(figure.text(v) for figure, v in zip(shown, found, strict=True))))
    watts, hot, headroom = (figure.small_head for figure in shown)
    head = ("all parts", "count", watts, hot, f"least {headroom}")
    return Table("", head, tuple(rows), frozenset({1, 2, 3, 4}), 0)


def _named(part) -> str:
    return f"{part.label} ({part.id})" if part.label else part.id


def links(results: Results) -> Table:
    """Technology, length, margin, watts and cost of each link group."""
    layout = results.layout

    shown = [LINK[key] for key in LINKS]

    def cells_of(id, row):
        technology = results.link_states[id].technology.name
        return name(layout.element(id)), (technology, *_texts(shown, row))

    head = ("", "technology", *(figure.small_head for figure in shown))
    rows = _rows(cells_of(id, row) for id, row in results.links.iterrows())
    return Table("Links", head, rows, frozenset(range(2, 2 + len(shown))), 1)


def energy(results: Results) -> Table:
    """Energy per bit of each link group, measured at the racks' inlets."""
    rows = _rows(
        (name(results.layout.element(id)), _texts(BIT.values(), row))
        for id, row in results.per_bit.iterrows()
    )
    common = BIT["total_pj_per_bit"].unit
    parts = (
        in_a_sentence(figure.short) + ("" if figure.unit == common else f", {figure.unit}")
        for figure in BIT.values()
    )
    head = (f"{common}, at the inlets", *parts)
    return Table("Energy of a bit", head, rows, frozenset(range(1, 1 + len(BIT))), 0)


def power(results: Results) -> Table:
    """The stages of the power chain from the wall to the rails, then each feed and shelf."""
    names = {tray.id: name(tray) for tray in results.layout.trays}

    def cells_of(stage, row):
        efficiency = row.out_w / row.in_w if row.in_w else None
        return names.get(stage, stage), _texts(STAGE.values(), {**row, "efficiency": efficiency})

    head = ("stage", *(figure.small_head for figure in STAGE.values()))
    rows = _rows(cells_of(stage, row) for stage, row in results.power.iterrows())
    return Table("Power", head, rows, frozenset(range(1, 8)), 0)


def cooling(results: Results) -> Table:
    """Air, coolant and facility water of each rack."""

    def cells_of(id, row):
        shown = {**row, "power_kw": row.power_w / 1000.0, "coolant_l_per_min": row.coolant_l_per_min or None}
        cells = (
            _span(figure, row[key], row[OUT[key]]) if key in OUT else figure.text(shown[key])
            for key, figure in COOLING.items()
        )
        return name(results.layout.element(id)), tuple(cells)

    head = ("rack", *(figure.small_head for figure in COOLING.values()))
    rows = _rows(cells_of(id, row) for id, row in results.cooling.iterrows())
    return Table("Cooling", head, rows, frozenset(range(1, 7)), 0)


def _span(figure, into: float, out: float) -> str:
    return f"{figure.text(into)} to {figure.text(out)}" if into == into and out == out else ""


def notes(results: Results) -> Table:
    """The notes that the layout's elements have."""
    return Table("Notes", ("element", "note"), tuple(_notes(results)), wide=1, is_small=True)


def _notes(results: Results) -> Iterator[tuple[str, str]]:
    for element in results.layout.elements():
        if element.note:
            yield _named(element), element.note


def _rows(named: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    return tuple((who, *cells) for who, cells in named)


def _texts(figures, row) -> tuple[str, ...]:
    """The cells of a row for some figures."""
    return tuple(figure.text(row[figure.key]) for figure in figures)
