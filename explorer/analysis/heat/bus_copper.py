"""Temperature of the copper of a rack's busbar, for its resistance.

The busbar stands at the rear, in the air that leaves the trays. Each node is taken to be as warm as the
exhaust of its tray, and a segment as the mean of its two ends. The rise of the copper above that air
by its current is not modeled: no film coefficient of a busbar is published.
"""

import math
from collections.abc import Mapping

from explorer.analysis.fluids.flows import Inlets
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.catalog import typical

STILL_K = 0.01
"""A smaller change is ignored, so that no shelf is solved again for it."""
HOTTEST_C = 200.0
"""Upper bound: hotter exhaust comes from a tray with hardly any air, too little to warm the copper."""


def copper_c(
    inputs: Inputs,
    boards: Mapping[str, Board],
    supplies_c: Mapping[str, float],
    before_c: Mapping[str, float],
) -> dict[str, float]:
    """Temperature of the busbar behind each tray on it, by tray id.

    A tray without air is in the mixed exhaust of the others. Before a board is solved the copper behind it is
    at inlet temperature. `before_c` are the temperatures of the last pass.
    """
    found, leaving = {}, {}
    for design, inlets in inputs.inlets.items():
        leaving |= _exhausts(inlets, boards.get(design), supplies_c)
    for plan in inputs.plans:
        exhaust = {tray.id: leaving[tray.id] for tray in plan.trays}
        m_dot = sum(flow for _, flow in exhaust.values())
        mixed_c = sum(t_c * flow for t_c, flow in exhaust.values()) / m_dot if m_dot > 0 else math.nan
        for tray in plan.trays:
            t_c, flow = exhaust[tray.id]
            t_c = t_c if flow > 0 or math.isnan(mixed_c) else mixed_c
            t_c = min(t_c, HOTTEST_C)
            was_c = before_c.get(tray.id, math.inf)
            found[tray.id] = was_c if abs(was_c - t_c) <= STILL_K else t_c
    return found


def _exhausts(
    inlets: Inlets, board: Board | None, supplies_c: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Exhaust [C] of each tray of a design, before the busbar warms it, and its mass flow, by tray id.

    Without air flow, the exhaust is at inlet temperature.
    """
    air_c, m_dot = inlets.air_c, 0.0
    if board is not None and not board.runaway and board.air.m_dot_kg_s > 0:
        m_dot, at = board.air.m_dot_kg_s, (inlets.air_c, inlets.coolant_c(supplies_c))
        air_c = exhaust_c(air_c, board.air_w(*at) + board.board_w(*at), m_dot)
    return {tray: (t_c, m_dot) for tray, t_c in zip(inlets.trays, air_c.tolist(), strict=True)}


def exhaust_c(air_in_c, warmed_w, m_dot_kg_s: float):
    """Temperature of air that took up ``warmed_w``, of one or several trays; the inlet's if there is no flow.

    >>> round(exhaust_c(25.0, 1006.0, 0.1), 3)
    35.0
    """
    per_k = m_dot_kg_s * typical("air_cp_j_per_kg_k")
    return air_in_c + warmed_w / per_k if per_k > 0 else air_in_c
