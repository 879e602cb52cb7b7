"""Air and coolant that warm up along their way: marches by effectiveness and NTU.

A stream is a row of elements. An element is what the fluid meets at once: one row of cells in an air
lane, or one row of cells under a cold plate. In an element the fluid is mixed across and warms
exponentially towards the mean wall temperature:

    N = G / (m cp),   T_out = T_in + (1 - exp(-N)) (T_wall - T_in),   heat = m cp (T_out - T_in)

with G the sum of the conductances and T_wall their weighted mean. It gives every cell the same mean
temperature T_m = T_wall - (T_wall - T_in) (1 - exp(-N)) / N, so that the sum of G (T - T_m) is that heat
to round-off, and no fluid gets hotter than the wall that heats it.

Reference: F. P. Incropera et al., Fundamentals of Heat and Mass Transfer, 7th ed., sections 8.3 and 11.4.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.grid import Boxes, Cells


class Streams(NamedTuple):
    """Elements of all streams in the order of flow.

    Element e exchanges heat through the entries ``first[e]`` to ``first[e + 1]``: cell ``cell`` =
    ``y nx + x`` of the highest layer with the conductance ``g_w_per_k``. ``stream[e]`` is the stream it
    belongs to; ``m_cp_w_per_k`` per stream, infinite for a fluid that keeps its inlet temperature.
    """

    first: np.ndarray
    stream: np.ndarray
    cell: np.ndarray
    g_w_per_k: np.ndarray
    m_cp_w_per_k: np.ndarray


class March(NamedTuple):
    """``t_out`` and ``heat_w`` per stream; ``drive_w`` (ny, nx) the sum of G T_m of each cell."""

    t_out: np.ndarray
    heat_w: np.ndarray
    drive_w: np.ndarray


@njit(cache=True, nogil=True)
def film_w_per_k(h, thickness_m, kz, area_m2):
    """Conductance from a cell's center through half the cell and a film of ``h``; 0 where h is 0.

    >>> float(film_w_per_k(100.0, 0.0, 1.0, 0.01))
    1.0
    """
    return area_m2 * h / (1.0 + h * thickness_m / (2.0 * kz))


def tray_streams(cells: Cells, boxes: Boxes, lane_m: float, air_m_cp: float, coolant_m_cp) -> Streams:
    """Air lanes first, then the coolant streams.

    Lanes are about ``lane_m`` wide, lie side by side in x, and share the air flow ``air_m_cp`` [W/K]
    evenly; a cell on the border of two lanes belongs to both by area. Without air flow the air keeps
    its inlet temperature (natural convection).
    """
    nz, ny, nx = cells.kxy.shape
    dx, dy = cells.step_m
    n_lanes = int(min(max(round(cells.size_m[0] / lane_m), 1), nx))
    g_air = film_w_per_k(cells.h_air, cells.thickness_m[-1], cells.kz[-1], dx * dy)
    room = ny * (nx + n_lanes)
    first, stream = np.empty(ny * n_lanes + 1, np.int64), np.empty(ny * n_lanes, np.int64)
    cell, g = np.empty(room, np.int64), np.empty(room)
    used = _air_elements(g_air, n_lanes, first, stream, cell, g)
    m_cp = np.full(n_lanes, air_m_cp / n_lanes if air_m_cp > 0.0 else np.inf)
    air = Streams(first, stream, cell[:used], g[:used], m_cp)
    coolant_m_cp = np.asarray(coolant_m_cp, float)
    if not len(coolant_m_cp):
        return air
    return _joined(air, _coolant(cells, boxes, dx * dy, coolant_m_cp))


def _coolant(cells, boxes, area_m2, m_cp):
    """An element for each row of cells of each cold-plate box."""
    nx = cells.kxy.shape[2]
    h = cells.h_coolant.reshape(-1)[cells.wet_cell]
    kz = cells.kz[-1].reshape(-1)[cells.wet_cell]
    g = film_w_per_k(h, cells.thickness_m[-1], kz, area_m2) * cells.wet_h / h
    rows = cells.wet_box * cells.kxy.shape[1] + cells.wet_cell // nx
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    stream = np.asarray(boxes.plate, np.int64)[cells.wet_box[starts]]
    return Streams(np.append(starts, len(g)), stream, cells.wet_cell, g, m_cp)


def _joined(a: Streams, b: Streams) -> Streams:
    return Streams(
        np.concatenate([a.first, b.first[1:] + a.first[-1]]),
        np.concatenate([a.stream, b.stream + len(a.m_cp_w_per_k)]),
        np.concatenate([a.cell, b.cell]),
        np.concatenate([a.g_w_per_k, b.g_w_per_k]),
        np.concatenate([a.m_cp_w_per_k, b.m_cp_w_per_k]),
    )


def march(streams: Streams, t_in: np.ndarray, t_wall: np.ndarray) -> March:
    """Send every stream along its elements once, over walls of ``t_wall`` (ny, nx)."""
    t_out, heat_w, drive_w = np.empty(len(t_in)), np.empty(len(t_in)), np.empty(t_wall.shape)
    _march(*streams, t_in, t_wall.reshape(-1), t_out, heat_w, drive_w.reshape(-1))
    return March(t_out, heat_w, drive_w)


def brought_w(streams: Streams, t_in: np.ndarray) -> float:
    """Watts that streams which keep ``t_in`` would exchange with walls at 0, all taken as positive."""
    return _brought_w(streams.first, streams.stream, streams.g_w_per_k, np.abs(t_in))


def warmed(m_dot_kg_s: float, cp: float, t_in_c: float, heat_w: float, cells: int = 1) -> float:
    """Outlet temperature [C] of a stream that takes up ``heat_w``, an equal part in each cell.

    >>> round(warmed(0.1, 1000.0, 25.0, 500.0, cells=10), 9)
    30.0
    """
    m_cp = _checked_m_cp(m_dot_kg_s, cp, t_in_c)
    require_finite("heat_w", heat_w, "W")
    t_c = t_in_c
    for _ in range(cells):
        t_c += heat_w / cells / m_cp
    return t_c


class WallStream(NamedTuple):
    """Outlet temperature [C] of a stream along a wall and the heat [W] it takes."""

    t_out_c: float
    heat_w: float


def along_wall(
    m_dot_kg_s: float, cp: float, t_in_c: float, wall_c: float, h: float, area_m2: float, cells: int = 1
) -> WallStream:
    """A stream along a wall of one temperature, marched over ``cells`` equal parts.

    The exact answer, T_wall - (T_wall - T_in) exp(-h A / (m cp)), comes out for any number of cells.

    >>> round(along_wall(0.01, 1000.0, 20.0, 60.0, 50.0, 0.2, cells=7).t_out_c, 9)
    45.284822353
    """
    m_cp = _checked_m_cp(m_dot_kg_s, cp, t_in_c)
    require_finite("wall_c", wall_c, "C")
    require_not_negative("h", h, "W/(m2 K)")
    require_positive("area", area_m2, "m2")
    each = np.arange(cells)
    streams = Streams(
        np.arange(cells + 1),
        np.zeros(cells, np.int64),
        each,
        np.full(cells, h * area_m2 / cells),
        np.array([m_cp]),
    )
    run = march(streams, np.array([float(t_in_c)]), np.full((1, cells), float(wall_c)))
    return WallStream(float(run.t_out[0]), float(run.heat_w[0]))


def _checked_m_cp(m_dot_kg_s, cp, t_in_c):
    require_positive("m_dot", m_dot_kg_s, "kg/s")
    require_positive("cp", cp, "J/(kg K)")
    require_finite("t_in_c", t_in_c, "C")
    return m_dot_kg_s * cp


def check_plates(boxes: Boxes, n_streams: int) -> None:
    """Refuse a cold plate of a coolant stream that does not exist."""
    plate = np.asarray(boxes.plate)
    if len(plate) and plate.max() >= n_streams:
        raise SolverError(f"box {int(plate.argmax())}: coolant stream {int(plate.max())} of {n_streams}")


@njit(cache=True, nogil=True)
def _air_elements(g_air, n_lanes, first, stream, cell, g):
    """One element a row and lane, rows first; returns the number of entries."""
    ny, nx = g_air.shape
    per_cell = n_lanes / nx
    at = 0
    for y in range(ny):
        for lane in range(n_lanes):
            first[y * n_lanes + lane] = at
            stream[y * n_lanes + lane] = lane
            x0 = int(np.floor(lane / per_cell + 1e-9))
            x1 = min(int(np.ceil((lane + 1) / per_cell - 1e-9)), nx)
            for x in range(x0, x1):
                if g_air[y, x] > 0.0:
                    part = min((x + 1) * per_cell, lane + 1.0) - max(x * per_cell, float(lane))
                    cell[at] = y * nx + x
                    g[at] = g_air[y, x] * part / per_cell
                    at += 1
    first[ny * n_lanes] = at
    return at


@njit(cache=True, nogil=True)
def _brought_w(first, stream, g, t_in):
    total = 0.0
    for e in range(len(stream)):
        if t_in[stream[e]] != 0.0:
            total += t_in[stream[e]] * g[first[e] : first[e + 1]].sum()
    return total


@njit(cache=True, nogil=True)
def _march(first, stream, cell, g, m_cp, t_in, t_wall, t_out, heat_w, drive_w):
    t_out[:] = t_in
    heat_w[:] = 0.0
    drive_w[:] = 0.0
    for e in range(len(stream)):
        s = stream[e]
        g_sum, g_t = 0.0, 0.0
        for k in range(first[e], first[e + 1]):
            g_sum += g[k]
            g_t += g[k] * t_wall[cell[k]]
        if g_sum == 0.0:
            continue
        ntu = g_sum / m_cp[s]
        lead = g_t / g_sum - t_out[s]
        rise_part = -math.expm1(-ntu)
        mean_lead = lead * rise_part / ntu if ntu > 0.0 else lead
        t_mean = g_t / g_sum - mean_lead
        for k in range(first[e], first[e + 1]):
            drive_w[cell[k]] += g[k] * t_mean
        heat_w[s] += g_sum * mean_lead
        t_out[s] += lead * rise_part
