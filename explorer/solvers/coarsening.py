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
    ny, length = gx.shape[1:]
    cx[:], cy[:], cz[:], cground[:] = 0, 0, 0, 0
    for y in range(cx.shape[1]):
        for z in range(nz):
            for x in range(half):
                j = z * half + x
                color, at = (x + y) % 2, z * coarse_half + x // 2
                cx[color, y, at] = 0.5 * gx[1, 2 * y, j]
                cz[color, y, at] = gz[0, 2 * y, j] + gz[1, 2 * y, j]
                cground[color, y, at] = ground[0, 2 * y, j] + ground[1, 2 * y, j]
                if 2 * y + 1 < ny:
                    cx[color, y, at] += 0.5 * gx[0, 2 * y + 1, j]
                    cy[color, y, at] = 0.5 * (gy[0, 2 * y + 1, j] + gy[1, 2 * y + 1, j])
                    cz[color, y, at] += gz[0, 2 * y + 1, j] + gz[1, 2 * y + 1, j]
                    cground[color, y, at] += ground[0, 2 * y + 1, j] + ground[1, 2 * y + 1, j]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _factor_columns(nz, half, gx, gy, gz, ground, low, inverse):
    """Thomas' algorithm in sums of conductances only: nothing cancels, even in single precision.

    With e the conductance from a cell to everything but the cell above it, the pivot is e + gz, and
    what the cell above sees through gz is gz e / (e + gz).
    """
    _, ny, length = gx.shape
    for color in range(2):
        other = 1 - color
        for y in range(ny):
            shift = (y + color) % 2
            same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
            e, below = inverse[color, y], low[color, y]
            for j in range(length):
                e[j] = ground[color, y, j] + gy[color, y, j] + same_place[j]
            if y > 0:
                for j in range(length):
                    e[j] += gy[other, y - 1, j]
            if shift:
                for j in range(length):
                    e[j] += next_place[j]
            else:
                for j in range(1, length):
                    e[j] += next_place[j - 1]
            below[:half] = 0
            for z in range(nz):
                own, up = _layer(e, z, half), _layer(gz[color, y], z, half)
                if z + 1 < nz:
                    above, factor = _layer(e, z + 1, half), _layer(below, z + 1, half)
                    for i in range(half):
                        pivot = own[i] + up[i]
                        factor[i] = up[i] / pivot if pivot > 0 else up[i]
                        above[i] += factor[i] * own[i]
                for i in range(half):
                    pivot = own[i] + up[i]
                    own[i] = 1 / pivot if pivot > 0 else pivot


@njit(cache=True, nogil=True)
def _level(flat, levels, nz, at):
    """The part of an array of all levels that belongs to one, as (2, ny, nz * half)."""
    first, last = levels[at, 3], levels[at + 1, 3]
    return flat[first:last].reshape((2, levels[at, 1], nz * levels[at, 2]))


@njit(cache=True, nogil=True)
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]
