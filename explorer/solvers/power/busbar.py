"""A DC busbar as a ladder of resistances with constant-power trays on clips and drooping power shelves.

The equations and Newton's method are in `explorer.solvers.power.delivery`.
"""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.power.delivery import newton

COPPER_REFERENCE_C = 20.0


class Ladder(NamedTuple):
    """A solved busbar. Where `collapsed` is true there is no solution, and all numbers are NaN."""

    voltage_v: np.ndarray
    """(n,) at the nodes."""
    tray_v: np.ndarray
    """(n,) at the loads, behind their clips."""
    segment_a: np.ndarray
    """(n - 1,) from node i to i + 1."""
    shelf_a: np.ndarray
    """(m,) delivered by each shelf."""
    segment_loss_w: np.ndarray
    clip_loss_w: np.ndarray
    """(n,)"""
    droop_loss_w: np.ndarray
    iterations: int
    residual_a: float
    collapsed: bool


def solve_ladder(r_segment, shelf_node, r_droop, v0, power, r_clip: np.ndarray | float = 0.0) -> Ladder:
    """Voltages and currents of the ladder.

    Parameters
    ----------
    r_segment : (n - 1,) resistance between neighbors, ohm, positive
    shelf_node : (m,) node at which each shelf feeds
    r_droop : (m,) output resistance of each shelf, ohm, positive
    v0 : voltage of the shelves without load, V, one for all or (m,)
    power : (n,) drawn by the trays, W, not negative
    r_clip : between node and tray, ohm, one for all or (n,); 0 for none

    Examples
    --------
    One load on one shelf has the closed form (V0 + sqrt(V0^2 - 4 P R)) / 2, and a clip in series with
    the load has the same effect on it as that much more droop:

    >>> ladder = solve_ladder([], [0], [0.002], 50.0, [100e3])
    >>> round(float(ladder.voltage_v[0]), 6)
    45.615528
    >>> ladder = solve_ladder([], [0], [0.0015], 50.0, [100e3], r_clip=0.0005)
    >>> round(float(ladder.tray_v[0]), 6), round(float(ladder.voltage_v[0]), 6)
    (45.615528, 46.711646)
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
    source_v = _one_each("shelf voltage", v0, node.size)
    clip = _one_each("clip", r_clip, n)
    for name, values in (("segment", r), ("shelf droop", droop), ("voltage", source_v)):
        _refuse(name, values, ~(np.isfinite(values) & (values > 0)), "is not positive")
    _refuse("clip", clip, ~(np.isfinite(clip) & (clip >= 0)), "is negative")
    _refuse("the load at node", p, ~np.isfinite(p), "is not a number")
    _refuse("the load at node", p, p < 0, "is negative")
    v_top = float(source_v.max())
    below = v_top - source_v
    drop, iterations, residual, collapsed = newton(1.0 / r, node, 1.0 / droop, below, v_top, p, clip)
    if collapsed:
        drop = np.full(n, np.nan)
    v = v_top - drop
    tray_v = 0.5 * (v + np.sqrt(v * v - 4.0 * p * clip))
    segment_a = (drop[1:] - drop[:-1]) / r
    shelf_a = (drop[node] - below) / droop
    return Ladder(
        v,
        tray_v,
        segment_a,
        shelf_a,
        segment_a**2 * r,
        (p / tray_v) ** 2 * clip,
        shelf_a**2 * droop,
        iterations,
        residual,
        collapsed,
    )


def copper_ohm(r_ohm, t_c, per_k):
    """Resistance of copper at a temperature, from that at 20 C.

    >>> round(float(copper_ohm(20e-6, 70.0, 0.0039)) * 1e6, 6)
    23.9
    """
    return np.asarray(r_ohm, float) * (1.0 + per_k * (np.asarray(t_c, float) - COPPER_REFERENCE_C))


def _one_each(name, value, n) -> np.ndarray:
    values = np.asarray(value, float)
    if values.ndim and values.size != n:
        raise SolverError(f"busbar: {n} values of {name} are needed, {values.size} are given")
    return np.array(np.broadcast_to(values, n))


def _refuse(name, values, wrong, why):
    if wrong.any():
        i = int(np.argmax(wrong))
        raise SolverError(f"busbar: {name} {i} {why}: {values[i]:g}")
