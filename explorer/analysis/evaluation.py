"""One layout in, one set of results out."""

import math

import numpy as np

from explorer.analysis.findings import findings
from explorer.analysis.heat import Board, coolant_flows, inlet_air_c, receiver_c, solve_board
from explorer.analysis.links import LinkState, link_states
from explorer.analysis.power import board_power, feed, with_shelf_losses
from explorer.analysis.results import Results, TrayState
from explorer.analysis.totals import totals
from explorer.catalog import typical
from explorer.model import Layout
from explorer.units import kg_per_s

PASSES = 8
CLOSED_K = 0.02


def evaluate(layout: Layout, previous: Results | None = None, settled: bool = True) -> Results:
    """Solve a layout: links, watts, temperatures, and what they come to.

    Watts heat, and heat moves watts: lasers draw more when they are warm. The loop starts from
    `previous` and runs until temperatures stand still; a live evaluation (`settled=False`) makes one
    pass and fewer iterations, enough while something is being dragged.

    Raises
    ------
    LayoutError, CatalogError, SolverError
        If the layout cannot be solved; the message names the element.
    """
    states = link_states(layout)
    flows = coolant_flows(layout)
    boards = dict(previous.boards) if previous else {}
    change = math.inf
    for _ in range(PASSES if settled else 1):
        powers = {d.id: board_power(d, states, _part_c(d, boards.get(d.id))) for d in layout.designs}
        chain = feed(layout, powers)
        powers = with_shelf_losses(layout, powers, chain)
        new = {
            d.id: solve_board(layout, d, powers[d.id], flows.get(d.id, 0.0), boards.get(d.id), settled)
            for d in layout.designs
        }
        change = max((_change_k(boards.get(key), board) for key, board in new.items()), default=0.0)
        boards = new
        if change < CLOSED_K:
            break
    states = {
        key: s._replace(receiver_c=_hottest_c(receiver_c(boards[d], key) for d, _ in s.link.ends))
        for key, s in states.items()
    }
    trays = _trays(layout, boards, states, chain)
    return Results(
        layout=layout,
        boards=boards,
        link_states=states,
        feed=chain,
        tray_states=trays,
        totals=totals(layout, states, trays, chain),
        findings=findings(layout, states, boards, trays, chain),
        settled=settled,
        residual=max((b.at_inlet.residual for b in boards.values()), default=0.0),
        error_k=max((b.at_inlet.error_k for b in boards.values()), default=0.0),
        loop_k=change,
    )


def _hottest_c(temperatures_c) -> float:
    return max((t for t in temperatures_c if not math.isnan(t)), default=math.nan)


def _part_c(design, previous: Board | None):
    """Temperatures of the last pass, if it had the same parts."""
    if previous is None or len(previous.design.parts) != len(design.parts):
        return None
    return previous.part_c(previous.air_in_c)


def _change_k(old: Board | None, new: Board) -> float:
    if not new.heat.body_box.size or (old is not None and old.key == new.key):
        return 0.0
    if old is None or old.heat.body_box.size != new.heat.body_box.size:
        return math.inf
    return float(np.abs(new.part_c(new.air_in_c) - old.part_c(new.air_in_c)).max())


def _trays(layout: Layout, boards, states, chain) -> dict[str, TrayState]:
    margins, rates = _margins_db(layout, states), _rates_tbps(layout, states)
    trays = {}
    cp = typical("air_cp_j_per_kg_k")
    for tray in layout.trays:
        board = boards[tray.design]
        air_in = inlet_air_c(layout, tray)
        air_w, coolant_w = board.air_w(air_in), board.coolant_w(air_in)
        hottest, t_max_c, headroom_k = board.hottest(air_in)
        flow = board.coolant_l_per_min
        trays[tray.id] = TrayState(
            power_w=_drawn_w(layout, tray, board, chain),
            air_in_c=air_in,
            air_out_c=air_in + air_w / (board.heat.air_m_dot * cp) if board.heat.air_m_dot > 0 else air_in,
            coolant_in_c=board.coolant_in_c if flow > 0 else math.nan,
            coolant_out_c=board.coolant_in_c + coolant_w / _coolant_w_per_k(flow) if flow > 0 else math.nan,
            airflow_cfm=board.design.airflow_cfm,
            coolant_l_per_min=flow,
            air_w=air_w,
            coolant_w=coolant_w,
            hottest=hottest,
            t_max_c=t_max_c,
            headroom_k=headroom_k,
            margin_db=margins.get(tray.id, math.nan),
            rate_tbps=rates.get(tray.design, 0.0),
        )
    return trays


def _coolant_w_per_k(flow_l_per_min: float) -> float:
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
