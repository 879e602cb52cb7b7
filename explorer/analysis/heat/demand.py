"""Power that the parts of a board draw at the temperatures of a pass, and at their stable temperature.

Iterating with P(T) converges slowly if the gain R dP/dT is near 1, and not at all near a runaway. So two
passes measure R of each part, while the watts of all parts that depend on temperature change together, and
the next watts of a part solve T = ambient + R P(T): that takes one or two passes more, and a part without a
solution is reported at once as a runaway.
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.heat.solved_board import Board
from explorer.solvers.power.feedback import Drift, drifted_w, stable_w

CLOSED_K = 0.001
"""Watts that would change a part's temperature by less are left unchanged."""


class Demand(NamedTuple):
    """Watts of the parts at the temperatures of a pass; all arrays are (parts,)."""

    drawn_w: np.ndarray
    """watts that the parts would draw at these temperatures"""
    power_w: np.ndarray
    """Watts at the stable temperature of each part. Where R is unmeasured, or no temperature is stable, watts
    of a bounded step that measures R."""
    is_lost: np.ndarray
    """whether a part has no stable temperature"""
    rise_k_per_w: np.ndarray
    """R; where it is unmeasured, a part's whole rise per watt, which is larger"""


def demand_of(drift: Drift, board: Board) -> Demand:
    """The demand of the parts of a solved board."""
    t_c, own_w, is_measured = board.part_c(board.air_in_c), board.power.own_w, ~np.isnan(board.k_per_w)
    r = np.where(is_measured, board.k_per_w, 0.0)
    closed = stable_w(drift, t_c - r * own_w, r)
    drawn_w = drifted_w(drift, t_c)
    probe_w = np.minimum(drawn_w, 2.0 * drifted_w(drift))
    with np.errstate(over="ignore", invalid="ignore"):  # if a part runs away
        whole = np.divide(t_c - board.air_in_c, own_w, out=np.zeros_like(own_w), where=own_w > 0.0)
    return Demand(
        drawn_w,
        np.where(is_measured & ~closed.runaway, closed.power_w, probe_w),
        closed.runaway,
        np.where(is_measured, r, np.maximum(whole, 0.0)),
    )


def next_w(drift: Drift, board: Board | None) -> np.ndarray:
    """Watts of the next pass; identical where they hardly change, so that no board is solved again."""
    if board is None:
        return drifted_w(drift)
    demand, own_w = demand_of(drift, board), board.power.own_w
    still = _changes_k(demand, board) <= CLOSED_K
    return np.where(still & drift.grown_w.any(axis=1), own_w, demand.power_w)


def with_measured_r(board: Board, start: Board | None, may_measure: bool) -> tuple[Board, bool]:
    """The board with R of its parts, and whether this pass measured R of any part."""
    if start is None:
        return board._replace(k_per_w=np.full(len(board.parts.ids), math.nan)), False
    if not may_measure:
        return board._replace(k_per_w=start.k_per_w), False
    moved = _moved_enough(start, board)
    k_per_w = np.where(moved, _slope_k_per_w(start, board), start.k_per_w)
    return board._replace(k_per_w=k_per_w), bool(moved.any())


def _slope_k_per_w(old: Board, new: Board) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        rise_k = new.part_c(new.air_in_c) - old.part_c(old.air_in_c)
        return np.maximum(rise_k / (new.power.own_w - old.power.own_w), 0.0)


def _moved_enough(old: Board, new: Board) -> np.ndarray:
    """(parts,) whether a part's step in watts and temperature exceeds the error of the solutions.

    False for all parts if the temperatures also changed for another reason: other inlets or another board.
    """
    if (old.key[1], old.air_in_c, old.coolant_in_c) != (new.key[1], new.air_in_c, new.coolant_in_c):
        return np.zeros(len(new.parts.ids), bool)
    step_w = np.abs(new.power.own_w - old.power.own_w)
    step_k = np.abs(new.part_c(new.air_in_c) - old.part_c(old.air_in_c))
    error_k = max(old.at_inlet.error_k, new.at_inlet.error_k)
    return (step_w > 1e-6 * new.power.own_w) & (step_k > 20.0 * error_k + 1e-6)


def largest_change_k(demand: Demand, board: Board) -> float:
    """Largest change of a part that another pass would bring."""
    return float(np.max(_changes_k(demand, board), initial=0.0))


def _changes_k(demand: Demand, board: Board) -> np.ndarray:
    missed_w = np.abs(demand.power_w - board.power.own_w)
    with np.errstate(over="ignore", invalid="ignore"):  # if a part runs away, or draws next to nothing
        changes_k = missed_w * demand.rise_k_per_w
    # equal watts change nothing, even where R is infinite
    return np.where(missed_w == 0.0, 0.0, changes_k)


def runaway_parts(demand: Demand, board: Board) -> tuple[str, ...]:
    """Ids of the parts that have no stable temperature."""
    return tuple(board.parts.ids[i] for i in np.flatnonzero(demand.is_lost))
