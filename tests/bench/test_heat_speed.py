"""The heat solver beside SciPy and PyAMG, and beside what the memory allows: ``make bench``.

Everything is measured in one run, on one thread if ``make`` starts it: a round that is not counted, then
rounds in which all take their turn, short jobs several times; medians. Only the agreement of the temperatures
is asserted, never a time.
"""

import os
import platform
import time
from typing import NamedTuple

import numpy as np
import pyamg
import pytest
from numba import njit
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve

from explorer.solvers.heat.coupling import alternate, minimize
from explorer.solvers.heat.grid import rasterize
from explorer.solvers.heat.streams import film_w_per_k
from explorer.solvers.heat.tray import report, solve_tray, tray_problem
from tests.bench.trays import moved, switch_tray

LIVE, SETTLED, FRAME, TWO = "cold to 0.05 K", "cold to 1e-6", "drag frame", "drag frame, two threads"
TRIAD, BOUND = "triad", "bound of a drag frame"
SPSOLVE, AMG_SETUP, AMG = "SciPy spsolve", "PyAMG set-up", "PyAMG solve, 1e-6"
ROUNDS = {64: 9, 128: 5, 256: 3}
REPEATS = {FRAME: 8, TWO: 8, TRIAD: 8, LIVE: 3, SETTLED: 3}
ARRAYS_OF_A_FRAME = 7 + 2 * 16 * 4 / 3
"""What two iterations have to pass at least: the seven arrays of the equations once, and each iteration 16
arrays on the finest level and a third of that on the coarser ones."""


class Measured(NamedTuple):
    """Medians [ms] by the name of what was measured, and the largest differences [K]."""

    cells: int
    ms: dict
    off_k: dict


@njit(nogil=True)
def triad(a, b, c, factor):
    """Two arrays read, one written: the rate at which memory feeds a simple loop."""
    for i in range(len(a)):
        a[i] = b[i] + factor * c[i]


def matrix_of(heat):
    """The tray in still fluids as a sparse matrix and right side in rises; cells in the order [z, y, x]."""
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    dx, dy = cells.step_m
    dz = cells.thickness_m
    k, number = cells.kxy, np.arange(cells.kxy.size).reshape(cells.kxy.shape)
    contact = cells.contact_m2k_per_w[:, None, None]
    half = dz[:, None, None] / (2 * cells.kz)
    along_x, along_y = (2 * ratio * dz[:, None, None] for ratio in (dy / dx, dx / dy))
    faces = [
        (number[..., 1:], number[..., :-1], along_x / (1 / k[..., 1:] + 1 / k[..., :-1])),
        (number[:, 1:], number[:, :-1], along_y / (1 / k[:, 1:] + 1 / k[:, :-1])),
        (number[1:], number[:-1], dx * dy / (half[1:] + contact + half[:-1])),
    ]
    a, b, g = (np.concatenate([face[i].ravel() for face in faces]) for i in range(3))
    ground = np.zeros(k.shape)
    ground[-1] += film_w_per_k(cells.h_air, dz[-1], cells.kz[-1], dx * dy)
    ground[0] += film_w_per_k(cells.h_bottom, dz[0], cells.kz[0], dx * dy)
    every = number.ravel()
    rows = np.concatenate([a, b, a, b, every])
    columns = np.concatenate([b, a, a, b, every])
    matrix = coo_matrix((np.concatenate([-g, -g, g, g, ground.ravel()]), (rows, columns))).tocsr()
    return matrix, cells.power_w.ravel()


def measure(n: int) -> Measured:
    """All contenders in turn on ``n`` x ``n`` x 4 cells."""
    heat = switch_tray(n, in_streams=False)
    matrix, power_w = matrix_of(heat)
    state = {"frame": 0, FRAME: solve_tray(heat, settled=False), TWO: solve_tray(heat, settled=False)}
    arrays = [np.ones(heat.grid[0] * heat.grid[1] * 4, np.float32) for _ in range(3)]

    def cold_live():
        problem = tray_problem(heat, np.float32)
        return report(heat, problem, alternate(problem, np.zeros_like(problem.source_w)), False).t_c

    def cold_settled():
        problem = tray_problem(heat)
        found = minimize(problem, np.zeros_like(problem.source_w), 1e-6)
        return report(heat, problem, found, True).t_c

    def frame(name, threads):
        state["frame"] += 1
        here = state["heat"] = moved(heat, state["frame"])
        state[name] = solve_tray(here, state[name], False, threads)
        return state[name].t_c

    def setup():
        state["amg"] = pyamg.ruge_stuben_solver(matrix)

    def solve():
        return state["amg"].solve(power_w, tol=1e-6, accel="cg").reshape(4, n, n)

    frames = {FRAME: lambda: frame(FRAME, 1), TWO: lambda: frame(TWO, 2)}
    jobs = {LIVE: cold_live, SETTLED: cold_settled, **frames, AMG_SETUP: setup, AMG: solve}
    if n <= 128:
        jobs[SPSOLVE] = lambda: spsolve(matrix.tocsc(), power_w).reshape(4, n, n)
    jobs[TRIAD] = lambda: triad(*arrays, np.float32(0.5))
    times, answers = {name: [] for name in jobs}, {}
    for _ in range(ROUNDS[n] + 1):
        for name, job in jobs.items():
            spent = []
            for _ in range(REPEATS.get(name, 1)):
                began = time.perf_counter()
                answers[name] = job()
                spent.append(time.perf_counter() - began)
            times[name].append(spent)
    ms = {name: 1000 * float(np.median(np.concatenate(spent[1:]))) for name, spent in times.items()}
    ms[BOUND] = ms[TRIAD] / 3 * ARRAYS_OF_A_FRAME
    exact = solve_tray(heat).t_c
    off_k = {name: float(np.abs(answers[name] - exact).max()) for name in (LIVE, SETTLED, AMG)}
    if SPSOLVE in answers:
        off_k[SPSOLVE] = float(np.abs(answers[SPSOLVE] - exact).max())
    for name in (FRAME, TWO):
        shown = frames[name]()
        off_k[name] = float(np.abs(shown - solve_tray(state["heat"]).t_c).max())
    return Measured(n, ms, off_k)


def table(rows: list[Measured]) -> str:
    """Times, differences, and ratios, one column a size."""
    lines = [f"{'ms, medians':34s}" + "".join(f"{f'{r.cells} x {r.cells} x 4':>16s}" for r in rows)]

    def line(name, values, form):
        cells = "".join(f"{'-' if v is None else format(v, form):>16s}" for v in values)
        lines.append(f"{name:34s}{cells}")

    for name in (LIVE, SETTLED, FRAME, TWO, AMG_SETUP, AMG, SPSOLVE, BOUND):
        line(name, [r.ms.get(name) for r in rows], ".2f")
    lines.append("times as fast")
    amg = [r.ms[AMG_SETUP] + r.ms[AMG] for r in rows]
    direct = [r.ms.get(SPSOLVE) for r in rows]
    for name in (SETTLED, FRAME, TWO):
        line(f"{name}, PyAMG with set-up", [a / r.ms[name] for a, r in zip(amg, rows, strict=True)], ".1f")
        ratios = [d and d / r.ms[name] for d, r in zip(direct, rows, strict=True)]
        line(f"{name}, spsolve", ratios, ".1f")
    for name in (FRAME, TWO):
        line(f"{name} over its bound", [r.ms[name] / r.ms[BOUND] for r in rows], ".1f")
    lines.append("largest difference to the settled field, K")
    for name in (LIVE, SETTLED, FRAME, TWO, AMG, SPSOLVE):
        line(name, [r.off_k.get(name) for r in rows], ".1e")
    rates = ", ".join(f"{3 * 16 * r.cells**2 / r.ms[TRIAD] / 1e6:.0f}" for r in rows)
    lines.append(f"triad of arrays of that many cells, single precision: {rates} GB/s")
    return "\n".join(lines)


@pytest.mark.bench
def test_heat_solver_beside_others():
    rows = [measure(n) for n in ROUNDS]
    load = os.getloadavg()[0]
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    machine = f"{os.cpu_count()} cores, load {load:.1f}, BLAS threads: {threads}"
    print(f"\nPython {platform.python_version()}, {machine}\n{table(rows)}")
    for row in rows:
        assert row.off_k[LIVE] < 0.05
        assert row.off_k[FRAME] < 0.05
        assert row.off_k[TWO] < 0.05
        assert row.off_k[SETTLED] < 1e-3
        assert row.off_k[AMG] < 0.05
        assert row.off_k.get(SPSOLVE, 0.0) < 1e-5
