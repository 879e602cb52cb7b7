"""Expected values, warnings and alarms of every optical lane on its module's management interface.

Quantities have their names in CMIS 5.2 (tables 8-9 and 8-82, and the VDM observable): ``TempMonValue``,
``LaserBiasTx``, ``OpticalPowerTx``, ``OpticalPowerRx``, pre-FEC BER of the media input. How each is found:

- temperature: the part's, as solved. Alarm: its limit; warning: the catalog's margin for optics below it.
- Tx power: the launch power of the link budget, as average power. A module reports the average power of the
  light, the budget counts its modulation: P = OMA (r + 1) / (2 (r - 1)) with the catalog's extinction ratio
  r. High alarm: the highest power in the standard, where the catalog has it.
- Rx power: Tx power less the losses of connectors and fiber, of a new link.
- low warning of both: the reserve for aging is used up. Low alarm: the margin of the link is used up as
  well.
- BER: of a new link; warning: of one whose reserve for aging is used up; alarm: the limit of the FEC.
- laser bias: the analysis computes no milliamperes, so the bias is given relative to that at 45 C: threshold
  current grows as exp(dT / T0), the remaining current as exp(dT / T1), as in
  `explorer.analysis.power.part_power`. Warning and alarm: the bias that the laser needs at the warning and at
  the alarm of its temperature; more than that is wear, not heat.

Unknown values are left empty: low limits of engines and laser sources, powers of microLED links.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

from explorer.analysis import Results
from explorer.analysis.links.electrical import COPPER
from explorer.analysis.links.optical import errors, has_inner_code, launch_dbm, pmd
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.growth import laser_drift
from explorer.catalog import Technology, load, typical
from explorer.handover.cables import Cable, cables, device_names
from explorer.handover.sheets import Table, csv_bytes
from explorer.model import LaserSource
from explorer.quantities.links import LANE
from explorer.units import db

TEMPERATURE, BIAS, TX, RX, BER = LANE

COLUMNS = (
    "rack", "device", "port", "part", "lane", "link_group", "technology", "quantity", "unit", "expected",
    "low_alarm", "low_warning", "high_warning", "high_alarm",
)  # fmt: skip


class Limits(NamedTuple):
    """An expected value and its limits; ``None`` for a limit that is unknown."""

    expected: float
    low_alarm: float | None = None
    low_warning: float | None = None
    high_warning: float | None = None
    high_alarm: float | None = None


class Reading(NamedTuple):
    """One quantity of one lane, or of a module (lane 0)."""

    rack: str
    device: str
    port: str
    part: str
    lane: int
    link_group: str
    technology: str
    quantity: str
    limits: Limits


def readings(results: Results) -> Iterator[Reading]:
    """The readings of every optical module and lane, in the order of the cables."""
    shown: set[tuple[str, str, str]] = set()
    by_group: dict[str, list[Cable]] = {}
    for cable in cables(results):
        by_group.setdefault(cable.state.link.id, []).append(cable)
    for state in results.link_states.values():
        if state.technology.medium in COPPER:
            continue
        known: dict[tuple[float, float], dict[str, Limits]] = {}
        for cable in by_group.get(state.link.id, ()):
            pair = cable.length_m, cable.line_margin_db
            lane_limits = known.get(pair) or known.setdefault(pair, _lane_limits(state, *pair))
            for end in (cable.a, cable.b):
                if end.tray is not None and end.slot is not None:
                    yield from _of_end(results, state, end, lane_limits, shown)
    yield from _sources(results)


def _of_end(results, state: LinkState, end, lane_limits, shown) -> Iterator[Reading]:
    tech, link = state.technology, state.link
    known = (end.rack, end.device, end.port, end.slot.part)
    group = link.label or link.id
    part = results.parts(end.tray.id).get(end.slot.part)
    if part is not None and (end.tray.id, end.slot.part, end.port) not in shown:
        shown.add((end.tray.id, end.slot.part, end.port))
        limits = _temperature(part.t_c, part.t_limit_c, tech.placement == "faceplate")
        if limits is not None:
            yield Reading(*known, 0, group, tech.key, TEMPERATURE, limits)
    limits = dict(lane_limits)
    own_lasers = tech.n_lasers and not tech.light_source_key
    if own_lasers and part is not None and math.isfinite(part.t_c):
        limits[BIAS] = _bias(part.t_c, part.t_limit_c)
    n = max(1, round(tech.n_lanes * min(1.0, link.link_gbps / tech.rate_gbps)))
    first = (end.slot.split - 1) * n
    for lane in range(first + 1, first + n + 1):
        for quantity, value in limits.items():
            yield Reading(*known, lane, group, tech.key, quantity, value)


def _temperature(t_c: float, limit_c: float, is_pluggable: bool) -> Limits | None:
    if not math.isfinite(t_c):
        return None
    margin = typical("optics_margin_k")
    least = typical("module_case_least_c") if is_pluggable else None
    return Limits(t_c, least, None if least is None else least + margin, limit_c - margin, limit_c)


def _bias(t_c: float, limit_c: float) -> Limits:
    warning_c = limit_c - typical("optics_margin_k")
    at = (bias_over_45_c(t_c), bias_over_45_c(warning_c), bias_over_45_c(limit_c))
    return Limits(at[0], None, None, at[1], at[2])


def bias_over_45_c(t_c: float) -> float:
    """Current of a laser at constant light output, relative to that at 45 C.

    >>> bias_over_45_c(45.0), round(bias_over_45_c(70.0), 3)
    (1.0, 1.263)
    """
    shares, per_k, reference_c = laser_drift()
    return sum(share * math.exp((t_c - reference_c) * k) for share, k in zip(shares, per_k, strict=True))


def average_over_oma_db(extinction_ratio_db: float) -> float:
    """Ratio of a signal's average power to its modulation amplitude, (r + 1) / (2 (r - 1)), in dB.

    >>> round(average_over_oma_db(3.5), 2), round(average_over_oma_db(4.77121), 2)
    (1.16, 0.0)
    """
    r = 10 ** (extinction_ratio_db / 10)
    return db((r + 1) / (2 * (r - 1)))


def _lane_limits(state: LinkState, length_m: float, margin_db: float) -> dict[str, Limits]:
    tech = state.technology
    limits = {}
    aging, left = typical("optical_aging_db"), max(0.0, margin_db)
    if tech.medium != "imaging fibre":
        dimmed = sum(step.typical_db for step in state.line.steps if step.name == "Dim laser")
        tx = launch_dbm(tech) + average_over_oma_db(typical("extinction_ratio_db")) + dimmed
        lost = -state.channel.connectors.typical_db + length_m * state.channel.fiber_db_per_m.typical
        most = _most_dbm(tech)
        limits[TX] = Limits(tx, tx - aging - left, tx - aging, None, most)
        limits[RX] = Limits(tx - lost, tx - lost - aging - left, tx - lost - aging, None, most)
    limits[BER] = _ber(tech, margin_db, aging)
    return limits


def _most_dbm(tech: Technology) -> float | None:
    """Highest average power of a lane in its standard; None if the catalog does not have it."""
    figure = load().figures.get(f"average_{pmd(tech)}_dbm")
    return None if figure is None or tech.light_source_key else figure.high


def _ber(tech: Technology, margin_db: float, aging_db: float) -> Limits:
    new = errors(tech, margin_db + aging_db).ber_pre_fec
    aged = max(errors(tech, margin_db).ber_pre_fec, load().figure("ber_floor").high)
    if "KP4" not in tech.fec:
        return Limits(new, None, None, aged, None)
    limit = typical("kp4_inner_ber_limit" if has_inner_code(tech) else "kp4_ber_limit")
    return Limits(new, None, None, min(aged, limit), limit)


def _sources(results: Results) -> Iterator[Reading]:
    """Readings of external laser sources, which contain the lasers for the lanes of engines."""
    layout = results.layout
    names = device_names(layout)
    for design in layout.designs:
        lasers = [p for p in design.parts if isinstance(p, LaserSource) and p.links in results.link_states]
        for tray in layout.trays_of(design.id) if lasers else ():
            rack = layout.element(tray.rack)
            for laser in lasers:
                state = results.link_states[laser.links]
                key = state.technology.light_source_key
                part = results.parts(tray.id)[laser.id]
                if not key or not math.isfinite(part.t_c):
                    continue
                group = state.link.label or state.link.id
                for module in range(1, laser.n_modules + 1):
                    port = laser.id.rpartition("_")[2] + (f".{module}" if laser.n_modules > 1 else "")
                    known = (rack.label or rack.id, names[tray.id], port, laser.id)
                    heat = _temperature(part.t_c, part.t_limit_c, False)
                    yield Reading(*known, 0, group, key, TEMPERATURE, heat)
                    bias = _bias(part.t_c, part.t_limit_c)
                    for lane in range(1, load().technology(key).n_lasers + 1):
                        yield Reading(*known, lane, group, key, BIAS, bias)


def table(results: Results) -> Table:
    """The readings, one row per quantity of a lane; lane 0 is the module."""
    rows = [(*r[:8], LANE[r.quantity].unit, *map(_rounded, r.limits)) for r in readings(results)]
    return Table("Expected lanes", COLUMNS, rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def write_csv(results: Results) -> bytes:
    """The table as CSV."""
    return csv_bytes(table(results))
