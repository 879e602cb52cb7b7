"""Link groups: from places to loss, from loss to SerDes class, energy, margin and errors."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explorer.analysis.links import reliability
from explorer.analysis.links.budget import Budget, Step
from explorer.analysis.links.electrical import (
    COPPER,
    Cable,
    HostChannel,
    cable,
    ends_db,
    is_passive,
    trace_db_per_mm,
)
from explorer.analysis.links.geometry import cable_m, trace_mm
from explorer.analysis.links.optical import Errors, Light, errors, light, wavelength_shift_nm
from explorer.analysis.links.serdes import SerDes, built, energy_pj, host_baud, interface, speed_of
from explorer.catalog import Technology, typical
from explorer.model import LaserSource, Layout, LinkGroup, Port, TrayDesign
from explorer.model.kept import kept
from explorer.model.placement import name
from explorer.model.technologies import is_published, technology
from explorer.solvers.links.channel import copper_reach_m

AT_NO_TEMPERATURE = ("budget_db", "serdes", "host_pj_per_bit")
"""Cached properties of a `LinkState` that are the same at all temperatures."""


@dataclass(frozen=True, eq=False)
class LinkState:
    """A link group. Ranges are (low, typical, high).

    Temperatures are those of the hottest place of their kind; NaN stands for the one at which the catalog's
    figures hold, so that a state without heat is the channel as the data sheets draw it. `warmed` gives the
    state at others.
    """

    link: LinkGroup
    technology: Technology
    n_ends: float
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
    """of the laser sources; modules with lasers of their own have them at `receiver_c`"""
    board_c: float = math.nan
    cable_c: float = math.nan

    def warmed(self, **temperatures_c: float) -> "LinkState":
        """The state at other temperatures: ``receiver_c, laser_c, board_c, cable_c``."""
        warm, known = replace(self, **temperatures_c), vars(self)
        vars(warm).update({name: known[name] for name in AT_NO_TEMPERATURE if name in known})
        return warm

    @property
    def temperatures_c(self) -> dict[str, float]:
        """What `warmed` takes to bring another state to these temperatures."""
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

        Equalizers are set when a link comes up: what heat adds to the loss later is taken off the margin.
        """
        losses = [x for x in (host.loss_db() for host in self.hosts.values()) if x.size]
        mean_db = float(np.mean([x.mean() for x in losses])) if losses else 0.0
        if is_passive(self.technology):
            cable_db = float(self.length_m.mean()) * self.channel.warm_db_per_m()
            left_db = self.channel.fixed_db() - 2 * mean_db - cable_db
            used = 1.0 - left_db / self.budget_db
        else:
            used = mean_db / self.serdes.budget_db.typical
        return energy_pj(self.technology, self.serdes, used)

    @cached_property
    def _worst_ends_db(self) -> float:
        """Worst losses of both ends; the far one outside the layout is taken as the near one."""
        worst = [float(x.max()) if x.size else 0.0 for x in self.host_losses_db.values()]
        return 2 * worst[0] if len(worst) == 1 else sum(worst)

    # -- what lies between -----------------------------------------------------------------------

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
            # from die to die it is one channel, and each pair has its own
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
        """Margin of the worst pair with the worst parts that are still good, the hosts' boards included."""
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

    def _host_steps(self, both: bool = False):
        """Ends and trace of the worst port; `both`: at either end, a far one outside as the near one."""
        keys = [key for key, x in self.host_losses_db.items() if x.size]
        if not both:
            keys = [max(keys, key=lambda key: self.host_losses_db[key].max())] if keys else []
        elif len(self.hosts) == 1:
            keys = keys * 2
        for key in keys:
            host, loss = self.hosts[key], self.host_losses_db[key]
            i = int(loss.argmax())
            who = self.names[key]
            for what, lost in (
                ("breakout, connector", host.ends_db[i]),
                ("trace", loss[i] - host.ends_db[i]),
            ):
                lost = float(lost)
                yield Step(f"{who}: {what}", -lost, -lost)

    @cached_property
    def copper_reach_m(self) -> float:
        """Length at which the cable's margin is used up; NaN where light is longer than any cable here."""
        if isinstance(self.channel, Light):
            return math.nan
        ends_db = self._worst_ends_db if is_passive(self.technology) else 0.0
        return copper_reach_m(self.channel.fixed_db(), ends_db, self.channel.warm_db_per_m(self.cable_c))

    @property
    def reach_m(self) -> float:
        """What passive copper reaches by its budget, other technologies by their data sheets."""
        return self.copper_reach_m if is_passive(self.technology) else self.technology.reach_m.high

    @cached_property
    def errors(self) -> Errors:
        """Of the worst pair. A decibel of electrical margin is worth half one of optical power."""
        worst_db = float(self.line_margin_db.min())
        return errors(self.technology, worst_db / 2.0 if self.technology.medium in COPPER else worst_db)

    @property
    def ber_pre_fec(self) -> float:
        return self.errors.ber_pre_fec

    @property
    def wavelength_shift_nm(self) -> float:
        """From the middle of its channel; 0 where nothing depends on it or no heat is known."""
        if not isinstance(self.channel, Light) or math.isnan(self._laser_c):
            return 0.0
        return wavelength_shift_nm(self._laser_c)

    # -- what it comes to ------------------------------------------------------------------------

    @property
    def end_gbps(self) -> float:
        """Data rate over all ends in the layout, each way."""
        return self.link.n_links * self.link.link_gbps * len(self.link.ends)

    @cached_property
    def latency(self) -> dict[str, float]:
        """One way, by what takes it: both ends' electronics, error correction, flight."""
        tech = self.technology
        speed = "200g" if speed_of(tech.baud_gbd) == "224g" else "100g"
        per_m = typical("twinax_ns_per_m" if tech.medium in COPPER else "fiber_ns_per_m")
        return {
            "SerDes": 2 * typical(f"serdes_ns_{self.serdes.key.lower().replace('+', 'plus')}"),
            "Modules": tech.latency_ns.typical,
            "KP4": typical(f"kp4_latency_{speed}_ns") if "KP4" in tech.fec else 0.0,
            "Inner code": typical("inner_fec_ns") if "KP4+inner" in tech.fec else 0.0,
            "Flight": float(self.length_m.mean()) * per_m,
        }

    @property
    def latency_ns(self) -> float:
        return sum(self.latency.values())

    def module_w(self) -> tuple[float, float, float]:
        """Watts of all modules, engines and lasers at catalog temperature."""
        w = self.technology.module_w
        return tuple(self.n_ends * v for v in (w.low, w.typical, w.high))

    def host_w(self) -> tuple[float, float, float]:
        """Watts of the SerDes at all ends in the layout."""
        return tuple(pj * self.end_gbps / 1000.0 for pj in self.host_pj_per_bit)

    @property
    def power_w(self) -> float:
        """Typical watts of modules and SerDes."""
        return self.module_w()[1] + self.host_w()[1]

    @property
    def cost_usd(self) -> float:
        return self.n_ends * self.technology.cost_usd.typical

    @property
    def acceleration(self) -> float:
        """Wear at its temperatures over wear at the catalog's, without the interval of `failures`."""
        return reliability.acceleration(self.technology, self.receiver_c, self.laser_c)

    @cached_property
    def failures(self) -> reliability.Failures:
        """Expected in a year, with the temperatures of modules and laser sources."""
        return reliability.failures(self.technology, self.n_ends, self.receiver_c, self.laser_c)

    @property
    def n_modules(self) -> int:
        return 0 if self.technology.medium == "twinax backplane" else math.ceil(self.n_ends - 1e-9)

    def row(self) -> dict:
        """The group's row of the links table."""
        tech, link = self.technology, self.link
        reach = self.reach_m
        return {
            "label": link.label or link.id,
            "technology": tech.key,
            "n_links": link.n_links,
            "n_modules": self.n_modules,
            "n_pairs": self.n_pairs,
            "link_gbps": link.link_gbps,
            "length_m": float(self.length_m.mean()),
            "length_max_m": float(self.length_m.max()),
            "trace_mm": float(max(h.trace_mm.max(initial=0.0) for h in self.hosts.values())),
            "host_loss_db": self.worst_host_db,
            "serdes": self.serdes.key,
            "host_margin_db": self.host_margin_db,
            "line_margin_db": float(self.line_margin_db.min()),
            "margin_db": self.margin_db,
            "worst_margin_db": self.worst_margin_db,
            "reach_m": reach,
            "reach_ok": bool(self.length_m.max() <= reach),
            "ber_pre_fec": self.ber_pre_fec,
            "codeword_failure": self.errors.codeword_failure,
            "latency_ns": self.latency_ns,
            "module_w": self.module_w()[1],
            "host_w": self.host_w()[1],
            "power_w": self.power_w,
            "pj_per_bit": self.power_w / self.end_gbps * 1000.0,
            "fit": tech.fit.typical,
            "failures_per_year": self.failures.expected,
            "cost_usd": self.cost_usd,
            "is_published": is_published(tech.key),
        }


def link_states(layout: Layout) -> dict[str, LinkState]:
    """Every link group of the layout, by id; without those that have an end on no mounted tray."""
    return {link.id: link_state(layout, link) for link in layout.links if not unmounted_ends(layout, link)}


def unmounted_ends(layout: Layout, link: LinkGroup) -> list[str]:
    """Designs at the ends of a link group of which no tray is mounted."""
    return [design for design, _ in link.ends if not layout.trays_of(design)]


def ports_of(layout: Layout, link: LinkGroup) -> dict[str, list[Port]]:
    """The ports of a link group that carry data, by design id."""
    return {design: ports_on(layout.element(design), link.id) for design, _ in link.ends}


@kept(256)
def ports_on(design: TrayDesign, link_id: str) -> list[Port]:
    """The ports of a link group on one board that carry data."""
    return [
        p
        for p in design.parts
        if isinstance(p, Port) and p.links == link_id and not isinstance(p, LaserSource)
    ]


def link_state(layout: Layout, link: LinkGroup) -> LinkState:
    """One link group at the temperatures of the catalog's figures."""
    tech = technology(layout, link.technology)
    baud = host_baud(tech, link.lane_gbps)
    in_copper = tech.medium in COPPER
    bend = typical("bend_radius_twinax_mm" if in_copper else "bend_radius_fiber_mm")
    designs = {design: layout.element(design) for design, _ in link.ends}
    return LinkState(
        link=link,
        technology=tech,
        n_ends=link.n_links * link.link_gbps / tech.rate_gbps * len(link.ends),
        n_pairs=round(2 * link.n_links * link.link_gbps / link.lane_gbps) if in_copper else 0,
        length_m=cable_m(layout, link, ports_of(layout, link), bend),
        hosts={key: _host_channel(design, link.id, baud / 2.0) for key, design in designs.items()},
        names={key: name(design) for key, design in designs.items()},
        baud_gbd=baud,
        channel=cable(tech, link.awg, baud) if in_copper else light(tech, link.n_connectors),
    )


@kept(256)
def _host_channel(design, link_id: str, f_ghz: float) -> HostChannel:
    hosts = {p.id: p for p in design.parts}
    ports = ports_on(design, link_id)
    traces = np.array([trace_mm(p, hosts[p.host]) if p.host else 0.0 for p in ports])
    per_mm = np.array([trace_db_per_mm(design.trace, p, f_ghz) for p in ports])
    return HostChannel(traces, traces * per_mm, np.array([ends_db(p, f_ghz) for p in ports]))
