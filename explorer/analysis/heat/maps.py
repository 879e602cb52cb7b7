"""Maps of a tray seen from above: a quantity in every cell of its board.

A board has two fields: one at its mean inlets, and the rise per kelvin of inlet air. All quantities here are
linear in the inlets, as temperatures are, so a tray at other inlets has a sum of the two. A response contains
only the layer of dies and bodies, so after a live evaluation by response the other maps are not available.

All maps have shape (ny, nx), row 0 at the front edge, column 0 at the left, in single precision. A map of
another quantity is one more function in `MAP_QUANTITIES`.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from explorer.analysis.heat.board import BODY, LID, PCB, SUBSTRATE, BoardHeat
from explorer.analysis.heat.crosstalk import shown_k_per_w
from explorer.analysis.heat.solved_board import Board
from explorer.errors import LayoutError, nearest
from explorer.solvers.heat.fluxes import air_c, upward_w
from explorer.solvers.heat.tray import TrayField, TrayHeat

LAYERS = {"board": PCB, "package": SUBSTRATE, "body": BODY, "lid": LID}
"""Layers that a map can show, from the bottom up: the board, packages and sockets, dies and bodies, and the
lids, heat sinks and cold plates on top."""

CM2_PER_M2 = 1e4


class Cells(NamedTuple):
    """The cells of one layer of a tray: the input of a map."""

    board: Board
    inlets_c: tuple[float, float]
    """Air and coolant inlets of the tray"""
    layer: str = "body"
    """One of `LAYERS`; ignored by quantities that are defined for one layer only, or for none"""
    part_id: str = ""
    """For quantities that belong to one source of heat"""


def tray_map(cells: Cells, quantity: str) -> np.ndarray | None:
    """The map of one of `MAP_QUANTITIES`; None where it has not been solved.

    Raises
    ------
    LayoutError
        If there is no such quantity; the message names the nearest.
    """
    if quantity not in MAP_QUANTITIES:
        near = nearest(quantity, MAP_QUANTITIES) or f"there are {', '.join(MAP_QUANTITIES)}"
        raise LayoutError(f"no map of '{quantity}'; {near}")
    return MAP_QUANTITIES[quantity](cells)


def temperature_c(cells: Cells) -> np.ndarray | None:
    """Temperature of every cell of a layer; None if it has not been solved."""
    if cells.layer == "body":
        return cells.board.shown_c(*cells.inlets_c)
    z = LAYERS[cells.layer]
    return _superposed(cells, lambda heat, t_c: t_c[z], follows_inlets=True)


def rise_k(cells: Cells) -> np.ndarray | None:
    """Temperature of every cell of a layer over the inlet air; None if it has not been solved."""
    t_c = temperature_c(cells)
    return None if t_c is None else t_c - np.float32(cells.inlets_c[0])


def headroom_of_cells(cells: Cells, body_c: np.ndarray | None = None) -> np.ndarray:
    """Limit of the part whose die or body covers a cell, less the temperature there; NaN without a part.

    Limits are those of bodies, so headroom is defined in their layer only. The least headroom of a map is
    at a hottest point, and thus below the headroom of its part, whose temperature is a mean.
    ``body_c`` replaces the steady temperatures by others, as of a moment in a transient.
    """
    board = cells.board
    t_c = board.shown_c(*cells.inlets_c) if body_c is None else body_c
    limits_c = np.append(board.limits_c, math.nan)
    return _single(limits_c[covering(board.heat)] - t_c)


def flux_w_per_cm2(cells: Cells) -> np.ndarray | None:
    """Heat flux up through the top of every cell of a layer, negative downward; None if not solved.

    The flux through the top of the lids goes to air and coolant: its mean, times the area of the board, is
    ``air_w + coolant_w``.
    """
    z, heat = LAYERS[cells.layer], cells.board.heat
    (width_m, depth_m), (nx, ny) = heat.size_m, heat.grid
    per_cell = nx * ny / (width_m * depth_m * CM2_PER_M2)
    return _superposed(cells, lambda heat, t_c: upward_w(heat, t_c, z), times=per_cell)


def air_over_c(cells: Cells) -> np.ndarray | None:
    """Temperature of the air over every cell, as it warms up on its way to the rear; None if not solved."""
    return _superposed(cells, air_c, follows_inlets=True)


def crosstalk_k_per_w(cells: Cells) -> np.ndarray | None:
    """Rise of every cell of dies and bodies per watt of a part; None if it draws nothing or is not solved."""
    return shown_k_per_w(cells.board, cells.part_id)


MAP_QUANTITIES: dict[str, Callable[[Cells], np.ndarray | None]] = {
    "temperature": temperature_c,
    "rise": rise_k,
    "headroom": headroom_of_cells,
    "flux": flux_w_per_cm2,
    "air": air_over_c,
    "crosstalk": crosstalk_k_per_w,
}
"""Quantities of maps: name to function of the cells. `Results.map` also finds functions added later."""


def covering(heat: BoardHeat) -> np.ndarray:
    """Index of the part whose die or body covers most of a cell, at least half of it; -1 where none does.

    A body that covers no cell by half is assigned the one that it covers most.
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
    cells: Cells,
    quantity: Callable[[TrayHeat, np.ndarray], np.ndarray],
    follows_inlets: bool = False,
    times: float = 1.0,
) -> np.ndarray | None:
    """A quantity of a tray at its inlets, multiplied by ``times``; None if a field has not been solved.

    A quantity that ``follows_inlets`` rises by one kelvin if all inlets do.
    """
    coolant_k, air_k = cells.board.offsets_k(*cells.inlets_c)
    values: np.ndarray | float = 0.0
    for share, field, heat in cells.board.solved(air_k):
        if not isinstance(field, TrayField):
            return None
        values = values + share * quantity(heat, field.t_c)
    return _single((values + coolant_k if follows_inlets else values) * times)


def _single(values: np.ndarray | float) -> np.ndarray:
    return np.asarray(values, np.float32)
