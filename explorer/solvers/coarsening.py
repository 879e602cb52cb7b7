"""Ever coarser grids of conductances, and the factors of their columns.

Storage as in ``colors``; the arrays of all grids, here called levels, lie one after the other in one flat
array. A coarser grid joins 2 x 2 columns; a coarse lateral conductance is half the sum of the fine ones
that it replaces, vertical ones and those to ground are summed. With conductances in series instead, an
island of high conductivity would be too soft on the coarse grid, and the iteration slow.
"""

import numpy as np
from numba import njit

FAST = {"reassoc", "contract", "nsz"}  # lets sums be vectorized; NaN and infinity keep their meaning


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


@njit(cache=True, nogil=True, fastmath=FAST)
def prepare(levels, nz, gx, gy, gz, ground, low, inverse):
    """Coarser levels of the conductances, and the factors of the columns of all levels.

    The arrays hold all levels one after the other; the finest of ``gx, gy, gz, ground`` is given, the
    rest is filled. ``inverse`` is 1 / pivot of Thomas' algorithm, ``low`` the conductance to the cell
    below over its pivot.
    """
    for at in range(len(levels) - 1):
        if at > 0:
            _join_columns(
                nz, levels[at - 1, 2], levels[at, 2],
                _level(gx, levels, nz, at - 1), _level(gy, levels, nz, at - 1),
                _level(gz, levels, nz, at - 1), _level(ground, levels, nz, at - 1),
                _level(gx, levels, nz, at), _level(gy, levels, nz, at),
                _level(gz, levels, nz, at), _level(ground, levels, nz, at),
            )  # fmt: skip
        _factor_columns(
            nz, levels[at, 2], _level(gx, levels, nz, at), _level(gy, levels, nz, at),
            _level(gz, levels, nz, at), _level(ground, levels, nz, at),
            _level(low, levels, nz, at), _level(inverse, levels, nz, at),
        )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=FAST)
def _join_columns(nz, half, coarse_half, gx, gy, gz, ground, cx, cy, cz, cground):
    _, ny, length = gx.shape
    part = np.float32(0.5)
    row = np.empty(length, np.float32)
    for y in range(cx.shape[1]):
        front, rear = 2 * y, min(2 * y + 1, ny - 1)
        two = rear > front
        # the second of two columns is black in the front row, red in the rear one
        _sum_rows(gx[1, front], gx[0, rear], two, row)
        _deal(row, part, half, coarse_half, y, cx)
        if two:
            _sum_rows(gy[0, rear], gy[1, rear], True, row)
            _deal(row, part, half, coarse_half, y, cy)
        else:
            cy[:, y] = 0
        _sum_all(gz, front, two, row)
        _deal(row, np.float32(1.0), half, coarse_half, y, cz)
        _sum_all(ground, front, two, row)
        _deal(row, np.float32(1.0), half, coarse_half, y, cground)


@njit(cache=True, nogil=True, fastmath=FAST)
def _sum_rows(a, b, two, row):
    if two:
        for j in range(len(row)):
            row[j] = a[j] + b[j]
    else:
        row[:] = a


@njit(cache=True, nogil=True, fastmath=FAST)
def _sum_all(g, y, two, row):
    """Both colors of a row, and of the next one if there are ``two``."""
    _sum_rows(g[0, y], g[1, y], True, row)
    if two:
        red, black = g[0, y + 1], g[1, y + 1]
        for j in range(len(row)):
            row[j] += red[j] + black[j]


@njit(cache=True, nogil=True, fastmath=FAST)
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


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _factor_columns(nz, half, gx, gy, gz, ground, low, inverse):
    """Thomas' algorithm in sums of conductances only: nothing cancels, even in single precision.

    With e the conductance from a cell to everything but the cell above it, the pivot is e + gz, and
    what the cell above sees through gz is gz e / (e + gz).
    """
    _, ny, length = gx.shape
    one = np.float32(1.0)
    for color in range(2):
        other = 1 - color
        for y in range(ny):
            shift = (y + color) % 2
            same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
            e, below = inverse[color, y], low[color, y]
            # gy is 0 on the last row, so it serves before the first
            behind, before = gy[color, y], gy[other, y - 1 if y > 0 else ny - 1]
            sink = ground[color, y]
            for j in range(length):
                e[j] = sink[j] + behind[j] + before[j] + same_place[j]
            later = e[1 - shift :]
            for j in range(len(later)):
                later[j] += next_place[j]
            below[:half] = 0
            for z in range(nz):
                own, up = _layer(e, z, half), _layer(gz[color, y], z, half)
                if z + 1 < nz:
                    above, factor = _layer(e, z + 1, half), _layer(below, z + 1, half)
                    for i in range(half):
                        pivot = own[i] + up[i]
                        inverted = one / pivot if pivot > 0 else pivot
                        factor[i] = up[i] * inverted
                        above[i] += factor[i] * own[i]
                        own[i] = inverted
                else:
                    for i in range(half):
                        own[i] = one / own[i] if own[i] > 0 else own[i]


@njit(cache=True, nogil=True)
def _level(flat, levels, nz, at):
    """The part of an array of all levels that belongs to one, as (2, ny, nz * half)."""
    first, last = levels[at, 3], levels[at + 1, 3]
    return flat[first:last].reshape((2, levels[at, 1], nz * levels[at, 2]))


@njit(cache=True, nogil=True)
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]
