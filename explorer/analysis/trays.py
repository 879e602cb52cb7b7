"""Every tray in its place: what it draws, what passes through it, how its parts and links stand."""

import math

from explorer.analysis.bus_copper import exhaust_c
from explorer.analysis.feed import Feed
from explorer.analysis.flows import inlet_air_c
from explorer.analysis.heat import Board
from explorer.analysis.links import LinkState
from explorer.analysis.results import TrayState
from explorer.catalog import typical
from explorer.model import Layout
from explorer.units import kg_per_s


def tray_states(
    layout: Layout,
    boards: dict[str, Board],
    states: dict[str, LinkState],
    chain: Feed,
    supplies_c: dict[str, float],
) -> dict[str, TrayState]:
    """Every tray in its rack: air and coolant through it, watts, its hottest part, its worst link."""
    margins, rates, prices = (
        _margins_db(layout, states),
        _rates_tbps(layout, states),
        _links_usd(layout, states),
    )
    trays = {}
    bus_w = {key: w for rack in chain.racks.values() for key, w in rack.bus_heat_w().items()}
    for tray in layout.trays:
        board = boards[tray.design]
        flow = board.coolant_l_per_min
        inlets = inlet_air_c(layout, tray), supplies_c[tray.rack] if flow > 0 else math.nan
        air_in, coolant_in = inlets
        air_w, coolant_w, board_w = board.air_w(*inlets), board.coolant_w(*inlets), board.board_w(*inlets)
        hottest, t_max_c, headroom_k = board.hottest(*inlets)
        behind_w = bus_w.get(tray.id, 0.0)
        trays[tray.id] = TrayState(
            power_w=_drawn_w(layout, tray, board, chain),
            air_in_c=air_in,
            # the air below the board leaves with that above it, past the busbar
            air_out_c=exhaust_c(air_in, air_w + board_w + behind_w, board.air.m_dot_kg_s),
            coolant_in_c=coolant_in,
            coolant_out_c=coolant_in + coolant_w / coolant_w_per_k(flow) if flow > 0 else math.nan,
            airflow_cfm=board.air.cfm,
            coolant_l_per_min=flow,
            heat_w=board.heat_w,
            air_w=air_w,
            coolant_w=coolant_w,
            board_w=board_w,
            bus_w=behind_w,
            hottest=hottest,
            t_max_c=t_max_c,
            headroom_k=headroom_k,
            margin_db=margins.get(tray.id, math.nan),
            rate_tbps=rates.get(tray.design, 0.0),
            links_usd=prices.get(tray.design, 0.0),
        )
    return trays


def coolant_w_per_k(flow_l_per_min: float) -> float:
    """Heat capacity flow of coolant."""
    return kg_per_s(flow_l_per_min, typical("coolant_density_kg_per_m3")) * typical("coolant_cp_j_per_kg_k")


def _drawn_w(layout, tray, board: Board, chain) -> float:
    """What a tray takes at its inlet; a power shelf takes what it loses on the way."""
    if tray.id in chain.shelf_in_w:
        return chain.shelf_in_w[tray.id] - chain.shelf_out_w[tray.id] + board.power.drawn_w
    return board.power.drawn_w


def _margins_db(layout: Layout, states: dict[str, LinkState]) -> dict[str, float]:
    """Worst margin over the links of each tray."""
    worst: dict[str, float] = {}
    for state in states.values():
        margins = state.margins_db
        for axis, design in ((1, state.link.a), (0, state.link.b)):
            for tray, margin in zip(layout.trays_of(design), margins.min(axis=axis), strict=False):
                worst[tray.id] = min(worst.get(tray.id, math.inf), float(margin))
    return worst


def _rates_tbps(layout: Layout, states: dict[str, LinkState]) -> dict[str, float]:
    """Data rate of one tray of each design, each way."""
    rates: dict[str, float] = {}
    for state in states.values():
        total = state.link.n_links * state.link.link_gbps / 1000.0
        for design, _ in state.link.ends:
            rates[design] = rates.get(design, 0.0) + total / max(1, len(layout.trays_of(design)))
    return rates


def _links_usd(layout: Layout, states: dict[str, LinkState]) -> dict[str, float]:
    """Typical price of the link ends of one tray of each design; ends outside the layout are in none."""
    prices: dict[str, float] = {}
    for state in states.values():
        each = state.n_ends / len(state.link.ends) * state.technology.cost_usd.typical
        for design, _ in state.link.ends:
            prices[design] = prices.get(design, 0.0) + each / max(1, len(layout.trays_of(design)))
    return prices
