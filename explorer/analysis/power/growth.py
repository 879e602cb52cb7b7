"""How the watts of a part grow with the temperature of its place.

Two kinds of part follow their temperature. Of a processor's watts a share is leakage,
exp(beta (T - 85 C)). A laser that holds its light needs more current when it is warm: its threshold grows as
exp((T - 45 C) / T0), what it needs beyond the threshold as exp((T - 45 C) / T1).

Reference: L. A. Coldren, S. W. Corzine, M. L. Mashanovitch, Diode Lasers and Photonic Integrated Circuits,
2nd ed., chapter 2, for T0 and T1; the figures and their sources are the catalog's.
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
    """exponent"""
    from_c: np.ndarray
    """temperature at which the watts are the declared ones"""


def growth(parts: Sequence[Part], leakage: np.ndarray) -> Growth:
    """Of the parts of a board; `leakage` is the share of the watts of each that leaks."""
    share, per_k, from_c = (np.zeros((leakage.size, 2)) for _ in range(3))
    leaks = leakage > 0.0
    share[leaks, 0] = leakage[leaks]
    per_k[leaks, 0] = typical("asic_leakage_beta_per_k")
    from_c[leaks, 0] = typical("asic_leakage_reference_c")
    lights = [part.is_light_source for part in parts]
    share[lights], per_k[lights], from_c[lights] = laser_drift()
    return Growth(share, per_k, from_c)


def laser_drift() -> tuple[tuple[float, float], tuple[float, float], float]:
    """Shares of a laser's watts at 45 C, threshold and the rest, how each grows per K, and the 45 C."""
    threshold = typical("laser_threshold_share")
    per_k = 1.0 / typical("laser_t0_ingaasp_k"), 1.0 / typical("laser_t1_k")
    return (threshold, 1.0 - threshold), per_k, typical("laser_slope_reference_c")
