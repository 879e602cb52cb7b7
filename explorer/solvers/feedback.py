"""Parts that heat themselves the more the warmer they are: one part on a resistance to its surroundings.

Either such a part has a lower, stable temperature, or none: then it runs away, and there is no number to
give. ``runaway`` says so, and temperature and power are ``None``.
"""

import math
from typing import NamedTuple

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive


class Leakage(NamedTuple):
    """Stable temperature [C] and power [W]; ``gain`` is dP/dT R there, which is below 1."""

    runaway: bool
    t_c: float | None
    power_w: float | None
    gain: float | None


class Laser(NamedTuple):
    """Temperature [C], electrical power and heat [W], and efficiency of a laser at its stable point."""

    runaway: bool
    t_c: float | None
    electrical_w: float | None
    heat_w: float | None
    efficiency: float | None


def leakage(r_k_per_w: float, p0_w: float, beta_per_k: float, t0_c: float, ambient_c: float) -> Leakage:
    """Where P = p0 exp(beta (T - t0)) and T = ambient + R P meet; the lower of the two places.

    With x = beta (T - ambient) it is x exp(-x) = a, a = R p0 beta exp(beta (ambient - t0)): the main
    branch of Lambert's W. Above a = 1/e there is no answer: thermal runaway.

    >>> round(leakage(0.08, 400.0, 0.012, 85.0, 40.0).t_c, 4)
    65.2467
    >>> leakage(0.1, 400.0, 0.012, 85.0, 75.0).runaway
    True
    """
    require_not_negative("r_k_per_w", r_k_per_w, "K/W")
    require_not_negative("p0_w", p0_w, "W")
    require_not_negative("beta_per_k", beta_per_k, "1/K")
    require_finite("t0_c", t0_c, "C")
    require_finite("ambient_c", ambient_c, "C")
    exponent = beta_per_k * (ambient_c - t0_c)
    if r_k_per_w * p0_w * beta_per_k == 0.0:
        power_w = p0_w * math.exp(exponent)
        return Leakage(False, ambient_c + r_k_per_w * power_w, power_w, 0.0)
    log_a = math.log(r_k_per_w * p0_w * beta_per_k) + exponent
    if log_a > -1.0:
        return Leakage(True, None, None, None)
    a = math.exp(log_a)
    x = 0.0
    for _ in range(200):  # Newton's method on a exp(x) - x, convex: from 0 it climbs to the lower root
        steep = 1.0 - a * math.exp(x)
        if steep <= 0.0:
            break
        step = (a * math.exp(x) - x) / steep
        x = min(x + step, 1.0)
        if step <= 1e-15 * x:
            break
    t_c = ambient_c + x / beta_per_k
    return Leakage(False, t_c, x / (beta_per_k * r_k_per_w), x)


def laser(
    optical_w: float, eta0: float, eta_slope_per_k: float, t0_c: float, ambient_c: float, r_k_per_w: float
) -> Laser:
    """A laser that holds its optical power while its efficiency falls with temperature.

    eta = eta0 u with u = 1 - slope (T - t0), heat = optical / eta - optical, T = ambient + R heat. In u this
    is the quadratic u^2 - b u + c = 0, b = 1 - slope (ambient - t0 - R optical), c = slope R optical / eta0,
    whose larger root is the stable one. No root: no current reaches that power.

    >>> round(laser(0.12, 0.2, 0.006, 25.0, 45.0, 18.0).t_c, 4)
    56.1195
    """
    require_not_negative("optical_w", optical_w, "W")
    require_positive("eta0", eta0, "")
    require_finite("eta_slope_per_k", eta_slope_per_k, "1/K")
    require_finite("t0_c", t0_c, "C")
    require_finite("ambient_c", ambient_c, "C")
    require_not_negative("r_k_per_w", r_k_per_w, "K/W")
    if eta0 > 1.0:
        raise SolverError(f"eta0 = {eta0:g}: an efficiency is at most 1")
    b = 1.0 - eta_slope_per_k * (ambient_c - t0_c - r_k_per_w * optical_w)
    c = eta_slope_per_k * r_k_per_w * optical_w / eta0
    if b * b < 4.0 * c or b <= 0.0:
        return Laser(True, None, None, None, None)
    efficiency = eta0 * (b + math.sqrt(b * b - 4.0 * c)) / 2.0
    electrical_w = optical_w / efficiency
    heat_w = electrical_w - optical_w
    return Laser(False, ambient_c + r_k_per_w * heat_w, electrical_w, heat_w, efficiency)
