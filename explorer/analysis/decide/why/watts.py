"""Breakdown of the watts at the inlets, and of energy cost and carbon in a year."""

from collections import defaultdict
from collections.abc import Iterator

from explorer.analysis.cost import grid_kg_per_kwh
from explorer.analysis.decide.why.rows import Row, Table, cited, scaled, summed
from explorer.analysis.power.feed import RackPower
from explorer.analysis.power.power_flow import WALL
from explorer.analysis.results import Results
from explorer.catalog import load
from explorer.model import Tray
from explorer.model.naming import name
from explorer.units import HOURS_PER_YEAR

UPSTREAM = "Transformer and UPS"


def rack_kw(results: Results) -> tuple[str, tuple[Table, ...]]:
    """The input of all racks, by use and by tray."""
    return "What leaves the racks' feeds, losses on the way included", _both(results, 1e-3, "kW")


def wall_kw(results: Results) -> tuple[str, tuple[Table, ...]]:
    """The input before transformer and UPS, by use and by tray."""
    lost_w = results.feed.wall_w - results.feed.input_w
    row = Row(UPSTREAM, lost_w * 1e-3, how=f"efficiency {results.feed.upstream[1]:.4g}")
    if results.layout.site.upstream_efficiency is None:
        row = cited(row, load().figure("upstream_efficiency"))
    return "The racks' input, and what transformer and UPS lose", _with(_both(results, 1e-3, "kW"), row)


def energy_usd(results: Results) -> tuple[str, tuple[Table, ...]]:
    """Dollars a year."""
    price = results.layout.site.energy_usd_per_kwh
    said = f"Racks and room, {HOURS_PER_YEAR:,.0f} h a year at {price:g} $/kWh"
    return said, _in_a_year(results, price, "$/yr")


def carbon_kg(results: Results) -> tuple[str, tuple[Table, ...]]:
    """Kilograms of CO2e a year."""
    site = results.layout.site
    per_kwh = float(grid_kg_per_kwh(site, site.grid)[1])
    grid = "" if site.grid == "own" else f", grid: {load().citation(load().figure(f'grid_gco2_{site.grid}'))}"
    said = f"Racks and room, {HOURS_PER_YEAR:,.0f} h a year at {1000.0 * per_kwh:g} g CO2e/kWh{grid}"
    return said, _in_a_year(results, per_kwh, "kg/yr")


def _in_a_year(results: Results, per_kwh: float, unit: str) -> tuple[Table, ...]:
    pue, w = results.layout.site.pue, 1e-3 * HOURS_PER_YEAR * per_kwh
    room = Row("Cooling and room", (pue - 1.0) * results.feed.input_w * w, how=f"PUE {pue:g}")
    return _with(_both(results, w, unit), room)


def _both(results: Results, factor: float, unit: str) -> tuple[Table, ...]:
    tables = summed("By tray", "W", _trays(results)), summed("By use", "W", _uses(results))
    return tuple(scaled(table, table.title, unit, factor) for table in tables)


def _with(tables: tuple[Table, ...], row: Row) -> tuple[Table, ...]:
    """The tables with one more row, which belongs to no tray."""
    return tuple(summed(table.title, table.unit, (*table.rows, row)) for table in tables)


def _uses(results: Results) -> Iterator[Row]:
    """Sinks of the power flow: parts by their kind, and losses."""
    streams, ends = results.power_flow, defaultdict(float)
    inner = {s.source for s in streams}
    lost = {s.target for s in streams if s.is_loss}
    for s in streams:
        if s.target not in inner and not (s.source == WALL and s.is_loss):
            ends[s.target] += s.watts
    for end, watts in ends.items():
        yield Row(f"Lost in {end.lower()}" if end in lost else end, watts)


def _trays(results: Results) -> Iterator[Row]:
    """One row for all trays of a design, and rows for the losses between feeds and trays."""
    drawn: dict[str, list[tuple[Tray, float]]] = defaultdict(list)
    racks = results.feed.racks.values()
    for tray, watts in (pair for rack in racks for pair in _drawn(results, rack)):
        drawn[tray.design].append((tray, float(watts)))
    for design, pairs in drawn.items():
        watts, n = sum(w for _, w in pairs), len(pairs)
        label = name(pairs[0][0]) if n == 1 else f"{n} x {name(results.layout.design(design))}"
        how = f"{n} of {watts / n:,.4g} W" if n > 1 else ""
        yield Row(label, watts, elements=tuple(tray.id for tray, _ in pairs), how=how)
    shelves = tuple(shelf.id for rack in racks for shelf in rack.chain.plan.shelves)
    lost_w = sum(float(rack.flow.shelf_in_w.sum() - rack.flow.shelf_out_w.sum()) for rack in racks)
    yield Row("Lost in power shelves", lost_w, elements=shelves)
    yield Row("Lost in busbar and clips", sum(rack.bus_loss_w for rack in racks))


def _drawn(results: Results, rack: RackPower) -> Iterator[tuple[Tray, float]]:
    """Watts of each tray of a rack at its inlet; of a shelf, the watts that it draws itself."""
    plan, flow = rack.chain.plan, rack.flow
    for tray, watts, is_load in zip(plan.trays, flow.drawn_w, plan.is_load, strict=True):
        if is_load:
            yield tray, watts
    yield from zip(plan.shelves, rack.chain.delivery.own_w, strict=True)
    yield from zip(plan.ac_trays, flow.ac_in_w, strict=True)
    for tray in plan.unfed:
        if results.layout.design(tray.design).kind != "power_shelf":
            yield tray, results.boards[tray.design].power.drawn_w
