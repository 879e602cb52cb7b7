"""One layout in, one set of results out."""

import math

import numpy as np

from explorer.analysis.board_power import board_power
from explorer.analysis.cooling import coolant_supplies_c, rack_cooling
from explorer.analysis.feed import feed, with_shelf_losses
from explorer.analysis.findings import findings
from explorer.analysis.heat import Board, receiver_c, solve_board, tray_flows
from explorer.analysis.links import link_states
from explorer.analysis.results import Results
from explorer.analysis.totals import totals
from explorer.analysis.trays import tray_states
from explorer.model import Layout

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
    flows = tray_flows(layout)
    boards = dict(previous.boards) if previous else {}
    change = math.inf
    for _ in range(PASSES if settled else 1):
        supplies_c = coolant_supplies_c(layout, boards)
        powers = {
            d.id: board_power(d, states, _part_c(d, boards.get(d.id)), flows[d.id].air)
            for d in layout.designs
        }
        chain = feed(layout, powers)
        powers = with_shelf_losses(layout, powers, chain)
        new = {
            d.id: solve_board(layout, d, powers[d.id], flows[d.id], supplies_c, boards.get(d.id), settled)
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
    trays = tray_states(layout, boards, states, chain, supplies_c)
    racks = rack_cooling(layout, boards, trays, chain, supplies_c)
    return Results(
        layout=layout,
        boards=boards,
        link_states=states,
        feed=chain,
        tray_states=trays,
        rack_cooling=racks,
        totals=totals(layout, states, trays, chain),
        findings=findings(layout, states, boards, trays, racks, chain),
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
