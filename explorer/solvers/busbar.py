"""A DC busbar as a ladder of resistances with constant-power loads and drooping power shelves.

At each node i, with conductance g to its neighbors and g_s to each shelf at V0:

    F_i = sum g (V_i - V_j) + sum g_s (V_i - V0) + P_i / V_i = 0

It is solved for the drops D = V0 - V: a light load's currents are lost in the rounding of V itself.

Newton's Jacobian is tridiagonal, with P_i / V_i^2 taken off the diagonal. It stays positive definite
up to the point where the voltage collapses (one node on one resistance: P = V0^2 / 4R), so a pivot
that is not positive is the sign of collapse.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from explorer.errors import SolverError


class Ladder(NamedTuple):
    """A solved busbar. Where `collapsed` is true there is no solution, and all numbers are NaN."""

    voltage_v: np.ndarray
    """(n,) at the nodes."""
    segment_a: np.ndarray
    """(n - 1,) from node i to i + 1."""
    shelf_a: np.ndarray
    """(m,) delivered by each shelf."""
    segment_loss_w: np.ndarray
    droop_loss_w: np.ndarray
    iterations: int
    residual_a: float
    collapsed: bool


def solve_ladder(r_segment, shelf_node, r_droop, v0, power) -> Ladder:
    """Voltages and currents of the ladder.

    Parameters
    ----------
    r_segment : (n - 1,) resistance between neighbors, ohm, positive
    shelf_node : (m,) node at which each shelf feeds
    r_droop : (m,) output resistance of each shelf, ohm, positive
    v0 : voltage of the shelves without load, V
    power : (n,) drawn at the nodes, W

    Examples
    --------
    One load on one shelf has the closed form (V0 + sqrt(V0^2 - 4 P R)) / 2:

    >>> ladder = solve_ladder([], [0], [0.002], 50.0, [100e3])
    >>> round(float(ladder.voltage_v[0]), 6)
    45.615528
    >>> solve_ladder([], [0], [0.002], 50.0, [400e3]).collapsed
    True

    Raises
    ------
    SolverError
        If there is no shelf, a resistance is not positive, or a value is not finite.
    """
    r = np.asarray(r_segment, float)
    node = np.asarray(shelf_node, np.int64)
    droop = np.asarray(r_droop, float)
    p = np.asarray(power, float)
    n = p.size
    if n == 0 or r.size != n - 1:
        raise SolverError(f"busbar: {n} nodes need {max(0, n - 1)} segments, {r.size} are given")
    if node.size == 0 or droop.size != node.size:
        raise SolverError("busbar: no power shelf feeds it")
    if node.min() < 0 or node.max() >= n:
        raise SolverError(f"busbar: a shelf feeds node {node.max()}, there are {n}")
    for name, values in (("segment", r), ("shelf droop", droop), ("voltage", np.array([v0]))):
        if not (np.isfinite(values).all() and (values > 0).all()):
            raise SolverError(f"busbar: {name} {int(np.argmin(values))} is not positive: {values.min():g}")
    if not np.isfinite(p).all():
        raise SolverError(f"busbar: the load at node {int(np.argmin(np.isfinite(p)))} is not a number")
    drop, iterations, residual, collapsed = _newton(1.0 / r, node, 1.0 / droop, float(v0), p)
    if collapsed:
        drop = np.full(n, np.nan)
    segment_a = (drop[1:] - drop[:-1]) / r
    shelf_a = drop[node] / droop
    return Ladder(
        v0 - drop, segment_a, shelf_a, segment_a**2 * r, shelf_a**2 * droop, iterations, residual, collapsed
    )


@njit(cache=True, nogil=True)
def _newton(g, shelf_node, g_shelf, v0, p):
    n = p.size
    drop = np.zeros(n)
    drawn_a = np.abs(p).sum() / v0
    diag, f, c = np.empty(n), np.empty(n), np.empty(n)
    residual = np.inf
    for iteration in range(1, 51):
        v = v0 - drop
        f[:] = p / v
        diag[:] = -p / (v * v)
        rounded = 0.0
        for k in range(shelf_node.size):
            i = shelf_node[k]
            f[i] -= g_shelf[k] * drop[i]
            rounded = max(rounded, g_shelf[k] * abs(drop[i]))
            diag[i] += g_shelf[k]
        for i in range(n - 1):
            flow = g[i] * (drop[i + 1] - drop[i])
            rounded = max(rounded, g[i] * (abs(drop[i]) + abs(drop[i + 1])))
            f[i] += flow
            f[i + 1] -= flow
            diag[i] += g[i]
            diag[i + 1] += g[i]
        residual = np.abs(f).max()
        # nothing below the rounding of the largest current can be asked for, nor below the smallest numbers
        if residual <= 1e-12 * drawn_a + 1e-15 * rounded + 1e-300:
            return drop, iteration, residual, False
        # Thomas: forward, with the pivots as the test for collapse
        for i in range(n):
            if i > 0:
                diag[i] += g[i - 1] * c[i - 1]
                f[i] += g[i - 1] * f[i - 1]
            if not diag[i] > 0.0:
                return drop, iteration, residual, True
            c[i] = -g[i] / diag[i] if i < n - 1 else 0.0
            f[i] /= diag[i]
        for i in range(n - 2, -1, -1):
            f[i] -= c[i] * f[i + 1]
        drop += f
        if not drop.max() < v0:
            return drop, iteration, residual, True
    return drop, 50, residual, True
