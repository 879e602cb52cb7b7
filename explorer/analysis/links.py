"""Link groups: from places to loss, from loss to SerDes energy and margin."""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.budget import (
    COPPER,
    FAST_GBD,
    budget_db,
    cable_db_per_m,
    ends_db,
    gain_db,
    host_pj,
    is_passive,
    latency_ns,
    line_margin_db,
    package_db,
    trace_db_per_mm,
)
from explorer.analysis.geometry import cable_m, trace_mm
from explorer.analysis.technologies import is_published, technology
from explorer.catalog import Technology, typical
from explorer.model import LaserSource, Layout, LinkGroup, Port
from explorer.solvers.channel import johnson_penalty_db, pam4_ber
from explorer.units import HOURS_PER_YEAR


class HostChannel(NamedTuple):
    """The lanes between the ASICs of one tray and their ports."""

    trace_mm: np.ndarray
    loss_db: np.ndarray


class LinkState(NamedTuple):
    """A link group before heat is known. Ranges are (low, typical, high)."""

    link: LinkGroup
    technology: Technology
    n_ends: float
    n_pairs: int
    length_m: np.ndarray
    """(trays of a, trays of b)"""
    hosts: dict[str, HostChannel]
    """by design id"""
    budget_db: float
    host_margin_db: float
    line_margin_db: np.ndarray
    """(trays of a, trays of b), before temperature"""
    host_pj_per_bit: tuple[float, float, float]
    receiver_c: float
    """Temperature of the hottest receiver; NaN until heat is solved."""

    @property
    def end_gbps(self) -> float:
        """Data rate over all ends in the layout, each way."""
        return self.link.n_links * self.link.link_gbps * len(self.link.ends)

    @property
    def temperature_db(self) -> float:
        """Margin that a warm receiver costs; copper has none."""
        if self.technology.medium in COPPER or math.isnan(self.receiver_c):
            return 0.0
        return johnson_penalty_db(self.receiver_c, typical("receiver_reference_c"))

    @property
    def margins_db(self) -> np.ndarray:
        """Binding margin of every pair of trays."""
        if is_passive(self.technology):
            # from die to die it is one channel, and each pair has its own
            return self.line_margin_db
        return np.minimum(self.line_margin_db - self.temperature_db, self.host_margin_db)

    @property
    def ber_pre_fec(self) -> float:
        """Of the worst pair. A decibel of electrical margin is worth half one of optical power."""
        worst_db = float(self.line_margin_db.min()) - self.temperature_db
        if self.technology.medium in COPPER:
            worst_db /= 2.0
        return float(max(pam4_ber(worst_db)[0], typical("ber_floor")))

    def module_w(self) -> tuple[float, float, float]:
        """Watts of all modules, engines and lasers at catalog temperature."""
        w = self.technology.module_w
        return tuple(self.n_ends * v for v in (w.low, w.typical, w.high))

    def host_w(self) -> tuple[float, float, float]:
        """Watts of the SerDes at all ends in the layout."""
        return tuple(pj * self.end_gbps / 1000.0 for pj in self.host_pj_per_bit)

    def row(self) -> dict:
        """The group's row of the links table."""
        tech, link = self.technology, self.link
        margin = float(self.margins_db.min())
        watts = self.module_w()[1] + self.host_w()[1]
        return {
            "label": link.label or link.id,
            "technology": tech.key,
            "n_links": link.n_links,
            "n_modules": 0 if tech.medium == "twinax backplane" else math.ceil(self.n_ends - 1e-9),
            "n_pairs": self.n_pairs,
            "link_gbps": link.link_gbps,
            "length_m": float(self.length_m.mean()),
            "length_max_m": float(self.length_m.max()),
            "trace_mm": float(max(h.trace_mm.max(initial=0.0) for h in self.hosts.values())),
            "host_loss_db": float(max(h.loss_db.max(initial=0.0) for h in self.hosts.values())),
            "host_margin_db": self.host_margin_db,
            "line_margin_db": float(self.line_margin_db.min()) - self.temperature_db,
            "margin_db": margin,
            "reach_m": tech.reach_m.high,
            "reach_ok": bool(self.length_m.max() <= tech.reach_m.high),
            "ber_pre_fec": self.ber_pre_fec,
            "latency_ns": latency_ns(tech, float(self.length_m.mean())),
            "module_w": self.module_w()[1],
            "host_w": self.host_w()[1],
            "power_w": watts,
            "pj_per_bit": watts / self.end_gbps * 1000.0,
            "fit": tech.fit.typical,
            "failures_per_year": self.n_ends * tech.fit.typical * HOURS_PER_YEAR / 1e9,
            "cost_usd": self.n_ends * tech.cost_usd.typical,
            "is_published": is_published(tech.key),
        }


def link_states(layout: Layout) -> dict[str, LinkState]:
    """Every link group of the layout, by id; without those that have an end on no mounted tray."""
    return {link.id: _state(layout, link) for link in layout.links if not unmounted_ends(layout, link)}


def unmounted_ends(layout: Layout, link: LinkGroup) -> list[str]:
    """Designs at the ends of a link group of which no tray is mounted."""
    return [design for design, _ in link.ends if not layout.trays_of(design)]


def ports_of(layout: Layout, link: LinkGroup) -> dict[str, list[Port]]:
    """The ports of a link group that carry data, by design id."""
    return {
        design: [
            p
            for p in layout.element(design).parts
            if isinstance(p, Port) and p.links == link.id and not isinstance(p, LaserSource)
        ]
        for design, _ in link.ends
    }


def _state(layout: Layout, link: LinkGroup) -> LinkState:
    tech = technology(layout, link.technology)
    ports = ports_of(layout, link)
    f_ghz = tech.baud_gbd / 2.0
    hosts = {design: _channel(layout, design, own, tech, f_ghz) for design, own in ports.items()}
    lengths = cable_m(layout, link, ports)
    losses = [h.loss_db for h in hosts.values() if h.loss_db.size]
    worst = sum(float(x.max()) for x in losses)
    mean = sum(float(x.mean()) for x in losses)
    if not link.b:
        worst, mean = 2 * worst, 2 * mean
    budget = budget_db(tech)
    if is_passive(tech):
        ends = 2 * package_db(f_ghz) if tech.baud_gbd > FAST_GBD else 0.0
        cable = lengths * cable_db_per_m(f_ghz) - gain_db(tech, f_ghz)
        line = budget - ends - worst - cable
        host_margin, used = float(line.min()), (ends + mean + float(cable.mean())) / budget
    else:
        host_margin = budget - max((float(x.max()) for x in losses), default=0.0)
        used = mean / max(1, 2 if not link.b else len(losses)) / budget
        line = line_margin_db(tech, lengths, f_ghz)
    n_ends = link.n_links * link.link_gbps / tech.rate_gbps * len(link.ends)
    return LinkState(
        link=link,
        technology=tech,
        n_ends=n_ends,
        n_pairs=round(2 * link.n_links * link.link_gbps / link.lane_gbps) if tech.medium in COPPER else 0,
        length_m=lengths,
        hosts=hosts,
        budget_db=budget,
        host_margin_db=host_margin,
        line_margin_db=line,
        host_pj_per_bit=host_pj(tech.host_pj_per_bit, used),
        receiver_c=math.nan,
    )


def _channel(layout, design_id, ports, tech, f_ghz) -> HostChannel:
    design = layout.element(design_id)
    traces = np.array([trace_mm(p, layout.element(p.host)) if p.host else 0.0 for p in ports])
    per_mm = np.array([trace_db_per_mm(design.trace, p, f_ghz) for p in ports])
    fixed = np.array([ends_db(p, f_ghz) for p in ports])
    return HostChannel(traces, traces * per_mm + fixed)
