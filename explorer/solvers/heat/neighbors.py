"""Contribution of the neighbors of the other color to a row of cells."""

from explorer.solvers.compiled import FAST, subroutine


@subroutine
def beside(ring, y, ny):
    """Rows y, y + 1 and y - 1 out of a ring buffer of four rows.

    Row y stands in for rows beyond the ends: the conductance there is 0, so any finite value will do.
    """
    return ring[y & 3], ring[min(y + 1, ny - 1) & 3], ring[max(y - 1, 0) & 3]


@subroutine(fastmath=FAST)
def add_neighbors(gx, gy, color, y, beside, behind, before, row):
    """Add to a row the conductances times the values of the other color in that and both adjacent rows."""
    ny, length = gx.shape[1], len(row)
    other, shift = 1 - color, (y + color) % 2
    same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
    # gy is 0 on the last row, so that row also serves as the one before the first
    g_behind, g_before = gy[color, y], gy[other, y - 1 if y > 0 else ny - 1]
    for j in range(length):
        row[j] += same_place[j] * beside[j] + g_behind[j] * behind[j] + g_before[j] * before[j]
    if shift:
        shifted = beside[1:]
        for j in range(length - 1):
            row[j] += next_place[j] * shifted[j]
    else:
        later = row[1:]
        for j in range(length - 1):
            later[j] += next_place[j] * beside[j]
