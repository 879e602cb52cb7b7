"""The loop between watts and temperature, closed over all boards of a layout.

Watts determine temperatures, and temperatures change watts: leakage of processors and the current of lasers
grow with heat. A pass takes every part's watts, solves busbars and shelves for them, and then the heat of the
boards. The next pass uses the watts at the temperatures found, until they equal those that were assumed.

`heat/demand.py` chooses the watts of a pass, so that two or three passes are enough.
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.fluids.flows import tray_flows
from explorer.analysis.heat.bus_copper import copper_c
from explorer.analysis.heat.cooling import coolant_supplies_c
from explorer.analysis.heat.demand import (
    CLOSED_K,
    Demand,
    demand_of,
    largest_change_k,
    next_w,
    runaway_parts,
    with_measured_r,
)
from explorer.analysis.heat.fan_control import HELD_K, has_control, missed_k, next_speed
from explorer.analysis.heat.solve import solve_board
from explorer.analysis.heat.solved_board import Board, lost
from explorer.analysis.inputs import BoardInputs, Inputs
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_power import board_power
from explorer.analysis.power.feed import Feed, feed, with_shelf_losses
from explorer.analysis.power.part_power import drift_of, serdes_w

PASSES = 32
TURN = 0.25
"""Fan speeds change once watts would change temperatures by at most this share of the missed headroom."""
SUPPLY_K = 2e-5
ROUGH_K = 0.5
"""While the loop is further off than this, boards are solved live: more digits would be wasted."""


class Loop(NamedTuple):
    """Boards and power chain of a converged loop."""

    boards: dict[str, Board]
    feed: Feed
    supplies_c: dict[str, float]
    """Coolant at each rack's manifold"""
    bus_c: dict[str, float]
    """Temperature of the busbar's copper behind each tray"""
    passes: int
    left_k: float
    """Estimated change of temperatures by one more pass"""
    left_w: float
    """Sum over parts, one tray per design: difference of their watts from those at their temperatures"""


class _Start(NamedTuple):
    """Input of a pass."""

    boards: dict[str, Board]
    """Boards of the previous pass, by design"""
    supplies_c: dict[str, float]
    bus_c: dict[str, float]
    speeds: dict[str, float]
    """Speeds of temperature-controlled fans, by design"""
    left_k: float
    measured: frozenset[str]
    """Designs for which a pass has measured R"""
    runaways: dict[str, tuple[str, ...]]
    """Parts that have no stable temperature, by design"""


class _Pass(NamedTuple):
    """Result of a pass, with the coolant supplies and copper temperatures that it used."""

    boards: dict[str, Board]
    chain: Feed
    supplies_c: dict[str, float]
    bus_c: dict[str, float]
    demands: dict[str, Demand]
    missed_k: float
    is_closed: bool
    next: _Start


def close_loop(
    inputs: Inputs,
    states: dict[str, LinkState],
    previous: dict[str, Board],
    previous_supplies_c: dict[str, float],
    previous_bus_c: dict[str, float],
    settled: bool = True,
) -> Loop:
    """Watts and temperatures of all boards, started from the previous boards, coolant supplies and busbars.

    A live evaluation (``settled`` false) is one pass: a drag is a sequence of passes, each started from the
    previous one. A board on which a part runs away has no temperatures; the chain is then solved for the
    watts at the reference temperatures.
    """
    serdes = {key: sum(serdes_w(board.parts, states).values()) for key, board in inputs.boards.items()}
    boards = {
        key: previous[key] for key, board in inputs.boards.items() if _may_start(previous.get(key), board)
    }
    left_k = 0.0 if len(boards) == len(inputs.boards) else math.inf
    supplies_c = _supplies_c(inputs, boards, previous_supplies_c)
    bus_c = copper_c(inputs, boards, supplies_c, previous_bus_c)
    start = _Start(boards, supplies_c, bus_c, _speeds(inputs, boards, {}), left_k, frozenset(), {})
    done = 1
    found = _pass(inputs, states, serdes, start, previous, settled, is_first=True)
    while settled and not found.is_closed and done < PASSES:
        done += 1
        found = _pass(inputs, states, serdes, found.next, previous, settled, is_first=False)
    runaways, left_k = found.next.runaways, found.next.left_k
    left_w = sum(
        float(np.abs(found.demands[key].drawn_w - board.power.own_w).sum())
        for key, board in found.boards.items()
        if key not in runaways
    )
    boards = found.boards | {key: lost(found.boards[key], parts) for key, parts in runaways.items()}
    return Loop(boards, found.chain, found.supplies_c, found.bus_c, done, max(left_k, found.missed_k), left_w)


def _pass(
    inputs: Inputs,
    states: dict[str, LinkState],
    serdes: dict[str, float],
    start: _Start,
    previous: dict[str, Board],
    settled: bool,
    is_first: bool,
) -> _Pass:
    precise = settled and start.left_k < ROUGH_K
    layout = inputs.layout
    flows = tray_flows(layout, inputs.coolant_l_per_min, start.speeds)
    drifts = {key: drift_of(board.parts, states, flows[key].air) for key, board in inputs.boards.items()}
    powers = {}
    for key, drift in drifts.items():
        board = None if key in start.runaways else start.boards.get(key)
        powers[key] = board_power(inputs.boards[key].parts, next_w(drift, board), serdes[key])
    chain = feed(layout, powers, inputs.plans, start.bus_c)
    powers = with_shelf_losses(layout, powers, chain)
    boards: dict[str, Board] = {}
    measured = set(start.measured)
    for key, power in powers.items():
        before = start.boards.get(key)
        begin = before or previous.get(key)
        board = solve_board(inputs, power, flows[key], start.supplies_c, begin, precise)
        boards[key], is_measured = with_measured_r(board, before, not is_first)
        if is_measured:
            measured.add(key)
    demands = {key: demand_of(drifts[key], board) for key, board in boards.items()}
    left = {key: largest_change_k(demands[key], board) for key, board in boards.items()}
    left_k = max((k for key, k in left.items() if key not in start.runaways), default=0.0)
    missed = {key: abs(missed_k(inputs, board)) for key, board in boards.items()}
    # fans wait until the watts have converged: changed together, the two corrections would interfere
    turned = {
        key: board
        for key, board in boards.items()
        if key not in start.speeds or left[key] <= TURN * missed[key]
    }
    speeds = _speeds(inputs, turned, {} if is_first else start.boards)
    runaways = {
        key: runaway_parts(demands[key], board)
        for key, board in boards.items()
        if key not in start.runaways and (key in measured or not settled)
    }
    supplies_c = _supplies_c(inputs, boards, start.supplies_c)
    bus_c = copper_c(inputs, boards, start.supplies_c, start.bus_c)
    fluids_stand = supplies_c == start.supplies_c and bus_c == start.bus_c
    most_missed_k = max(missed.values(), default=0.0)
    is_still = left_k < CLOSED_K and most_missed_k <= HELD_K and fluids_stand
    return _Pass(
        boards,
        chain,
        start.supplies_c,
        start.bus_c,
        demands,
        most_missed_k,
        precise and is_still and not any(runaways.values()),
        _Start(
            boards,
            supplies_c,
            bus_c,
            start.speeds | speeds,
            left_k,
            frozenset(measured),
            start.runaways | {key: parts for key, parts in runaways.items() if parts},
        ),
    )


def _speeds(inputs: Inputs, boards: dict[str, Board], before: dict[str, Board]) -> dict[str, float]:
    """Next speed of temperature-controlled fans, by design."""
    speeds = {}
    for key, board in inputs.boards.items():
        if has_control(board.design) and key in boards:
            # an edit may have changed the headroom that the fans have to hold
            power = boards[key].power._replace(parts=board.parts)
            speeds[key] = next_speed(inputs, boards[key]._replace(power=power), before.get(key))
    return speeds


def _supplies_c(inputs: Inputs, boards: dict[str, Board], before_c: dict[str, float]) -> dict[str, float]:
    """Coolant supplies; the previous value if the change is negligible, to save a solve."""
    return {
        rack: before_c[rack] if rack in before_c and abs(before_c[rack] - supply_c) <= SUPPLY_K else supply_c
        for rack, supply_c in coolant_supplies_c(inputs, boards).items()
    }


def _may_start(solved: Board | None, board: BoardInputs) -> bool:
    return solved is not None and len(solved.parts.ids) == len(board.parts.ids) and not solved.runaway
