"""What the parts of a tray draw, and where on its board that becomes heat."""

from typing import NamedTuple

import numpy as np

from explorer.analysis.converters import RAILS, rail_efficiency, supply_curve
from explorer.model import Asic, Load, Part, Port, TrayDesign
from explorer.solvers.efficiency import input_power


class BoardPower(NamedTuple):
    """Watts of one tray of a design."""

    own_w: np.ndarray
    """Drawn by each part of the design."""
    part_w: np.ndarray
    """Heat of each part: what it draws; the VRMs' and supplies' includes what conversion loses."""
    board_w: float
    """Conversion loss on a board that has no VRM to put it at."""
    rail_w: dict[str, float]
    """Drawn by the parts from each rail."""
    drawn_w: float
    """At the tray's inlet: busbar or AC."""
    converted_w: float
    """Behind a tray's own AC supplies; equals `drawn_w` on the busbar."""
    serdes_w: float


def board_power(design: TrayDesign, part_w: np.ndarray, serdes_w: float = 0.0) -> BoardPower:
    """What a tray draws for parts that draw `part_w`, with its converters' losses as heat where they arise.

    `serdes_w` is the part of them that the links' SerDes take.
    """
    parts = design.parts
    rails = dict.fromkeys(RAILS, 0.0)
    for part, w in zip(parts, part_w, strict=True):
        rails[rail_of(part)] += float(w)
    converted = sum(w / rail_efficiency(rail) for rail, w in rails.items())
    lost = converted - sum(rails.values())
    drawn = converted
    if design.supply == "ac" and converted > 0:
        rating = design.rating_kw * 1000.0 or converted
        drawn = float(input_power(converted, rating, *supply_curve(design)))
    heat = part_w.copy()
    on_board = spread(heat, parts, lost, "vrm") + spread(heat, parts, drawn - converted, "psu")
    return BoardPower(part_w, heat, on_board, rails, drawn, converted, serdes_w)


def rail_of(part: Part) -> str:
    """Which rail feeds a part: a processor's core, the optics' 3.3 V, or the intermediate bus."""
    if isinstance(part, Asic) or (isinstance(part, Load) and part.role == "cpu"):
        return "asic"
    return "optics" if isinstance(part, Port) else "other"


def spread(heat, parts, loss_w, role) -> float:
    """Put a loss where it arises; what finds no place is returned."""
    own = [i for i, p in enumerate(parts) if isinstance(p, Load) and p.role == role]
    for i in own:
        heat[i] += loss_w / len(own)
    return 0.0 if own else loss_w
