"""Rasterizes boxes on a layered board into cells, weighted by the area that they cover.

Axes: x across the width, y from front to rear, z from the lowest layer up. Arrays of cells are indexed
``[z, y, x]``. Everything is SI.

A cell that a box covers by the fraction c takes ``v (1 - c) + v_box c``. Deciding by the cell center
instead would make temperatures jump by whole kelvins while a part is dragged across the grid.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from explorer.solvers.compiled import kernel, subroutine
from explorer.solvers.heat.checks import check_board, check_boxes, check_layers
from explorer.solvers.team import await_blocks, close_stage, finish_block, next_block, open_phase, share

ROWS = 32  # rows in a block


class Layers(NamedTuple):
    """The stack, from the lowest layer to the highest.

    ``thickness_m, kxy, kz`` (nz,): thickness [m], conductivity in the layer and across it [W/(m K)].
    ``contact_m2k_per_w`` (nz - 1,): resistance between a layer and the next one up [m2 K/W], for a
    thermal interface material or a dry contact; ``None`` means perfect contact.
    """

    thickness_m: np.ndarray
    kxy: np.ndarray
    kz: np.ndarray
    contact_m2k_per_w: np.ndarray | None = None


class Boxes(NamedTuple):
    """Rectangles on the layers; a later one lies over the earlier ones.

    Every field has shape (n,). NaN in ``kxy, kz, h_air, h_coolant`` leaves the value below the box.
    The two ``h`` [W/(m2 K)] act on the top of the stack, whichever layer the box is in.
    ``plate`` is the coolant stream that cools the box, -1 for none; a stream passes its boxes in the
    order in which they are listed, and each of them from front to rear.
    ``names`` are for error messages only.
    """

    layer: np.ndarray
    x_m: np.ndarray
    y_m: np.ndarray
    dx_m: np.ndarray
    dy_m: np.ndarray
    kxy: np.ndarray
    kz: np.ndarray
    h_air: np.ndarray
    h_coolant: np.ndarray
    power_w: np.ndarray
    plate: np.ndarray
    names: tuple[str, ...] | None = None


class Cells(NamedTuple):
    """Materials, powers and film coefficients of every cell of a board.

    ``kxy, kz`` [W/(m K)] and ``power_w`` [W] have shape (nz, ny, nx); ``h_air``, ``h_coolant``
    [W/(m2 K)] shape (ny, nx) and act on the highest layer, ``h_bottom`` on the lowest.
    ``wet_box, wet_cell, wet_h`` list the cells that a cold plate touches, in the order of flow:
    box index, cell index ``y nx + x``, and the part of ``h_coolant`` there that is due to this box.
    """

    size_m: tuple[float, float]
    thickness_m: np.ndarray
    contact_m2k_per_w: np.ndarray
    kxy: np.ndarray
    kz: np.ndarray
    power_w: np.ndarray
    h_air: np.ndarray
    h_coolant: np.ndarray
    h_bottom: float
    wet_box: np.ndarray
    wet_cell: np.ndarray
    wet_h: np.ndarray

    @property
    def step_m(self) -> tuple[float, float]:
        """Width and depth of one cell [m]."""
        _, ny, nx = self.kxy.shape
        return self.size_m[0] / nx, self.size_m[1] / ny


def boxes(n: int, **fields) -> Boxes:
    """``n`` boxes whose fields are given by name; fields left out leave the board unchanged.

    >>> boxes(1, layer=[0], x_m=[0.0], y_m=[0.0], dx_m=[0.1], dy_m=[0.1], power_w=[5.0]).plate
    array([-1])
    """
    leave = np.full(n, np.nan)
    filled = {
        "layer": np.zeros(n, np.int64),
        "plate": np.full(n, -1),
        "power_w": np.zeros(n),
        "names": None,
        **fields,
    }
    return Boxes(**{name: filled.get(name, leave) for name in Boxes._fields})


def rasterize(
    size_m,
    grid,
    layers: Layers,
    boxes: Boxes,
    h_air: float = 0.0,
    h_bottom: float = 0.0,
    dtype: DTypeLike = np.float64,
) -> Cells:
    """Cells of a board of ``size_m`` = (width, depth) on ``grid`` = (nx, ny).

    ``h_air`` is the bare board's film coefficient on top, ``h_bottom`` the one below [W/(m2 K)].
    The sum of ``power_w`` over the cells equals that over the boxes, to round-off, wherever they lie.
    Raises ``SolverError``, naming the layer or the box.
    """
    nx, ny = check_board(size_m, grid, h_air, h_bottom)
    layers = check_layers(layers)
    boxes = check_boxes(boxes, size_m, len(layers.thickness_m))
    shape = (len(layers.thickness_m), ny, nx)
    kxy, kz, power_w = (np.empty(shape, dtype) for _ in range(3))
    h_top, h_coolant = np.empty((ny, nx), dtype), np.zeros((ny, nx), dtype)
    step_m = (size_m[0] / nx, size_m[1] / ny)
    values = (v.astype(dtype) for v in (layers.kxy, layers.kz, boxes.kxy, boxes.kz))
    share(
        _paint, *values, boxes.layer, boxes.x_m / step_m[0], boxes.y_m / step_m[1], boxes.dx_m / step_m[0],
        boxes.dy_m / step_m[1], boxes.h_air, boxes.power_w, float(h_air), kxy, kz, h_top, power_w,
    )  # fmt: skip
    wet = _wet_cells(boxes, step_m, (ny, nx), h_coolant)
    assert layers.contact_m2k_per_w is not None, "check_layers puts it in"
    return Cells(
        (float(size_m[0]), float(size_m[1])), layers.thickness_m, layers.contact_m2k_per_w,
        kxy, kz, power_w, h_top, h_coolant, float(h_bottom), *wet,
    )  # fmt: skip


@subroutine
def span(start, length, n):
    """First cell that an interval touches, and the one after the last; lengths in cells."""
    first = min(max(int(np.floor(start)), 0), n - 1)
    last = min(max(int(np.ceil(start + length)), first + 1), n)
    return first, last


@subroutine
def overlap(i, start, length):
    """Part of cell ``i`` that lies in the interval, from 0 to 1; lengths in cells."""
    return max(0.0, min(i + 1.0, start + length) - max(float(i), start))


@kernel
def _paint(
    desk, stage, leads, layer_kxy, layer_kz, box_kxy, box_kz, layer, x, y, dx, dy, box_h, box_w, bare_h,
    kxy, kz, h_air, power_w,
):  # fmt: skip
    nz, ny, nx = kxy.shape
    blocks = (ny + ROWS - 1) // ROWS
    if leads:
        open_phase(desk, stage, 0, blocks)
    cover = np.empty(nx, kxy.dtype)
    block = next_block(desk, stage, leads)
    while block >= 0:
        first, last = block * ROWS, min((block + 1) * ROWS, ny)
        for z in range(nz):
            kxy[z, first:last] = layer_kxy[z]
            kz[z, first:last] = layer_kz[z]
            power_w[z, first:last] = 0
        h_air[first:last] = bare_h
        for b in range(len(layer)):
            z = layer[b]
            y0, y1 = span(y[b], dy[b], ny)
            y0, y1 = max(y0, first), min(y1, last)
            if y0 >= y1:
                continue
            x0, x1 = span(x[b], dx[b], nx)
            for i in range(x0, x1):
                cover[i] = overlap(i, x[b], dx[b])
            w_per_cell = box_w[b] / (dx[b] * dy[b])
            for j in range(y0, y1):
                part = overlap(j, y[b], dy[b])
                _blend(box_kxy[b], part, cover[x0:x1], kxy[z, j, x0:x1])
                _blend(box_kz[b], part, cover[x0:x1], kz[z, j, x0:x1])
                _blend(box_h[b], part, cover[x0:x1], h_air[j, x0:x1])
                if w_per_cell != 0.0:
                    _add(w_per_cell * part, cover[x0:x1], power_w[z, j, x0:x1])
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, blocks)
        close_stage(desk, stage)


@subroutine
def _blend(value, part, cover, row):
    """Blend a value into cells by their covered part; NaN leaves them unchanged."""
    if not np.isnan(value):
        value, part = row.dtype.type(value), row.dtype.type(part)
        for i in range(len(row)):
            row[i] += (value - row[i]) * (part * cover[i])


@subroutine
def _add(value, cover, row):
    value = row.dtype.type(value)
    for i in range(len(row)):
        row[i] += value * cover[i]


def _wet_cells(boxes, step_m, shape, h_coolant):
    """(box, cell, h) lists of the cells under cold plates; fills ``h_coolant`` with the sums of h."""
    given = np.flatnonzero(~np.isnan(boxes.h_coolant))
    if not len(given):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    x, dx = boxes.x_m / step_m[0], boxes.dx_m / step_m[0]
    y, dy = boxes.y_m / step_m[1], boxes.dy_m / step_m[1]
    room = int(((np.ceil(dx[given]) + 1) * (np.ceil(dy[given]) + 1)).sum())
    wet = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    n = _soak(given, x, y, dx, dy, boxes.h_coolant, h_coolant, *wet)
    return tuple(part[room - n :] for part in wet)


@kernel
def _soak(given, x, y, dx, dy, box_h, h_coolant, wet_box, wet_cell, wet_h):
    """Fill the lists from their ends, last box first: a later box hides what lies below it."""
    ny, nx = h_coolant.shape
    bare = np.ones((ny, nx))
    at = len(wet_box)
    for b in given[::-1]:
        x0, x1 = span(x[b], dx[b], nx)
        y0, y1 = span(y[b], dy[b], ny)
        for j in range(y1 - 1, y0 - 1, -1):
            cover_y = overlap(j, y[b], dy[b])
            for i in range(x1 - 1, x0 - 1, -1):
                c = cover_y * overlap(i, x[b], dx[b])
                h = box_h[b] * c * bare[j, i]
                bare[j, i] *= 1.0 - c
                at -= 1
                wet_box[at], wet_cell[at], wet_h[at] = b, j * nx + i, h
                h_coolant[j, i] += h
    return len(wet_box) - at
