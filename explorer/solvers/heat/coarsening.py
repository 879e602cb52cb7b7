"""Conductances of all faces on the finest and ever coarser grids, and the factors of their columns.

Storage as in ``colors``; the arrays of all grids, here called levels, lie one after the other in one flat
array. A coarser grid joins 2 x 2 columns; a coarse lateral conductance is half the sum of the fine ones
that it replaces, vertical ones and those to ground are summed. With conductances in series instead, an
island of high conductivity would be coupled too weakly on the coarse grid, and the iteration slow.
"""

import numpy as np

from explorer.solvers.compiled import FAST, kernel, subroutine
from explorer.solvers.heat.colors import copy_row, layer, level
from explorer.solvers.heat.columns import factor_columns
from explorer.solvers.heat.conductances import finest_rows
from explorer.solvers.team import (
    WHAT,
    await_blocks,
    close_stage,
    finish_block,
    next_block,
    open_phase,
)

ROWS = 16  # rows in a block
SHARED_LEVELS = 3
JOIN, FACTOR = 0, 1


def level_table(nx: int, ny: int, nz: int) -> np.ndarray:
    """One row a level, finest first: nx, ny, half, first place in the arrays that hold all levels.

    A last row holds the total length in its last column.
    """
    rows, start = [], 0
    while True:
        half = (nx + 1) // 2
        rows.append((nx, ny, half, start))
        start += 2 * ny * nz * half
        if nx == 1 and ny == 1:
            return np.array([*rows, (0, 0, 0, start)], np.int64)
        nx, ny = (nx + 1) // 2, (ny + 1) // 2


@kernel
def prepare(
    desk, stage, leads, levels, nz, kxy, kz, power_w, h_air, h_coolant, h_bottom, area, along_x, along_y,
    half_z, contact, storage, own, is_copied, every, source, g_bottom, sums,
):  # fmt: skip
    """Compute the conductances of the finest level from its cells, then coarser levels and all factors.

    ``kxy, kz, power_w`` [z, y, x], ``h_air, h_coolant`` [y, x]; ``along`` and ``half_z`` as in
    ``_to_next`` and ``_across``. ``storage`` [z, y, x], if not empty, is added to ground. Filled are:
    ``own``, gx, gy, gz and ground of the finest level in the precision of the result; ``every``, gx, gy,
    gz, ground and inverse of all levels, where ``own`` is copied if it is not a part of it;
    ``source``, the powers; ``g_bottom`` (ny, nx); and the ``sums`` of the conductances to fluids by
    block. ``inverse`` is 1 / pivot of Thomas' algorithm.
    """
    cells = kxy, kz, power_w, h_air, h_coolant, h_bottom, area, along_x, along_y, half_z, contact, storage
    what, blocks = 0, 0
    while what < 2 * (len(levels) - 1):
        if leads:
            at = what // 2
            blocks = (levels[at, 1] + ROWS - 1) // ROWS if at < SHARED_LEVELS else 1
            open_phase(desk, stage, what, blocks)
        block = next_block(desk, stage, leads)
        while block >= 0:
            _compute(desk[WHAT], block, levels, nz, cells, own, is_copied, every, source, g_bottom, sums)
            finish_block(desk)
            block = next_block(desk, stage, leads)
        if not leads:
            return
        await_blocks(desk, blocks)
        what += 1 if what else 2
    close_stage(desk, stage)


@subroutine(inline="always")
def _compute(what, block, levels, nz, cells, own, is_copied, every, source, g_bottom, sums):
    """Compute a block of the finest level, or the joined columns or the factors of a coarser one."""
    at = what // 2
    rows = ROWS if at < SHARED_LEVELS else levels[at, 1]
    y0, y1 = block * rows, min((block + 1) * rows, levels[at, 1])
    if at == 0:
        finest = _all_of_level(every, levels, nz, 0)
        sums[block] = finest_rows(y0, y1, *cells, own, is_copied, finest, source, g_bottom)
    elif what % 2 == JOIN:
        fine, coarse = _all_of_level(every, levels, nz, at - 1), _all_of_level(every, levels, nz, at)
        _join_columns(nz, levels[at - 1, 2], levels[at, 2], y0, y1, fine, coarse)
    else:
        gx, gy, gz, ground, inverse = _all_of_level(every, levels, nz, at)
        ny = levels[at, 1]
        for y in range(y0, y1):
            for color in range(2):
                before = gy[1 - color, y - 1 if y > 0 else ny - 1]
                factor_columns(nz, color, y, gx, gy, gz, ground, before, inverse)


@subroutine
def _all_of_level(every, levels, nz, at):
    return (
        level(every[0], levels, nz, at), level(every[1], levels, nz, at), level(every[2], levels, nz, at),
        level(every[3], levels, nz, at), level(every[4], levels, nz, at),
    )  # fmt: skip


@subroutine(fastmath=FAST)
def _join_columns(nz, half, coarse_half, y0, y1, fine, coarse):
    gx, gy, gz, ground = fine[0], fine[1], fine[2], fine[3]
    ny, length = gx.shape[1:]
    part, one = np.float32(0.5), np.float32(1.0)
    row = np.empty(length, np.float32)
    for y in range(y0, y1):
        front, rear = 2 * y, min(2 * y + 1, ny - 1)
        two = rear > front
        # the second of two columns is black in the front row, red in the rear one
        _sum_rows(gx[1, front], gx[0, rear], two, row)
        _deal(row, part, half, coarse_half, y, coarse[0])
        if two:
            _sum_rows(gy[0, rear], gy[1, rear], True, row)
            _deal(row, part, half, coarse_half, y, coarse[1])
        else:
            coarse[1][:, y] = 0
        _sum_all(gz, front, two, row)
        _deal(row, one, half, coarse_half, y, coarse[2])
        _sum_all(ground, front, two, row)
        _deal(row, one, half, coarse_half, y, coarse[3])


@subroutine(fastmath=FAST)
def _sum_rows(a, b, two, row):
    if two:
        for j in range(len(row)):
            row[j] = a[j] + b[j]
    else:
        copy_row(a, row)


@subroutine(fastmath=FAST)
def _sum_all(g, y, two, row):
    """Sum both colors of a row, and of the next one if there are ``two``."""
    _sum_rows(g[0, y], g[1, y], True, row)
    if two:
        red, black = g[0, y + 1], g[1, y + 1]
        for j in range(len(row)):
            row[j] += red[j] + black[j]


@subroutine(fastmath=FAST)
def _deal(row, factor, half, coarse_half, y, coarse):
    """Write values of coarse columns, times ``factor``, into row y of the storage by colors."""
    for z in range(len(row) // half):
        values = layer(row, z, half)
        even, odd = layer(coarse[y % 2, y], z, coarse_half), layer(coarse[1 - y % 2, y], z, coarse_half)
        for i in range(half // 2):
            even[i] = factor * values[2 * i]
            odd[i] = factor * values[2 * i + 1]
        if half % 2:
            even[coarse_half - 1] = factor * values[half - 1]
            odd[coarse_half - 1] = 0
