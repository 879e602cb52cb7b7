"""Totals: the numbers of the whole layout, each with its range."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.analysis.cost import energy_usd, operation_kg
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.converters import rail_efficiency
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import RackCooling, Total, TrayState
from explorer.catalog import Quantity
from explorer.model import Layout
from explorer.quantities.totals import TOTALS
from explorer.units import HOURS_PER_YEAR


@dataclass(frozen=True, eq=False)
class Basis:
    """Input of the totals: the solved layout, and sums that several of them share.

    Arrays are (low, typical, high).
    """

    layout: Layout
    states: dict[str, LinkState]
    boards: dict[str, Board]
    trays: dict[str, TrayState]
    racks: dict[str, RackCooling]
    feed: Feed

    @cached_property
    def modules_w(self) -> np.ndarray:
        return _sum(s.module_w() for s in self.states.values())

    @cached_property
    def hosts_w(self) -> np.ndarray:
        """Watts of the SerDes of all links."""
        return _sum(s.host_w() for s in self.states.values())

    @cached_property
    def interconnect_w(self) -> np.ndarray:
        return self.modules_w + self.hosts_w

    @cached_property
    def rack_w(self) -> np.ndarray:
        """Watts at the inlets of all racks."""
        modules, hosts = self.modules_w, self.hosts_w
        # offset of the links' low and high watts from typical, at the trays' intermediate bus
        at_tray = (modules - modules[1]) / rail_efficiency("optics") + (hosts - hosts[1]) / rail_efficiency(
            "asic"
        )
        return self.feed.input_w + self.feed.tray_factor * at_tray


def totals(basis: Basis) -> dict[str, Total]:
    """All totals of `TOTAL_VALUES` by name."""
    return {key: total(key, value(basis)) for key, value in TOTAL_VALUES.items()}


def total(key: str, value: float | np.ndarray) -> Total:
    """A total from one value, or from (low, typical, high); label and unit are from `quantities.totals`."""
    low, typical, high = np.broadcast_to(np.asarray(value, float), 3).tolist()
    return Total(low, typical, high, TOTALS[key].unit or "", TOTALS[key].label)


def _wall_kw(basis: Basis) -> np.ndarray:
    low, usual, high = basis.feed.upstream
    return basis.rack_w / (high, usual, low) / 1000.0


def _bandwidth_tbps(basis: Basis) -> float:
    return sum(s.link.n_links * s.link.link_gbps for s in basis.states.values()) / 1000.0


def _pj_per_bit(basis: Basis) -> np.ndarray:
    ends_gbps = sum(s.end_gbps for s in basis.states.values())
    return basis.interconnect_w / ends_gbps * 1000.0 if ends_gbps else np.zeros(3)


def _headroom_k(basis: Basis) -> float:
    # np.min keeps NaN: if a part runs away, its tray and so the layout have no headroom
    least = float(np.min([t.headroom_k for t in basis.trays.values() if t.hottest], initial=np.inf))
    return least if least < np.inf else np.nan


def _margin_db(basis: Basis) -> float:
    return min((s.margin_db for s in basis.states.values()), default=np.nan)


def _failures_per_year(basis: Basis) -> np.ndarray:
    worn = ((s.n_ends * s.acceleration, s.technology.fit) for s in basis.states.values())
    return _sum(_spread(*each) for each in worn) * HOURS_PER_YEAR / 1e9


def _cost_usd(basis: Basis) -> np.ndarray:
    return _sum(_spread(s.n_ends, s.technology.cost_usd) for s in basis.states.values())


def _n_modules(basis: Basis) -> float:
    return sum(s.n_modules for s in basis.states.values())


TOTAL_VALUES: dict[str, Callable[[Basis], float | np.ndarray]] = {
    "rack_kw": lambda basis: basis.rack_w / 1000.0,
    "wall_kw": _wall_kw,
    "interconnect_kw": lambda basis: basis.interconnect_w / 1000.0,
    "module_kw": lambda basis: basis.modules_w / 1000.0,
    "serdes_kw": lambda basis: basis.hosts_w / 1000.0,
    "bandwidth_tbps": _bandwidth_tbps,
    "pj_per_bit": _pj_per_bit,
    "headroom_k": _headroom_k,
    "margin_db": _margin_db,
    "failures_per_year": _failures_per_year,
    "cost_usd": _cost_usd,
    "energy_usd_per_year": lambda basis: energy_usd(basis.layout.site, basis.rack_w),
    "kgco2e_per_year": lambda basis: operation_kg(basis.layout.site, basis.rack_w),
    "n_modules": _n_modules,
}
"""Function of each total: one value, or (low, typical, high). Label and unit are in `quantities.totals`.

A total that is added to both tables is in `Results.totals` of every later evaluation.
"""


def _sum(triples: Iterable) -> np.ndarray:
    return np.sum([np.zeros(3), *map(np.asarray, triples)], axis=0)


def _spread(n: float, quantity: Quantity) -> tuple[float, float, float]:
    return n * quantity.low, n * quantity.typical, n * quantity.high
