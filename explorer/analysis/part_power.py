"""What each part of a board draws, and how that grows with the temperature of its place.

Two kinds of part follow their temperature. Of a processor's watts a share is leakage,
exp(beta (T - 85 C)). A laser that holds its light needs more current when it is warm: its threshold grows as
exp((T - 45 C) / T0), what it needs beyond the threshold as exp((T - 45 C) / T1).

Reference: L. A. Coldren, S. W. Corzine, M. L. Mashanovitch, Diode Lasers and Photonic Integrated Circuits,
2nd ed., chapter 2, for T0 and T1; the figures and their sources are the catalog's.
"""

import numpy as np

from explorer.analysis.airflow import Air, fan_part_w
from explorer.analysis.links import LinkState
from explorer.catalog import typical
from explorer.model import Asic, LaserSource, Load, Part, Port, TrayDesign
from explorer.solvers.feedback import Drift


def drift_of(design: TrayDesign, states: dict[str, LinkState], air: Air) -> Drift:
    """Watts of every part of a design as they grow with its temperature; fans draw what `air` takes."""
    parts = design.parts
    serdes, fans = serdes_w(design, states), fan_part_w(design, air)
    lit = {p.links for p in parts if isinstance(p, LaserSource)}
    share, beta, t0 = (np.zeros((len(parts), 2)) for _ in range(3))
    watts = np.zeros(len(parts))
    for i, part in enumerate(parts):
        drawn_w = fans[part.id] if part.id in fans else part_w(part, states, lit)
        watts[i] = drawn_w + serdes.get(part.id, 0.0)
        if isinstance(part, LaserSource):
            share[i], beta[i], t0[i] = laser_drift()
        elif _leaks(part):
            share[i, 0] = typical("asic_leakage_share") if part.leakage_share is None else part.leakage_share
            beta[i, 0] = typical("asic_leakage_beta_per_k")
            t0[i, 0] = typical("asic_leakage_reference_c")
    return Drift(watts * (1.0 - share.sum(axis=1)), watts[:, None] * share, beta, t0)


def laser_drift() -> tuple[tuple[float, float], tuple[float, float], float]:
    """Shares of a laser's watts at 45 C, threshold and the rest, how each grows per K, and the 45 C."""
    threshold = typical("laser_threshold_share")
    per_k = 1.0 / typical("laser_t0_ingaasp_k"), 1.0 / typical("laser_t1_k")
    return (threshold, 1.0 - threshold), per_k, typical("laser_slope_reference_c")


def _leaks(part: Part) -> bool:
    if not isinstance(part, (Asic, Load)):
        return False
    return part.leakage_share is not None or isinstance(part, Asic) or part.role == "cpu"


def part_w(part: Part, states: dict[str, LinkState], lit: set[str]) -> float:
    """What one part draws at its reference temperature. `lit` are the link groups with laser sources."""
    if isinstance(part, (Asic, Load)):
        return part.power_w
    if not isinstance(part, Port) or part.links not in states:
        return 0.0
    tech = states[part.links].technology
    share = part.rate_gbps / tech.rate_gbps
    outside = tech.els_w if part.links in lit else 0.0
    if isinstance(part, LaserSource):
        return outside * share
    return (tech.module_w.typical - outside) * share


def serdes_w(design: TrayDesign, states: dict[str, LinkState]) -> dict[str, float]:
    """Watts that links add to each ASIC of a board, by its id."""
    added: dict[str, float] = {}
    for part in design.parts:
        if (
            isinstance(part, Port)
            and not isinstance(part, LaserSource)
            and part.links in states
            and part.host
        ):
            pj = states[part.links].host_pj_per_bit[1]
            added[part.host] = added.get(part.host, 0.0) + pj * part.rate_gbps / 1000.0
    return added
