"""The heat of one tray while its parts are dragged, between two evaluations of everything.

Half of a live evaluation is spent on values that nobody reads many times a second: totals, findings, links,
the power chain, other trays. If an edit has only moved parts of one board, its map and its parts'
temperatures need one solve, with the watts, flows and inlets of the previous evaluation. All other values
stay those of that evaluation until the next one, a fraction of a second later.
"""

from dataclasses import dataclass, replace

import numpy as np

from explorer.analysis.heat.board import board_heat, powered, tray_heat
from explorer.analysis.heat.solved_board import Board, shifted
from explorer.analysis.power.board_parts import alike, places_differ_at_most
from explorer.analysis.results import Results
from explorer.model import Layout, TrayDesign
from explorer.solvers.heat.response import Superposed
from explorer.solvers.heat.tray import solve_tray

WITHIN_K = 0.1
"""Accuracy [K]: the last digit that is shown, and the least difference of colors that can be seen"""


@dataclass(frozen=True, eq=False)
class Glance:
    """The heat of one tray of a layout, with all other values from the previous evaluation."""

    tray: str
    results: Results
    """Results for that layout, live; all but the heat of the tray is from the previous evaluation"""


def glance(layout: Layout, previous: Results, tray_id: str) -> Glance | None:
    """Solve the heat of one tray again, at its inlets and the watts of `previous`.

    None if more has changed than the positions of the parts on that tray's board, or there is no field to
    start from: then everything has to be evaluated.

    Examples
    --------
    >>> from explorer import evaluate, read
    >>> before = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
    >>> engine = before.layout.element("sw.ports_oe01")
    >>> moved = before.layout.moved(engine.id, x_mm=engine.x_mm + 2.0)
    >>> seen = glance(moved, before, "r1.sw1").results
    >>> seen.solution("r1.sw1")[0], seen.totals is before.totals
    ('live', True)
    """
    if tray_id not in layout or tray_id not in previous.tray_states:
        return None
    design, inlets_c = layout.design_of(tray_id), previous.tray_states[tray_id].inlets_c
    known = previous.boards.get(design.id)
    if known is None or not _may_start(known) or not only_moved(previous.layout, layout, design):
        return None
    board = _solved(known, design, *inlets_c)
    (hottest,), t_max_c, headroom_k = board.hottest(*(np.array([t_c]) for t_c in inlets_c))
    reached = {"hottest": hottest, "t_max_c": float(t_max_c[0]), "headroom_k": float(headroom_k[0])}
    state = previous.tray_states[tray_id]._replace(**reached)
    results = replace(
        previous,
        layout=layout,
        boards={**previous.boards, design.id: board},
        tray_states={**previous.tray_states, tray_id: state},
        settled=False,
        residual=max(previous.residual, board.at_inlet.residual),
        error_k=max(previous.error_k, board.error_k),
        _parts={},
    )
    return Glance(tray_id, results)


def _may_start(board: Board) -> bool:
    answers = (board.at_inlet, board.per_kelvin)
    return not board.runaway and not any(isinstance(field, Superposed) for field in answers)


def only_moved(before: Layout, after: Layout, design: TrayDesign) -> bool:
    """Whether two layouts differ only in the positions of parts of `design`, which is that of `after`."""
    if before.site is not after.site:
        return False
    for group in Layout.GROUPS:
        old, new = getattr(before, group), getattr(after, group)
        if len(old) != len(new):
            return False
        if not all(a is b or b is design for a, b in zip(old, new, strict=True)):
            return False
    old = before.design(design.id)
    return alike(old, design, but={"parts"}) and places_differ_at_most(old.parts, design.parts)


def _solved(known: Board, design: TrayDesign, air_in_c: float, coolant_in_c: float) -> Board:
    """The board with moved parts, solved at the tray's inlets; the rise per kelvin of air is not updated.

    The fields of a board, also those from which the next solve starts, are at the mean inlets of its trays.
    So the solution at this tray's inlets is shifted back to them, by the same rise that shifts it here again.
    """
    heat = board_heat(design, known.heat.air_m_dot, known.coolant_l_per_min, known.heat)
    heat = powered(heat, known.power.part_w, known.power.board_w)
    coolant_k, air_k = known.offsets_k(air_in_c, coolant_in_c)
    start = known.start_at(air_in_c, coolant_in_c)
    tray = tray_heat(heat, air_in_c, known.coolant_in_c + coolant_k)
    # on one thread: a second one saves a fifth of the time, but takes the core that draws the page
    at_tray = solve_tray(tray, start, settled=False, within_k=WITHIN_K)
    field = shifted(at_tray, known.per_kelvin, -coolant_k, -air_k)
    # watts and limits do not depend on the positions of parts
    parts = known.parts._replace(design=design)
    return known._replace(
        power=known.power._replace(parts=parts),
        heat=heat,
        at_inlet=field,
        start=field,
        key=(False, heat.key(), "at a glance"),
        within_k=WITHIN_K,
    )
