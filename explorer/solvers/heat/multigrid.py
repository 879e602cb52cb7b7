"""Multigrid iteration that solves the equations of ``colors`` in single precision.

Columns are solved exactly (Thomas), colors in turn, red (0) and black (1): line Gauss-Seidel.
``coarsening`` makes the coarser grids. One V-cycle with one sweep before (red, black) and one after (black,
red) is symmetric and preconditions conjugate gradients. Since a cycle ends by solving the red columns
exactly, the residual lives on the black ones only, and so do all vectors of the conjugate gradients.

Every pass over the cells is a phase that ``team`` shares by blocks of rows. A block computes the few rows
beside it that it needs by itself, in rings of four rows that stay in the cache.

References: A. Brandt, Multi-level adaptive solutions, Math. Comp. 31 (1977); Y. Notay, Flexible conjugate
gradients, SIAM J. Sci. Comput. 22 (2000).
"""

import numpy as np

from explorer.solvers.compiled import FAST, kernel
from explorer.solvers.team import WHAT, await_blocks, close_stage, finish_block, next_block, open_phase

ROWS, COARSE_ROWS = 32, 16  # rows of a block, on the finest level and on coarser ones; even
SHARED_LEVELS = 3
START, SMOOTH, DOWN, BLACK_UP, RED_UP, PROLONG, ADVANCE, FINISH, STOP = range(9)  # phases
LEVEL, DONE, ALPHA, OLD_ALPHA, BETA, FIRST_RZ, OLD_RZ, PQ = range(8)  # what phases have to know, in ``now``


def workspace(levels: np.ndarray, nz: int) -> tuple[np.ndarray, ...]:
    """Room for ``solve``: residual, directions, their images, the sum of older steps, coarse levels, sums."""
    ny, half = levels[0, 1:3]
    black = (ny, nz * half)
    sizes = (black, (2, *black), (2, *black), black, levels[-1, 3], levels[-1, 3])
    sums = np.empty((-(-ny // ROWS), 3)), np.zeros(8)
    return (*(np.empty(size, np.float32) for size in sizes), *sums)


@kernel(fastmath=FAST)
def solve(
    desk, stage, leads, levels, nz, gx, gy, gz, inverse, unbalance, scale, iterations, tolerance, out,
    r, p, q, x, right, value, sums, now,
):  # fmt: skip
    """Add to the temperatures ``out`` (2, ny, nz * half) what answers the watts ``unbalance``.

    Stops after ``iterations``, or when the energy norm of the preconditioned residual has fallen by
    ``tolerance``. ``scale`` brings the watts to the order of 1. Returns the number of iterations and the
    largest change of a temperature.
    """
    last, what, blocks = len(levels) - 2, START, 0
    if leads:
        now[:] = 0.0
    while what != STOP:
        if leads:
            blocks = _blocks(levels, int(now[LEVEL]))
            open_phase(desk, stage, what, blocks)
        block = next_block(desk, stage, leads)
        while block >= 0:
            _compute(
                desk[WHAT], block, levels, nz, gx, gy, gz, inverse, unbalance, scale, out, r, p, q, x, right,
                value, sums, now,
            )  # fmt: skip
            finish_block(desk)
            block = next_block(desk, stage, leads)
        if not leads:
            return 0, 0.0
        await_blocks(desk, blocks)
        what = _next_phase(what, last, iterations, tolerance, sums, now)
    close_stage(desk, stage)
    return int(now[DONE]), scale * sums[:, 0].max()


@kernel
def _blocks(levels, at):
    """A small level is one block."""
    rows = ROWS if at == 0 else COARSE_ROWS
    return (levels[at, 1] + rows - 1) // rows if at < SHARED_LEVELS else 1


@kernel
def _next_phase(what, last, iterations, tolerance, sums, now):
    """What follows a phase: down the levels to the last one but one, up again, a step, and so on."""
    at = int(now[LEVEL])
    if what == START:
        return SMOOTH if iterations > 0 and last > 0 else FINISH
    if what == ADVANCE:
        return SMOOTH
    if what == FINISH:
        return STOP
    if what == BLACK_UP:
        return RED_UP
    if what == PROLONG:
        return _step_length(iterations, tolerance, sums, now)
    if what != RED_UP and at + 1 < last:
        now[LEVEL] = at + 1
        return DOWN
    now[LEVEL] = at if what == DOWN else max(at - 1, 0)
    return BLACK_UP if now[LEVEL] > 0 else PROLONG


@kernel
def _step_length(iterations, tolerance, sums, now):
    """Step and direction of the conjugate gradients, from the sums of ``_prolong_and_smooth``."""
    rz, qz, zaz = _total(sums, 0), _total(sums, 1), _total(sums, 2)
    beta = 0.0 if now[DONE] == 0 else -qz * now[ALPHA] / now[OLD_RZ]
    now[PQ] = zaz + 2.0 * beta * qz + beta * beta * now[PQ]
    if not (rz > 0.0 and now[PQ] > 0.0):
        now[OLD_ALPHA], now[BETA] = 0.0, 0.0
        return FINISH
    now[OLD_ALPHA], now[ALPHA], now[BETA], now[OLD_RZ] = now[ALPHA], rz / now[PQ], beta, rz
    now[DONE] += 1
    if now[DONE] == 1:
        now[FIRST_RZ] = rz
    is_small = rz <= tolerance * tolerance * now[FIRST_RZ]
    return FINISH if is_small or now[DONE] >= iterations else ADVANCE


@kernel
def _total(sums, what):
    """Sum over the blocks, in their order."""
    total = 0.0
    for block in range(len(sums)):
        total += sums[block, what]
    return total


@kernel
def _compute(
    what, block, levels, nz, all_gx, all_gy, all_gz, all_inverse, unbalance, scale, out, r, p, q, x, right,
    value, sums, now,
):  # fmt: skip
    """One block of a phase."""
    at = int(now[LEVEL])
    rows = ROWS if at == 0 else COARSE_ROWS
    if at >= SHARED_LEVELS:
        rows = levels[at, 1]
    y0, y1 = block * rows, min((block + 1) * rows, levels[at, 1])
    gx, gy = _level(all_gx, levels, nz, at), _level(all_gy, levels, nz, at)
    gz, inverse = _level(all_gz, levels, nz, at), _level(all_inverse, levels, nz, at)
    half, coarse_half = levels[at, 2], levels[at + 1, 2]
    done = int(now[DONE])
    if what == START:
        _start(gx, gy, gz, inverse, half, y0, y1, unbalance, 1.0 / scale, r)
    elif what == FINISH:
        now_p, old_p = p[(done - 1) % 2], p[done % 2]
        sums[block, 0] = _finish(
            gx, gy, gz, inverse, half, y0, y1, unbalance, scale, done, np.float32(now[ALPHA]),
            np.float32(now[OLD_ALPHA] + now[ALPHA] * now[BETA]), now_p, old_p, x, out,
        )  # fmt: skip
    elif what == ADVANCE:
        _advance(
            y0, y1, done, np.float32(now[ALPHA]), np.float32(now[OLD_ALPHA]), np.float32(now[BETA]),
            p[(done - 1) % 2], p[done % 2], q[(done - 1) % 2], q[done % 2], x, r,
        )  # fmt: skip
    else:
        below = at + 1
        next_right, next_value = _level(right, levels, nz, below), _level(value, levels, nz, below)
        r0, t = _level(right, levels, nz, at), _level(value, levels, nz, at)
        if what in (SMOOTH, DOWN):
            black_right, red, black = (r, r[:0], r[:0]) if what == SMOOTH else (r0[1], t[0], t[1])
            next_gz, next_inverse = (
                _level(all_gz, levels, nz, below),
                _level(all_inverse, levels, nz, below),
            )
            _smooth_and_restrict(
                gx, gy, gz, inverse, half, y0, y1, black_right, red, black,
                coarse_half, next_gz, next_inverse, next_right, next_value,
            )  # fmt: skip
        elif what == PROLONG:
            _prolong_and_smooth(
                gx, gy, gz, inverse, half, y0, y1, coarse_half, next_value, r,
                p[done % 2], q[done % 2], q[(done - 1) % 2], done > 0, sums[block],
            )  # fmt: skip
        elif what == BLACK_UP:
            _black_up(gx, gy, gz, inverse, half, y0, y1, coarse_half, next_value, r0, t)
        else:
            ny = t.shape[1]
            for y in range(y0, y1):
                t[0, y, :] = r0[0, y]
                _add_neighbors(gx, gy, 0, y, t[1, y], t[1, min(y + 1, ny - 1)], t[1, max(y - 1, 0)], t[0, y])
                _solve_columns(gz[0, y], inverse[0, y], half, t[0, y])


@kernel
def _level(flat, levels, nz, at):
    """The part of an array of all levels that belongs to one, as (2, ny, nz * half)."""
    first, last = levels[at, 3], levels[at + 1, 3]
    return flat[first:last].reshape((2, levels[at, 1], nz * levels[at, 2]))


@kernel
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]


@kernel
def _beside(ring, y, ny):
    """Row y, the one behind and the one before, out of a ring of four rows.

    Beyond the ends stands row y: the conductance there is 0, so any finite value will do.
    """
    return ring[y & 3], ring[min(y + 1, ny - 1) & 3], ring[max(y - 1, 0) & 3]


@kernel(fastmath=FAST)
def _add_neighbors(gx, gy, color, y, beside, behind, before, row):
    """Add to a row the conductances times the values of the other color in that row and the next ones."""
    ny, length = gx.shape[1], len(row)
    other, shift = 1 - color, (y + color) % 2
    same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
    # gy is 0 on the last row, so it serves beyond both ends
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


@kernel(fastmath=FAST)
def _solve_columns(gz, inverse, half, row):
    """Solve the columns of one row for a right side in place."""
    nz = len(row) // half
    own, pivot = _layer(row, 0, half), _layer(inverse, 0, half)
    for i in range(half):
        own[i] *= pivot[i]
    for z in range(1, nz):
        own, below, pivot = _layer(row, z, half), _layer(row, z - 1, half), _layer(inverse, z, half)
        g = _layer(gz, z - 1, half)
        for i in range(half):
            own[i] = (own[i] + g[i] * below[i]) * pivot[i]
    for z in range(nz - 2, -1, -1):
        own, above, pivot = _layer(row, z, half), _layer(row, z + 1, half), _layer(inverse, z, half)
        g = _layer(gz, z, half)
        for i in range(half):
            own[i] += g[i] * above[i] * pivot[i]


@kernel(fastmath=FAST)
def _start(gx, gy, gz, inverse, half, y0, y1, unbalance, factor, r):
    """Solve the red columns alone; the watts that then miss are the residual ``r`` of the black ones."""
    ny, length = r.shape
    ring, factor = np.empty((4, length), np.float32), np.float32(factor)
    for y in range(max(y0 - 1, 0), y1 + 1):
        if y < ny:
            _scaled(unbalance[0, y], factor, ring[y & 3])
            _solve_columns(gz[0, y], inverse[0, y], half, ring[y & 3])
        b = y - 1
        if b >= y0:
            _scaled(unbalance[1, b], factor, r[b])
            _add_neighbors(gx, gy, 1, b, *_beside(ring, b, ny), r[b])


@kernel(fastmath=FAST)
def _scaled(values, factor, row):
    for j in range(len(row)):
        row[j] = values[j] * factor


@kernel(fastmath=FAST)
def _smooth_and_restrict(
    gx, gy, gz, inverse, half, y0, y1, right, red, black,
    coarse_half, coarse_gz, coarse_inverse, coarse_right, coarse,
):  # fmt: skip
    """Solve the black columns; what that does to the red ones goes to the coarse level, whose red are solved.

    ``red`` and ``black`` (ny, length) are the values; of no length on the finest level, where red is 0 and
    black need not be kept.
    """
    ny, length = right.shape
    ring, row = np.empty((4, length), np.float32), np.empty(length, np.float32)
    for y in range(max(y0 - 1, 0), y1 + 1):
        if y < ny:
            own = ring[y & 3]
            own[:] = right[y]
            if len(red):
                _add_neighbors(gx, gy, 1, y, red[y], red[min(y + 1, ny - 1)], red[max(y - 1, 0)], own)
            _solve_columns(gz[1, y], inverse[1, y], half, own)
            if len(black) and y0 <= y < y1:
                black[y, :] = own
        b = y - 1
        if b >= y0:
            if b % 2 == 0:
                row[:] = 0
            _add_neighbors(gx, gy, 0, b, *_beside(ring, b, ny), row)
            if b % 2 == 1 or b == ny - 1:
                c = b // 2
                _give_to_coarse(row, half, coarse_half, c, coarse_right)
                coarse[0, c, :] = coarse_right[0, c]
                _solve_columns(coarse_gz[0, c], coarse_inverse[0, c], coarse_half, coarse[0, c])


@kernel(fastmath=FAST)
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


@kernel(fastmath=FAST)
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


@kernel(fastmath=FAST)
def _black_up(gx, gy, gz, inverse, half, y0, y1, coarse_half, coarse, right, t):
    """Add the coarse correction to the red values, on the way only, and solve the black columns."""
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
            t[1, b, :] = right[1, b]
            _add_neighbors(gx, gy, 1, b, *_beside(ring, b, ny), t[1, b])
            _solve_columns(gz[1, b], inverse[1, b], half, t[1, b])


@kernel(fastmath=FAST)
def _prolong_and_smooth(
    gx, gy, gz, inverse, half, y0, y1, coarse_half, coarse, r, z, az, old_az, has_old, sums
):
    """Second half of the finest level's cycle: z answers r, and az is the operator on z.

    ``change`` is by how much the red sweep changes the red columns; az is r minus what of it reaches the
    black cells, and no further product is needed. ``sums`` become the products r z, old az times z, and z
    az.
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
            own[:] = r[b]
            _add_neighbors(gx, gy, 1, b, *_beside(given, b, ny), own)
            _solve_columns(gz[1, b], inverse[1, b], half, own)
            if y0 <= b < y1:
                z[b, :] = own
        b = y - 2
        if max(y0 - 1, 0) <= b < min(y1 + 1, ny):
            own = change[b & 3]
            own[:] = 0
            _add_neighbors(gx, gy, 0, b, *_beside(black, b, ny), own)
            _solve_columns(gz[0, b], inverse[0, b], half, own)
            _subtracted(given[b & 3], own)
        b = y - 3
        if y0 <= b < y1:
            az[b, :] = r[b]
            _add_neighbors(gx, gy, 1, b, *_beside(change, b, ny), az[b])
            sums[0] += _dot(r[b], z[b])
            sums[2] += _dot(az[b], z[b])
            if has_old:
                sums[1] += _dot(old_az[b], z[b])


@kernel(fastmath=FAST)
def _subtracted(values, row):
    for j in range(len(row)):
        row[j] = values[j] - row[j]


@kernel(fastmath=FAST)
def _dot(a, b):
    total = a[0] * b[0]
    for j in range(1, len(a)):
        total += a[j] * b[j]
    return total


@kernel(fastmath=FAST)
def _advance(y0, y1, done, alpha, old_alpha, beta, p, old_p, q, old_q, x, r):
    """One step of conjugate gradients: direction, its image, residual; the step before is added to ``x``."""
    for y in range(y0, y1):
        if done == 1:
            x[y] = 0
        else:
            _step(p[y], old_p[y], q[y], old_q[y], beta, old_alpha, x[y])
        row, image = r[y], q[y]
        for j in range(len(row)):
            row[j] -= alpha * image[j]


@kernel(fastmath=FAST)
def _step(p, old_p, q, old_q, beta, old_alpha, x):
    for j in range(len(x)):
        x[j] += old_alpha * old_p[j]
        p[j] += beta * old_p[j]
        q[j] += beta * old_q[j]


@kernel(fastmath=FAST)
def _finish(gx, gy, gz, inverse, half, y0, y1, unbalance, scale, done, alpha, old_alpha, p, old_p, x, out):
    """Add the black columns' steps, and the red ones' answer, to ``out``; returns the largest change."""
    ny, length = x.shape
    ring, row, most = (
        np.empty((4, length), np.float32),
        np.empty(length, np.float32),
        np.zeros(length, np.float32),
    )
    back, scale = np.float32(1.0 / scale), np.float32(scale)
    for y in range(max(y0 - 1, 0), y1 + 1):
        if y < ny:
            own = ring[y & 3]
            if done == 0:
                own[:] = 0
            else:
                _scaled(p[y], alpha, own)
            if done > 1:
                _add_step(x[y], old_alpha, old_p[y], own)
        b = y - 1
        if b >= y0:
            _scaled(unbalance[0, b], back, row)
            _add_neighbors(gx, gy, 0, b, *_beside(ring, b, ny), row)
            _solve_columns(gz[0, b], inverse[0, b], half, row)
            _add_change(row, scale, out[0, b], most)
            _add_change(ring[b & 3], scale, out[1, b], most)
    return most.max()


@kernel(fastmath=FAST)
def _add_step(x, factor, p, row):
    for j in range(len(row)):
        row[j] += x[j] + factor * p[j]


@kernel(fastmath=FAST)
def _add_change(change, scale, out, most):
    for j in range(len(change)):
        out[j] += scale * change[j]
        most[j] = max(most[j], abs(change[j]))
