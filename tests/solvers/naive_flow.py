"""Obvious slow answers to how air and current flow: plain loops and equations as they are written."""

import math

import numpy as np
from scipy.optimize import fsolve

from tests.solvers.naive import coverage


def lanes(g_air, n_lanes):
    """Air lanes of a board: for each lane and row the list of (cell, conductance), by area."""
    ny, nx = g_air.shape
    width = nx / n_lanes
    found = {}
    for lane in range(n_lanes):
        for y in range(ny):
            parts = [(x, coverage((lane * width, 0, width, 1), x, 0, 1, 1)) for x in range(nx)]
            found[lane, y] = [
                (y * nx + x, g_air[y, x] * c) for x, c in parts if c > 1e-12 and g_air[y, x] > 0
            ]
    return found


def march(elements, m_cp, t_in, walls_c):
    """Outlet of one stream and the heat that it takes, along rows of (cell, conductance)."""
    t, heat_w = t_in, 0.0
    for members in elements:
        g = sum(part for _, part in members)
        if g == 0:
            continue
        wall = sum(part * walls_c[cell] for cell, part in members) / g
        t_out = wall - (wall - t) * math.exp(-g / m_cp)
        heat_w += m_cp * (t_out - t)
        t = t_out
    return t, heat_w


def ladder_v(r_segment, shelf_node, r_droop, v0, power):
    """Node voltages of a busbar with constant-power loads, by a general root finder."""

    def current_a(v):
        out = power / v
        for node, r in zip(shelf_node, r_droop, strict=True):
            out[node] -= (v0 - v[node]) / r
        for i, r in enumerate(r_segment):
            out[i] += (v[i] - v[i + 1]) / r
            out[i + 1] -= (v[i] - v[i + 1]) / r
        return out

    return fsolve(current_a, np.full(len(power), float(v0)), xtol=1e-12)


def clipped_busbar_v(r_segment, shelf_node, r_droop, v0, power, r_clip):
    """Voltages of nodes and trays by Newton with a dense Jacobian, the trays behind clips as nodes.

    `None` where there is no solution that Newton reaches from no load.
    """
    n = len(power)
    has_clip = [i for i in range(n) if r_clip[i] > 0]
    at = {i: n + k for k, i in enumerate(has_clip)}
    size = n + len(has_clip)
    g, fed, load = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    lines = [(i, i + 1, r) for i, r in enumerate(r_segment)] + [(i, at[i], r_clip[i]) for i in has_clip]
    for a, b, r in lines:
        g[[a, b], [a, b]] += 1 / r
        g[a, b] -= 1 / r
        g[b, a] -= 1 / r
    for node, r, v in zip(shelf_node, r_droop, v0, strict=True):
        g[node, node] += 1 / r
        fed[node] += v / r
    for i in range(n):
        load[at.get(i, i)] = power[i]
    v = np.full(size, max(v0))
    for _ in range(200):
        step = np.linalg.solve(g - np.diag(load / v**2), g @ v - fed + load / v)
        v = v - step
        if not np.isfinite(v).all() or v.min() <= 0:
            return None
        if np.abs(step).max() < 1e-11 * max(v0):
            # the upper branch alone is reached from no load: there the Jacobian is positive definite
            upper = np.linalg.eigvalsh(g - np.diag(load / v**2)).min() > 0
            return (v[:n], v[[at.get(i, i) for i in range(n)]]) if upper else None
    return None
