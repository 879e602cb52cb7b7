"""States of all trays at their place: power, air and coolant, hottest part, worst link."""

import math
from itertools import repeat

import numpy as np

from explorer.analysis.fluids.flows import Inlets
from explorer.analysis.heat.bus_copper import exhaust_c
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import TrayState
from explorer.catalog import typical
from explorer.model import Layout
from explorer.units import kg_per_s


def tray_states(
    inputs: Inputs,
    boards: dict[str, Board],
    states: dict[str, LinkState],
    chain: Feed,
    supplies_c: dict[str, float],
) -> dict[str, TrayState]:
    """State of every tray by id: its air and coolant, watts, hottest part and worst link."""
    layout = inputs.layout
    rates, prices = _rates_tbps(layout, states), _links_usd(states)
    margins = _margins_db(layout, states)
    bus_w = {key: w for rack in chain.racks.values() for key, w in rack.bus_heat_w().items()}
    found = {}
    for design, inlets in inputs.inlets.items():
        board, place = boards[design], _in_place(boards[design], inlets, supplies_c, bus_w)
        shared = {
            "airflow_cfm": board.air.cfm,
            "coolant_l_per_min": board.coolant_l_per_min,
            "heat_w": board.heat_w,
            "rate_tbps": rates.get(design, 0.0),
            "links_usd": prices.get(design, 0.0),
        }
        place["power_w"] = [_drawn_w(tray, board, chain) for tray in inlets.trays]
        place["margin_db"] = margins[design].tolist() if design in margins else repeat(math.nan)
        for tray, *own in zip(inlets.trays, *place.values(), strict=False):
            found[tray] = TrayState(**shared, **dict(zip(place, own, strict=True)))
    return {tray.id: found[tray.id] for tray in layout.trays}


def _in_place(board: Board, inlets: Inlets, supplies_c: dict[str, float], bus_w: dict[str, float]):
    """Inlets, outlets, heat and hottest parts of the trays of a design: columns of `TrayState` by name."""
    flow, air_in, n = board.coolant_l_per_min, inlets.air_c, len(inlets.trays)
    coolant_in = inlets.coolant_c(supplies_c) if flow > 0 else np.full(n, math.nan)
    air_w, coolant_w, board_w = (
        of(air_in, coolant_in) for of in (board.air_w, board.coolant_w, board.board_w)
    )
    behind_w = np.array([bus_w.get(tray, 0.0) for tray in inlets.trays])
    # the air below the board leaves together with the air above it, past the busbar
    air_out = exhaust_c(air_in, air_w + board_w + behind_w, board.air.m_dot_kg_s)
    coolant_out = coolant_in + coolant_w / coolant_w_per_k(flow) if flow > 0 else coolant_in
    numbers = {
        "air_in_c": air_in,
        "air_out_c": air_out,
        "coolant_in_c": coolant_in,
        "coolant_out_c": coolant_out,
        "air_w": air_w,
        "coolant_w": coolant_w,
        "board_w": board_w,
        "bus_w": behind_w,
    }
    hottest, t_max_c, headroom_k = board.hottest(air_in, coolant_in)
    columns = {"hottest": hottest, "t_max_c": t_max_c.tolist(), "headroom_k": headroom_k.tolist()}
    return columns | {name: values.tolist() for name, values in numbers.items()}


def coolant_w_per_k(flow_l_per_min: float) -> float:
    """Heat capacity flow of coolant [W/K]."""
    return kg_per_s(flow_l_per_min, typical("coolant_density_kg_per_m3")) * typical("coolant_cp_j_per_kg_k")


def _drawn_w(tray: str, board: Board, chain) -> float:
    """Watts at a tray's inlet; for a power shelf, its conversion loss and what it draws itself."""
    if tray in chain.shelf_in_w:
        return chain.shelf_in_w[tray] - chain.shelf_out_w[tray] + board.power.drawn_w
    return board.power.drawn_w


def _margins_db(layout: Layout, states: dict[str, LinkState]) -> dict[str, np.ndarray]:
    """Worst margin over the links of each tray: an array of the trays by design."""
    worst: dict[str, np.ndarray] = {}
    for state in states.values():
        for axis, design in ((1, state.link.a), (0, state.link.b)):
            if layout.trays_of(design):
                margins = state.margins_db.min(axis=axis)
                worst[design] = np.fmin(worst.get(design, math.inf), margins)
    return worst


def _rates_tbps(layout: Layout, states: dict[str, LinkState]) -> dict[str, float]:
    """Data rate of one tray of each design, each way."""
    rates: dict[str, float] = {}
    for state in states.values():
        total = state.link.n_links * state.link.link_gbps / 1000.0
        for design, _ in state.link.ends:
            rates[design] = rates.get(design, 0.0) + total / max(1, len(layout.trays_of(design)))
    return rates


def _links_usd(states: dict[str, LinkState]) -> dict[str, float]:
    """Typical price of the link ends of one tray of each design; ends outside the layout are not counted."""
    prices: dict[str, float] = {}
    for state in states.values():
        each = state.ends_a_module * state.technology.cost_usd.typical
        for design, n in state.modules.items():
            prices[design] = prices.get(design, 0.0) + each * n
    return prices
