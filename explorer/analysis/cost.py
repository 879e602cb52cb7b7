"""Money and carbon: energy per year, purchase of the links, and both over five years.

Included are the price of links by technology and the carbon embodied in optics, switches, frames and fiber;
processors, power shelves and cooling have no public figures and are left out.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.analysis.links.electrical import COPPER
from explorer.analysis.links.state import LinkState
from explorer.catalog import Quantity, load
from explorer.model import GRIDS, Layout, Site
from explorer.units import HOURS_PER_YEAR

YEARS = 5


class Cost(NamedTuple):
    """One line of the bill. `values` are low, typical and high."""

    item: str
    unit: str
    values: np.ndarray


def costs(layout: Layout, states: dict[str, LinkState], rack_w) -> list[Cost]:
    """The bill of a layout whose racks draw `rack_w` (low, typical, high) at their inlets."""
    energy, operation = energy_usd(layout.site, rack_w), operation_kg(layout.site, rack_w)
    bought = list(_links_usd(states))
    capital = _sum(cost.values for cost in bought)
    parts = list(_embodied_kg(layout, states))
    embodied = _sum(cost.values for cost in parts)
    tbps = sum(s.link.n_links * s.link.link_gbps for s in states.values()) / 1000.0
    owned, emitted = capital + YEARS * energy, embodied + YEARS * operation
    per_year = energy + capital / YEARS
    bill = [
        Cost("Energy", "$/yr", energy),
        *bought,
        Cost("Links, all", "$", capital),
        Cost("Cost per year, links over five years", "$/yr", per_year),
        Cost("Cost of ownership, five years", "$", owned),
        Cost("Carbon of operation", "kg/yr", operation),
        *parts,
        Cost("Carbon embodied, all that is known", "kg", embodied),
        Cost("Carbon, five years", "kg", emitted),
    ]
    if tbps:
        bill += [
            Cost("Cost per year and Tb/s", "$/yr", per_year / tbps),
            Cost("Cost of ownership per Tb/s, five years", "$", owned / tbps),
            Cost("Carbon per Tb/s, five years", "kg", emitted / tbps),
        ]
    return bill


def cost_table(bill: list[Cost]) -> pd.DataFrame:
    """A bill as a table, one row per item."""
    rows = [(c.item, c.unit, *map(float, c.values)) for c in bill]
    return pd.DataFrame(rows, columns=["item", "unit", "low", "typical", "high"]).set_index("item")


def energy_usd(site: Site, rack_w) -> np.ndarray:
    """Energy cost [$/yr] of racks and room (the PUE)."""
    return _kwh(site, rack_w) * site.energy_usd_per_kwh


def operation_kg(site: Site, rack_w, grid: str | None = None) -> np.ndarray:
    """CO2e [kg/yr] of the energy of racks and room, on the site's grid or that of another region."""
    return _kwh(site, rack_w) * grid_kg_per_kwh(site, site.grid if grid is None else grid)


def grid_kg_per_kwh(site: Site, grid: str) -> np.ndarray:
    """Low, typical and high carbon of a grid's electricity [kg CO2e/kWh].

    >>> grid_kg_per_kwh(Site(id="site"), "france").tolist()
    [0.056, 0.056, 0.056]
    """
    if grid == "own":
        return np.full(3, site.grid_gco2_per_kwh / 1000.0)
    return _values(load().figure(f"grid_gco2_{grid}")) / 1000.0


def by_grid(site: Site, rack_w) -> pd.DataFrame:
    """Carbon of operation [kg/yr] in every region of the catalog, the cleanest first."""
    rows = {grid: operation_kg(site, rack_w, grid) for grid in GRIDS if grid != "own"}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["low", "typical", "high"])
    return table.rename_axis("grid").sort_values("typical")


def _kwh(site: Site, rack_w) -> np.ndarray:
    return np.asarray(rack_w, float) / 1000.0 * site.pue * HOURS_PER_YEAR


def _links_usd(states: dict[str, LinkState]) -> Iterator[Cost]:
    """One line per technology."""
    spent: dict[str, np.ndarray] = {}
    for s in states.values():
        usd = s.n_ends * _values(s.technology.cost_usd)
        spent[s.technology.name] = spent.get(s.technology.name, np.zeros(3)) + usd
    for technology, usd in spent.items():
        yield Cost(f"Links, {technology}", "$", usd)


def _embodied_kg(layout: Layout, states: dict[str, LinkState]) -> Iterator[Cost]:
    optical = [s for s in states.values() if s.technology.medium not in COPPER]
    switches = sum(len(layout.trays_of(d.id)) for d in layout.designs if d.kind == "switch")
    counted = (
        ("Transceivers and engines", sum(s.n_ends for s in optical), "embodied_transceiver"),
        ("Fiber", sum(s.link.n_links * float(s.length_m.mean()) for s in optical), "embodied_fiber_per_m"),
        ("Switch chassis", switches, "embodied_switch_chassis"),
        ("Rack frames", len(layout.racks), "embodied_rack_frame"),
    )
    for item, n, key in counted:
        if n:
            yield Cost(f"Carbon embodied, {item.lower()}", "kg", n * _values(load().figure(key)))


def _values(quantity: Quantity) -> np.ndarray:
    return np.array([quantity.low, quantity.typical, quantity.high])


def _sum(triples) -> np.ndarray:
    return np.sum([np.zeros(3), *triples], axis=0)
