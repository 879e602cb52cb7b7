"""How warm the copper of a rack's busbar is, for its resistance.

The busbar stands at the rear, in the air that leaves the trays. Each node is taken to be as warm as the
exhaust of its own tray, and a segment as the mean of its two ends. By how much the current warms the copper
above that air is not known: no film coefficient of a busbar is published.
"""

import math
from collections.abc import Mapping

from explorer.analysis.flows import inlet_air_c
from explorer.analysis.heat import Board
from explorer.analysis.rack_chain import RackPlan
from explorer.catalog import typical
from explorer.model import Layout, Tray

STILL_K = 0.01
"""Copper that moves by less keeps its temperature, so that no shelf is solved again for it."""
HOTTEST_C = 200.0
"""Hotter exhaust comes from a tray that hardly has any, which is too little to warm copper so far."""


def copper_c(
    layout: Layout,
    plans: tuple[RackPlan, ...],
    boards: Mapping[str, Board],
    supplies_c: Mapping[str, float],
    before_c: Mapping[str, float],
) -> dict[str, float]:
    """Temperature of the busbar behind each tray on it, by tray id.

    A tray without air stands in the mixed air of the others, and where no board is known yet the copper is as
    cold as the inlet. `before_c` are the temperatures of the last pass.
    """
    found = {}
    for plan in plans:
        exhaust = {tray.id: _exhaust(layout, tray, boards, supplies_c) for tray in plan.trays}
        m_dot = sum(flow for _, flow in exhaust.values())
        mixed_c = sum(t_c * flow for t_c, flow in exhaust.values()) / m_dot if m_dot > 0 else math.nan
        for tray in plan.trays:
            t_c, flow = exhaust[tray.id]
            t_c = t_c if flow > 0 or math.isnan(mixed_c) else mixed_c
            t_c = min(t_c, HOTTEST_C)
            was_c = before_c.get(tray.id, math.inf)
            found[tray.id] = was_c if abs(was_c - t_c) <= STILL_K else t_c
    return found


def _exhaust(layout: Layout, tray: Tray, boards, supplies_c) -> tuple[float, float]:
    """Air that leaves a tray, before the busbar warms it, and its mass flow; without air, the inlet's."""
    air_c, board = inlet_air_c(layout, tray), boards.get(tray.design)
    if board is None or board.runaway or not board.air.m_dot_kg_s > 0:
        return air_c, 0.0
    inlets = air_c, supplies_c[tray.rack] if board.coolant_l_per_min > 0 else None
    warmed_w = board.air_w(*inlets) + board.board_w(*inlets)
    return exhaust_c(air_c, warmed_w, board.air.m_dot_kg_s), board.air.m_dot_kg_s


def exhaust_c(air_in_c: float, warmed_w: float, m_dot_kg_s: float) -> float:
    """Air that took up so many watts; where none moves it stays as it was.

    >>> round(exhaust_c(25.0, 1006.0, 0.1), 3)
    35.0
    """
    per_k = m_dot_kg_s * typical("air_cp_j_per_kg_k")
    return air_in_c + warmed_w / per_k if per_k > 0 else air_in_c
