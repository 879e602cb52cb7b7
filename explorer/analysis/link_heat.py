"""The temperatures at which a link group works, from the boards that were solved."""

import math

import numpy as np

from explorer.analysis.flows import inlet_air_c
from explorer.analysis.heat import Board
from explorer.model import LaserSource, Layout, LinkGroup, Port


def temperatures_c(
    layout: Layout, boards: dict[str, Board], supplies_c: dict[str, float], link: LinkGroup
) -> dict[str, float]:
    """What `LinkState.warmed` takes: the hottest receiver and laser, the warmest board, and the cable.

    Of all trays at its ends, each with its inlets. Lanes cross a board from its hottest part to its coolest,
    so a trace is given the mean of the board. A cable is as warm as the ports at its ends, which stand in the
    same air. What no board knows, as where one runs away, is NaN: there the figures of the catalog hold.

    Parameters
    ----------
    supplies_c : coolant at each rack's manifold
    """
    found = [
        _in_tray(boards[design], link.id, *inlets)
        for design, _ in link.ends
        if not boards[design].runaway
        for inlets in {(inlet_air_c(layout, t), supplies_c[t.rack]) for t in layout.trays_of(design)}
    ]
    if not found:
        return {}
    ports, lasers, means = zip(*found, strict=True)
    return {
        "receiver_c": max(map(_hottest, ports), key=_known),
        "laser_c": max(map(_hottest, lasers), key=_known),
        "board_c": max(means),
        "cable_c": max((float(t_c.mean()) for t_c in ports if t_c.size), default=math.nan),
    }


def _in_tray(board: Board, link_id: str, air_c: float, coolant_c: float):
    """Ports and light sources of a link group, and the mean of the board, in a tray with those inlets."""
    t_c = board.part_c(air_c, coolant_c)
    own = [isinstance(p, Port) and p.links == link_id for p in board.design.parts]
    lights = [isinstance(p, LaserSource) for p in board.design.parts]
    own, lights = np.array(own, bool), np.array(lights, bool)
    return t_c[own & ~lights], t_c[own & lights], float(board.shown_c(air_c, coolant_c).mean())


def _hottest(t_c: np.ndarray) -> float:
    return float(t_c.max()) if t_c.size else math.nan


def _known(t_c: float) -> float:
    """Orders temperatures; one that is not known comes before all others."""
    return -math.inf if math.isnan(t_c) else t_c
