"""Link groups: from places to loss, from loss to SerDes energy and margin."""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.geometry import cable_m, trace_mm
from explorer.analysis.results import Total
from explorer.analysis.technologies import is_published, technology
from explorer.catalog import Quantity, Technology, typical
from explorer.model import Cage, Engine, LaserSource, Layout, LinkGroup, Port
from explorer.solvers.channel import at_frequency, johnson_penalty_db, line_loss_db_per_m, pam4_ber
from explorer.units import HOURS_PER_YEAR

FAST_GBD = 80.0
"""Above this symbol rate the 224G budgets hold, below it those of 112G."""


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


COPPER = ("twinax", "twinax backplane")


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
    budget = _budget_db(tech)
    if is_passive(tech):
        ends = 2 * _package_db(tech, f_ghz) if tech.baud_gbd > FAST_GBD else 0.0
        cable = lengths * _cable_db_per_m(f_ghz) - _gain_db(tech, f_ghz)
        line = budget - ends - worst - cable
        host_margin, used = float(line.min()), (ends + mean + float(cable.mean())) / budget
    else:
        host_margin = budget - max((float(x.max()) for x in losses), default=0.0)
        used = mean / max(1, 2 if not link.b else len(losses)) / budget
        line = _line_margin_db(tech, lengths, f_ghz)
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
        host_pj_per_bit=_host_pj(tech.host_pj_per_bit, used),
        receiver_c=math.nan,
    )


def _channel(layout, design_id, ports, tech, f_ghz) -> HostChannel:
    design = layout.element(design_id)
    traces = np.array([trace_mm(p, layout.element(p.host)) if p.host else 0.0 for p in ports])
    per_mm = np.array([_trace_db_per_mm(design.trace, p, f_ghz) for p in ports])
    fixed = np.array([_ends_db(p, f_ghz) for p in ports])
    return HostChannel(traces, traces * per_mm + fixed)


def _trace_db_per_mm(trace: str, port: Port, f_ghz: float) -> float:
    if isinstance(port, Engine) and port.seat == "package":
        return _at("substrate_db_per_mm", f_ghz)
    if trace == "flyover":
        return _twinax("flyover", f_ghz) / 1000.0
    return _at("pcb_db_per_inch", f_ghz) / 25.4


def _ends_db(port: Port, f_ghz: float) -> float:
    """What the channel loses beside its length: breakout from the package, and the connector."""
    if isinstance(port, Engine) and port.seat == "package":
        return _at("substrate_breakout_db", f_ghz)
    connector = "osfp_connector_db" if isinstance(port, Cage) else "backplane_connector_db"
    return _at("bga_breakout_db", f_ghz) + _at(connector, f_ghz)


def is_passive(tech: Technology) -> bool:
    """Whether copper alone joins the hosts, so that one channel has to close from end to end."""
    return tech.medium in COPPER and tech.host_serdes_key == "LR"


def _budget_db(tech: Technology) -> float:
    """Loss that the hosts' SerDes class closes; linear optics has to live with the module's budget."""
    speed = "224g" if tech.baud_gbd > FAST_GBD else "112g"
    kind = tech.host_serdes_key
    if tech.family == "pluggable" and kind == "LR":
        kind = "VSR"
    return typical(f"budget_{speed}_{kind.lower().replace('+', 'plus')}_db")


def _gain_db(tech: Technology, f_ghz: float) -> float:
    return _at("redriver_gain_db", f_ghz) if tech.key.startswith("acc") else 0.0


def _line_margin_db(tech: Technology, lengths, f_ghz: float) -> np.ndarray:
    """What is left of the budget between the two ends' electronics."""
    if tech.medium == "twinax":
        speed = "224g" if tech.baud_gbd > FAST_GBD else "112g"
        ends = 2 * _at("osfp_connector_db", f_ghz) + (
            2 * _package_db(tech, f_ghz) if speed == "224g" else 0.0
        )
        return typical(f"budget_{speed}_lr_db") - ends - lengths * _cable_db_per_m(f_ghz)
    return launch_dbm(tech) - _penalties_db(tech) - _optical_loss_db(tech, lengths) - _sensitivity_dbm(tech)


def launch_dbm(tech: Technology) -> float:
    """OMA that leaves one end, per lane.

    A pluggable's is its standard's typical; light from an external source is followed from the
    source's fiber to the faceplate.
    """
    if not tech.light_source_key:
        return typical(f"oma_{_pmd(tech)}_typical_module_dbm")
    return typical("els_fiber_power_dbm") - sum(
        typical(f"cpo_{step}_db")
        for step in (
            "els_connector",
            "pm_patch",
            "couple_in",
            "split",
            "waveguide",
            "modulator",
            "couple_out",
            "panel_mpo",
        )
    )


def _pmd(tech: Technology) -> str:
    return "200g" if tech.baud_gbd > FAST_GBD else "100g"


def _penalties_db(tech: Technology) -> float:
    return max(0.0, typical("tdecq_db") - 1.4) + typical("optical_aging_db")


def _optical_loss_db(tech: Technology, lengths) -> np.ndarray:
    return 2 * typical("mpo_db") + lengths / 1000.0 * typical("fiber_db_per_km")


def _sensitivity_dbm(tech: Technology) -> float:
    return typical(f"sensitivity_{_pmd(tech)}_typical_module_dbm")


def _host_pj(quantity: Quantity, used: float) -> tuple[float, float, float]:
    """SerDes energy at the share of its budget that the channel uses.

    A SerDes that closes its whole budget takes the catalog's energy; on an easier channel it backs
    off by up to `serdes_backoff` (10 to 30 percent).
    """
    scale = 1.0 - typical("serdes_backoff") * (1.0 - min(1.0, max(0.0, used)))
    return tuple(scale * v for v in (quantity.low, quantity.typical, quantity.high))


def latency_ns(tech: Technology, length_m: float) -> float:
    """One way: both ends' electronics, the hosts' FEC, and the time of flight."""
    per_m = typical("twinax_ns_per_m" if tech.medium in COPPER else "fiber_ns_per_m")
    fec = typical(f"kp4_latency_{_pmd(tech)}_ns") if "KP4" in tech.fec else 0.0
    return tech.latency_ns.typical + fec + length_m * per_m


def range_total(values, unit: str, label: str) -> Total:
    """A total from its (low, typical, high)."""
    return Total(*map(float, values), unit, label)


def _package_db(tech: Technology, f_ghz: float) -> float:
    return _at("package_db", f_ghz)


def _cable_db_per_m(f_ghz: float) -> float:
    return _twinax("cable", f_ghz)


def _twinax(use: str, f_ghz: float) -> float:
    awg = {"cable": "26awg", "flyover": "34awg"}[use]
    return float(line_loss_db_per_m(f_ghz, typical(f"twinax_{awg}_a"), typical("twinax_b")))


def _at(stem: str, f_ghz: float) -> float:
    """A loss that the catalog gives at 26.56 and 53.1 GHz, at another frequency."""
    return at_frequency(f_ghz, 26.56, typical(f"{stem}_26ghz"), 53.125, typical(f"{stem}_53ghz"))
