"""The power chain of a rack in compiled code: converters, busbar, shelves and feeds, at any throttle.

`explorer.solvers.power.busbar` and `explorer.solvers.power.efficiency` check the input and name the output.

At each node i of the busbar, with conductance g to its neighbors and g_s to each shelf at V0:

    F_i = sum g (V_i - V_j) + sum g_s (V_i - V0) + I_i(V_i) = 0

A tray of constant power P behind a clip of resistance R draws

    I(V) = 2 P / (V + s),   s = sqrt(V^2 - 4 P R),   dI/dV = -I / s

so that its voltage is no further unknown. The unknowns are the drops D = V0 - V: the currents of a light load
would be lost in the rounding of V itself. F is convex in D and its Jacobian an M-matrix, so that Newton from
D = 0 climbs to the solution from below and never jumps over it: the first pivot that is not positive,
or the first root of a negative number, is the collapse of the voltage.
"""

from typing import NamedTuple

import numpy as np

from explorer.solvers.compiled import kernel, subroutine


class Delivery(NamedTuple):
    """The power chain of one rack: n trays and m shelves on its busbar, q trays on AC, f feeds."""

    fixed_w: np.ndarray
    """(n, 3) drawn from the ASIC rail, the optics rail and the intermediate bus at any throttle"""
    scalable_w: np.ndarray
    """(n,) drawn from the ASIC rail in proportion to the throttle"""
    loss: np.ndarray
    """(n, 3, 3) a, b, c of the converters of ASIC rail, optics rail and intermediate bus"""
    g_segment: np.ndarray
    """(n - 1,) between neighbors, S"""
    r_clip: np.ndarray
    """(n,) between the busbar and each tray, ohm; 0 for none"""
    shelf_node: np.ndarray
    """(m,)"""
    supplies: np.ndarray
    """(m,) number of working supplies in each shelf, as floats"""
    droop: np.ndarray
    """(m,) output resistance of one supply, ohm"""
    shelf_clip: np.ndarray
    """(m,) between each shelf and the busbar, ohm"""
    own_w: np.ndarray
    """(m,) drawn inside each shelf from its output"""
    supply_w: np.ndarray
    """(m,) rating of one supply"""
    load: np.ndarray
    """(m, k) loads of the supplies' efficiency curves"""
    efficiency: np.ndarray
    """(m, k)"""
    shelf_feed: np.ndarray
    """(m,) index of the feed that supplies each shelf"""
    v0: float
    ac_fixed_w: np.ndarray
    """(q, 3)"""
    ac_scalable_w: np.ndarray
    ac_loss: np.ndarray
    """(q, 3, 3)"""
    ac_supplies: np.ndarray
    """(q, f) number of working supplies of each AC tray on each feed, as floats"""
    ac_supply_w: np.ndarray
    ac_load: np.ndarray
    """(q, k)"""
    ac_efficiency: np.ndarray


class Limits(NamedTuple):
    """Limits of a rack; infinite where none is known."""

    v_low: float
    """lowest allowed voltage at a tray"""
    segment_a: float
    clip_a: float
    shelf_w: np.ndarray
    """(m,) that each shelf can deliver with all its supplies"""
    ac_supply_w: np.ndarray
    """(q,) that one supply of each AC tray can deliver"""
    feed_w: np.ndarray
    """(f,)"""
    rack_w: float
    """over all feeds"""


class Flow(NamedTuple):
    """A solved chain. Where `collapsed` is true the busbar has no solution: its numbers are NaN, and the
    feeds carry the AC trays alone."""

    drawn_w: np.ndarray
    """(n,) at the trays' inlets"""
    voltage_v: np.ndarray
    """(n,) on the busbar"""
    tray_v: np.ndarray
    """(n,) behind the clips"""
    tray_a: np.ndarray
    segment_a: np.ndarray
    """(n - 1,) from node i to i + 1"""
    shelf_a: np.ndarray
    """(m,) onto the busbar"""
    shelf_out_w: np.ndarray
    """(m,) at the terminals, including what the shelf itself draws"""
    shelf_in_w: np.ndarray
    ac_drawn_w: np.ndarray
    """(q,) at the output of the supplies"""
    ac_in_w: np.ndarray
    feed_w: np.ndarray
    """(f,)"""
    iterations: int
    collapsed: bool


@kernel
def newton(g, shelf_node, g_shelf, below, v_top, p, r_clip):
    """Drops of the nodes below the highest shelf voltage, iterations, residual, whether it collapsed."""
    n = p.size
    drop = np.zeros(n)
    drawn_a = np.abs(p).sum() / v_top
    for k in range(shelf_node.size):
        drawn_a = max(drawn_a, g_shelf[k] * below[k])
    diag, f, c = np.empty(n), np.empty(n), np.empty(n)
    residual, polished = np.inf, 0
    for iteration in range(1, 81):
        for i in range(n):
            v = v_top - drop[i]
            root = v * v - 4.0 * p[i] * r_clip[i]
            if not root > 0.0:
                return drop, iteration, residual, True
            s = np.sqrt(root)
            f[i] = 2.0 * p[i] / (v + s)
            diag[i] = -f[i] / s
        rounded = 0.0
        for k in range(shelf_node.size):
            i = shelf_node[k]
            f[i] -= g_shelf[k] * (drop[i] - below[k])
            rounded = max(rounded, g_shelf[k] * (abs(drop[i]) + below[k]))
            diag[i] += g_shelf[k]
        held = rounded
        for i in range(n - 1):
            flow = g[i] * (drop[i + 1] - drop[i])
            rounded = max(rounded, g[i] * (abs(drop[i]) + abs(drop[i + 1])))
            f[i] += flow
            f[i + 1] -= flow
            diag[i] += g[i]
            diag[i + 1] += g[i]
        residual = np.abs(f).max()
        # the residual cannot get below the rounding of the largest current, nor below the smallest numbers
        if residual <= 1e-12 * drawn_a + 1e-15 * rounded + 1e-300:
            # rounding in stiff segments cancels in the sum over nodes: iterate until that is small, or twice
            if abs(f.sum()) <= 1e-12 * drawn_a + 1e-15 * held + 1e-300 or polished == 2:
                return drop, iteration, residual, False
            polished += 1
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
        if not drop.max() < v_top:
            return drop, iteration, residual, True
    return drop, 80, residual, True


@subroutine
def efficiency_at(share, load, efficiency):
    """Efficiency at a share of load: linear between the points of a curve, constant beyond them."""
    if share <= load[0]:
        return efficiency[0]
    for j in range(1, load.size):
        if share < load[j]:
            part = (share - load[j - 1]) / (load[j] - load[j - 1])
            return efficiency[j - 1] + part * (efficiency[j] - efficiency[j - 1])
    return efficiency[-1]


@kernel
def supplied(output, share, load, efficiency):
    """Input power of supplies for their output, each at its share of load on one curve."""
    result = np.empty_like(output)
    for i in range(output.size):
        result[i] = output[i] / efficiency_at(share[i], load, efficiency)
    return result


@subroutine
def converted(throttle, fixed_w, scalable_w, loss):
    """Watts at the inlets of trays for what their parts draw, through rails and intermediate bus."""
    drawn = np.empty(fixed_w.shape[0])
    for i in range(drawn.size):
        bus = fixed_w[i, 2]
        for rail in range(2):
            w = fixed_w[i, rail]
            if rail == 0:
                w += throttle * scalable_w[i]
            bus += w + loss[i, rail, 0] + (loss[i, rail, 1] + loss[i, rail, 2] * w) * w
        drawn[i] = bus + loss[i, 2, 0] + (loss[i, 2, 1] + loss[i, 2, 2] * bus) * bus
    return drawn


@kernel
def deliver(rack, throttle):
    """The whole chain of one rack at a throttle of its processors from 0 to 1, as a `Flow`."""
    n, m, n_feeds = rack.r_clip.size, rack.shelf_node.size, rack.ac_supplies.shape[1]
    feed_w = np.zeros(n_feeds)
    drawn = converted(throttle, rack.fixed_w, rack.scalable_w, rack.loss)
    ac_drawn = converted(throttle, rack.ac_fixed_w, rack.ac_scalable_w, rack.ac_loss)
    ac_in = np.zeros(ac_drawn.size)
    for t in range(ac_drawn.size):
        working = rack.ac_supplies[t].sum()
        if working > 0.0:
            share = ac_drawn[t] / (working * rack.ac_supply_w[t])
            ac_in[t] = ac_drawn[t] / efficiency_at(share, rack.ac_load[t], rack.ac_efficiency[t])
            for f in range(n_feeds):
                feed_w[f] += ac_in[t] * rack.ac_supplies[t, f] / working
    g_shelf = rack.supplies / (rack.droop + rack.supplies * rack.shelf_clip)
    iterations, collapsed = 0, n > 0 and not g_shelf.sum() > 0.0
    drop = np.zeros(n)
    if n > 0 and not collapsed:
        drop, iterations, _, collapsed = newton(
            rack.g_segment, rack.shelf_node, g_shelf, np.zeros(m), rack.v0, drawn, rack.r_clip
        )
    if collapsed:
        drop[:] = np.nan
    v = rack.v0 - drop
    tray_v = 0.5 * (v + np.sqrt(v * v - 4.0 * drawn * rack.r_clip))
    segment_a = rack.g_segment * (drop[1:] - drop[:-1])
    shelf_a, out_w, in_w = np.empty(m), np.empty(m), np.empty(m)
    for k in range(m):
        shelf_a[k] = g_shelf[k] * drop[rack.shelf_node[k]]
        own = rack.own_w[k] if rack.supplies[k] > 0.0 else 0.0
        # droop lowers the set point and makes no heat, unlike the clip's resistance
        terminal_v = rack.v0 - drop[rack.shelf_node[k]] + shelf_a[k] * rack.shelf_clip[k]
        out_w[k] = terminal_v * shelf_a[k] + own
        in_w[k] = 0.0
        if collapsed:
            in_w[k] = np.nan
        elif rack.supplies[k] > 0.0:
            share = out_w[k] / (rack.supplies[k] * rack.supply_w[k])
            in_w[k] = out_w[k] / efficiency_at(share, rack.load[k], rack.efficiency[k])
            feed_w[rack.shelf_feed[k]] += in_w[k]
    return Flow(
        drawn, v, tray_v, drawn / tray_v, segment_a, shelf_a, out_w, in_w, ac_drawn, ac_in, feed_w,
        iterations, collapsed,
    )  # fmt: skip


@kernel
def is_within(rack, limits, flow):
    """Whether a solved chain is within every limit; NaN is within none."""
    if flow.collapsed:
        return False
    for i in range(flow.tray_v.size):
        if not (flow.tray_v[i] >= limits.v_low and flow.tray_a[i] <= limits.clip_a):
            return False
    for i in range(flow.segment_a.size):
        if not abs(flow.segment_a[i]) <= limits.segment_a:
            return False
    for k in range(flow.shelf_a.size):
        most = min(limits.shelf_w[k], rack.supplies[k] * rack.supply_w[k])
        if rack.supplies[k] > 0.0 and not (flow.shelf_out_w[k] <= most and flow.shelf_a[k] <= limits.clip_a):
            return False
    for t in range(flow.ac_drawn_w.size):
        working = rack.ac_supplies[t].sum()
        if working > 0.0 and not flow.ac_drawn_w[t] <= working * limits.ac_supply_w[t]:
            return False
    for f in range(flow.feed_w.size):
        if not flow.feed_w[f] <= limits.feed_w[f]:
            return False
    return flow.feed_w.sum() <= limits.rack_w


@kernel
def most_throttle(rack, limits):
    """The largest throttle within every limit, to 1e-9; NaN if even idle processors exceed one."""
    if is_within(rack, limits, deliver(rack, 1.0)):
        return 1.0
    if not is_within(rack, limits, deliver(rack, 0.0)):
        return np.nan
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        if is_within(rack, limits, deliver(rack, middle)):
            low = middle
        else:
            high = middle
    return low
