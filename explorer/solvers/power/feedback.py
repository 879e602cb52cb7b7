"""Parts whose power grows with their temperature, on a thermal resistance to their surroundings.

Such a part either has a lower, stable temperature, or none: then it runs away. ``runaway`` is then true, and
temperature and power are ``None``.
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.compiled import kernel

MOST_EXPONENT = 60.0
"""Bound of exponents: far above that of any part, and far from overflow."""


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
    """The lower solution of P = p0 exp(beta (T - t0)) and T = ambient + R P, which is the stable one.

    With x = beta (T - ambient) it is x exp(-x) = a, a = R p0 beta exp(beta (ambient - t0)): the main
    branch of Lambert's W. Above a = 1/e there is no solution: thermal runaway.

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


class Drift(NamedTuple):
    """Watts that grow with temperature: P(T) = fixed + sum over the terms of grown exp(beta (T - T0)).

    ``fixed_w`` (n,); ``grown_w`` [W], ``beta_per_k`` [1/K] and ``t0_c`` [C] (n, terms). One term is the
    leakage of a processor; a laser that holds its light has two, threshold current and slope.
    """

    fixed_w: np.ndarray
    grown_w: np.ndarray
    beta_per_k: np.ndarray
    t0_c: np.ndarray


class Stable(NamedTuple):
    """Power [W] of each part at its lower, stable temperature; NaN where ``runaway``."""

    power_w: np.ndarray
    runaway: np.ndarray


def drifted_w(drift: Drift, t_c=None) -> np.ndarray:
    """Power [W] of each part at the temperatures ``t_c``, or at the reference temperatures.

    >>> one = Drift(np.array([80.0]), np.array([[20.0]]), np.array([[0.012]]), np.array([[85.0]]))
    >>> drifted_w(one).tolist(), drifted_w(one, [60.0]).round(3).tolist()
    ([100.0], [94.816])
    """
    if t_c is None:
        return drift.fixed_w + drift.grown_w.sum(axis=1)
    lead = np.asarray(t_c, float)[:, None] - drift.t0_c
    return drift.fixed_w + (drift.grown_w * np.exp(np.minimum(drift.beta_per_k * lead, MOST_EXPONENT))).sum(
        axis=1
    )


def stable_w(drift: Drift, ambient_c, r_k_per_w) -> Stable:
    """Power of each part at the lower root of T = ambient + R P(T).

    P is convex, so Newton's method from the temperature of the fixed watts alone climbs to the lower root,
    or meets a slope R dP/dT of 1 before it: then there is no root.

    >>> one = Drift(np.zeros(2), np.full((2, 1), 400.0), np.full((2, 1), 0.012), np.full((2, 1), 85.0))
    >>> stable_w(one, [40.0, 75.0], [0.08, 0.1]).power_w.round(3).tolist()
    [315.584, nan]
    """
    shape = drift.fixed_w.shape
    ambient_c, r = (np.array(np.broadcast_to(v, shape), float) for v in (ambient_c, r_k_per_w))
    power_w = np.empty(shape)
    _stable(drift.fixed_w, drift.grown_w, drift.beta_per_k, drift.t0_c, ambient_c, r, MOST_EXPONENT, power_w)
    return Stable(power_w, np.isnan(power_w))


@kernel
def _stable(fixed_w, grown_w, beta, t0, ambient, r, most, power_w):
    for i in range(len(fixed_w)):
        t = ambient[i] + r[i] * fixed_w[i]
        for _ in range(200):
            p, steep = fixed_w[i], 0.0
            for k in range(grown_w.shape[1]):
                term = grown_w[i, k] * math.exp(min(beta[i, k] * (t - t0[i, k]), most))
                p += term
                steep += beta[i, k] * term
            left = 1.0 - r[i] * steep
            power_w[i] = p if left > 0.0 else np.nan
            step = (ambient[i] + r[i] * p - t) / left
            if not left > 0.0 or step <= 1e-12 * (1.0 + abs(t)):
                break
            t += step
