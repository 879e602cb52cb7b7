"""Passes of the conjugate gradients over a block of rows: first residual, one step, final update."""

import numpy as np

from explorer.solvers.compiled import FAST, subroutine
from explorer.solvers.heat.columns import solve_columns
from explorer.solvers.heat.neighbors import add_neighbors, beside


@subroutine(fastmath=FAST)
def first_residual(gx, gy, gz, inverse, half, y0, y1, unbalance, factor, r):
    """Solve the red columns alone; the imbalance that this leaves in the black ones is the residual ``r``."""
    ny, length = r.shape
    ring, factor = np.empty((4, length), np.float32), np.float32(factor)
    for y in range(max(y0 - 1, 0), y1 + 1):
        if y < ny:
            scaled(unbalance[0, y], factor, ring[y & 3])
            solve_columns(gz[0, y], inverse[0, y], half, ring[y & 3])
        b = y - 1
        if b >= y0:
            scaled(unbalance[1, b], factor, r[b])
            add_neighbors(gx, gy, 1, b, *beside(ring, b, ny), r[b])


@subroutine(fastmath=FAST)
def advance(y0, y1, done, alpha, old_alpha, beta, p, old_p, q, old_q, x, r):
    """One step of conjugate gradients: direction, its image, residual; adds the previous step to ``x``."""
    for y in range(y0, y1):
        if done == 1:
            x[y] = 0
        else:
            _step(p[y], old_p[y], q[y], old_q[y], beta, old_alpha, x[y])
        row, image = r[y], q[y]
        for j in range(len(row)):
            row[j] -= alpha * image[j]


@subroutine(fastmath=FAST)
def _step(p, old_p, q, old_q, beta, old_alpha, x):
    for j in range(len(x)):
        x[j] += old_alpha * old_p[j]
        p[j] += beta * old_p[j]
        q[j] += beta * old_q[j]


@subroutine(fastmath=FAST)
def add_answer(gx, gy, gz, inverse, half, y0, y1, unbalance, scale, done, alpha, old_alpha, p, old_p, x, out):
    """Add the black columns' steps and the red ones' solution to ``out``.

    Returns the largest change, before it is multiplied by ``scale``.
    """
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
                scaled(p[y], alpha, own)
            if done > 1:
                _add_step(x[y], old_alpha, old_p[y], own)
        b = y - 1
        if b >= y0:
            scaled(unbalance[0, b], back, row)
            add_neighbors(gx, gy, 0, b, *beside(ring, b, ny), row)
            solve_columns(gz[0, b], inverse[0, b], half, row)
            _add_change(row, scale, out[0, b], most)
            _add_change(ring[b & 3], scale, out[1, b], most)
    return most.max()


@subroutine(fastmath=FAST)
def scaled(values, factor, row):
    for j in range(len(row)):
        row[j] = values[j] * factor


@subroutine(fastmath=FAST)
def _add_step(x, factor, p, row):
    for j in range(len(row)):
        row[j] += x[j] + factor * p[j]


@subroutine(fastmath=FAST)
def _add_change(change, scale, out, most):
    for j in range(len(change)):
        out[j] += scale * change[j]
        most[j] = max(most[j], abs(change[j]))
