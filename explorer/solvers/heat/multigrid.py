"""Multigrid iteration that solves the equations of ``colors`` in single precision.

Columns are solved exactly (Thomas), colors in turn, red (0) and black (1): line Gauss-Seidel. One V-cycle
with one sweep before (red, black) and one after (black, red) is symmetric and preconditions conjugate
gradients. A cycle ends by solving the red columns exactly, so the residual is nonzero on the black ones only,
and all vectors of the conjugate gradients hold these alone. ``coarsening`` makes the coarser grids.

Every pass over the cells, in ``cycle`` and ``gradients``, is a phase that ``team`` shares by blocks of rows.

References: A. Brandt, Multi-level adaptive solutions, Math. Comp. 31 (1977); Y. Notay, Flexible conjugate
gradients, SIAM J. Sci. Comput. 22 (2000).
"""

import numpy as np

from explorer.solvers.compiled import FAST, kernel, subroutine
from explorer.solvers.heat.colors import level
from explorer.solvers.heat.cycle import black_up, prolong_and_smooth, red_up, smooth_and_restrict
from explorer.solvers.heat.gradients import add_answer, advance, first_residual
from explorer.solvers.team import WHAT, await_blocks, close_stage, finish_block, next_block, open_phase

ROWS, COARSE_ROWS = 32, 16  # rows in a block, on the finest level and on coarser ones; even
SHARED_LEVELS = 3
START, SMOOTH, DOWN, BLACK_UP, RED_UP, PROLONG, ADVANCE, FINISH, STOP = range(9)  # phases
LEVEL, DONE, ALPHA, OLD_ALPHA, BETA, FIRST_RZ, OLD_RZ, PQ = range(8)  # indices into ``now``, the state


def workspace(levels: np.ndarray, nz: int) -> tuple[np.ndarray, ...]:
    """Work arrays: residual, directions, their images, the sum of older steps, coarse levels, sums, state."""
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
    """Add to the temperatures ``out`` (2, ny, nz * half) the change that balances the watts ``unbalance``.

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


@subroutine
def _blocks(levels, at):
    """Number of blocks of a level; a small level is one block."""
    rows = ROWS if at == 0 else COARSE_ROWS
    return (levels[at, 1] + rows - 1) // rows if at < SHARED_LEVELS else 1


@subroutine
def _next_phase(what, last, iterations, tolerance, sums, now):
    """The phase after ``what``: down the levels to the last but one, up again, a step, and so on."""
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


@subroutine
def _step_length(iterations, tolerance, sums, now):
    """Step and direction of the conjugate gradients, from ``sums``; returns the next phase."""
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


@subroutine
def _total(sums, what):
    """Sum over the blocks, in their order."""
    total = 0.0
    for block in range(len(sums)):
        total += sums[block, what]
    return total


@subroutine(inline="always")
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
    gx, gy = level(all_gx, levels, nz, at), level(all_gy, levels, nz, at)
    gz, inverse = level(all_gz, levels, nz, at), level(all_inverse, levels, nz, at)
    half, coarse_half = levels[at, 2], levels[at + 1, 2]
    done = int(now[DONE])
    if what == START:
        first_residual(gx, gy, gz, inverse, half, y0, y1, unbalance, 1.0 / scale, r)
    elif what == FINISH:
        now_p, old_p = p[(done - 1) % 2], p[done % 2]
        sums[block, 0] = add_answer(
            gx, gy, gz, inverse, half, y0, y1, unbalance, scale, done, np.float32(now[ALPHA]),
            np.float32(now[OLD_ALPHA] + now[ALPHA] * now[BETA]), now_p, old_p, x, out,
        )  # fmt: skip
    elif what == ADVANCE:
        advance(
            y0, y1, done, np.float32(now[ALPHA]), np.float32(now[OLD_ALPHA]), np.float32(now[BETA]),
            p[(done - 1) % 2], p[done % 2], q[(done - 1) % 2], q[done % 2], x, r,
        )  # fmt: skip
    else:
        below = at + 1
        next_right, next_value = level(right, levels, nz, below), level(value, levels, nz, below)
        r0, t = level(right, levels, nz, at), level(value, levels, nz, at)
        if what in (SMOOTH, DOWN):
            black_right, red, black = (r, r[:0], r[:0]) if what == SMOOTH else (r0[1], t[0], t[1])
            next_gz, next_inverse = (
                level(all_gz, levels, nz, below),
                level(all_inverse, levels, nz, below),
            )
            smooth_and_restrict(
                gx, gy, gz, inverse, half, y0, y1, black_right, red, black,
                coarse_half, next_gz, next_inverse, next_right, next_value,
            )  # fmt: skip
        elif what == PROLONG:
            prolong_and_smooth(
                gx, gy, gz, inverse, half, y0, y1, coarse_half, next_value, r,
                p[done % 2], q[done % 2], q[(done - 1) % 2], done > 0, sums[block],
            )  # fmt: skip
        elif what == BLACK_UP:
            black_up(gx, gy, gz, inverse, half, y0, y1, coarse_half, next_value, r0, t)
        else:
            red_up(gx, gy, gz, inverse, half, y0, y1, r0, t)
