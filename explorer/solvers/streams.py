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
from explorer.solvers.team import (
    WHAT,
    await_blocks,
    close_stage,
    finish_block,
    next_block,
    open_phase,
    share,
)

FAST = {"reassoc", "contract", "nsz"}  # lets sums be vectorized; NaN and infinity keep their meaning
ROWS, STREAMS = 32, 4  # rows, and streams, of a block


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
    first, stream = np.empty(ny * n_lanes + 1, np.int64), np.empty(ny * n_lanes, np.int64)
    per_row = nx + n_lanes
    cell, g = np.empty(ny * per_row, np.int64), np.empty(ny * per_row)
    share(
        _air_elements, cells.h_air, cells.kz[-1], cells.thickness_m[-1] / 2.0, dx * dy, n_lanes, per_row,
        first, stream, cell, g,
    )  # fmt: skip
    m_cp = np.full(n_lanes, air_m_cp / n_lanes if air_m_cp > 0.0 else np.inf)
    air = Streams(first, stream, cell, g, m_cp)
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
    ns, elements = len(t_in), len(streams.stream)
    t_out, heat_w, drive_w = np.empty(ns), np.empty(ns), np.empty(t_wall.shape)
    t_mean, row = np.empty(elements), np.empty(elements, np.int64)
    share(_march, *streams, t_in, t_wall, t_out, heat_w, drive_w, t_mean, row)
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


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _air_elements(
    desk, stage, leads, h_air, kz, half_m, area_m2, n_lanes, per_row, first, stream, cell, g
):
    """One element a row and lane, rows first; every row has ``per_row`` places for its entries."""
    ny, nx = h_air.shape
    blocks, per_cell = (ny + ROWS - 1) // ROWS, n_lanes / nx
    if leads:
        first[ny * n_lanes] = ny * per_row
        open_phase(desk, stage, 0, blocks)
    x, part = np.empty(per_row, np.int64), np.empty(per_row)
    begins = np.empty(n_lanes + 1, np.int64)
    _lanes(n_lanes, per_cell, nx, begins, x, part)
    g_air = np.empty(nx)
    block = next_block(desk, stage, leads)
    while block >= 0:
        for y in range(block * ROWS, min((block + 1) * ROWS, ny)):
            for i in range(nx):
                g_air[i] = area_m2 * kz[y, i] * h_air[y, i] / (kz[y, i] + h_air[y, i] * half_m)
            at = y * per_row
            for lane in range(n_lanes):
                first[y * n_lanes + lane] = at + begins[lane]
                stream[y * n_lanes + lane] = lane
            own_cell, own_g = cell[at : at + per_row], g[at : at + per_row]
            for i in range(per_row):
                own_cell[i] = y * nx + x[i]
                own_g[i] = g_air[x[i]] * part[i]
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        close_stage(desk, stage, blocks)


@njit(cache=True, nogil=True)
def _lanes(n_lanes, per_cell, nx, begins, x, part):
    """Columns of each lane, and the part of the cell that lies in it; what is left of the room is empty."""
    at = 0
    for lane in range(n_lanes):
        begins[lane] = at
        x0 = int(np.floor(lane / per_cell + 1e-9))
        x1 = min(int(np.ceil((lane + 1) / per_cell - 1e-9)), nx)
        for i in range(x0, x1):
            x[at] = i
            part[at] = (min((i + 1) * per_cell, lane + 1.0) - max(i * per_cell, float(lane))) / per_cell
            at += 1
    x[at:] = nx - 1
    part[at:] = 0.0


@njit(cache=True, nogil=True)
def _brought_w(first, stream, g, t_in):
    total = 0.0
    for e in range(len(stream)):
        if t_in[stream[e]] != 0.0:
            total += t_in[stream[e]] * g[first[e] : first[e + 1]].sum()
    return total


@njit(cache=True, nogil=True)
def _march(
    desk, stage, leads, first, stream, cell, g, m_cp, t_in, t_wall, t_out, heat_w, drive_w, t_mean, row
):
    """Some streams along their elements; then, row by row, what all bring to the cells."""
    ny, nx = drive_w.shape
    room = first, stream, cell, g, m_cp, t_in, t_wall.reshape(-1), t_out, heat_w, drive_w, t_mean, row
    if not leads:
        block = next_block(desk, stage, leads)
        while block >= 0:
            _march_block(desk[WHAT], block, *room)
            finish_block(desk)
            block = next_block(desk, stage, leads)
        return
    for what, n, size in ((0, len(t_in), STREAMS), (1, ny, ROWS)):
        blocks = (n + size - 1) // size
        open_phase(desk, stage, what, blocks)
        block = next_block(desk, stage, leads)
        while block >= 0:
            _march_block(what, block, *room)
            finish_block(desk)
            block = next_block(desk, stage, leads)
        await_blocks(desk, blocks)
    close_stage(desk, stage, 0)


@njit(cache=True, nogil=True)
def _march_block(what, block, first, stream, cell, g, m_cp, t_in, t_wall, t_out, heat_w, drive_w, t_mean, row):
    ny, nx = drive_w.shape
    if what == 0:
        s0, s1 = block * STREAMS, min((block + 1) * STREAMS, len(t_in))
        t_out[s0:s1] = t_in[s0:s1]
        heat_w[s0:s1] = 0.0
        for e in range(len(stream)):
            s = stream[e]
            if s0 <= s < s1:
                own_g, own_cell = g[first[e] : first[e + 1]], cell[first[e] : first[e + 1]]
                row[e] = own_cell[0] // nx if len(own_cell) else -1
                g_sum, g_t = _sums(own_g, own_cell, t_wall)
                t_mean[e] = 0.0
                if g_sum == 0.0:
                    continue
                ntu = g_sum / m_cp[s]
                lead = g_t / g_sum - t_out[s]
                rise_part = -math.expm1(-ntu)
                mean_lead = lead * rise_part / ntu if ntu > 0.0 else lead
                t_mean[e] = g_t / g_sum - mean_lead
                heat_w[s] += g_sum * mean_lead
                t_out[s] += lead * rise_part
    else:
        y0, y1 = block * ROWS, min((block + 1) * ROWS, ny)
        drive_w[y0:y1] = 0.0
        drive = drive_w.reshape(-1)
        for e in range(len(stream)):
            if y0 <= row[e] < y1:
                t = t_mean[e]
                for k in range(first[e], first[e + 1]):
                    drive[cell[k]] += g[k] * t


@njit(cache=True, nogil=True, fastmath=FAST)
def _sums(g, cell, t_wall):
    g_sum, g_t = 0.0, 0.0
    for k in range(len(g)):
        g_sum += g[k]
        g_t += g[k] * t_wall[cell[k]]
    return g_sum, g_t
