"""A link group, solved: its channel, and the watts, latency, failures and price of its links."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

from explorer.analysis.links import reliability
from explorer.analysis.links.latency import latency_ns
from explorer.analysis.links.line import Line

AT_NO_TEMPERATURE = ("budget_db", "serdes", "host_pj_per_bit", "linear", "is_joined")
"""Cached properties of a `LinkState` that do not depend on temperature; `warmed` copies them."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LinkState(Line):
    """A link group. Ranges are (low, typical, high)."""

    modules: dict[str, int]
    """modules, engines or connectors on one tray, by design id"""
    n_units: int
    """of them in the whole layout"""
    n_lights: int
    """external laser sources in the whole layout"""
    hosted_gbps: float
    """rate of all ports in the layout that have a host, each way"""
    lit_a_source: float
    """ends that one external laser source lights"""
    is_judged_by_worst: bool
    """whether it has to close with the worst parts within specification"""
    n_pairs: int
    drawn_w: float = math.nan
    """watts of its modules, engines and laser sources at these temperatures, as the boards draw them"""

    def warmed(self, **found: float) -> "LinkState":
        """The state at other ``receiver_c, laser_c, board_c, cable_c``, and with the ``drawn_w`` there."""
        warm, known = replace(self, **found), vars(self)
        vars(warm).update({name: known[name] for name in AT_NO_TEMPERATURE if name in known})
        return warm

    @property
    def temperatures_c(self) -> dict[str, float]:
        """Arguments with which `warmed` brings another state to these temperatures."""
        return {key: getattr(self, key) for key in ("receiver_c", "laser_c", "board_c", "cable_c")}

    # -- figures of the group --------------------------------------------------------------------

    @property
    def ends_a_module(self) -> float:
        """Ends, as the catalog counts them, in one module or engine."""
        return self.technology.unit_gbps / self.technology.rate_gbps

    @property
    def n_ends(self) -> float:
        """Ends that are bought and powered, full or not: those of all modules and engines on the boards."""
        return self.n_units * self.ends_a_module

    @property
    def end_gbps(self) -> float:
        """Data rate over all ends in the layout, each way."""
        return self.link.n_links * self.link.link_gbps * len(self.link.ends)

    @cached_property
    def latency(self) -> dict[str, float]:
        """One-way latency [ns] by cause: both ends' electronics, error correction, flight."""
        return latency_ns(self.technology, self.serdes.key, float(self.length_m.mean()))

    @property
    def latency_ns(self) -> float:
        return sum(self.latency.values())

    def module_w(self) -> tuple[float, float, float]:
        """Watts of all modules, engines and lasers: low, typical, high; solved, or those of the catalog."""
        w, n = self.technology.module_w, self.n_ends
        typical_w = self.drawn_w if math.isfinite(self.drawn_w) else self.catalog_w
        return typical_w - n * (w.typical - w.low), typical_w, typical_w + n * (w.high - w.typical)

    @property
    def catalog_w(self) -> float:
        """Typical watts of all modules, engines and lasers at catalog temperature."""
        unlit = self.n_lights * self.lit_a_source - self.n_ends if self.n_lights else 0.0
        return self.n_ends * self.technology.module_w.typical + unlit * self.technology.els_w

    def host_w(self) -> tuple[float, float, float]:
        """Watts of the SerDes behind all ports in the layout: low, typical, high."""
        low, typical, high = (pj * self.hosted_gbps / 1000.0 for pj in self.host_pj_per_bit)
        return low, typical, high

    @property
    def power_w(self) -> float:
        """Typical watts of modules and SerDes."""
        return self.module_w()[1] + self.host_w()[1]

    @property
    def cost_usd(self) -> float:
        return self.n_ends * self.technology.cost_usd.typical

    @property
    def causes(self) -> tuple[reliability.Cause, ...]:
        """What makes its ends fail, at the temperatures of modules and laser sources."""
        return reliability.causes(self.technology, self.receiver_c, self.laser_c)

    @property
    def acceleration(self) -> float:
        """Failure rate at its temperatures over the catalog's; cheaper than `failures` with its interval."""
        return reliability.acceleration(self.technology, self.receiver_c, self.laser_c)

    @cached_property
    def failures(self) -> reliability.Failures:
        """Failures in a year at the temperatures of modules and laser sources."""
        return reliability.failures(self.technology, self.n_ends, self.receiver_c, self.laser_c)

    @property
    def n_modules(self) -> int:
        return 0 if self.technology.medium == "twinax backplane" else self.n_units
