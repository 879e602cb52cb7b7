"""Passes of one V-cycle over a block of rows: down to a coarser level, and back up from it.

A block recomputes the few adjacent rows that it needs, in ring buffers of four rows that stay in the cache.
"""

import numpy as np

from explorer.solvers.compiled import FAST, subroutine
from explorer.solvers.heat.colors import copy_row, dot, layer
from explorer.solvers.heat.columns import solve_columns
from explorer.solvers.heat.neighbors import add_neighbors, beside


@subroutine(fastmath=FAST)
def smooth_and_restrict(
    gx, gy, gz, inverse, half, y0, y1, right, red, black,
    coarse_half, coarse_gz, coarse_inverse, coarse_right, coarse,
):  # fmt: skip
    """Solve the black columns, restrict the red ones' residual, and solve the coarse level's red columns.

    ``red`` and ``black`` (ny, length) are the values; they are empty on the finest level, where red is 0 and
    black is not needed later.
    """
    ny, length = right.shape
    ring, row = np.empty((4, length), np.float32), np.empty(length, np.float32)
    for y in range(max(y0 - 1, 0), y1 + 1):
        if y < ny:
            own = ring[y & 3]
            copy_row(right[y], own)
            if len(red):
                add_neighbors(gx, gy, 1, y, red[y], red[min(y + 1, ny - 1)], red[max(y - 1, 0)], own)
            solve_columns(gz[1, y], inverse[1, y], half, own)
            if len(black) and y0 <= y < y1:
                copy_row(own, black[y])
        b = y - 1
        if b >= y0:
            if b % 2 == 0:
                row[:] = 0
            add_neighbors(gx, gy, 0, b, *beside(ring, b, ny), row)
            if b % 2 == 1 or b == ny - 1:
                c = b // 2
                _give_to_coarse(row, half, coarse_half, c, coarse_right)
                copy_row(coarse_right[0, c], coarse[0, c])
                solve_columns(coarse_gz[0, c], coarse_inverse[0, c], coarse_half, coarse[0, c])


@subroutine(fastmath=FAST)
def black_up(gx, gy, gz, inverse, half, y0, y1, coarse_half, coarse, right, t):
    """Solve the black columns with the red values plus the coarse correction; red itself is not changed."""
    ny, length = t.shape[1:]
    ring = np.empty((4, length), np.float32)
    for y in range(max(y0 - 1, 0), y1 + 1):
        if y < ny:
            red, own = ring[y & 3], t[0, y]
            _take_from_coarse(coarse, half, coarse_half, y // 2, red)
            for j in range(length):
                red[j] += own[j]
        b = y - 1
        if b >= y0:
            copy_row(right[1, b], t[1, b])
            add_neighbors(gx, gy, 1, b, *beside(ring, b, ny), t[1, b])
            solve_columns(gz[1, b], inverse[1, b], half, t[1, b])


@subroutine
def red_up(gx, gy, gz, inverse, half, y0, y1, right, t):
    """Solve the red columns on the way up."""
    ny = t.shape[1]
    for y in range(y0, y1):
        copy_row(right[0, y], t[0, y])
        add_neighbors(gx, gy, 0, y, t[1, y], t[1, min(y + 1, ny - 1)], t[1, max(y - 1, 0)], t[0, y])
        solve_columns(gz[0, y], inverse[0, y], half, t[0, y])


@subroutine(fastmath=FAST)
def prolong_and_smooth(
    gx, gy, gz, inverse, half, y0, y1, coarse_half, coarse, r, z, az, old_az, has_old, sums
):
    """Second half of the finest level's cycle: z is the preconditioned r, az the operator applied to z.

    ``change`` is what the red sweep takes off the red columns; az follows from r and from the heat that this
    change passes to the black cells, without a further product. ``sums`` become the dot products of z with
    r, with old az and with az.
    """
    ny, length = r.shape
    rings = np.empty((3, 4, length), np.float32)
    given, black, change = rings[0], rings[1], rings[2]
    sums[:] = 0.0
    for y in range(max(y0 - 3, 0), y1 + 3):
        if y < min(y1 + 3, ny):
            _take_from_coarse(coarse, half, coarse_half, y // 2, given[y & 3])
        b = y - 1
        if max(y0 - 2, 0) <= b < min(y1 + 2, ny):
            own = black[b & 3]
            copy_row(r[b], own)
            add_neighbors(gx, gy, 1, b, *beside(given, b, ny), own)
            solve_columns(gz[1, b], inverse[1, b], half, own)
            if y0 <= b < y1:
                copy_row(own, z[b])
        b = y - 2
        if max(y0 - 1, 0) <= b < min(y1 + 1, ny):
            own = change[b & 3]
            own[:] = 0
            add_neighbors(gx, gy, 0, b, *beside(black, b, ny), own)
            solve_columns(gz[0, b], inverse[0, b], half, own)
            _subtracted(given[b & 3], own)
        b = y - 3
        if y0 <= b < y1:
            copy_row(r[b], az[b])
            add_neighbors(gx, gy, 1, b, *beside(change, b, ny), az[b])
            sums[0] += dot(r[b], z[b])
            sums[2] += dot(az[b], z[b])
            if has_old:
                sums[1] += dot(old_az[b], z[b])


@subroutine(fastmath=FAST)
def _subtracted(values, row):
    for j in range(len(row)):
        row[j] = values[j] - row[j]


@subroutine(fastmath=FAST)
def _give_to_coarse(row, half, coarse_half, y, coarse):
    """Write a row of sums over two fine rows into row y of the coarse level's right side.

    Place i of a fine row, of either color, lies in the coarse column x = i.
    """
    for z in range(len(row) // half):
        values = layer(row, z, half)
        even, odd = layer(coarse[y % 2, y], z, coarse_half), layer(coarse[1 - y % 2, y], z, coarse_half)
        for i in range(half // 2):
            even[i] = values[2 * i]
            odd[i] = values[2 * i + 1]
        if half % 2:
            even[coarse_half - 1] = values[half - 1]
            odd[coarse_half - 1] = 0


@subroutine(fastmath=FAST)
def _take_from_coarse(coarse, half, coarse_half, y, row):
    """Copy row y of the coarse correction into a row of the fine level; both its fine rows get the same."""
    for z in range(len(row) // half):
        values = layer(row, z, half)
        even, odd = layer(coarse[y % 2, y], z, coarse_half), layer(coarse[1 - y % 2, y], z, coarse_half)
        for i in range(half // 2):
            values[2 * i] = even[i]
            values[2 * i + 1] = odd[i]
        if half % 2:
            values[half - 1] = even[coarse_half - 1]
