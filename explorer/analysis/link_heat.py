"""The temperatures at which a link group works, from the boards that were solved."""

import math

import numpy as np

from explorer.analysis.flows import inlet_air_c
from explorer.analysis.heat import Board
from explorer.analysis.kept import kept
from explorer.model import LaserSource, Layout, LinkGroup, Port, TrayDesign


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
    ports, lasers, means = [], [], []
    for design, _ in link.ends:
        board = boards[design]
        if board.runaway:
            continue
        inlets = {(inlet_air_c(layout, t), supplies_c[t.rack]) for t in layout.trays_of(design)}
        own, lights = _parts_of(board.design, link.id)
        for t_c in (board.part_c(*each) for each in inlets):
            ports.append(t_c[own])
            lasers.append(t_c[lights])
        means += board.means_c(inlets)
    if not means:
        return {}
    return {
        "receiver_c": max(map(_hottest, ports), key=_known),
        "laser_c": max(map(_hottest, lasers), key=_known),
        "board_c": max(means),
        "cable_c": max((float(t_c.mean()) for t_c in ports if t_c.size), default=math.nan),
    }


@kept(256)
def _parts_of(design: TrayDesign, link_id: str) -> tuple[np.ndarray, np.ndarray]:
    """Which parts of a design are a link group's ports, and which its light sources."""
    own = np.array([isinstance(p, Port) and p.links == link_id for p in design.parts], bool)
    lights = np.array([isinstance(p, LaserSource) for p in design.parts], bool)
    return own & ~lights, own & lights


def _hottest(t_c: np.ndarray) -> float:
    return float(t_c.max()) if t_c.size else math.nan


def _known(t_c: float) -> float:
    """Orders temperatures; one that is not known comes before all others."""
    return -math.inf if math.isnan(t_c) else t_c
