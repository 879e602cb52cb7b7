"""The loop between watts and temperature, closed over all boards of a layout.

Watts heat, and heat moves watts: processors leak and lasers tire. A pass takes every part's watts, feeds
them through busbar and shelves, and solves the boards for heat. What the parts would draw at the temperatures
found makes the next pass, until that is what they were given.

Taking P(T) as it is converges as slowly as the gain R dP/dT allows, and not at all near a runaway. So two
passes measure R of each part, all parts that follow their temperature moving together, and the next watts are
those at which T = ambient + R P(T) is closed for that part: one or two passes more, and a part that has no
such temperature is found out, not followed.
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.fluids.flows import tray_flows
from explorer.analysis.heat.bus_copper import copper_c
from explorer.analysis.heat.cooling import coolant_supplies_c
from explorer.analysis.heat.fan_control import HELD_K, has_control, missed_k, next_speed
from explorer.analysis.heat.solve import solve_board
from explorer.analysis.heat.solved_board import Board, lost
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_power import board_power
from explorer.analysis.power.feed import Feed, feed, feed_plans, with_shelf_losses
from explorer.analysis.power.part_power import drift_of, serdes_w
from explorer.model import Layout
from explorer.solvers.power.feedback import Drift, drifted_w, stable_w

PASSES = 32
CLOSED_K = 0.001
TURN = 0.25
"""Part of the missed headroom that watts may still change before fans answer it."""
SUPPLY_K = 2e-5
ROUGH_K = 0.5
"""While more than this is left, boards are solved live: digits would be wasted."""


class Loop(NamedTuple):
    """Boards and power chain that agree.

    ``left_k`` estimates what one more pass would still change; ``left_w`` is the sum over all parts of how
    far their watts are from those at the temperatures found, one tray of each design.
    """

    boards: dict[str, Board]
    feed: Feed
    supplies_c: dict[str, float]
    """Coolant at each rack's manifold"""
    bus_c: dict[str, float]
    """Busbar's copper behind each tray"""
    passes: int
    left_k: float
    left_w: float


def close_loop(
    layout: Layout,
    states: dict[str, LinkState],
    known: dict[str, Board],
    known_supplies_c: dict[str, float],
    known_bus_c: dict[str, float],
    settled: bool = True,
) -> Loop:
    """Watts and temperatures of all boards, started from known boards, coolant supplies and busbars.

    Live (``settled`` false) it is one pass: a drag is a row of passes, and each starts from the one before.
    A board on which a part runs away has no temperatures; the chain is then solved for the watts at the
    reference temperatures.
    """
    serdes = {design.id: sum(serdes_w(design, states).values()) for design in layout.designs}
    boards = {d.id: known[d.id] for d in layout.designs if _is_start(known.get(d.id), d)}
    left_k = 0.0 if len(boards) == len(layout.designs) else math.inf
    next_supplies_c = _supplies_c(layout, boards, known_supplies_c)
    speeds, plans = _speeds(layout, boards, {}), feed_plans(layout)
    next_bus_c = copper_c(layout, plans, boards, next_supplies_c, known_bus_c)
    measured, runaways = set(), {}
    for done in range(1, (PASSES if settled else 1) + 1):
        precise = settled and left_k < ROUGH_K
        powers, supplies_c, bus_c, flows = {}, next_supplies_c, next_bus_c, tray_flows(layout, speeds)
        drifts = {design.id: drift_of(design, states, flows[design.id].air) for design in layout.designs}
        for design in layout.designs:
            key, board = design.id, None if design.id in runaways else boards.get(design.id)
            powers[key] = board_power(design, _next_w(drifts[key], board), serdes[key])
        chain = feed(layout, powers, plans, bus_c)
        powers = with_shelf_losses(layout, powers, chain)
        before, boards = boards, {}
        for design in layout.designs:
            key, start = design.id, before.get(design.id)
            board = solve_board(
                layout, design, powers[key], flows[key], supplies_c, start or known.get(key), precise
            )
            boards[key], is_measured = _measured(board, start, done > 1)
            measured |= {key} if is_measured else set()
        next_supplies_c = _supplies_c(layout, boards, supplies_c)
        next_bus_c = copper_c(layout, plans, boards, supplies_c, bus_c)
        asked = {key: _asked(drifts[key], board) for key, board in boards.items()}
        left = {key: _left_k(asked[key], board) for key, board in boards.items()}
        left_k = max((k for key, k in left.items() if key not in runaways), default=0.0)
        # fans wait until the watts follow: turning both at once, each would answer what the other does
        turned = {
            key: board
            for key, board in boards.items()
            if key not in speeds or left[key] <= TURN * abs(missed_k(layout, board))
        }
        speeds |= _speeds(layout, turned, before if done > 1 else {})
        missed = max((abs(missed_k(layout, board)) for board in boards.values()), default=0.0)
        found = {
            key: _runaway(asked[key], boards[key])
            for key in boards
            if key not in runaways and (key in measured or not settled)
        }
        runaways |= {key: parts for key, parts in found.items() if parts}
        fluids_stand = next_supplies_c == supplies_c and next_bus_c == bus_c
        is_still = left_k < CLOSED_K and missed <= HELD_K and fluids_stand
        if precise and is_still and not any(found.values()):
            break
    stable = [key for key in boards if key not in runaways]
    left_w = sum(float(np.abs(asked[k].drawn_w - boards[k].power.own_w).sum()) for k in stable)
    boards |= {key: lost(boards[key], parts) for key, parts in runaways.items()}
    return Loop(boards, chain, supplies_c, bus_c, done, max(left_k, missed), left_w)


def _speeds(layout: Layout, boards: dict[str, Board], before: dict[str, Board]) -> dict[str, float]:
    """Speed of the fans that follow their tray's temperatures, by design."""
    return {
        design.id: next_speed(layout, boards[design.id]._replace(design=design), before.get(design.id))
        for design in layout.designs
        if has_control(design) and design.id in boards
    }


def _measured(board: Board, start: Board | None, may_measure: bool) -> tuple[Board, bool]:
    """The board with R of its parts, and whether this pass has measured that of any."""
    if start is None:
        return board._replace(k_per_w=np.full(len(board.design.parts), math.nan)), False
    if not may_measure:
        return board._replace(k_per_w=start.k_per_w), False
    moved = _moved_enough(start, board)
    k_per_w = np.where(moved, _slope_k_per_w(start, board), start.k_per_w)
    return board._replace(k_per_w=k_per_w), bool(moved.any())


def _supplies_c(layout: Layout, boards, before_c: dict[str, float]) -> dict[str, float]:
    """Coolant supplies; those before where they stand still, so that no board is solved again for them."""
    return {
        rack: before_c[rack] if rack in before_c and abs(before_c[rack] - supply_c) <= SUPPLY_K else supply_c
        for rack, supply_c in coolant_supplies_c(layout, boards).items()
    }


def _is_start(board: Board | None, design) -> bool:
    return board is not None and len(board.design.parts) == len(design.parts) and not board.runaway


class Asked(NamedTuple):
    """What the temperatures that a pass found ask of the next one, part by part."""

    drawn_w: np.ndarray
    """what the parts would draw at these temperatures"""
    power_w: np.ndarray
    """Watts at which each part's own loop is closed. Where R is not known, or nothing is stable, a bounded
    step measures R."""
    is_lost: np.ndarray
    """whether a part has no stable temperature"""
    rise_k_per_w: np.ndarray
    """R; a part's whole rise over its own watts where R is not known, which is more"""


def _asked(drift: Drift, board: Board) -> Asked:
    t_c, own_w, is_known = board.part_c(board.air_in_c), board.power.own_w, ~np.isnan(board.k_per_w)
    r = np.where(is_known, board.k_per_w, 0.0)
    closed = stable_w(drift, t_c - r * own_w, r)
    drawn_w = drifted_w(drift, t_c)
    probe_w = np.minimum(drawn_w, 2.0 * drifted_w(drift))
    with np.errstate(over="ignore", invalid="ignore"):  # where a part runs away
        whole = np.divide(t_c - board.air_in_c, own_w, out=np.zeros_like(own_w), where=own_w > 0.0)
    return Asked(
        drawn_w,
        np.where(is_known & ~closed.runaway, closed.power_w, probe_w),
        closed.runaway,
        np.where(is_known, r, np.maximum(whole, 0.0)),
    )


def _next_w(drift: Drift, board: Board | None) -> np.ndarray:
    """Watts that are asked; where they stand still the same numbers: the board is not solved again."""
    if board is None:
        return drifted_w(drift)
    asked, own_w = _asked(drift, board), board.power.own_w
    still = np.abs(asked.power_w - own_w) * asked.rise_k_per_w <= CLOSED_K
    return np.where(still & drift.grown_w.any(axis=1), own_w, asked.power_w)


def _slope_k_per_w(old: Board, new: Board) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        rise_k = new.part_c(new.air_in_c) - old.part_c(old.air_in_c)
        return np.maximum(rise_k / (new.power.own_w - old.power.own_w), 0.0)


def _moved_enough(old: Board, new: Board) -> np.ndarray:
    """Parts whose step in watts and temperature stands out from the error of the solutions.

    Their temperature has to have moved for their watts alone: in the same fluids through the same board.
    """
    if (old.key[1], old.air_in_c, old.coolant_in_c) != (new.key[1], new.air_in_c, new.coolant_in_c):
        return np.zeros(len(new.design.parts), bool)
    step_w = np.abs(new.power.own_w - old.power.own_w)
    step_k = np.abs(new.part_c(new.air_in_c) - old.part_c(old.air_in_c))
    error_k = max(old.at_inlet.error_k, new.at_inlet.error_k)
    return (step_w > 1e-6 * new.power.own_w) & (step_k > 20.0 * error_k + 1e-6)


def _left_k(asked: Asked, board: Board) -> float:
    """Largest change of a part that another pass would bring."""
    with np.errstate(over="ignore", invalid="ignore"):  # where a part runs away
        changes_k = np.abs(asked.power_w - board.power.own_w) * asked.rise_k_per_w
    return float(np.max(changes_k, initial=0.0))


def _runaway(asked: Asked, board: Board) -> tuple[str, ...]:
    """Ids of the parts that have no stable temperature."""
    return tuple(board.design.parts[i].id for i in np.flatnonzero(asked.is_lost))
