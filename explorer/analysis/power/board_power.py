"""Power of the parts of a tray, and where on its board it becomes heat."""

from typing import NamedTuple

import numpy as np

from explorer.analysis.power.board_parts import BoardParts
from explorer.analysis.power.converters import RAILS, rail_efficiency, supply_curve
from explorer.solvers.power.efficiency import input_power


class BoardPower(NamedTuple):
    """Watts of one tray of a design."""

    parts: BoardParts
    own_w: np.ndarray
    """Drawn by each part of the design."""
    part_w: np.ndarray
    """Heat of each part: its watts, and for VRMs and supplies also the conversion loss."""
    board_w: float
    """Conversion loss of a board without a VRM, spread over the board."""
    rail_w: dict[str, float]
    """Drawn by the parts from each rail."""
    drawn_w: float
    """At the tray's inlet: busbar or AC."""
    converted_w: float
    """At the output of the tray's AC supplies; equals `drawn_w` on the busbar."""
    serdes_w: float


def board_power(parts: BoardParts, part_w: np.ndarray, serdes_w: float = 0.0) -> BoardPower:
    """Power of a tray whose parts draw `part_w`, with its converters' losses as heat where they arise.

    `serdes_w` is the part of these watts for the links' SerDes.
    """
    design = parts.design
    rail_w = np.bincount(parts.rail, part_w, minlength=len(RAILS))
    rails: dict[str, float] = dict(zip(RAILS, rail_w.tolist(), strict=True))
    converted = sum(w / rail_efficiency(rail) for rail, w in rails.items())
    lost = converted - sum(rails.values())
    drawn = converted
    if design.supply == "ac" and converted > 0:
        rating = design.rating_kw * 1000.0 or converted
        drawn = float(input_power(converted, rating, *supply_curve(design)))
    heat = part_w.copy()
    on_board = spread(heat, parts.vrms, lost) + spread(heat, parts.psus, drawn - converted)
    return BoardPower(parts, part_w, heat, on_board, rails, drawn, converted, serdes_w)


def spread(heat_w: np.ndarray, at: np.ndarray, loss_w: float) -> float:
    """Add a loss to the parts `at` which it arises, in equal shares; returns the loss if there are none."""
    if not at.size:
        return loss_w
    heat_w[at] += loss_w / at.size
    return 0.0
