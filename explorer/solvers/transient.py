"""Temperatures in time: one lumped part, a plane wall, and a whole tray.

Time steps are those of the two-stage, second-order, L-stable diagonally implicit method with
gamma = 1 - 1/sqrt(2): both stages solve ``C / (gamma dt) (T - base) = heat into the cells at T``, that is the
steady equations with C / (gamma dt) added to their diagonal. Thin layers do not limit the step, and a sudden
change does not ring.

Reference: R. Alexander, Diagonally implicit Runge-Kutta methods for stiff O.D.E.'s, SIAM J. Numer. Anal. 14
(1977).
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.conduction import stored, unstored
from explorer.solvers.coupling import minimize
from explorer.solvers.grid import Layers, box_means_and_maxima, boxes
from explorer.solvers.tray import TrayHeat, tray_problem

GAMMA = 1.0 - 1.0 / math.sqrt(2.0)
STEP_RESIDUAL = 1e-6


class History(NamedTuple):
    """A tray in time: ``t_s`` (steps,), ``box_mean_c`` (steps, n), and the last field ``t_c`` [z, y, x]."""

    t_s: np.ndarray
    box_mean_c: np.ndarray
    t_c: np.ndarray


def tray_in_time(heats: Iterable[TrayHeat], rho_c, dt_s: float, start_c: np.ndarray | float) -> History:
    """A tray through steps of ``dt_s``, each with its own powers, flows and inlets.

    ``heats`` gives the tray as it is during each step; a step that is the same object as the one before
    costs no set-up. ``rho_c`` (nz,) is the heat capacity of each layer [J/(m3 K)], ``start_c`` the first
    field or one temperature. Raises ``SolverError``.
    """
    require_positive("dt_s", dt_s, "s")
    t_c, last, problem, storage = None, None, None, None
    times, means = [], []
    for step, heat in enumerate(heats):
        if heat is not last:
            storage_w_per_k = _storage(heat, rho_c) / (GAMMA * dt_s)
            storage, last = stored(storage_w_per_k), heat
            problem = tray_problem(heat, np.float64, storage_w_per_k)
        if t_c is None:
            t_c = np.broadcast_to(np.asarray(start_c, float), problem.equations.shape).copy()
            if not np.isfinite(t_c).all():
                raise SolverError("start_c: every temperature has to be a finite number")
        old = stored(t_c - heat.air_in_c)
        middle = _stage(problem, storage, old, old)
        new = _stage(problem, storage, old + (1.0 - GAMMA) / GAMMA * (middle - old), middle)
        t_c = unstored(new, problem.equations.shape, heat.air_in_c)
        times.append((step + 1) * dt_s)
        means.append(box_means_and_maxima(t_c, heat.boxes, heat.size_m)[0])
    if t_c is None:
        raise SolverError("a history needs at least one step")
    return History(np.array(times), np.array(means), t_c)


def _storage(heat: TrayHeat, rho_c) -> np.ndarray:
    """Heat capacity of every cell [J/K]."""
    nx, ny = heat.grid
    thickness_m = np.asarray(heat.layers.thickness_m, float)
    rho_c = np.asarray(rho_c, float)
    if rho_c.shape != thickness_m.shape:
        raise SolverError(f"rho_c has {rho_c.size} values for {thickness_m.size} layers")
    for z, value in enumerate(rho_c):
        require_positive(f"layer {z}: rho_c", value, "J/(m3 K)")
    per_cell = rho_c * thickness_m * heat.size_m[0] * heat.size_m[1] / (nx * ny)
    return np.broadcast_to(per_cell[:, None, None], (len(per_cell), ny, nx)).copy()


def _stage(problem, storage, base, guess):
    return minimize(problem._replace(source_w=problem.source_w + storage * base), guess, STEP_RESIDUAL).t


def lumped_rise(r_k_per_w: float, c_j_per_k: float, power_w: float, t_s) -> np.ndarray:
    """Rise [K] of one part at times ``t_s`` after a step of power: P R (1 - exp(-t / (R C))).

    >>> lumped_rise(0.08, 350.0, 700.0, [28.0]).round(4).tolist()
    [35.3988]
    """
    require_positive("r_k_per_w", r_k_per_w, "K/W")
    require_positive("c_j_per_k", c_j_per_k, "J/K")
    require_finite("power_w", power_w, "W")
    t_s = np.atleast_1d(np.asarray(t_s, float))
    for value in t_s:
        require_not_negative("t_s", value, "s")
    return power_w * r_k_per_w * -np.expm1(-t_s / (r_k_per_w * c_j_per_k))


def plane_wall(
    thickness_m: float, k: float, rho_c: float, h: float, first_rise_k: float, t_s, layers: int = 100
) -> np.ndarray:
    """Rise [K] through a wall that cools on one face, insulated on the other, at times ``t_s``.

    Shape (times, layers), from the insulated face to the cooled one, at the centers of equal layers. Solved
    by the same equations as a tray, on one column of cells.
    """
    require_positive("thickness_m", thickness_m, "m")
    require_positive("h", h, "W/(m2 K)")
    require_finite("first_rise_k", first_rise_k, "K")
    each = np.full(layers, 1.0)
    stack = Layers(each * thickness_m / layers, each * k, each * k)
    wall = TrayHeat((1.0, 1.0), (1, 1), stack, boxes(0), h_air=h)
    now_s, now, rows = 0.0, np.full((layers, 1, 1), float(first_rise_k)), []
    for until_s in np.atleast_1d(np.asarray(t_s, float)):
        require_not_negative("t_s", until_s - now_s, "s after the time before")
        if until_s > now_s:
            steps = 200
            dt_s = (until_s - now_s) / steps
            now = tray_in_time([wall] * steps, each * rho_c, dt_s, now).t_c
        now_s = until_s
        rows.append(now[:, 0, 0])
    return np.array(rows)
