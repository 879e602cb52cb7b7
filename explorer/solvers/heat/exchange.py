"""Kernels for the heat that streams take from the walls, and the imbalance [W] that this leaves in each cell.

Cells are stored as in ``colors``, streams as in ``streams.Streams``. Threads share the streams first,
then the rows of cells; see ``team``.
"""

import numpy as np

from explorer.solvers.compiled import FAST, kernel, subroutine
from explorer.solvers.heat.colors import add_every_second, copy_row
from explorer.solvers.team import WHAT, await_blocks, close_stage, finish_block, next_block, open_phase

ROWS, STREAMS = 32, 4  # rows, and streams, in a block
WALL, MARCH, WATTS = range(3)  # phases


@kernel
def balance(desk, stage, leads, walls, streams, t_in, wall, t_mean, t_out, heat_w, watts, sums):
    """March all streams over the walls and compute the imbalance ``watts`` of every cell.

    ``walls``: gx, gy, gz, ground, t, source, and the places of a layer in a row. ``streams``: the fields
    of ``Streams``. ``wall`` (ny, nx) becomes the highest layer of t, ``t_mean`` the fluid's temperature
    over each element, ``sums`` (blocks, 4) the sums of the ``watts``, of their squares and absolute
    values, and of the absolute sources.
    """
    blocks = len(sums)
    for what in range(3):
        if leads:
            blocks = (len(t_in) + STREAMS - 1) // STREAMS if what == MARCH else len(sums)
            open_phase(desk, stage, what, blocks)
        block = next_block(desk, stage, leads)
        while block >= 0:
            _compute(desk[WHAT], block, walls, streams, t_in, wall, t_mean, t_out, heat_w, watts, sums)
            finish_block(desk)
            block = next_block(desk, stage, leads)
        if not leads:
            return
        await_blocks(desk, blocks)
    close_stage(desk, stage)


@kernel
def march(streams, t_in, t_wall, t_mean, t_out, heat_w):
    """Send every stream along its elements once, over walls of ``t_wall``, flat."""
    _march(0, len(t_in), streams, t_in, t_wall, t_mean, t_out, heat_w)


@subroutine(inline="always")
def _compute(what, block, walls, streams, t_in, wall, t_mean, t_out, heat_w, watts, sums):
    gx, gy, gz, ground, t, source, half = walls
    ny, nx = wall.shape
    y0, y1 = block * ROWS, min((block + 1) * ROWS, ny)
    if what == MARCH:
        last = min((block + 1) * STREAMS, len(t_in))
        _march(block * STREAMS, last, streams, t_in, wall.reshape(-1), t_mean, t_out, heat_w)
    elif what == WALL:
        top = t.shape[2] - half
        for y in range(y0, y1):
            even, odd = t[y % 2, y, top:], t[1 - y % 2, y, top:]
            for i in range(nx // 2):
                wall[y, 2 * i] = even[i]
                wall[y, 2 * i + 1] = odd[i]
            if nx % 2:
                wall[y, nx - 1] = even[half - 1]
    else:
        brought = np.zeros((y1 - y0, nx), watts.dtype)
        _bring(y0 * nx, y1 * nx, streams, t_mean, brought.reshape(-1))
        sums[block] = 0.0
        for y in range(y0, y1):
            for color in range(2):
                row = watts[color, y]
                _watts(gx, gy, gz, ground, half, t, source[color, y], color, y, row)
                add_every_second(brought[y - y0, (y + color) % 2 :], row[len(row) - half :])
                _add_sums(row, source[color, y], sums[block])


@subroutine
def _march(s0, s1, streams, t_in, t_wall, t_mean, t_out, heat_w):
    """Streams ``s0`` to ``s1`` along their elements, which are listed in the order of flow."""
    first, stream, cell, g, _, g_sum, taken, mean_part = streams
    copy_row(t_in[s0:s1], t_out[s0:s1])
    heat_w[s0:s1] = 0.0
    for e in range(len(stream)):
        s = stream[e]
        if s0 <= s < s1:
            # without a conductance the element leaves the fluid's temperature unchanged
            t_mean[e] = t_out[s]
            if g_sum[e] > 0.0:
                own = g[first[e] : first[e + 1]]
                lead = _dot(own, t_wall[cell[e] :]) / g_sum[e] - t_out[s]
                mean_lead = lead * mean_part[e]
                t_mean[e] = t_out[s] + lead - mean_lead
                heat_w[s] += g_sum[e] * mean_lead
                t_out[s] += lead * taken[e]


@subroutine
def _bring(start, end, streams, t_mean, watts):
    """Add conductance times fluid temperature [W] to the cells from ``start`` to ``end``."""
    first, cell, g = streams[0], streams[2], streams[3]
    for e in range(len(cell)):
        if start <= cell[e] < end:
            _add_times(t_mean[e], g[first[e] : first[e + 1]], watts[cell[e] - start :])


@subroutine(fastmath=FAST)
def _dot(a, b):
    total = 0.0
    for j in range(len(a)):
        total += a[j] * b[j]
    return total


@subroutine(fastmath=FAST)
def _add_times(factor, values, row):
    for j in range(len(values)):
        row[j] += factor * values[j]


@subroutine(fastmath=FAST)
def _watts(gx, gy, gz, ground, half, t, power, color, y, row):
    """Imbalance [W] of one row and color, from temperature differences: rounding creates or loses no heat."""
    ny, length = t.shape[1:]
    other, shift = 1 - color, (y + color) % 2
    own, side = t[color, y], t[other, y]
    sink, up = ground[color, y], gz[color, y]
    same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
    # gy is 0 on the last row, so that row also serves as the one before the first
    rear, front = min(y + 1, ny - 1), y - 1 if y > 0 else ny - 1
    behind, before = t[other, rear], t[other, front]
    g_behind, g_before = gy[color, y], gy[other, front]
    for j in range(length):
        here = own[j]
        flow = power[j] - sink[j] * here + same_place[j] * (side[j] - here)
        row[j] = flow + g_behind[j] * (behind[j] - here) + g_before[j] * (before[j] - here)
    _flow_in(up, own[half:], own, row)
    _flow_in(up, own, own[half:], row[half:])
    if shift:
        _flow_in(next_place, side[1:], own, row)
    else:
        _flow_in(next_place, side, own[1:], row[1:])


@subroutine(fastmath=FAST)
def _add_sums(row, power, sums):
    zero = row.dtype.type(0)
    total, squares, size, given = zero, zero, zero, zero
    for j in range(len(row)):
        total += row[j]
        squares += row[j] * row[j]
        size += abs(row[j])
        given += abs(power[j])
    sums[0] += total
    sums[1] += squares
    sums[2] += size
    sums[3] += given


@subroutine(fastmath=FAST)
def _flow_in(g, neighbor, own, row):
    """Add the heat from neighbors, up to the length of the shorter array."""
    for j in range(min(len(neighbor), len(own))):
        row[j] += g[j] * (neighbor[j] - own[j])
