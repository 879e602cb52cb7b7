"""Temperatures of one tray: conduction in its layers, coupled with the air and coolant over them.

Walls and fluids are alternated: a march of the fluids gives the temperatures that the top cells see, a few
iterations of the conduction solver answer the watts that are then out of balance.

* Live: single precision, until every cell is estimated to be within ``LIVE_K`` and heat is conserved to
  1e-4. Started from the previous field, a step of a drag takes two to four iterations.
* Settled: the same corrections, made the search directions of a residual minimization (GCR) of the whole
  coupled problem in double precision. It converges for any flow, also where alternation alone crawls.

All temperatures inside are relative to the inlet air, so that accuracy is that of the rises.

References: S. C. Eisenstat, H. C. Elman, M. H. Schultz, Variational iterative methods for nonsymmetric systems,
SIAM J. Numer. Anal. 20 (1983); H. A. van der Vorst, C. Vuik, GMRESR, Numer. Linear Algebra Appl. 1 (1994).
"""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.conduction import Equations, assemble, correction, stored, unbalance, unstored
from explorer.solvers.grid import Boxes, Cells, Layers, box_means_and_maxima, rasterize
from explorer.solvers.multigrid import join
from explorer.solvers.streams import March, Streams, check_plates, march, tray_streams

LIVE_K = 0.03
LIVE_IMBALANCE = 5e-5
SETTLED_RESIDUAL = 1e-9
MOST_ALTERNATIONS = 80
DIRECTIONS = 16


class TrayHeat(NamedTuple):
    """A tray to solve. ``size_m`` = (width, depth), ``grid`` = (nx, ny); air flows along +y.

    ``h_air`` and ``h_bottom`` [W/(m2 K)] hold for the bare board; below is air at inlet temperature.
    ``air_m_dot_kg_s`` may be 0: the air then keeps its inlet temperature. ``coolant_*`` (ns,) are the
    inlet temperature, mass flow and heat capacity of each coolant stream.
    """

    size_m: tuple[float, float]
    grid: tuple[int, int]
    layers: Layers
    boxes: Boxes
    h_air: float = 0.0
    h_bottom: float = 0.0
    air_in_c: float = 0.0
    air_m_dot_kg_s: float = 0.0
    air_cp: float = 1006.0
    lane_m: float = 0.03
    coolant_in_c: np.ndarray = np.empty(0)
    coolant_m_dot_kg_s: np.ndarray = np.empty(0)
    coolant_cp: np.ndarray = np.empty(0)


class TrayField(NamedTuple):
    """Temperatures of a tray and where its heat goes.

    ``t_c`` (nz, ny, nx); ``box_mean_c, box_max_c`` per box; ``air_out_c`` per lane, ``coolant_out_c`` and
    ``heat_coolant_w`` per stream. ``residual`` is the sum of the watts that are out of balance, cell by cell,
    over the driving ones; ``error_k`` the estimated largest error of a cell against the exact solution of
    the same equations; ``settled`` whether it was solved in double precision.
    """

    t_c: np.ndarray
    box_mean_c: np.ndarray
    box_max_c: np.ndarray
    air_out_c: np.ndarray
    air_mean_out_c: float
    coolant_out_c: np.ndarray
    heat_air_w: float
    heat_coolant_w: np.ndarray
    heat_bottom_w: float
    residual: float
    iterations: int
    error_k: float
    settled: bool


class _Solution(NamedTuple):
    """Rises over the inlet air in the storage by colors, the last march, and how good they are."""

    t: np.ndarray
    run: March
    residual: float
    iterations: int
    error_k: float


def solve_tray(heat: TrayHeat, previous: TrayField | None = None, settled: bool = True) -> TrayField:
    """Steady temperatures of a tray, started from ``previous`` if that has as many cells.

    Raises ``SolverError`` for input that no tray can have, naming the layer, box or stream.
    """
    t_in, coolant_m_cp = _check_fluids(heat)
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    streams = tray_streams(cells, heat.boxes, heat.lane_m, heat.air_m_dot_kg_s * heat.air_cp, coolant_m_cp)
    n_lanes = len(streams.m_cp_w_per_k) - len(coolant_m_cp)
    rise_in = np.concatenate([np.zeros(n_lanes), t_in - heat.air_in_c])
    dtype = np.float64 if settled else np.float32
    equations = assemble(cells, dtype)
    start = np.zeros(cells.kxy.shape)
    if previous is not None and previous.t_c.shape == start.shape and np.isfinite(previous.t_c).all():
        start = previous.t_c - heat.air_in_c
    find = _settle if settled else _alternate
    found = find(equations, streams, rise_in, stored(cells.power_w, dtype), stored(start, dtype))
    return _report(heat, cells, equations, found, n_lanes, settled)


def _check_fluids(heat: TrayHeat):
    """Inlet temperatures and heat capacity flows [W/K] of the coolant streams."""
    require_finite("air_in_c", heat.air_in_c, "C")
    require_not_negative("air_m_dot", heat.air_m_dot_kg_s, "kg/s")
    require_positive("air_cp", heat.air_cp, "J/(kg K)")
    require_positive("lane_m", heat.lane_m, "m")
    t_in, m_dot, cp = np.broadcast_arrays(
        *(np.asarray(v, float) for v in (heat.coolant_in_c, heat.coolant_m_dot_kg_s, heat.coolant_cp))
    )
    for s in range(len(t_in)):
        require_finite(f"coolant stream {s}: inlet", t_in[s], "C")
        require_positive(f"coolant stream {s}: flow", m_dot[s], "kg/s")
        require_positive(f"coolant stream {s}: cp", cp[s], "J/(kg K)")
    check_plates(heat.boxes, len(t_in))
    return t_in, m_dot * cp


def _balance(equations: Equations, streams: Streams, rise_in, power, t):
    """The fluids over the walls ``t``, and the watts by which the walls are then out of balance."""
    nz, ny, nx = equations.shape
    half = equations.levels[0, 2]
    wall = np.empty((1, ny, nx))
    join(np.ascontiguousarray(t[:, :, (nz - 1) * half :]), 0.0, wall)
    run = march(streams, rise_in, wall[0])
    source = power.copy()
    source[:, :, (nz - 1) * half :] += stored(run.drive_w[None], source.dtype)
    return run, unbalance(equations, t, source)


def _driving_w(streams: Streams, rise_in, power) -> float:
    """Watts that drive the tray: powers, and what the inlets would bring to a board at 0."""
    g = np.add.reduceat(np.append(streams.g_w_per_k, 0.0), streams.first[:-1]) * (np.diff(streams.first) > 0)
    return float(np.abs(power).sum(dtype=np.float64) + (g * np.abs(rise_in[streams.stream])).sum())


def _alternate(equations: Equations, streams: Streams, rise_in, power, t) -> _Solution:
    """Live solution in single precision."""
    drive_w = _driving_w(streams, rise_in, power)
    run, r = _balance(equations, streams, rise_in, power, t)
    if drive_w == 0.0:
        return _Solution(np.zeros_like(t), run, 0.0, 0, 0.0)
    iterations, error_k, size = 0, np.inf, np.linalg.norm(r)
    for _ in range(MOST_ALTERNATIONS):
        if size == 0.0:
            error_k = 0.0
            break
        step, done = correction(equations, r, 2)
        t = t + step
        iterations += done
        run, r = _balance(equations, streams, rise_in, power, t)
        old_size, size = size, np.linalg.norm(r)
        error_k = float(np.abs(step).max()) * _remainder(size / old_size)
        if error_k <= LIVE_K and abs(r.sum(dtype=np.float64)) <= LIVE_IMBALANCE * drive_w:
            break
    return _Solution(t, run, float(np.abs(r).sum(dtype=np.float64)) / drive_w, iterations, error_k)


def _settle(equations: Equations, streams: Streams, rise_in, power, t) -> _Solution:
    """Settled solution in double precision, by generalized conjugate residuals."""
    drive_w = _driving_w(streams, rise_in, power)
    run, r = _balance(equations, streams, rise_in, power, t)
    if drive_w == 0.0:
        return _Solution(np.zeros_like(t), run, 0.0, 0, 0.0)
    nothing, no_rise = np.zeros_like(power), np.zeros_like(rise_in)
    directions = []
    iterations, error_k, size = 0, np.inf, np.linalg.norm(r)
    for _ in range(MOST_ALTERNATIONS):
        if size == 0.0:
            error_k = 0.0
            break
        step, done = correction(equations, r, 6, 1e-3)
        iterations += done
        image = -_balance(equations, streams, no_rise, nothing, step)[1]
        for old_step, old_image in directions:
            part = np.vdot(old_image, image)
            image -= part * old_image
            step -= part * old_step
        length = np.linalg.norm(image)
        step, image = step / length, image / length
        part = np.vdot(image, r)
        t = t + part * step
        r = r - part * image
        directions = [*directions[1 - DIRECTIONS :], (step, image)]
        old_size, size = size, np.linalg.norm(r)
        error_k = abs(part) * float(np.abs(step).max()) * _remainder(size / old_size)
        if np.abs(r).sum() <= SETTLED_RESIDUAL * drive_w and error_k <= 1e-6 * float(np.abs(t).max()):
            break
    else:
        raise SolverError(f"the tray did not settle: an error of {error_k:.2g} K is left")
    run, r = _balance(equations, streams, rise_in, power, t)
    return _Solution(t, run, float(np.abs(r).sum()) / drive_w, iterations, error_k)


def _remainder(ratio: float) -> float:
    """Sum of the steps still to come over the last one, if all shrink by ``ratio``."""
    return ratio / (1.0 - min(ratio, 0.99))


def _report(heat, cells: Cells, equations: Equations, found: _Solution, n_lanes, settled) -> TrayField:
    t_c = unstored(found.t, equations.shape, heat.air_in_c)
    if not np.isfinite(t_c).all():
        raise SolverError("the tray has no finite temperatures")
    mean, highest = box_means_and_maxima(t_c, heat.boxes, heat.size_m)
    t_out = found.run.t_out + heat.air_in_c
    return TrayField(
        t_c=t_c,
        box_mean_c=mean,
        box_max_c=highest,
        air_out_c=t_out[:n_lanes],
        air_mean_out_c=float(t_out[:n_lanes].mean()),
        coolant_out_c=t_out[n_lanes:],
        heat_air_w=float(found.run.heat_w[:n_lanes].sum()),
        heat_coolant_w=found.run.heat_w[n_lanes:],
        heat_bottom_w=float((equations.g_bottom * (t_c[0] - heat.air_in_c)).sum()),
        residual=found.residual,
        iterations=found.iterations,
        error_k=found.error_k,
        settled=settled,
    )
