"""The tables of the results as a sheet shows them."""

import math
from collections.abc import Iterable, Iterator

from explorer.analysis import Results
from explorer.model.placement import name
from explorer.report.numbers import fixed, last, places
from explorer.report.table import Table

HOTTEST = 8
"""Parts of a tray that are listed."""

PER_BIT = ("module", "serdes", "conversion", "fan", "pump", "total")


def totals(results: Results) -> Table:
    """Every total with its range."""
    rows = tuple((t.label, *_total(t)) for t in results.totals.values())
    return Table("Totals", ("", "typical", "", "low", "high"), rows, frozenset({1, 3, 4}), 0)


def _total(total) -> tuple[str, ...]:
    n = places(total.unit, total.typical)
    ends = (total.low, total.high) if total.low < total.high else (None, None)
    return fixed(total.typical, n), total.unit, *(fixed(end, n) for end in ends)


def findings(results: Results) -> Table:
    """Every finding, the worst first."""
    layout = results.layout
    rows = tuple((f.severity, name(layout.element(f.element)), f.message) for f in results.findings)
    return Table("Findings", ("", "where", "what"), rows, wide=2, severity=0)


def hottest_parts(results: Results, tray_id: str) -> Table:
    """The parts of a tray that are nearest their limits."""
    parts = {part.id: part for part in results.layout.design_of(tray_id).parts}
    nearest = sorted(results.parts(tray_id).items(), key=lambda item: last(item[1].headroom_k))[:HOTTEST]
    rows = _rows(
        (_named(parts[id]), _fixed((s.power_w, 1), (s.t_c, 1), (s.t_limit_c, 0), (s.headroom_k, 1)))
        for id, s in nearest
    )
    head = ("nearest their limits", "W", "°C", "limit °C", "headroom K")
    return Table("", head, rows, frozenset({1, 2, 3, 4}), 0)


SORTS = {
    "switch": "Switch ASICs", "gpu": "GPUs", "cpu": "CPUs", "nic": "NICs", "dpu": "DPUs",
    "memory": "Memory", "vrm": "Voltage regulators", "engine": "Optical engines", "laser": "Laser sources",
    "cage": "Pluggable modules", "connector": "Connectors", "storage": "Drives", "psu": "Power supplies",
    "fan": "Fans", "control": "Control", "other": "Other loads",
}  # fmt: skip
"""What parts are called together, by their role, else their kind, in the order of the table."""


def sorts_of_parts(results: Results, tray_id: str) -> Table:
    """The parts of a tray by what they are for: how many, their watts, the hottest, the least headroom.

    Pluggable modules are counted by their module, not by their cage.
    """
    states = results.parts(tray_id)
    rows = []
    for sort, label in SORTS.items():
        own = [part for part in results.layout.design_of(tray_id).parts if _sort(part) == sort]
        if own:
            parts = [states[part.id] for part in own]
            count = str(sum(getattr(part, "n_modules", 1) for part in own))
            hottest = max((s.t_c for s in parts if s.t_c == s.t_c), default=math.nan)
            least = min(last(s.headroom_k) for s in parts)
            headroom = fixed(least, 1) if math.isfinite(least) else ""
            rows.append((label, count, *_fixed((sum(s.power_w for s in parts), 1), (hottest, 1)), headroom))
    head = ("all parts", "count", "W", "hottest °C", "least headroom K")
    return Table("", head, tuple(rows), frozenset({1, 2, 3, 4}), 0)


def _sort(part) -> str:
    return getattr(part, "role", part.kind)


def _named(part) -> str:
    return f"{part.label} ({part.id})" if part.label else part.id


def links(results: Results) -> Table:
    """What each link group runs on, how far, with which margin, at which cost."""
    layout = results.layout

    def told(id, row):
        counts = _fixed((row.n_links, 0), (row.n_modules, 0), (row.length_m, 2), (row.length_max_m, 2))
        margins = _fixed((row.margin_db, 1), (row.worst_margin_db, 1))
        costs = _fixed((row.power_w, 0), (row.pj_per_bit, 1), (row.cost_usd, 0))
        technology = results.link_states[id].technology.name
        return name(layout.element(id)), (technology, *counts, *margins, *costs)

    counted = ("links", "modules", "mean m", "most m")
    head = ("", "technology", *counted, "margin dB", "worst dB", "W", "pJ/bit", "$")
    rows = _rows(told(id, row) for id, row in results.links.iterrows())
    return Table("Links", head, rows, frozenset(range(2, 11)), 1)


def energy(results: Results) -> Table:
    """What a bit of each link group costs at the racks' inlets."""
    rows = _rows(
        (
            name(results.layout.element(id)),
            _fixed(*((row[f"{part}_pj_per_bit"], 2) for part in PER_BIT), (row.total_w, 0)),
        )
        for id, row in results.per_bit.iterrows()
    )
    head = ("pJ/bit, at the inlets", "modules", "SerDes", "conversion", "fans", "pumps", "all", "all, W")
    return Table("Energy of a bit", head, rows, frozenset(range(1, 8)), 0)


def power(results: Results) -> Table:
    """From the wall to the rails, then feed by feed and shelf by shelf."""
    names = {tray.id: name(tray) for tray in results.layout.trays}

    def told(stage, row):
        efficiency = f"{100.0 * row.out_w / row.in_w:.1f}" if row.in_w else ""
        flow = _fixed((row.in_w, 0), (row.out_w, 0), (row.loss_w, 0))
        state = _fixed((row.load_percent, 0), (row.current_a, 0), (row.volt_v, 2))
        return names.get(stage, stage), (*flow, efficiency, *state)

    head = ("stage", "in W", "out W", "loss W", "efficiency %", "load %", "A", "V")
    rows = _rows(told(stage, row) for stage, row in results.power.iterrows())
    return Table("Power", head, rows, frozenset(range(1, 8)), 0)


def cooling(results: Results) -> Table:
    """Air, coolant and facility water of each rack."""

    def told(id, row):
        coolant = fixed(row.coolant_l_per_min, 0) if row.coolant_l_per_min else ""
        air = (*_fixed((row.power_w / 1000.0, 1), (row.airflow_cfm, 0)), _span(row.air_in_c, row.air_out_c))
        wet = (row.coolant_supply_c, row.coolant_return_c), (row.facility_in_c, row.facility_return_c)
        return name(results.layout.element(id)), (*air, coolant, *(_span(*pair) for pair in wet))

    head = ("rack", "kW", "air CFM", "air °C", "coolant L/min", "coolant °C", "facility water °C")
    rows = _rows(told(id, row) for id, row in results.cooling.iterrows())
    return Table("Cooling", head, rows, frozenset(range(1, 7)), 0)


def _span(into: float, out: float) -> str:
    return f"{fixed(into, 1)} to {fixed(out, 1)}" if into == into and out == out else ""


def notes(results: Results) -> Table:
    """What the layout's authors wrote beside its elements."""
    return Table("Notes", ("element", "note"), tuple(_notes(results)), wide=1, is_small=True)


def _notes(results: Results) -> Iterator[tuple[str, str]]:
    for element in results.layout.elements():
        if element.note:
            yield _named(element), element.note


def _rows(named: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[tuple[str, ...], ...]:
    return tuple((who, *cells) for who, cells in named)


def _fixed(*numbers: tuple[float, int]) -> tuple[str, ...]:
    """Numbers, each with its decimals."""
    return tuple(fixed(value, places) for value, places in numbers)
