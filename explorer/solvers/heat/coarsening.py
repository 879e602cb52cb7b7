"""Conductances of all faces, ever coarser grids of them, and the factors of their columns.

Storage as in ``colors``; the arrays of all grids, here called levels, lie one after the other in one flat
array. A coarser grid joins 2 x 2 columns; a coarse lateral conductance is half the sum of the fine ones
that it replaces, vertical ones and those to ground are summed. With conductances in series instead, an
island of high conductivity would be too soft on the coarse grid, and the iteration slow.
"""

import numpy as np

from explorer.solvers.compiled import FAST, kernel
from explorer.solvers.team import (
    WHAT,
    await_blocks,
    close_stage,
    finish_block,
    next_block,
    open_phase,
)

ROWS = 16  # rows of a block
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
    """Conductances of the finest level from what its cells are made of, the coarser levels, all factors.

    ``kxy, kz, power_w`` [z, y, x], ``h_air, h_coolant`` [y, x]; ``along`` and ``half_z`` as in
    ``_to_next`` and ``_across``. ``storage`` [z, y, x], if not empty, is added to ground. Filled are:
    ``own``, gx, gy, gz and ground of the finest level in the precision of the answer; ``every``, gx, gy,
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


@kernel
def _compute(what, block, levels, nz, cells, own, is_copied, every, source, g_bottom, sums):
    """A block of the finest level; of a coarser one the joined columns, or their factors."""
    at = what // 2
    rows = ROWS if at < SHARED_LEVELS else levels[at, 1]
    y0, y1 = block * rows, min((block + 1) * rows, levels[at, 1])
    if at == 0:
        finest = _all_of_level(every, levels, nz, 0)
        sums[block] = _finest(y0, y1, *cells, own, is_copied, finest, source, g_bottom)
    elif what % 2 == JOIN:
        fine, coarse = _all_of_level(every, levels, nz, at - 1), _all_of_level(every, levels, nz, at)
        _join_columns(nz, levels[at - 1, 2], levels[at, 2], y0, y1, fine, coarse)
    else:
        gx, gy, gz, ground, inverse = _all_of_level(every, levels, nz, at)
        ny = levels[at, 1]
        for y in range(y0, y1):
            for color in range(2):
                before = gy[1 - color, y - 1 if y > 0 else ny - 1]
                _factor_columns(nz, color, y, gx, gy, gz, ground, before, inverse)


@kernel
def _all_of_level(every, levels, nz, at):
    return (
        _level(every[0], levels, nz, at), _level(every[1], levels, nz, at), _level(every[2], levels, nz, at),
        _level(every[3], levels, nz, at), _level(every[4], levels, nz, at),
    )  # fmt: skip


@kernel
def _finest(
    y0, y1, kxy, kz, power_w, h_air, h_coolant, h_bottom, area, along_x, along_y, half_z, contact, storage,
    own, is_copied, finest, source, g_bottom,
):  # fmt: skip
    """Rows of the finest level; returns the sum of their conductances to fluids."""
    nz, ny, nx = kxy.shape
    length = own[0].shape[2]
    half, total = length // nz, 0.0
    k, across = np.empty((2, 2, length), kxy.dtype), np.empty((2, length), kxy.dtype)
    stored, first = np.empty((2, length), kxy.dtype), np.zeros((2, length), np.float32)
    g_top = np.empty(nx, kxy.dtype)
    _deal_row(kxy, y0, k[y0 % 2])
    if y0 > 0:
        _deal_row(kxy, y0 - 1, k[1 - y0 % 2])
        for color in range(2):
            _to_next(k[1 - y0 % 2, color], k[y0 % 2, 1 - color], 0, along_y, half, stored[color])
            first[color] = stored[color]
    for y in range(y0, y1):
        if y + 1 < ny:
            _deal_row(kxy, y + 1, k[1 - y % 2])
        _deal_row(kz, y, across)
        total += _films(
            h_air[y], h_coolant[y], h_bottom, area, half_z[-1] * area, half_z[0] * area, kz[-1, y], kz[0, y],
            g_top, g_bottom[y],
        )  # fmt: skip
        _deal_row(power_w, y, source[:, y])
        if len(storage):
            _deal_row(storage, y, stored)
        for color in range(2):
            gx, gy, gz, ground = own[0][color, y], own[1][color, y], own[2][color, y], own[3][color, y]
            shift = (y + color) % 2
            here, side = k[y % 2, color], k[y % 2, 1 - color]
            _to_next(here, side, shift, along_x, half, gx)
            if y + 1 < ny:
                _to_next(here, k[1 - y % 2, 1 - color], 0, along_y, half, gy)
            else:
                gy[:] = 0
            _across(across[color], half_z, contact, half, gz)
            if len(storage):
                ground[:] = stored[color]
            else:
                ground[:] = 0
            _add_every_second(g_bottom[y, shift:], ground[:half])
            _add_every_second(g_top[shift:], ground[length - half :])
            if is_copied:
                for part in range(4):
                    finest[part][color, y] = own[part][color, y]
        for color in range(2):
            before = finest[1][1 - color, y - 1] if y > y0 else first[1 - color]
            _factor_columns(nz, color, y, *finest[:4], before, finest[4])
    return total


@kernel
def _deal_row(field, y, out):
    """Row y of a field [z, y, x], by color of the columns; ghosts become 0."""
    nz, _, nx = field.shape
    half = out.shape[1] // nz
    for z in range(nz):
        row = field[z, y]
        even, odd = _layer(out[y % 2], z, half), _layer(out[1 - y % 2], z, half)
        for i in range(nx // 2):
            even[i] = row[2 * i]
            odd[i] = row[2 * i + 1]
        if nx % 2:
            even[half - 1] = row[nx - 1]
            odd[half - 1] = 0


@kernel
def _add_every_second(values, row):
    for i in range((len(values) + 1) // 2):
        row[i] += values[2 * i]


@kernel(fastmath=FAST, error_model="numpy")
def _films(h_air, h_coolant, h_bottom, area, half_top, half_bottom, kz_top, kz_bottom, g_top, g_bottom):
    """Conductances of a row to its fluids, ``streams.film_w_per_k``, and their sum."""
    one = kz_top.dtype.type
    total = one(0)
    for x in range(len(g_top)):
        k, air, coolant = kz_top[x], one(h_air[x]), one(h_coolant[x])
        g_top[x] = area * k * (air / (k + air * half_top) + coolant / (k + coolant * half_top))
        g_bottom[x] = area * h_bottom * kz_bottom[x] / (kz_bottom[x] + h_bottom * half_bottom)
        total += g_top[x] + g_bottom[x]
    return total


@kernel(fastmath=FAST, error_model="numpy")
def _to_next(here, there, skipped, along, half, out):
    """Conductances from places of one row to those of another, of which each layer's first is ``skipped``.

    ``along / (1 / k + 1 / k_next)``: along is twice the width of the face over the length between
    centers, times the thickness.
    """
    for z in range(len(along)):
        own, side, row = _layer(here, z, half), _layer(there, z, half)[skipped:], _layer(out, z, half)
        row[len(side) :] = 0
        factor = along[z]
        for i in range(len(side)):
            total = own[i] + side[i]
            row[i] = factor * own[i] * side[i] / total if total > 0 else total


@kernel(fastmath=FAST, error_model="numpy")
def _across(k, half_z, contact, half, out):
    """Conductances to the next layer: two half cells and the contact in series, over a cell's area."""
    for z in range(len(half_z) - 1):
        low, high, row = _layer(k, z, half), _layer(k, z + 1, half), _layer(out, z, half)
        below, above, between = half_z[z], half_z[z + 1], contact[z]
        for i in range(half):
            product = low[i] * high[i]
            over = below * high[i] + above * low[i] + between * product
            row[i] = product / over if over > 0 else product
    _layer(out, len(half_z) - 1, half)[:] = 0


@kernel(fastmath=FAST)
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


@kernel(fastmath=FAST)
def _sum_rows(a, b, two, row):
    if two:
        for j in range(len(row)):
            row[j] = a[j] + b[j]
    else:
        row[:] = a


@kernel(fastmath=FAST)
def _sum_all(g, y, two, row):
    """Both colors of a row, and of the next one if there are ``two``."""
    _sum_rows(g[0, y], g[1, y], True, row)
    if two:
        red, black = g[0, y + 1], g[1, y + 1]
        for j in range(len(row)):
            row[j] += red[j] + black[j]


@kernel(fastmath=FAST)
def _deal(row, factor, half, coarse_half, y, coarse):
    """A row of values of coarse columns, times ``factor``, into row y of the storage by colors."""
    for z in range(len(row) // half):
        values = _layer(row, z, half)
        even, odd = _layer(coarse[y % 2, y], z, coarse_half), _layer(coarse[1 - y % 2, y], z, coarse_half)
        for i in range(half // 2):
            even[i] = factor * values[2 * i]
            odd[i] = factor * values[2 * i + 1]
        if half % 2:
            even[coarse_half - 1] = factor * values[half - 1]
            odd[coarse_half - 1] = 0


@kernel(fastmath=FAST, error_model="numpy")
def _factor_columns(nz, color, y, gx, gy, gz, ground, before, inverse):
    """Thomas' algorithm in sums of conductances only: nothing cancels, even in single precision.

    ``before`` is gy of the other color in the row before. With e the conductance from a cell to
    everything but the cell above it, the pivot is e + gz, and what the cell above sees through gz is gz e
    / (e + gz).
    """
    length = gx.shape[2]
    half, one = length // nz, np.float32(1.0)
    shift = (y + color) % 2
    same_place, next_place = gx[abs(color - shift), y], gx[abs(1 - color - shift), y]
    e = inverse[color, y]
    behind, sink = gy[color, y], ground[color, y]
    for j in range(length):
        e[j] = sink[j] + behind[j] + before[j] + same_place[j]
    later = e[1 - shift :]
    for j in range(len(later)):
        later[j] += next_place[j]
    for z in range(nz):
        own, up = _layer(e, z, half), _layer(gz[color, y], z, half)
        if z + 1 < nz:
            above = _layer(e, z + 1, half)
            for i in range(half):
                pivot = own[i] + up[i]
                inverted = one / pivot if pivot > 0 else pivot
                above[i] += up[i] * inverted * own[i]
                own[i] = inverted
        else:
            for i in range(half):
                own[i] = one / own[i] if own[i] > 0 else own[i]


@kernel
def _level(flat, levels, nz, at):
    """The part of an array of all levels that belongs to one, as (2, ny, nz * half)."""
    first, last = levels[at, 3], levels[at + 1, 3]
    return flat[first:last].reshape((2, levels[at, 1], nz * levels[at, 2]))


@kernel
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]
