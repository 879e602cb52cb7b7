"""The temperatures at which a link group works, from the boards that were solved."""

import math

import numpy as np

from explorer.analysis.heat import Board
from explorer.model import LaserSource, LinkGroup, Port


def temperatures_c(boards: dict[str, Board], link: LinkGroup) -> dict[str, float]:
    """What `LinkState.warmed` takes: the hottest receiver and laser, the warmer board, and the cable.

    Lanes cross a board from its hottest part to its coolest, so a trace is given the mean of the board. A cable
    is as warm as the ports at its ends, which stand in the same air. What no board knows, as where one runs
    away, is NaN: there the figures of the catalog hold as they are.
    """
    found = [_at_board(boards[design], link.id) for design, _ in link.ends if not boards[design].runaway]
    if not found:
        return {}
    ports, lasers, means = zip(*found, strict=True)
    return {
        "receiver_c": _hottest(np.concatenate(ports)),
        "laser_c": _hottest(np.concatenate(lasers)),
        "board_c": max(means),
        "cable_c": float(np.mean(np.concatenate(ports))) if any(map(len, ports)) else math.nan,
    }


def _at_board(board: Board, link_id: str) -> tuple[np.ndarray, np.ndarray, float]:
    t_c = board.part_c(board.air_in_c)
    own = [isinstance(p, Port) and p.links == link_id for p in board.design.parts]
    lights = [isinstance(p, LaserSource) for p in board.design.parts]
    own, lights = np.array(own, bool), np.array(lights, bool)
    return t_c[own & ~lights], t_c[own & lights], float(board.shown_c(board.air_in_c).mean())


def _hottest(t_c: np.ndarray) -> float:
    return float(t_c.max()) if t_c.size else math.nan
