"""The temperatures at which a link group works, from the solved boards."""

import math

import numpy as np

from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.model import LinkGroup


def temperatures_c(
    inputs: Inputs, boards: dict[str, Board], supplies_c: dict[str, float], link: LinkGroup
) -> dict[str, float]:
    """Arguments of `LinkState.warmed`: the hottest receiver and laser, the warmest board, and the cable.

    They are the maxima over all trays at the link's ends, each at its inlets. Lanes cross a board from its
    hottest part to its coolest, so a trace has the board's mean. A cable is as warm as the ports at its ends,
    which are in the same air. A temperature that no board has, as after a runaway, is NaN: the link then
    works at the catalog's reference temperature. Empty if no board has any.

    Parameters
    ----------
    supplies_c : coolant at each rack's manifold
    """
    ports, lasers, means = [], [], []
    for design, _ in link.ends:
        board = boards[design]
        if board.runaway:
            continue
        at = inputs.inlets[design]
        inlets = at.air_c, at.coolant_c(supplies_c)
        t_c, carried = board.parts_c(*inlets), board.parts.links.get(link.id)
        if carried is not None:
            ports.append(t_c[:, carried.ports])
            lasers.append(t_c[:, carried.lights])
        means += board.means_c(*inlets).tolist()
    if not means:
        return {}
    return {
        "receiver_c": _hottest(ports),
        "laser_c": _hottest(lasers),
        "board_c": max(means),
        "cable_c": max((float(t_c.mean(axis=1).max()) for t_c in ports if t_c.size), default=math.nan),
    }


def _hottest(parts_c: list[np.ndarray]) -> float:
    """Highest temperature in any array; NaN if all are empty."""
    return max((float(t_c.max()) for t_c in parts_c if t_c.size), default=math.nan)
