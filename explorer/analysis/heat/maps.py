"""Maps of a tray seen from above: what a cell of its board has of a quantity.

``board`` is a `solved_board.Board`. Its fields hold at the board's own inlets, and for one kelvin more of
inlet air. All quantities here are linear in the inlets, as the temperatures are: those of trays at other
inlets follow from the same two fields. A response keeps the layer of dies and bodies alone, so that in a live
evaluation by response the other maps are not known.

All maps have shape (ny, nx), row 0 at the front edge, column 0 at the left, in single precision.
"""

import math
from collections.abc import Callable

import numpy as np

from explorer.analysis.heat.board import BODY, LID, PCB, SUBSTRATE
from explorer.analysis.heat.crosstalk import shown_k_per_w
from explorer.solvers.heat.fluxes import air_c, upward_w
from explorer.solvers.heat.tray import TrayField, TrayHeat

LAYERS = {"board": PCB, "package": SUBSTRATE, "body": BODY, "lid": LID}
"""What a map can be of, from the bottom up: the board, packages and sockets, dies and bodies, and the lids,
heat sinks and cold plates on top."""

CM2_PER_M2 = 1e4


def tray_map(board, quantity: str, inlets_c, layer: str = "body", part_id: str = "") -> np.ndarray | None:
    """The map of a quantity by its name, in a tray with those inlets; see `Results.map`."""
    if quantity == "headroom":
        return headroom_k(board, inlets_c)
    if quantity == "flux":
        return flux_w_per_cm2(board, inlets_c, layer)
    if quantity == "air":
        return air_over_c(board, inlets_c)
    if quantity == "crosstalk":
        return shown_k_per_w(board, part_id)
    t_c = temperature_c(board, inlets_c, layer)
    return t_c - np.float32(inlets_c[0]) if quantity == "rise" and t_c is not None else t_c


def temperature_c(board, inlets_c, layer: str = "body") -> np.ndarray | None:
    """Temperature of every cell of a layer; None if it is not known."""
    if layer == "body":
        return board.shown_c(*inlets_c)
    z = LAYERS[layer]
    return _single(_superposed(board, inlets_c, lambda heat, t_c: t_c[z], follows_inlets=True))


def headroom_k(board, inlets_c, body_c: np.ndarray | None = None) -> np.ndarray:
    """Limit of the part whose die or body covers a cell, over the temperature there; NaN where none does.

    Limits are those of bodies, so that there is headroom in their layer alone. The least headroom of a map is
    that of a hottest point, and thus below the headroom of its part, whose temperature is a mean.
    ``body_c`` is another map of temperatures than that of the steady state.
    """
    t_c = board.shown_c(*inlets_c) if body_c is None else body_c
    part = covering(board.heat)
    limits_c = np.append(board.limits_c, math.nan)
    return _single(limits_c[part] - t_c)


def flux_w_per_cm2(board, inlets_c, layer: str = "lid") -> np.ndarray | None:
    """Heat flux up through the top of every cell of a layer, negative downward; None if it is not known.

    Through the top of the lids it goes to air and coolant: the mean flux there, times the area of the board,
    is ``air_w + coolant_w``.
    """
    z = LAYERS[layer]
    upward = _superposed(board, inlets_c, lambda heat, t_c: upward_w(heat, t_c, z))
    if upward is None:
        return None
    (width_m, depth_m), (nx, ny) = board.heat.size_m, board.heat.grid
    return _single(upward * (nx * ny / (width_m * depth_m * CM2_PER_M2)))


def air_over_c(board, inlets_c) -> np.ndarray | None:
    """Temperature of the air over every cell, as it warms up on its way to the rear; None if not known."""
    return _single(_superposed(board, inlets_c, air_c, follows_inlets=True))


def covering(heat) -> np.ndarray:
    """Index of the part whose die or body covers most of a cell, at least half of it; -1 where none does.

    A body that covers no cell by half has the one that it covers most.
    """
    (nx, ny), b, i = heat.grid, heat.boxes, heat.body_box
    dx, dy = heat.size_m[0] / nx, heat.size_m[1] / ny
    across = _covered(nx, b.x_m[i] / dx, b.dx_m[i] / dx)
    deep = _covered(ny, b.y_m[i] / dy, b.dy_m[i] / dy)
    part_of, most = np.full((ny, nx), -1), np.full((ny, nx), 0.5)
    for part in range(len(i)):
        y, x = (np.flatnonzero(cover[part]) for cover in (deep, across))
        rows, columns = slice(y[0], y[-1] + 1), slice(x[0], x[-1] + 1)
        share = np.outer(deep[part, rows], across[part, columns])
        own = share >= (most[rows, columns] if share.max() >= 0.5 else share.max())
        part_of[rows, columns][own] = part
        most[rows, columns][own] = np.maximum(share[own], 0.5)
    return part_of


def _covered(n: int, start, length) -> np.ndarray:
    """Part of each of n cells that lies in each interval, shape (intervals, n); lengths in cells."""
    cell, end = np.arange(n), (start + length)[:, None]
    return np.maximum(np.minimum(cell + 1.0, end) - np.maximum(cell, start[:, None]), 0.0)


def _superposed(
    board, inlets_c, quantity: Callable[[TrayHeat, np.ndarray], np.ndarray], follows_inlets: bool = False
) -> np.ndarray | None:
    """A quantity of a tray with those inlets; None where a field is not known.

    A quantity that ``follows_inlets`` is one kelvin higher where all inlets are.
    """
    coolant_k, air_k = board.leads(*inlets_c)
    values = 0.0
    for times, field, heat in board.solved(air_k):
        if not isinstance(field, TrayField):
            return None
        values = values + times * quantity(heat, field.t_c)
    return values + coolant_k if follows_inlets else values


def _single(values: np.ndarray | None) -> np.ndarray | None:
    return None if values is None else np.asarray(values, np.float32)
