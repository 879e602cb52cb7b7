"""What each part of a board draws, and how that grows with the temperature of its place.

Two kinds of part follow their temperature. Of a processor's watts a share is leakage,
exp(beta (T - 85 C)). A laser that holds its light needs more current when it is warm: its threshold grows as
exp((T - 45 C) / T0), what it needs beyond the threshold as exp((T - 45 C) / T1).

Reference: L. A. Coldren, S. W. Corzine, M. L. Mashanovitch, Diode Lasers and Photonic Integrated Circuits,
2nd ed., chapter 2, for T0 and T1; the figures and their sources are the catalog's.
"""

import numpy as np

from explorer.analysis.fluids.airflow import Air, fan_part_w
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_parts import BoardParts, board_parts
from explorer.catalog import typical
from explorer.model import TrayDesign
from explorer.model.kept import kept
from explorer.solvers.power.feedback import Drift


def drift_of(design: TrayDesign, states: dict[str, LinkState], air: Air) -> Drift:
    """Watts of every part of a design as they grow with its temperature; fans draw what `air` takes."""
    parts = board_parts(design)
    watts = _reference_w(design, parts, states, air)
    hosted = serdes_w(design, states)
    for i in parts.hosts_at:
        watts[i] += hosted.get(parts.ids[i], 0.0)
    share, beta, t0 = _growth(design)
    return Drift(watts * (1.0 - share.sum(axis=1)), watts[:, None] * share, beta, t0)


def _reference_w(design: TrayDesign, parts: BoardParts, states: dict[str, LinkState], air: Air):
    """What each part draws at its reference temperature, an ASIC without the SerDes of its links."""
    watts = parts.declared_w.copy()
    for key, carried in parts.links.items():
        if key in states:
            tech = states[key].technology
            outside_w = tech.els_w if carried.lights.size else 0.0
            watts[carried.lights] = outside_w * (carried.light_gbps / tech.rate_gbps)
            watts[carried.ports] = (tech.module_w.typical - outside_w) * (carried.port_gbps / tech.rate_gbps)
    watts[parts.fans] = list(fan_part_w(design, air).values())
    return watts


@kept(256)
def _growth(design: TrayDesign) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of each part's watts that grow, (parts, 2), by how much per K, and from which temperature."""
    leakage = board_parts(design).leakage
    share, beta, t0 = (np.zeros((leakage.size, 2)) for _ in range(3))
    leaks = leakage > 0.0
    share[leaks, 0] = leakage[leaks]
    beta[leaks, 0] = typical("asic_leakage_beta_per_k")
    t0[leaks, 0] = typical("asic_leakage_reference_c")
    lights = [part.is_light_source for part in design.parts]
    share[lights], beta[lights], t0[lights] = laser_drift()
    return share, beta, t0


def laser_drift() -> tuple[tuple[float, float], tuple[float, float], float]:
    """Shares of a laser's watts at 45 C, threshold and the rest, how each grows per K, and the 45 C."""
    threshold = typical("laser_threshold_share")
    per_k = 1.0 / typical("laser_t0_ingaasp_k"), 1.0 / typical("laser_t1_k")
    return (threshold, 1.0 - threshold), per_k, typical("laser_slope_reference_c")


def serdes_w(design: TrayDesign, states: dict[str, LinkState]) -> dict[str, float]:
    """Watts that links add to each ASIC of a board, by its id."""
    parts = board_parts(design)
    added_w, is_added = np.zeros(len(parts.hosts)), np.zeros(len(parts.hosts), bool)
    for key, carried in parts.links.items():
        if key in states:
            hosted = carried.host >= 0
            host, pj = carried.host[hosted], states[key].host_pj_per_bit[1]
            np.add.at(added_w, host, pj * carried.port_gbps[hosted] / 1000.0)
            is_added[host] = True
    return {parts.hosts[i]: float(added_w[i]) for i in np.flatnonzero(is_added)}
