"""Columns of cells, solved exactly by Thomas' algorithm: its factors, and its two sweeps for a row."""

import numpy as np

from explorer.solvers.compiled import FAST, subroutine
from explorer.solvers.heat.colors import layer


@subroutine(fastmath=FAST, error_model="numpy")
def factor_columns(nz, color, y, gx, gy, gz, ground, before, inverse):
    """Factor the columns of a row by Thomas' algorithm, in sums of conductances only: nothing cancels.

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
        own, up = layer(e, z, half), layer(gz[color, y], z, half)
        if z + 1 < nz:
            above = layer(e, z + 1, half)
            for i in range(half):
                pivot = own[i] + up[i]
                inverted = one / pivot if pivot > 0 else pivot
                above[i] += up[i] * inverted * own[i]
                own[i] = inverted
        else:
            for i in range(half):
                own[i] = one / own[i] if own[i] > 0 else own[i]


@subroutine(fastmath=FAST)
def solve_columns(gz, inverse, half, row):
    """Solve the columns of one row for a right side in place."""
    nz = len(row) // half
    own, pivot = layer(row, 0, half), layer(inverse, 0, half)
    for i in range(half):
        own[i] *= pivot[i]
    for z in range(1, nz):
        own, below, pivot = layer(row, z, half), layer(row, z - 1, half), layer(inverse, z, half)
        g = layer(gz, z - 1, half)
        for i in range(half):
            own[i] = (own[i] + g[i] * below[i]) * pivot[i]
    for z in range(nz - 2, -1, -1):
        own, above, pivot = layer(row, z, half), layer(row, z + 1, half), layer(inverse, z, half)
        g = layer(gz, z, half)
        for i in range(half):
            own[i] += g[i] * above[i] * pivot[i]
