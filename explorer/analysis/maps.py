"""What the map of a tray can show beside temperature: headroom, heat flux, air.

Like temperatures they follow from two fields, that at the mean inlets and the answer to one kelvin of
inlet air, so that each tray has its own.
"""

import numpy as np

from explorer.analysis.board import BODY
from explorer.analysis.heat import Board, tray_heat
from explorer.analysis.kept import kept
from explorer.analysis.results import Results
from explorer.model import Asic, TrayDesign
from explorer.solvers.over_board import air_c, upward_w_per_m2
from explorer.solvers.tray import TrayField

CM2_PER_M2 = 1e4


def headroom_k(board: Board, shown_c: np.ndarray) -> np.ndarray:
    """Limit of the part that stands on a cell less the cell's temperature; NaN where none does."""
    part = _part_at(board.design, shown_c.shape)
    limits = np.append(board.limits_c, np.nan)
    return (limits[part] - shown_c).astype(np.float32)


def flux_w_per_cm2(board: Board, air_in_c: float, coolant_in_c: float | None = None) -> np.ndarray | None:
    """Heat flux up out of dies and bodies into their coolers; None while only a response is known."""
    return _linear(board, air_in_c, coolant_in_c, _flux, 0.0)


def air_map_c(board: Board, air_in_c: float, coolant_in_c: float | None = None) -> np.ndarray | None:
    """Air over the board; None while only a response is known."""
    return _linear(board, air_in_c, coolant_in_c, air_c, 1.0)


def _flux(heat, field: TrayField) -> np.ndarray:
    return upward_w_per_m2(heat, field, BODY) / CM2_PER_M2


def _linear(board: Board, air_in_c, coolant_in_c, quantity, per_coolant_k: float) -> np.ndarray | None:
    """A quantity of a tray with those inlets; coolant and air a kelvin warmer raise it by `per_coolant_k`."""
    coolant_k, air_k = board.leads(air_in_c, coolant_in_c)
    own, per_kelvin = board.at_inlet, board.per_kelvin
    if not isinstance(own, TrayField) or (air_k and not isinstance(per_kelvin, TrayField | None)):
        return None
    heat = tray_heat(board.heat, board.air_in_c, board.coolant_in_c)
    found = quantity(heat, own) + per_coolant_k * coolant_k
    if air_k and per_kelvin is not None:
        idle = tray_heat(board.heat, 1.0, 0.0)
        found = found + air_k * quantity(idle, per_kelvin)
    return found.astype(np.float32)


@kept(64)
def _part_at(design: TrayDesign, shape: tuple[int, int]) -> np.ndarray:
    """Index of the part on each cell (ny, nx), of a processor only its die; -1 where there is none."""
    ny, nx = shape
    x, y = (np.arange(nx) + 0.5) * design.width_mm / nx, (np.arange(ny) + 0.5) * design.depth_mm / ny
    part_at = np.full(shape, -1)
    # small parts stand on large ones
    order = sorted(range(len(design.parts)), key=lambda i: -_area(design.parts[i]))
    for i in order:
        part = design.parts[i]
        left, front, right, rear = part.die_mm if isinstance(part, Asic) else part.box_mm
        part_at[np.ix_((y >= front) & (y <= rear), (x >= left) & (x <= right))] = i
    return part_at


def _area(part) -> float:
    return part.width_mm * part.depth_mm


def tray_map(results: Results, tray_id: str, quantity: str) -> np.ndarray | None:
    """A map of one tray (ny, nx), row 0 at the front, column 0 at the left.

    `temperature` in C, `rise` over the inlet air and `headroom` of the parts in K, `flux` upward out of the
    dies in W/cm2, `air` over the board in C. None where it is not known: flux and air while a drag is
    answered by the response of its board.

    Examples
    --------
    >>> from explorer import evaluate, read
    >>> results = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
    >>> print(f"{tray_map(results, 'r1.sw1', 'flux').max():.0f} W/cm2")
    38 W/cm2
    """
    board = results.boards[results.layout.element(tray_id).design]
    inlets = results.tray_states[tray_id].inlets_c
    match quantity:
        case "temperature":
            return board.shown_c(*inlets)
        case "rise":
            return board.shown_c(*inlets) - np.float32(inlets[0])
        case "headroom":
            return headroom_k(board, board.shown_c(*inlets))
        case "flux":
            return flux_w_per_cm2(board, *inlets)
        case "air":
            return air_map_c(board, *inlets)
    raise ValueError(f"no map of '{quantity}'")
