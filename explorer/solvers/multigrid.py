"""Multigrid iteration that solves the equations of ``colors`` in single precision.

Columns are solved exactly (Thomas), colors in turn, red (0) and black (1): line Gauss-Seidel.
``coarsening`` makes the coarser grids. One V-cycle with one sweep before (red, black) and one after (black,
red) is symmetric and preconditions conjugate gradients. Since a cycle ends by solving the red columns
exactly, the residual lives on the black ones only, and so do all vectors of the conjugate gradients.

References: A. Brandt, Multi-level adaptive solutions, Math. Comp. 31 (1977); Y. Notay, Flexible conjugate
gradients, SIAM J. Sci. Comput. 22 (2000).
"""

import numpy as np
from numba import njit

FAST = {"reassoc", "contract", "nsz"}  # lets sums be vectorized; NaN and infinity keep their meaning


@njit(cache=True, nogil=True)
def _level(flat, levels, nz, at):
    """The part of an array of all levels that belongs to one, as (2, ny, nz * half)."""
    first, last = levels[at, 3], levels[at + 1, 3]
    return flat[first:last].reshape((2, levels[at, 1], nz * levels[at, 2]))


@njit(cache=True, nogil=True, fastmath=FAST)
def _add_neighbors(gx, gy, color, y, side, row):
    """Add to a row the conductances times the values of the other color, ``side`` (ny, length)."""
    ny, length = side.shape
    other, shift = 1 - color, (y + color) % 2
    same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
    # gy is 0 on the last row, so it serves beyond both ends; there it meets a row that is surely filled
    beside, behind, before = side[y], side[min(y + 1, ny - 1)], side[max(y - 1, 0)]
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


@njit(cache=True, nogil=True, fastmath=FAST)
def _solve_columns(low, inverse, half, row):
    """Solve the columns of one row for a right side in place."""
    nz = len(row) // half
    for z in range(1, nz):
        own, below, factor = _layer(row, z, half), _layer(row, z - 1, half), _layer(low, z, half)
        for i in range(half):
            own[i] += factor[i] * below[i]
    own, pivot = _layer(row, nz - 1, half), _layer(inverse, nz - 1, half)
    for i in range(half):
        own[i] *= pivot[i]
    for z in range(nz - 2, -1, -1):
        own, above, factor = _layer(row, z, half), _layer(row, z + 1, half), _layer(low, z + 1, half)
        pivot = _layer(inverse, z, half)
        for i in range(half):
            own[i] = own[i] * pivot[i] + factor[i] * above[i]


@njit(cache=True, nogil=True)
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]


@njit(cache=True, nogil=True, fastmath=FAST)
def _give_to_coarse(row, half, coarse_half, y, coarse):
    """Deal a row of sums over two fine rows to the right side of row y of the coarse level.

    Place i of a fine row, of either color, lies in the coarse column x = i.
    """
    for z in range(len(row) // half):
        values = _layer(row, z, half)
        even, odd = _layer(coarse[y % 2, y], z, coarse_half), _layer(coarse[1 - y % 2, y], z, coarse_half)
        for i in range(half // 2):
            even[i] = values[2 * i]
            odd[i] = values[2 * i + 1]
        if half % 2:
            even[coarse_half - 1] = values[half - 1]
            odd[coarse_half - 1] = 0


@njit(cache=True, nogil=True, fastmath=FAST)
def _take_from_coarse(coarse, half, coarse_half, y, row):
    """Row y of the coarse correction, as a row of the fine level; it belongs to both fine rows."""
    for z in range(len(row) // half):
        values = _layer(row, z, half)
        even, odd = _layer(coarse[y % 2, y], z, coarse_half), _layer(coarse[1 - y % 2, y], z, coarse_half)
        for i in range(half // 2):
            values[2 * i] = even[i]
            values[2 * i + 1] = odd[i]
        if half % 2:
            values[half - 1] = even[coarse_half - 1]


@njit(cache=True, nogil=True, fastmath=FAST)
def _coarse_cycle(levels, nz, gx, gy, low, inverse, right, value):
    """V(1,1) cycle over all levels but the finest, from 0, for the right side of level 1."""
    last = len(levels) - 2
    for at in range(1, last + 1):
        r, t = _level(right, levels, nz, at), _level(value, levels, nz, at)
        ax, ay = _level(gx, levels, nz, at), _level(gy, levels, nz, at)
        lo, inv = _level(low, levels, nz, at), _level(inverse, levels, nz, at)
        ny, length = r.shape[1:]
        half = levels[at, 2]
        row = np.empty(length, r.dtype)
        for y in range(ny):
            t[0, y, :] = r[0, y]
            _solve_columns(lo[0, y], inv[0, y], half, t[0, y])
        for y in range(ny):
            t[1, y, :] = r[1, y]
            _add_neighbors(ax, ay, 1, y, t[0], t[1, y])
            _solve_columns(lo[1, y], inv[1, y], half, t[1, y])
        if at < last:
            coarse = _level(right, levels, nz, at + 1)
            for y in range(ny):
                if y % 2 == 0:
                    row[:] = 0
                _add_neighbors(ax, ay, 0, y, t[1], row)
                if y % 2 == 1 or y == ny - 1:
                    _give_to_coarse(row, half, levels[at + 1, 2], y // 2, coarse)
    for at in range(last - 1, 0, -1):
        r, t = _level(right, levels, nz, at), _level(value, levels, nz, at)
        ax, ay = _level(gx, levels, nz, at), _level(gy, levels, nz, at)
        lo, inv = _level(low, levels, nz, at), _level(inverse, levels, nz, at)
        coarse = _level(value, levels, nz, at + 1)
        half = levels[at, 2]
        row = np.empty(r.shape[2], r.dtype)
        for y in range(levels[at, 1]):
            if y % 2 == 0:
                _take_from_coarse(coarse, half, levels[at + 1, 2], y // 2, row)
            red = t[0, y]
            for j in range(len(row)):
                red[j] += row[j]
        for color in (1, 0):
            for y in range(levels[at, 1]):
                t[color, y, :] = r[color, y]
                _add_neighbors(ax, ay, color, y, t[1 - color], t[color, y])
                _solve_columns(lo[color, y], inv[color, y], half, t[color, y])


@njit(cache=True, nogil=True, fastmath=FAST)
def solve(levels, nz, all_gx, all_gy, all_low, all_inverse, source, iterations, tolerance, out):
    """Temperatures ``out`` (2, ny, nz * half) that answer the sources [W], from 0.

    Stops after ``iterations``, or when the energy norm of the preconditioned residual has fallen by
    ``tolerance``. ``source`` is overwritten: its black half is the residual at the end, the red one
    is solved exactly. Returns the number of iterations.
    """
    gx, gy = _level(all_gx, levels, nz, 0), _level(all_gy, levels, nz, 0)
    low, inverse = _level(all_low, levels, nz, 0), _level(all_inverse, levels, nz, 0)
    _, ny, length = source.shape
    half = levels[0, 2]
    right, value = np.empty(len(all_gx), source.dtype), np.empty(len(all_gx), source.dtype)
    red, black = out[0], out[1]
    r = source[1]
    p, q, z, az = np.zeros_like(r), np.zeros_like(r), np.empty_like(r), np.empty_like(r)
    row = np.empty(length, source.dtype)

    for y in range(ny):
        red[y, :] = source[0, y]
        _solve_columns(low[0, y], inverse[0, y], half, red[y])
        black[y, :] = 0
    for y in range(ny):
        _add_neighbors(gx, gy, 1, y, red, r[y])

    done, alpha, first_rz, old_rz, pq = 0, 0.0, 0.0, 1.0, 0.0
    while done < iterations and len(levels) > 2:
        _presmooth_and_restrict(levels, nz, gx, gy, low, inverse, r, z, right, row)
        _coarse_cycle(levels, nz, all_gx, all_gy, all_low, all_inverse, right, value)
        rz, qz, zaz = _prolong_and_smooth(levels, nz, gx, gy, low, inverse, value, r, q, z, red, az, row)
        if done == 0:
            first_rz, beta, pq = rz, 0.0, zaz
        else:
            beta = -qz * alpha / old_rz
            pq = zaz + 2.0 * beta * qz + beta * beta * pq
        if not (rz > 0.0 and pq > 0.0):
            break
        alpha = rz / pq
        _advance(z, az, np.float32(alpha), np.float32(beta), p, q, black, r)
        old_rz = rz
        done += 1
        if rz <= tolerance * tolerance * first_rz:
            break

    for y in range(ny):
        red[y, :] = source[0, y]
        _add_neighbors(gx, gy, 0, y, black, red[y])
        _solve_columns(low[0, y], inverse[0, y], half, red[y])
    return done


@njit(cache=True, nogil=True, fastmath=FAST)
def _presmooth_and_restrict(levels, nz, gx, gy, low, inverse, r, z, right, row):
    """Solve the black columns by themselves; what that does to the red ones goes to the coarse level."""
    ny = len(r)
    half, coarse_half = levels[0, 2], levels[1, 2]
    coarse = _level(right, levels, nz, 1)
    for y in range(ny + 1):
        if y < ny:
            z[y, :] = r[y]
            _solve_columns(low[1, y], inverse[1, y], half, z[y])
        if y % 2 == 1:
            row[:] = 0
        if y > 0:
            _add_neighbors(gx, gy, 0, y - 1, z, row)
        if y > 0 and (y % 2 == 0 or y == ny):
            _give_to_coarse(row, half, coarse_half, (y - 1) // 2, coarse)


@njit(cache=True, nogil=True, fastmath=FAST)
def _prolong_and_smooth(levels, nz, gx, gy, low, inverse, value, r, q, z, red, az, row):
    """Second half of the finest level's cycle, row after row so that a row is still in the cache.

    ``red`` first holds the coarse correction, then its change by the red sweep; with that the
    operator on z is r minus the change that reaches the black cells, no further product is needed.
    Returns the products r z, q z and z A z.
    """
    ny, length = r.shape
    half, coarse_half = levels[0, 2], levels[1, 2]
    coarse = _level(value, levels, nz, 1)
    rz, qz, zaz = 0.0, 0.0, 0.0
    for y in range(-1, ny + 2):
        if y + 1 < ny:
            _take_from_coarse(coarse, half, coarse_half, (y + 1) // 2, red[y + 1])
        if 0 <= y < ny:
            z[y, :] = r[y]
            _add_neighbors(gx, gy, 1, y, red, z[y])
            _solve_columns(low[1, y], inverse[1, y], half, z[y])
        if 0 <= y - 1 < ny:
            row[:] = 0
            _add_neighbors(gx, gy, 0, y - 1, z, row)
            _solve_columns(low[0, y - 1], inverse[0, y - 1], half, row)
            change = red[y - 1]
            for j in range(length):
                change[j] -= row[j]
        if y >= 2:
            b = y - 2
            az[b, :] = r[b]
            _add_neighbors(gx, gy, 1, b, red, az[b])
            rz += _dot(r[b], z[b])
            qz += _dot(q[b], z[b])
            zaz += _dot(az[b], z[b])
    return rz, qz, zaz


@njit(cache=True, nogil=True, fastmath=FAST)
def _dot(a, b):
    total = a[0] * b[0]
    for j in range(1, len(a)):
        total += a[j] * b[j]
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def _advance(z, az, alpha, beta, p, q, black, r):
    """One step of conjugate gradients: direction, its image, solution and residual."""
    for y in range(len(z)):
        for j in range(z.shape[1]):
            p[y, j] = z[y, j] + beta * p[y, j]
            q[y, j] = az[y, j] + beta * q[y, j]
            black[y, j] += alpha * p[y, j]
            r[y, j] -= alpha * q[y, j]
