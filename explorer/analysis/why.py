"""What a total is made of, or what decides it."""

import math
from typing import NamedTuple

from explorer.analysis.results import Results
from explorer.model.placement import name
from explorer.units import HOURS_PER_YEAR

WORST = 10
"""Parts and links that a ranking names."""


class Reason(NamedTuple):
    """One row: what it is, its value in the unit of the total, and the element that it belongs to."""

    label: str
    value: float
    element: str


class Why(NamedTuple):
    """The rows of a total. `adds_up` says whether they sum to it, else they are a ranking, worst first."""

    sentence: str
    rows: tuple[Reason, ...]
    adds_up: bool


def why(results: Results, total: str) -> Why:
    """What one of the totals on the page is made of.

    Raises
    ------
    KeyError
        If that total has no explanation.

    Examples
    --------
    >>> from explorer import evaluate, read
    >>> found = why(evaluate(read("layouts/switch_51t_cpo.layout.yaml")), "cost_usd")
    >>> found.rows
    (Reason(label='Ports: 64 ends', value=25600.0, element='ports'),)
    """
    return REASONS[total](results)


def _rack(results: Results) -> Why:
    rows = _by_design(results, 1.0 / 1000.0)
    rest = results.totals["rack_kw"].typical - sum(row.value for row in rows)
    rows.append(Reason("Busbar, clips and rounding", rest, ""))
    return Why(
        "What the trays draw at their inlets, and what is lost on the way to them.", _largest(rows), True
    )


def _by_design(results: Results, factor: float) -> list[Reason]:
    layout, rows = results.layout, []
    for design in layout.designs:
        trays = layout.trays_of(design.id)
        watts = sum(results.tray_states[tray.id].power_w for tray in trays)
        if trays:
            rows.append(Reason(f"{len(trays)} x {name(design)}", watts * factor, trays[0].id))
    return rows


def _carbon(results: Results) -> Why:
    total = results.totals["kgco2e_per_year"].typical
    rack_kw = results.totals["rack_kw"].typical
    per_kw = total / rack_kw if rack_kw else 0.0
    rows = _by_design(results, per_kw / 1000.0)
    rows.append(Reason("Busbar, clips and rounding", total - sum(row.value for row in rows), ""))
    site = results.layout.site
    grams = 1000.0 * per_kw / (HOURS_PER_YEAR * site.pue)
    sentence = f"{rack_kw:.4g} kW x PUE {site.pue:g} x {HOURS_PER_YEAR:g} h x {grams:.4g} g/kWh."
    return Why(sentence, _largest(rows), True)


def _interconnect(results: Results) -> Why:
    rows = _ends(results, 1.0 / 1000.0)
    return Why("Typical watts of modules, engines and their lasers, and of the hosts' SerDes.", rows, True)


def _ends(results: Results, factor: float) -> tuple[Reason, ...]:
    rows = []
    for key, state in results.link_states.items():
        who = name(state.link)
        rows.append(Reason(f"{who}: modules and engines", state.module_w()[1] * factor, key))
        rows.append(Reason(f"{who}: SerDes {state.serdes.key}", state.host_w()[1] * factor, key))
    return _largest(rows)


def _per_bit(results: Results) -> Why:
    ends_gbps = sum(state.end_gbps for state in results.link_states.values())
    rows = _ends(results, 1000.0 / ends_gbps) if ends_gbps else ()
    return Why(f"Watts of each kind over {ends_gbps / 1000.0:.4g} Tb/s at all ends.", rows, True)


def _bandwidth(results: Results) -> Why:
    rows = [
        Reason(
            f"{name(s.link)}: {s.link.n_links} x {s.link.link_gbps:g} Gb/s",
            s.link.n_links * s.link.link_gbps / 1000.0,
            key,
        )
        for key, s in results.link_states.items()
    ]
    return Why("Every link once, each way.", _largest(rows), True)


def _headroom(results: Results) -> Why:
    rows, layout = [], results.layout
    for design in layout.designs:
        trays = [t for t in layout.trays_of(design.id) if results.tray_states[t.id].hottest]
        if not trays:
            continue
        tray = min(trays, key=lambda t: _nan_last(results.tray_states[t.id].headroom_k))
        for id, state in results.parts(tray.id).items():
            who = f"{name(layout.element(id))}, {name(tray)}"
            label = f"{who}: limit {state.t_limit_c:.0f} less {state.t_c:.1f} C"
            rows.append(Reason(label, state.headroom_k, id))
    rows.sort(key=lambda row: _nan_last(row.value))
    return Why(
        "Limit of a part less its temperature, in the tray of its design that has least.",
        tuple(rows[:WORST]),
        False,
    )


def _margin(results: Results) -> Why:
    rows = [
        Reason(f"{name(s.link)}, {s.technology.name}", s.margin_db, key)
        for key, s in results.link_states.items()
    ]
    rows.sort(key=lambda row: _nan_last(row.value))
    return Why(
        "The worst lane of each link group; its losses stand in the tab Links.", tuple(rows[:WORST]), False
    )


def _failures(results: Results) -> Why:
    total = results.totals["failures_per_year"].typical
    raw = {
        key: s.n_ends * s.acceleration * s.technology.fit.typical * HOURS_PER_YEAR / 1e9
        for key, s in results.link_states.items()
    }
    rows = [
        Reason(f"{name(results.link_states[key].link)}: {_fit(results.link_states[key])}", value, key)
        for key, value in raw.items()
    ]
    return Why(
        f"Ends x FIT x wear at their temperature x {HOURS_PER_YEAR:g} h; {total:.3g} in all.",
        _largest(rows),
        True,
    )


def _fit(state) -> str:
    return f"{state.n_ends:.0f} ends x {state.technology.fit.typical:g} FIT x {state.acceleration:.2f}"


def _cost(results: Results) -> Why:
    rows = [
        Reason(f"{name(s.link)}: {s.n_ends:.0f} ends", s.cost_usd, key)
        for key, s in results.link_states.items()
    ]
    return Why("Typical price of all ends of the links, modules or cables.", _largest(rows), True)


def _largest(rows) -> tuple[Reason, ...]:
    return tuple(sorted(rows, key=lambda row: -abs(row.value)))


def _nan_last(value: float) -> float:
    return math.inf if math.isnan(value) else value


REASONS = {
    "rack_kw": _rack,
    "interconnect_kw": _interconnect,
    "bandwidth_tbps": _bandwidth,
    "pj_per_bit": _per_bit,
    "headroom_k": _headroom,
    "margin_db": _margin,
    "failures_per_year": _failures,
    "cost_usd": _cost,
    "kgco2e_per_year": _carbon,
}
"""By the name of the total."""
