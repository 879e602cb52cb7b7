"""How the watts of a part grow with the temperature of its place.

The watts of two kinds of part depend on temperature. A share of a processor's watts is leakage, which grows
as exp(beta (T - 85 C)). A laser of constant light needs more current when it is warm: its threshold current
grows as exp((T - 45 C) / T0), the current beyond the threshold as exp((T - 45 C) / T1).

Reference: L. A. Coldren, S. W. Corzine, M. L. Mashanovitch, Diode Lasers and Photonic Integrated Circuits,
2nd ed., chapter 2, for T0 and T1; the figures and their sources are in the catalog.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explorer.catalog import typical
from explorer.model import Part


class Growth(NamedTuple):
    """Two shares of the watts of each part that grow with its temperature, (parts, 2) each."""

    share: np.ndarray
    per_k: np.ndarray
    """exponent [1/K]"""
    from_c: np.ndarray
    """temperature at which the watts are the declared ones"""


def growth(parts: Sequence[Part], leakage: np.ndarray) -> Growth:
    """Growth of the parts of a board; `leakage` (parts,) is the leakage share of the watts of each."""
    share, per_k, from_c = (np.zeros((leakage.size, 2)) for _ in range(3))
    leaks = leakage > 0.0
    share[leaks, 0] = leakage[leaks]
    per_k[leaks, 0] = typical("asic_leakage_beta_per_k")
    from_c[leaks, 0] = typical("asic_leakage_reference_c")
    lights = [part.is_light_source for part in parts]
    share[lights], per_k[lights], from_c[lights] = laser_drift()
    return Growth(share, per_k, from_c)


def laser_drift() -> tuple[tuple[float, float], tuple[float, float], float]:
    """Shares of a laser's watts at 45 C for threshold and slope, their exponents per K, and the 45 C."""
    threshold = typical("laser_threshold_share")
    per_k = 1.0 / typical("laser_t0_ingaasp_k"), 1.0 / typical("laser_t1_k")
    return (threshold, 1.0 - threshold), per_k, typical("laser_slope_reference_c")
