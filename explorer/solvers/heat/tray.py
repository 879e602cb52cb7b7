"""Steady temperatures of one tray, and where its heat goes."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from explorer.errors import SolverError
from explorer.solvers import team
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.heat.colors import heat_w
from explorer.solvers.heat.conduction import assemble, stored, unstored
from explorer.solvers.heat.coupling import LIVE_K, Problem, Solution, alternate, minimize
from explorer.solvers.heat.grid import Boxes, Layers, rasterize
from explorer.solvers.heat.measure import box_means_and_maxima
from explorer.solvers.heat.memory import keep_freed_memory
from explorer.solvers.heat.streams import check_plates, tray_streams


class TrayHeat(NamedTuple):
    """A tray to solve. ``size_m`` = (width, depth), ``grid`` = (nx, ny); air flows along +y.

    ``h_air`` and ``h_bottom`` [W/(m2 K)] hold for the bare board; below it is air at inlet temperature.
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
    coolant_cp: np.ndarray | float = np.empty(0)


class TrayField(NamedTuple):
    """Temperatures of a tray and where its heat goes.

    ``t_c`` (nz, ny, nx); ``box_mean_c, box_max_c`` per box; ``air_out_c`` per lane, ``coolant_out_c`` and
    ``heat_coolant_w`` per stream. ``residual`` is the sum of the cells' absolute imbalances over
    the driving watts; ``error_k`` the estimated largest error of a cell against the exact
    solution of the same equations; ``settled`` whether it was solved in double precision.
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


def solve_tray(
    heat: TrayHeat,
    previous: TrayField | None = None,
    settled: bool = True,
    threads: int = 1,
    within_k: float = LIVE_K,
) -> TrayField:
    """Steady temperatures of a tray, started from ``previous`` if that has the same grid.

    ``settled`` solves in double precision, to 1e-9 of the driving watts; else live, in single precision, to
    about ``within_k``. Raises ``SolverError`` for invalid input, naming the layer, box or stream.
    """
    keep_freed_memory()
    with team.threads(threads):
        problem = tray_problem(heat, np.float64 if settled else np.float32)
        return _solved(heat, problem, previous, settled, within_k)


def solve_tray_and_air(
    heat: TrayHeat,
    previous: TrayField | None = None,
    previous_air: TrayField | None = None,
    settled: bool = True,
    threads: int = 1,
) -> tuple[TrayField, TrayField]:
    """``solve_tray``, and the rise per kelvin of inlet air: with all watts and the coolant at zero.

    Both have the same equations, which are assembled once. The second solve starts from ``previous_air``.
    """
    keep_freed_memory()
    with team.threads(threads):
        problem = tray_problem(heat, np.float64 if settled else np.float32)
        field = _solved(heat, problem, previous, settled)
        air = only_air(heat)
        n_lanes = len(problem.rise_in) - len(air.coolant_in_c)
        problem = problem._replace(
            rise_in=np.append(np.zeros(n_lanes), air.coolant_in_c - air.air_in_c),
            source_w=np.zeros_like(problem.source_w),
        )
        return field, _solved(air, problem, previous_air, settled)


def only_air(heat: TrayHeat) -> TrayHeat:
    """The tray with inlet air of 1 C, and all watts and the coolant at zero."""
    idle = heat.boxes._replace(power_w=np.zeros_like(heat.boxes.power_w))
    return heat._replace(boxes=idle, air_in_c=1.0, coolant_in_c=np.zeros(len(heat.coolant_in_c)))


def _solved(
    heat: TrayHeat, problem: Problem, previous: TrayField | None, settled: bool, within_k: float = LIVE_K
) -> TrayField:
    t = _start(heat, problem, previous)
    found = minimize(problem, t) if settled else alternate(problem, t, within_k)
    return report(heat, problem, found, settled)


def tray_problem(
    heat: TrayHeat, dtype: DTypeLike = np.float64, storage_w_per_k: np.ndarray | None = None
) -> Problem:
    """The equations of a tray, in rises over its inlet air: rounding is then relative to the rises."""
    coolant_in_c, coolant_m_cp = _check_fluids(heat)
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom, dtype)
    streams = tray_streams(cells, heat.boxes, heat.lane_m, heat.air_m_dot_kg_s * heat.air_cp, coolant_m_cp)
    n_lanes = len(streams.m_cp_w_per_k) - len(coolant_in_c)
    rise_in = np.concatenate([np.zeros(n_lanes), coolant_in_c - heat.air_in_c])
    equations, source_w = assemble(cells, dtype, storage_w_per_k)
    return Problem(equations, streams, rise_in, source_w)


def report(heat: TrayHeat, problem: Problem, found: Solution, settled: bool) -> TrayField:
    """The ``TrayField`` of a solution; raises ``SolverError`` if the solution is not finite."""
    if not math.isfinite(found.residual):
        raise SolverError("the tray has no finite temperatures")
    t_c = unstored(found.t, problem.equations.shape, heat.air_in_c, found.t.dtype)
    g_bottom = problem.equations.g_bottom
    mean, highest = box_means_and_maxima(t_c, heat.boxes, heat.size_m)
    t_out = found.run.t_out + heat.air_in_c
    lanes = slice(len(t_out) - len(heat.coolant_in_c))
    streams = slice(len(t_out) - len(heat.coolant_in_c), None)
    return TrayField(
        t_c=t_c,
        box_mean_c=mean,
        box_max_c=highest,
        air_out_c=t_out[lanes],
        air_mean_out_c=float(t_out[lanes].mean()),
        coolant_out_c=t_out[streams],
        heat_air_w=float(found.run.heat_w[lanes].sum()),
        heat_coolant_w=found.run.heat_w[streams],
        heat_bottom_w=heat_w(g_bottom.reshape(-1), t_c[0].reshape(-1), heat.air_in_c),
        residual=found.residual,
        iterations=found.iterations,
        error_k=found.error_k,
        settled=settled,
    )


def _check_fluids(heat: TrayHeat):
    """Inlet temperatures and heat capacity flows [W/K] of the coolant streams."""
    require_finite("air_in_c", heat.air_in_c, "C")
    require_not_negative("air_m_dot", heat.air_m_dot_kg_s, "kg/s")
    require_positive("air_cp", heat.air_cp, "J/(kg K)")
    require_positive("lane_m", heat.lane_m, "m")
    fluids = (heat.coolant_in_c, heat.coolant_m_dot_kg_s, heat.coolant_cp)
    t_in, m_dot, cp = np.broadcast_arrays(*(np.asarray(v, float) for v in fluids))
    for s in range(len(t_in)):
        require_finite(f"coolant stream {s}: inlet", t_in[s], "C")
        require_positive(f"coolant stream {s}: flow", m_dot[s], "kg/s")
        require_positive(f"coolant stream {s}: cp", cp[s], "J/(kg K)")
    check_plates(heat.boxes, len(t_in))
    return t_in, m_dot * cp


def _start(heat: TrayHeat, problem: Problem, previous: TrayField | None) -> np.ndarray:
    shape, dtype = problem.equations.shape, problem.source_w.dtype
    if previous is None or previous.t_c.shape != shape:
        return np.zeros_like(problem.source_w)
    return stored(previous.t_c, dtype, -heat.air_in_c)
