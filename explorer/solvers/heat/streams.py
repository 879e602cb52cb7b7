"""Air and coolant that warm up along their way: marches by effectiveness and NTU.

A stream is a row of elements. An element is the cells that the fluid meets at once: one row in an air
lane, or one row under a cold plate. In an element the fluid is mixed across and warms
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

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.compiled import FAST, kernel, subroutine
from explorer.solvers.heat import exchange
from explorer.solvers.heat.checks import box_name
from explorer.solvers.heat.grid import Boxes, Cells
from explorer.solvers.team import await_blocks, close_stage, finish_block, next_block, open_phase, share

ROWS = 32  # rows in a block


class Streams(NamedTuple):
    """Elements of all streams in the order of flow.

    Element e, of stream ``stream[e]``, meets cells of the highest layer that follow one another in x, from
    ``cell[e]`` = ``y nx + x`` on, through the conductances ``g_w_per_k[first[e] : first[e + 1]]``.
    ``m_cp_w_per_k`` per stream, infinite for a fluid that keeps its inlet temperature. Per element:
    ``sum_w_per_k`` G, ``taken`` 1 - exp(-N), and ``mean_part`` (1 - exp(-N)) / N.
    """

    first: np.ndarray
    stream: np.ndarray
    cell: np.ndarray
    g_w_per_k: np.ndarray
    m_cp_w_per_k: np.ndarray
    sum_w_per_k: np.ndarray
    taken: np.ndarray
    mean_part: np.ndarray


class March(NamedTuple):
    """``t_out`` and ``heat_w`` per stream; ``t_mean`` per element, the fluid's mean temperature in it."""

    t_out: np.ndarray
    heat_w: np.ndarray
    t_mean: np.ndarray


def film_w_per_k(h, thickness_m, kz, area_m2):
    """Conductance from a cell's center through half the cell and a film of ``h``; 0 where h is 0.

    >>> float(film_w_per_k(100.0, 0.0, 1.0, 0.01))
    1.0
    """
    return area_m2 * h / (1.0 + h * thickness_m / (2.0 * kz))


def tray_streams(cells: Cells, boxes: Boxes, lane_m: float, air_m_cp: float, coolant_m_cp) -> Streams:
    """Streams of a tray: air lanes first, then the coolant streams.

    Lanes are about ``lane_m`` wide, lie side by side in x, and share the air flow ``air_m_cp`` [W/K]
    evenly; a cell on the border of two lanes belongs to both by area. Without air flow the air keeps
    its inlet temperature (natural convection).
    """
    _, ny, nx = cells.kxy.shape
    dx, dy = cells.step_m
    n_lanes = int(min(max(round(cells.size_m[0] / lane_m), 1), nx))
    begins, part = _lanes(n_lanes, nx)
    n_air, n_wet = ny * n_lanes, _count_rows(cells.wet_box, cells.wet_cell, nx)
    m_cp = np.append(np.full(n_lanes, air_m_cp / n_lanes if air_m_cp > 0.0 else np.inf), coolant_m_cp)
    streams = _empty(n_air + n_wet, ny * begins[-1] + len(cells.wet_cell), m_cp)
    plate = np.asarray(boxes.plate, np.int64) + n_lanes
    share(
        _elements, cells.h_air, cells.h_coolant, cells.kz[-1], cells.thickness_m[-1] / 2.0, dx * dy, begins,
        part, cells.wet_box, cells.wet_cell, cells.wet_h, plate, tuple(streams),
    )  # fmt: skip
    return streams


def _empty(elements: int, entries: int, m_cp) -> Streams:
    stream, cell = (np.empty(elements, np.int64) for _ in range(2))
    sums, taken, mean_part = (np.empty(elements) for _ in range(3))
    first = np.empty(elements + 1, np.int64)
    return Streams(first, stream, cell, np.empty(entries), m_cp, sums, taken, mean_part)


def march(streams: Streams, t_in: np.ndarray, t_wall: np.ndarray) -> March:
    """Send every stream along its elements once, over walls of ``t_wall`` (ny, nx)."""
    t_out, heat_w, t_mean = np.empty(len(t_in)), np.empty(len(t_in)), np.empty(len(streams.stream))
    exchange.march(tuple(streams), t_in, t_wall.reshape(-1), t_mean, t_out, heat_w)
    return March(t_out, heat_w, t_mean)


def brought_w(streams: Streams, t_in: np.ndarray) -> float:
    """Watts that streams which keep ``t_in`` would exchange with walls at 0, all taken as positive."""
    return float((streams.sum_w_per_k * np.abs(t_in)[streams.stream]).sum())


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
    streams = _empty(cells, cells, np.array([m_cp]))
    streams.first[:], streams.cell[:], streams.stream[:] = np.arange(cells + 1), np.arange(cells), 0
    streams.g_w_per_k[:] = h * area_m2 / cells
    _sum_up(0, cells, tuple(streams))
    run = march(streams, np.array([float(t_in_c)]), np.full((1, cells), float(wall_c)))
    return WallStream(float(run.t_out[0]), float(run.heat_w[0]))


def _checked_m_cp(m_dot_kg_s, cp, t_in_c):
    require_positive("m_dot", m_dot_kg_s, "kg/s")
    require_positive("cp", cp, "J/(kg K)")
    require_finite("t_in_c", t_in_c, "C")
    return m_dot_kg_s * cp


def check_plates(boxes: Boxes, n_streams: int) -> None:
    """Raise ``SolverError`` for a cold plate whose coolant stream does not exist."""
    plate = np.asarray(boxes.plate)
    if len(plate) and plate.max() >= n_streams:
        i = int(plate.argmax())
        raise SolverError(f"{box_name(boxes, i)}: plate = {plate[i]}: there are {n_streams} coolant streams")


@kernel
def _lanes(n_lanes, nx):
    """Where each lane's cells begin among a row's entries, and the part of each cell in the lane."""
    per_cell = n_lanes / nx
    begins, part = np.empty(n_lanes + 1, np.int64), np.empty(nx + n_lanes)
    at = 0
    for lane in range(n_lanes):
        begins[lane] = at
        x0, x1 = _columns(lane, per_cell, nx)
        for i in range(x0, x1):
            part[at] = (min((i + 1) * per_cell, lane + 1.0) - max(i * per_cell, float(lane))) / per_cell
            at += 1
    begins[n_lanes] = at
    return begins, part


@subroutine
def _columns(lane, per_cell, nx):
    """First column of a lane, and the one after its last."""
    x0 = int(np.floor(lane / per_cell + 1e-9))
    return x0, min(int(np.ceil((lane + 1) / per_cell - 1e-9)), nx)


@kernel
def _count_rows(wet_box, wet_cell, nx):
    """How many rows of cells the cold plates have."""
    rows, last = 0, -1
    for k in range(len(wet_box)):
        row = wet_cell[k] // nx
        if k == 0 or row != last or wet_box[k] != wet_box[k - 1]:
            rows += 1
        last = row
    return rows


@kernel
def _elements(
    desk, stage, leads, h_air, h_coolant, kz, half_m, area_m2, begins, part, wet_box, wet_cell, wet_h, plate,
    streams,
):  # fmt: skip
    """Fill the air's elements, one per row and lane, by blocks of rows; a last block fills the coolant's."""
    ny = len(h_air)
    blocks = (ny + ROWS - 1) // ROWS + 1
    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        if block == blocks - 1:
            first = ny * (len(begins) - 1), ny * begins[-1]
            _coolant(*first, h_coolant, kz, half_m, area_m2, wet_box, wet_cell, wet_h, plate, streams)
        else:
            y1 = min((block + 1) * ROWS, ny)
            _air(block * ROWS, y1, h_air, kz, half_m, area_m2, begins, part, streams)
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, blocks)
        close_stage(desk, stage)


@subroutine(fastmath=FAST, error_model="numpy")
def _air(y0, y1, h_air, kz, half_m, area_m2, begins, part, streams):
    nx, n_lanes = h_air.shape[1], len(begins) - 1
    first, stream, cell, g = streams[0], streams[1], streams[2], streams[3]
    g_air = np.empty(nx)
    for y in range(y0, y1):
        k, h = kz[y], h_air[y]
        for i in range(nx):
            g_air[i] = area_m2 * k[i] * h[i] / (k[i] + h[i] * half_m)
        for lane in range(n_lanes):
            e, at = y * n_lanes + lane, y * begins[n_lanes]
            x0, _ = _columns(lane, n_lanes / nx, nx)
            first[e], stream[e], cell[e] = at + begins[lane], lane, y * nx + x0
            share, own = part[begins[lane] : begins[lane + 1]], g_air[x0:]
            row = g[at + begins[lane] : at + begins[lane + 1]]
            for i in range(len(row)):
                row[i] = own[i] * share[i]
    first[y1 * n_lanes] = y1 * begins[n_lanes]
    _sum_up(y0 * n_lanes, y1 * n_lanes, streams)


@subroutine
def _coolant(e0, at0, h_coolant, kz, half_m, area_m2, wet_box, wet_cell, wet_h, plate, streams):
    """An element for each row of cells of each cold-plate box."""
    nx = h_coolant.shape[1]
    first, stream, cell, g = streams[0], streams[1], streams[2], streams[3]
    e, last = e0 - 1, -1
    for j in range(len(wet_cell)):
        y, x = wet_cell[j] // nx, wet_cell[j] % nx
        if j == 0 or y != last or wet_box[j] != wet_box[j - 1]:
            e += 1
            first[e], stream[e], cell[e] = at0 + j, plate[wet_box[j]], wet_cell[j]
        last = y
        # the share of this box in the conductance of the whole film
        g[at0 + j] = area_m2 * kz[y, x] * wet_h[j] / (kz[y, x] + h_coolant[y, x] * half_m)
    first[e + 1] = at0 + len(wet_cell)
    _sum_up(e0, e + 1, streams)


@kernel(fastmath=FAST)
def _sum_up(e0, e1, streams):
    """Fill the fields of elements that are the same in every march."""
    first, stream, _, g, m_cp, g_sum, taken, mean_part = streams
    for e in range(e0, e1):
        total = 0.0
        for k in range(first[e], first[e + 1]):
            total += g[k]
        ntu = total / m_cp[stream[e]]
        g_sum[e], taken[e] = total, -math.expm1(-ntu)
        mean_part[e] = taken[e] / ntu if ntu > 0.0 else 1.0
