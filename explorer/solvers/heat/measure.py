"""Temperatures of boxes and at points, measured in a field of cells."""

import numpy as np

from explorer.solvers.compiled import kernel
from explorer.solvers.heat.grid import Boxes, overlap, span
from explorer.solvers.team import await_blocks, close_stage, finish_block, next_block, open_phase, share

BOXES = 8  # boxes in a block


def box_means(field: np.ndarray, boxes: Boxes, size_m) -> np.ndarray:
    """Mean of ``field`` [z, y, x] over each box in its layer, weighted by coverage, shape (n,)."""
    return box_means_and_maxima(field, boxes, size_m)[0]


def box_maxima(field: np.ndarray, boxes: Boxes, size_m) -> np.ndarray:
    """Temperature of the hottest cell of ``field`` under each box, shape (n,).

    Only cells that are at least half covered count, so that a part does not take the temperature of a
    neighbor that it barely touches; the result is never below the mean.
    """
    return box_means_and_maxima(field, boxes, size_m)[1]


def box_means_and_maxima(field: np.ndarray, boxes: Boxes, size_m) -> tuple[np.ndarray, np.ndarray]:
    """``box_means`` and ``box_maxima`` in one pass."""
    _, ny, nx = field.shape
    dx, dy = size_m[0] / nx, size_m[1] / ny
    mean, highest = np.empty(len(boxes.layer)), np.empty(len(boxes.layer))
    edges = [np.asarray(v, float) for v in (boxes.x_m, boxes.y_m, boxes.dx_m, boxes.dy_m)]
    share(
        _measure, field, np.asarray(boxes.layer, np.int64), edges[0] / dx, edges[1] / dy, edges[2] / dx,
        edges[3] / dy, mean, highest,
    )  # fmt: skip
    return mean, highest


def at_point(field: np.ndarray, layer: int, x_m: float, y_m: float, size_m) -> float:
    """``field`` [z, y, x] in one layer at a place, bilinear between cell centers, constant beyond them.

    >>> at_point(np.array([[[1.0, 3.0]]]), 0, 0.5, 0.1, (1.0, 1.0))
    2.0
    """
    _, ny, nx = field.shape
    x = min(max(x_m / size_m[0] * nx - 0.5, 0.0), nx - 1.0)
    y = min(max(y_m / size_m[1] * ny - 0.5, 0.0), ny - 1.0)
    i, j = min(int(x), max(nx - 2, 0)), min(int(y), max(ny - 2, 0))
    i1, j1 = min(i + 1, nx - 1), min(j + 1, ny - 1)
    front = field[layer, j, i] * (1 - (x - i)) + field[layer, j, i1] * (x - i)
    rear = field[layer, j1, i] * (1 - (x - i)) + field[layer, j1, i1] * (x - i)
    return float(front * (1 - (y - j)) + rear * (y - j))


@kernel
def _measure(desk, stage, leads, field, layer, x, y, dx, dy, mean, highest):
    _, ny, nx = field.shape
    blocks = (len(layer) + BOXES - 1) // BOXES
    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        for b in range(block * BOXES, min((block + 1) * BOXES, len(layer))):
            x0, x1 = span(x[b], dx[b], nx)
            y0, y1 = span(y[b], dy[b], ny)
            total, area, top = 0.0, 0.0, -np.inf
            for j in range(y0, y1):
                cover_y = overlap(j, y[b], dy[b])
                for i in range(x0, x1):
                    c = cover_y * overlap(i, x[b], dx[b])
                    total += c * field[layer[b], j, i]
                    area += c
                    if c >= 0.5:
                        top = max(top, field[layer[b], j, i])
            mean[b] = total / area
            highest[b] = max(top, mean[b])
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, blocks)
        close_stage(desk, stage)
