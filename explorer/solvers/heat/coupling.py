"""Walls and fluids of one tray, alternated until they agree.

A march of the fluids gives the temperatures that the top cells see; a few iterations of the conduction
solver then reduce the imbalance of the cells.

* ``alternate``, live: in single precision, until every cell is estimated to be within ``LIVE_K``, or the
  requested accuracy, and heat is conserved to 1e-4. Started from the previous field, a step of a drag takes
  two to four iterations.
* ``minimize``, settled: uses the same corrections as search directions of a residual minimization (GCR) of
  the whole coupled problem, in double precision. It converges for any flow, also where alternation is slow.

References: S. C. Eisenstat, H. C. Elman, M. H. Schultz, Variational iterative methods for nonsymmetric
systems, SIAM J. Numer. Anal. 20 (1983); H. A. van der Vorst, C. Vuik, GMRESR, Numer. Linear Algebra Appl. 1
(1994).
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.heat import exchange
from explorer.solvers.heat.colors import add_times, product
from explorer.solvers.heat.conduction import Equations, Missing, correct
from explorer.solvers.heat.streams import March, Streams, brought_w, march
from explorer.solvers.team import share

LIVE_K = 0.05
LIVE_IMBALANCE = 5e-5
LIVE_ITERATIONS = 2
NEAR = 10.0
"""Once the first alternation is within this many times the requested error, one iteration each is enough."""
SETTLED_RESIDUAL = 1e-9
SETTLED_ERROR = 1e-6
SETTLED_ITERATIONS = 6
MOST_SETTLED_ITERATIONS = 400
SLOW = 0.5
"""If more than this share of the residual is left after a direction, the next one gets more iterations."""
MOST_ALTERNATIONS = 12
CORRECTED = 2
"""Apply the uniform correction in the first two alternations only; a warm start has converged by then."""
ROUND_OFF = 1e-13
MOST_DIRECTIONS = 80
KEPT_DIRECTIONS = 16


class Problem(NamedTuple):
    """Walls, fluids, inlets and sources; all temperatures are relative to one reference.

    ``rise_in`` (streams,) are the inlets, ``source_w`` the watts put into each cell in the storage by
    colors, in the precision of the result.
    """

    equations: Equations
    streams: Streams
    rise_in: np.ndarray
    source_w: np.ndarray


class Solution(NamedTuple):
    """Rises ``t`` in the storage by colors, the march over them, and their accuracy.

    ``residual``: sum of the cells' absolute imbalances over the driving watts. ``error_k``:
    estimate of the largest error of a cell.
    """

    t: np.ndarray
    run: March
    residual: float
    iterations: int
    error_k: float


def balance(problem: Problem, t: np.ndarray) -> tuple[March, Missing]:
    """March the fluids over the walls ``t``, and compute the imbalance that this leaves in the walls."""
    e, streams = problem.equations, tuple(problem.streams)
    _, ny, nx = e.shape
    wall, watts, t_mean = np.empty((ny, nx), t.dtype), np.empty_like(t), np.empty(len(streams[1]))
    t_out, heat_w = np.empty_like(problem.rise_in), np.empty_like(problem.rise_in)
    sums = np.empty((-(-ny // exchange.ROWS), 4))
    share(
        exchange.balance, (e.gx, e.gy, e.gz, e.ground, t, problem.source_w, e.levels[0, 2]), streams,
        problem.rise_in, wall, t_mean, t_out, heat_w, watts, sums,
    )  # fmt: skip
    total, squares, size, source = (float(value) for value in sums.sum(axis=0))
    return March(t_out, heat_w, t_mean), Missing(watts, total, math.sqrt(squares), size, source)


def driving_w(problem: Problem, missing: Missing) -> float:
    """Watts that drive the problem: powers, and what the inlets would exchange with walls at 0."""
    return missing.source_w + brought_w(problem.streams, problem.rise_in)


def alternate(problem: Problem, t: np.ndarray, within_k: float = LIVE_K) -> Solution:
    """Live solution from ``t``, which it overwrites; ``minimize`` takes over where the flow is very low."""
    run, r = balance(problem, t)
    drive_w, iterations, wanted = driving_w(problem, r), 0, LIVE_ITERATIONS
    if drive_w == 0.0:
        return _at_rest(problem, t)
    for alternation in range(MOST_ALTERNATIONS):
        done, step_k = correct(problem.equations, r, wanted, 0.0, t)
        iterations += done
        old_norm_w = r.norm_w
        run, r = balance(problem, t)
        error_k = _to_come(step_k, r.norm_w, old_norm_w)
        if alternation == 0 and error_k <= NEAR * within_k:
            wanted = 1
        # stricter later: late in a cold start the residual falls faster than the error
        enough_k = within_k / 2 if alternation else within_k
        is_near = alternation < CORRECTED and error_k <= within_k / 2
        if is_near and abs(r.total_w) > LIVE_IMBALANCE * drive_w:
            step_k = uniform_correction(problem, r.total_w, t)
            run, r = balance(problem, t)
            error_k += abs(step_k)
        if error_k <= enough_k and abs(r.total_w) <= LIVE_IMBALANCE * drive_w:
            return Solution(t, run, r.size_w / drive_w, iterations, error_k)
    more = minimize(problem, t, LIVE_IMBALANCE)
    return more._replace(iterations=more.iterations + iterations)


def uniform_correction(problem: Problem, missing_w: float, t: np.ndarray) -> float:
    """Warm all walls by the same amount, so that they lose ``missing_w`` more; returns that amount [K].

    Once every cell is accurate, the remaining imbalance is spread over the board: some millikelvins of all
    cells, which corrections cell by cell, coupled through the air, take several alternations to find.
    """
    _, ny, nx = problem.equations.shape
    streams = problem.streams
    run = march(streams, np.zeros_like(problem.rise_in), np.ones((ny, nx)))
    loss_w_per_k = problem.equations.ground.sum(dtype=float) - float(streams.sum_w_per_k @ run.t_mean)
    step_k = missing_w / loss_w_per_k
    t += t.dtype.type(step_k)
    return step_k


def minimize(problem: Problem, t: np.ndarray, tolerance: float = SETTLED_RESIDUAL) -> Solution:
    """Solution, started from ``t``, with an imbalance below ``tolerance`` of the driving watts.

    Raises ``SolverError`` if it does not converge.
    """
    run, missing = balance(problem, t)
    drive_w = driving_w(problem, missing)
    if drive_w == 0.0:
        return _at_rest(problem, t)
    still = problem._replace(rise_in=np.zeros_like(problem.rise_in), source_w=np.zeros_like(problem.source_w))
    directions, t = [], t.copy()
    iterations, allowed, error_k = 0, SETTLED_ITERATIONS, 0.0
    for _ in range(MOST_DIRECTIONS):
        if missing.norm_w == 0.0:
            break
        step = np.zeros_like(t)
        done, _ = correct(problem.equations, missing, allowed, 1e-3, step)
        iterations += done
        image = -balance(still, step)[1].w
        for old_step, old_image in directions:
            part = product(old_image, image)
            add_times(-part, old_image, image)
            add_times(-part, old_step, step)
        length = math.sqrt(product(image, image))
        step, image = step / length, image / length
        part = product(image, missing.w)
        add_times(part, step, t)
        add_times(-part, image, missing.w)
        directions = [*directions[1 - KEPT_DIRECTIONS :], (step, image)]
        old_norm_w = missing.norm_w
        missing = _summed(missing)
        if done == allowed and missing.norm_w > SLOW * old_norm_w:
            # coarser grids help little with cells that are many times longer than wide
            allowed = min(4 * allowed, MOST_SETTLED_ITERATIONS)
        error_k = _to_come(abs(float(part)) * float(np.abs(step).max()), missing.norm_w, old_norm_w)
        highest = float(np.abs(t).max())
        small = max(SETTLED_ERROR, tolerance) * highest
        if missing.size_w <= tolerance * drive_w and error_k <= small:
            break
        if error_k <= ROUND_OFF * highest:
            # steps no longer change the temperatures: the residual is the rounding of the watts themselves
            break
    else:
        raise SolverError(f"heat and flow do not settle: an error of about {error_k:.2g} K is left")
    run, missing = balance(problem, t)
    return Solution(t, run, missing.size_w / drive_w, iterations, error_k)


def _at_rest(problem, t):
    """Solution of a board that nothing drives: everything has the temperature of the inlets."""
    t = np.zeros_like(t)
    return Solution(t, balance(problem, t)[0], 0.0, 0, 0.0)


def _summed(missing):
    w = missing.w
    return missing._replace(norm_w=math.sqrt(product(w, w)), size_w=float(np.abs(w).sum()))


def _to_come(last_step_k: float, size: float, old_size: float) -> float:
    """Estimated sum [K] of the remaining steps, if all shrink as the residual did in the last one."""
    if old_size == 0.0:
        return 0.0
    ratio = float(size / old_size)
    return last_step_k * ratio / (1.0 - min(ratio, 0.99))
