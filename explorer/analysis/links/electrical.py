"""Lanes in copper: loss of package, trace or flyover, connectors and cable at their temperature."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from explorer.analysis.links.budget import Budget, Step
from explorer.analysis.links.serdes import serdes, speed_of
from explorer.catalog import Quantity, Technology, load, typical
from explorer.model import Engine, Port
from explorer.solvers.links.channel import (
    at_frequency,
    copper_reach_m,
    electrical_margins_db,
    line_loss_db_per_m,
    warmed_db,
)

COPPER = ("twinax", "twinax backplane")
LOW_GHZ, HIGH_GHZ = 26.56, 53.125
"""Frequencies at which the catalog gives losses."""

FLYOVER_AWG = 34


class HostChannel(NamedTuple):
    """The lanes between the ASICs of one tray and their ports, at the figures' reference temperature."""

    trace_mm: np.ndarray
    trace_db: np.ndarray
    ends_db: np.ndarray
    """loss of the breakout from the package and of the connector"""

    def loss_db(self, board_c: float = math.nan) -> np.ndarray:
        """Loss of each port's lanes on a board at `board_c`; NaN: the catalog figures' temperature."""
        return self.ends_db + at_temperature_db(self.trace_db, board_c)


def standard_host_db(baud_gbd: float) -> float | None:
    """Loss that a standard allows a host of copper cables, its connector included; None where none is known.

    >>> standard_host_db(53.125), standard_host_db(106.25), standard_host_db(26.56)
    (6.9, 7.3, None)
    """
    speed = speed_of(baud_gbd)
    if speed == "112g":
        return typical("host_112g_db")
    if speed == "224g":
        return typical("host_board_224g_db") + at("osfp_connector_db", baud_gbd / 2.0)
    return None


def host_steps(who: str, host: HostChannel, loss_db: np.ndarray) -> list[Step]:
    """The worst port of a host as named elements: its ends, and its trace at the board's temperature."""
    i = int(loss_db.argmax())
    ends, trace = float(host.ends_db[i]), float(loss_db[i] - host.ends_db[i])
    return [Step(f"{who}: breakout, connector", -ends, -ends), Step(f"{who}: trace", -trace, -trace)]


def at_temperature_db(loss_db, t_c: float):
    """Loss of a length of copper at `t_c`; NaN: the catalog figures' temperature."""
    if math.isnan(t_c):
        return loss_db
    return warmed_db(loss_db, t_c, typical("copper_reference_c"), typical("copper_loss_per_k"))


def trace_db_per_mm(trace: str, port: Port, f_ghz: float) -> float:
    """Loss per mm of lanes in the package, in the board or in twinax above it."""
    if isinstance(port, Engine) and port.seat == "package":
        return at("substrate_db_per_mm", f_ghz)
    if trace == "flyover":
        return twinax_db_per_m(FLYOVER_AWG, f_ghz) / 1000.0
    return at("pcb_db_per_inch", f_ghz) / 25.4


def ends_db(port: Port, f_ghz: float) -> float:
    """Loss of the channel apart from its length: breakout from the package and the connector."""
    if isinstance(port, Engine) and port.seat == "package":
        return at("substrate_breakout_db", f_ghz)
    return at("bga_breakout_db", f_ghz) + at(port.connector_figure, f_ghz)


def is_passive(tech: Technology) -> bool:
    """Whether only copper joins the hosts, so that one channel has to close from end to end."""
    return tech.medium in COPPER and tech.host_serdes_key == "LR"


def is_retimed_copper(tech: Technology) -> bool:
    """Whether a cable has retimers in its ends, so that each host closes its own channel."""
    return tech.medium in COPPER and not is_passive(tech)


class Cable(NamedTuple):
    """The copper between two trays, before its length is known."""

    budget: Step
    package: Step | None
    """loss of both packages, if the budget is from die to die"""
    gain: Step | None
    """of a redriver"""
    db_per_m: Quantity

    def fixed_db(self) -> float:
        """Margin [dB] of a cable of no length, without host losses."""
        return sum(step.typical_db for step in (self.budget, self.package, self.gain) if step)

    def warm_db_per_m(self, t_c: float = math.nan) -> float:
        """Typical loss of the cable at a temperature [dB/m]."""
        return at_temperature_db(self.db_per_m.typical, t_c)

    def margins_db(self, near_db, far_db, length_m, t_c: float = math.nan) -> np.ndarray:
        """Margin (trays of a, trays of b) of every pair of trays, from the worst loss at each end."""
        return electrical_margins_db(self.fixed_db(), near_db, far_db, length_m, self.warm_db_per_m(t_c))

    def redriver_noise_db(self, behind_db: float) -> float:
        """What the noise at a redriver's input takes from the margin, with `behind_db` lost behind it.

        Signal and noise pass it together: at the receiver its noise adds to the receiver's own, the more the
        less is lost between them.
        """
        if self.gain is None:
            return 0.0
        package_db = -self.package.typical_db / 2.0 if self.package else 0.0
        over_db = self.gain.typical_db - behind_db - package_db - typical("redriver_quiet_db")
        return 10.0 * math.log10(1.0 + 10.0 ** (over_db / 10.0))

    def steps(
        self, hosts: Iterable[Step], length_m: float, t_c: float = math.nan, noise_db: float = 0.0
    ) -> Budget:
        """One link as named elements; `hosts` are those of its ends, `noise_db` that of a redriver."""
        q = self.db_per_m
        noise = Step("Redriver noise", -noise_db, -noise_db) if noise_db else None
        parts = [self.budget, self.package, *hosts, self.gain, noise]
        parts.append(
            Step(
                f"Cable {length_m:.2f} m",
                -at_temperature_db(q.typical, t_c) * length_m,
                -at_temperature_db(q.high, t_c) * length_m,
            )
        )
        return Budget(tuple(step for step in parts if step))


def cable(tech: Technology, awg: int, baud_gbd: float) -> Cable:
    """The copper of a technology: passive from host to host, or between the retimers of its ends."""
    f_ghz, speed = baud_gbd / 2.0, speed_of(baud_gbd)
    per_m = twinax(awg, f_ghz)
    if is_retimed_copper(tech):
        figure = load().figure(f"retimed_cable_{'224g' if speed == '224g' else '112g'}_db")
        return Cable(Step("Between retimers", figure.typical, figure.low), None, None, per_m)
    q = serdes("LR", speed).budget_db
    package = None
    if speed == "224g":
        # only at 224G is the long-reach budget from die to die
        package = Step("Both packages", -2 * at("package_db", f_ghz), -2 * at("package_db", f_ghz, "high"))
    redriver = None
    if tech.key.startswith("acc"):
        redriver = Step("Redriver", at("redriver_gain_db", f_ghz), at("redriver_gain_db", f_ghz, "low"))
    return Cable(Step("LR budget", q.typical, q.low), package, redriver, per_m)


def assembly_reach_m(lane_gbps: float, awg: int) -> float:
    """Reach [m] of a passive cable between standard hosts.

    At 100 Gb/s a lane the cable assembly of 802.3ck less its two terminations; at 200 Gb/s the die-to-die
    budget less packages, hosts and connectors.

    >>> [round(assembly_reach_m(rate, awg), 1) for rate, awg in ((100, 30), (100, 26), (200, 26))]
    [2.0, 2.8, 1.5]
    """
    f_ghz = lane_gbps * 53.125 / 200.0
    if lane_gbps <= 112.0:
        budget, lost = typical("cr_cable_112g_db"), 2 * at("cable_termination_db", f_ghz)
    else:
        budget = serdes("CR", "224g").budget_db.typical
        ends = at("package_db", f_ghz) + typical("host_board_224g_db") + at("osfp_connector_db", f_ghz)
        lost = 2 * ends
    return copper_reach_m(budget, lost, twinax_db_per_m(awg, f_ghz))


def twinax_db_per_m(awg: int, f_ghz: float) -> float:
    """Typical loss of twinax [dB/m]."""
    return twinax(awg, f_ghz).typical


def twinax(awg: int, f_ghz: float) -> Quantity:
    """Loss of twinax, dB/m."""
    a, b = load().figure(f"twinax_{awg}awg_a"), load().figure("twinax_b")
    low, usual, high = (
        float(line_loss_db_per_m(f_ghz, a.at(w), b.at(w))) for w in ("low", "typical", "high")
    )
    return Quantity(low, usual, high, "dB/m", a.source, a.date, a.kind, a.note)


def at(stem: str, f_ghz: float, which: str = "typical") -> float:
    """Loss [dB] at any frequency, from the catalog's figures at 26.56 and 53.1 GHz.

    Without a figure at 53.1 GHz it goes with the root of frequency, as skin loss does.
    """
    figures = load().figures
    low = figures[f"{stem}_26ghz"].at(which)
    high = figures[f"{stem}_53ghz"].at(which) if f"{stem}_53ghz" in figures else low * math.sqrt(2.0)
    return at_frequency(f_ghz, LOW_GHZ, low, HIGH_GHZ, high)
