"""A link group, solved: loss, SerDes class, margin, errors, watts, latency and failures of its links."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explorer.analysis.links import reliability
from explorer.analysis.links.budget import Budget, Step
from explorer.analysis.links.electrical import COPPER, Cable, HostChannel, host_steps, is_passive
from explorer.analysis.links.latency import latency_ns
from explorer.analysis.links.optical import Errors, Light, errors, wavelength_shift_nm
from explorer.analysis.links.serdes import SerDes, built, energy_pj, interface
from explorer.catalog import Technology
from explorer.model import LinkGroup
from explorer.solvers.links.channel import copper_reach_m

AT_NO_TEMPERATURE = ("budget_db", "serdes", "host_pj_per_bit")
"""Cached properties of a `LinkState` that do not depend on temperature; `warmed` copies them."""


@dataclass(frozen=True, eq=False)
class LinkState:
    """A link group. Ranges are (low, typical, high).

    Temperatures are the highest of their kind; NaN stands for the reference temperature of the catalog's
    figures, so that a state without temperatures is the channel of the data sheets.
    """

    link: LinkGroup
    technology: Technology
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
    length_m: np.ndarray
    """(trays of a, trays of b)"""
    hosts: dict[str, HostChannel]
    """by design id"""
    names: dict[str, str]
    """of the designs"""
    baud_gbd: float
    """of the hosts' lanes"""
    channel: Cable | Light
    """between the two ends' electronics, or from die to die in passive copper"""
    receiver_c: float = math.nan
    laser_c: float = math.nan
    """of external laser sources; lasers inside modules are at `receiver_c`"""
    board_c: float = math.nan
    cable_c: float = math.nan
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

    # -- the hosts' lanes ------------------------------------------------------------------------

    @cached_property
    def host_losses_db(self) -> dict[str, np.ndarray]:
        """Loss of each port's lanes, by design id."""
        return {key: host.loss_db(self.board_c) for key, host in self.hosts.items()}

    @cached_property
    def worst_host_db(self) -> float:
        return max((float(x.max()) for x in self.host_losses_db.values() if x.size), default=0.0)

    @cached_property
    def budget_db(self) -> float:
        """Loss that the hosts' interface closes."""
        return interface(self.technology, self.baud_gbd).budget_db.typical

    @cached_property
    def serdes(self) -> SerDes:
        """The class that the hosts are built with."""
        cold_db = max((float(h.loss_db().max(initial=0.0)) for h in self.hosts.values()), default=0.0)
        return built(self.technology, self.baud_gbd, cold_db)

    @cached_property
    def host_margin_db(self) -> float:
        if is_passive(self.technology):
            return float(self.line_margin_db.min())
        return self.budget_db - self.worst_host_db

    @cached_property
    def host_pj_per_bit(self) -> tuple[float, float, float]:
        """Energy of the hosts' SerDes per payload bit, at the share of their budget that the channel uses.

        Losses are at reference temperature: equalizers adapt when a link comes up; heat reduces the margin.
        """
        losses = [x for x in (host.loss_db() for host in self.hosts.values()) if x.size]
        mean_db = float(np.mean([x.mean() for x in losses])) if losses else 0.0
        cable = self.passive
        if cable is not None:
            cable_db = float(self.length_m.mean()) * cable.warm_db_per_m()
            left_db = cable.fixed_db() - 2 * mean_db - cable_db
            used = 1.0 - left_db / self.budget_db
        else:
            used = mean_db / self.serdes.budget_db.typical
        return energy_pj(self.technology, self.serdes, used)

    @cached_property
    def _worst_ends_db(self) -> float:
        """Worst losses of both ends, added; an end outside the layout is taken as equal to the near one."""
        worst = [float(x.max()) if x.size else 0.0 for x in self.host_losses_db.values()]
        return 2 * worst[0] if len(worst) == 1 else sum(worst)

    # -- between the hosts -----------------------------------------------------------------------

    @property
    def passive(self) -> Cable | None:
        """The cable if only copper joins the hosts, so that one channel runs from end to end; else None."""
        return self.channel if isinstance(self.channel, Cable) and is_passive(self.technology) else None

    @cached_property
    def _laser_c(self) -> float:
        return self.laser_c if self.technology.light_source_key else self.receiver_c

    @cached_property
    def line_margin_db(self) -> np.ndarray:
        """(trays of a, trays of b), between the two ends' electronics; from die to die in passive copper."""
        if isinstance(self.channel, Light):
            return self.channel.margins_db(self.length_m, self.receiver_c, self._laser_c)
        far = np.zeros(self.length_m.shape[1])
        near_db = self._worst_ends_db if is_passive(self.technology) else 0.0
        near = np.full(self.length_m.shape[0], near_db)
        return self.channel.margins_db(near, far, self.length_m, self.cable_c)

    @cached_property
    def margins_db(self) -> np.ndarray:
        """Binding margin of every pair of trays."""
        if is_passive(self.technology):
            # one channel from die to die, with the length of each pair
            return self.line_margin_db
        return np.minimum(self.line_margin_db, self.host_margin_db)

    @cached_property
    def margin_db(self) -> float:
        """Binding margin of the worst pair of trays."""
        return float(self.margins_db.min())

    @cached_property
    def line(self) -> Budget:
        """The worst pair's line as named elements."""
        return self._line("typical")

    @cached_property
    def worst_margin_db(self) -> float:
        """Margin of the worst pair with the worst parts within specification, the hosts' boards included."""
        worst = self._line("worst").worst_db
        return worst if is_passive(self.technology) else min(worst, self.host.worst_db)

    @cached_property
    def host(self) -> Budget:
        """The worst host channel as named elements; empty in passive copper, one channel from die to die."""
        if is_passive(self.technology):
            return Budget(())
        own = interface(self.technology, self.baud_gbd)
        budget = Step(f"{own.key} budget", own.budget_db.typical, own.budget_db.low)
        return Budget((budget, *self._host_steps()))

    def _line(self, which: str) -> Budget:
        length = float(self.length_m.max())
        if isinstance(self.channel, Light):
            return getattr(self.channel, which)(length, self.receiver_c, self._laser_c)
        hosts = self._host_steps(both=True) if is_passive(self.technology) else ()
        return self.channel.steps(hosts, length, self.cable_c)

    def _host_steps(self, both: bool = False) -> list[Step]:
        """Ends and trace of the worst port; with `both`, of each end, one outside like the near one."""
        ports = {key: x for key, x in self.host_losses_db.items() if x.size}
        keys = list(ports)
        if not both:
            keys = [max(keys, key=lambda key: ports[key].max())] if keys else []
        elif len(self.hosts) == 1:
            keys = keys * 2
        return [step for key in keys for step in host_steps(self.names[key], self.hosts[key], ports[key])]

    @cached_property
    def copper_reach_m(self) -> float:
        """Length at which the cable's margin is used up; NaN for optical channels."""
        if isinstance(self.channel, Light):
            return math.nan
        ends_db = self._worst_ends_db if is_passive(self.technology) else 0.0
        return copper_reach_m(self.channel.fixed_db(), ends_db, self.channel.warm_db_per_m(self.cable_c))

    @property
    def reach_m(self) -> float:
        """Reach of passive copper from its budget, of other technologies from their data sheets."""
        return self.copper_reach_m if is_passive(self.technology) else self.technology.reach_m.high

    @cached_property
    def errors(self) -> Errors:
        """Error rates of the worst pair. A decibel of electrical margin counts as half an optical one."""
        worst_db = float(self.line_margin_db.min())
        return errors(self.technology, worst_db / 2.0 if self.technology.medium in COPPER else worst_db)

    @property
    def ber_pre_fec(self) -> float:
        return self.errors.ber_pre_fec

    @property
    def wavelength_shift_nm(self) -> float:
        """Offset from the middle of the channel; 0 for copper or without a laser temperature."""
        if not isinstance(self.channel, Light) or math.isnan(self._laser_c):
            return 0.0
        return wavelength_shift_nm(self._laser_c)

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
    def fill(self) -> float:
        """Share of what its modules can carry that its links use; NaN without modules."""
        return self.end_gbps / (self.n_ends * self.technology.rate_gbps) if self.n_ends else math.nan

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
