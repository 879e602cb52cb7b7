"""The heat of one tray while its parts are dragged, between two evaluations of everything.

Half of a live evaluation goes to what nobody reads many times a second: totals, findings, links, the power
chain, other trays. Where an edit has only moved parts of one board, its map and its parts' temperatures need
one solve, with the watts, flows and inlets of the evaluation before. All else is that evaluation's still; the
next one, a fraction of a second later, brings it up to date.
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
"""As exact as a temperature is written and a color of a map can be told from the next"""


@dataclass(frozen=True, eq=False)
class Glance:
    """The heat of one tray in a layout of which nothing else has been evaluated."""

    tray: str
    results: Results
    """Of that layout, live; all but the heat of the tray is from the evaluation before"""


def glance(layout: Layout, previous: Results, tray_id: str) -> Glance | None:
    """The heat of one tray solved anew, at its own inlets and the watts of `previous`.

    None if more has changed than the places of the parts on that tray's board, or there is no field to start
    from: then everything has to be evaluated.

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
    """Whether two layouts differ in nothing but the places of parts of one design of the second."""
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
    """The board with parts elsewhere: exact at the tray's inlets, for others with its old answer to air.

    The fields of a board hold at the mean inlets of its trays, and where the next solve starts, too. So the
    solution at this tray's inlets is taken back to those by the answer that will bring it here again.
    """
    heat = board_heat(design, known.heat.air_m_dot, known.coolant_l_per_min, known.heat)
    heat = powered(heat, known.power.part_w, known.power.board_w)
    coolant_k, air_k = known.offsets_k(air_in_c, coolant_in_c)
    start = known.start_at(air_in_c, coolant_in_c)
    tray = tray_heat(heat, air_in_c, known.coolant_in_c + coolant_k)
    # on one thread: a second saves a fifth of the time and costs a core that draws the page
    at_tray = solve_tray(tray, start, settled=False, within_k=WITHIN_K)
    field = shifted(at_tray, known.per_kelvin, -coolant_k, -air_k)
    # no watt and no limit depends on where parts stand
    parts = known.parts._replace(design=design)
    return known._replace(
        power=known.power._replace(parts=parts),
        heat=heat,
        at_inlet=field,
        start=field,
        key=(False, heat.key(), "at a glance"),
        within_k=WITHIN_K,
    )
