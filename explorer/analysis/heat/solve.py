"""Boards solved for heat, and their trays in the rack's air and coolant.

The trays of a design share one board and one set of watts, but not the air and coolant at their inlets.
Heat conduction is linear, so a board is solved twice: once at the mean inlets, and once for its answer
to one kelvin more of inlet air. Air and coolant both one kelvin warmer warm every cell by one kelvin,
and so the answer to coolant is the rest. Every tray follows from the two.
"""

import numpy as np

from explorer.analysis.fluids.flows import Flows, tray_inlets
from explorer.analysis.heat.board import BoardHeat, board_heat, powered, tray_heat
from explorer.analysis.heat.responses import RESPONSES
from explorer.analysis.heat.solved_board import Board, with_leads
from explorer.analysis.power.board_parts import board_parts
from explorer.analysis.power.board_power import BoardPower
from explorer.model import Layout, TrayDesign
from explorer.model.technologies import technology
from explorer.solvers.heat.coupling import LIVE_IMBALANCE
from explorer.solvers.heat.response import superposed
from explorer.solvers.heat.tray import TrayField, solve_tray, solve_tray_and_air

THREADS = 2


def solve_board(
    layout: Layout,
    design: TrayDesign,
    power: BoardPower,
    flows: Flows,
    supplies_c: dict[str, float],
    previous: Board | None,
    settled: bool,
) -> Board:
    """One design's board at the mean inlets of its trays; nothing is solved where nothing changed.

    ``supplies_c`` is the coolant's temperature by rack.
    """
    trays, inlets = layout.trays_of(design.id), tray_inlets(layout).get(design.id)
    airs_c = inlets.air_c.tolist() if inlets else [layout.site.supply_air_c]
    coolants_c = inlets.coolant_c(supplies_c).tolist() if inlets else airs_c
    air_c, coolant_c = _mean(airs_c), _mean(coolants_c)
    fixed, heat = _problem(design, flows, previous)
    heat = powered(heat, power.part_w, power.board_w)
    same_inlets = len(set(airs_c)) == 1 and not (heat.coolant_m_dot.size and _coolant_varies(layout, trays))
    key = (settled, fixed, air_c, coolant_c, power.part_w.tobytes(), power.board_w, same_inlets)
    # what was settled is good enough for a live evaluation, not the other way round
    is_good = previous is not None and not previous.runaway and (previous.key[0] or not settled)
    same = {"design": design, "power": power, "air": flows.air, "limits_c": limits_c(layout, design)}
    if is_good and previous.key[1:] == key[1:]:
        return previous._replace(**same)
    response = None if settled else RESPONSES.known(fixed, heat.boxes.power_w)
    may_lead = is_good and not settled and response is None
    if may_lead and _holds(previous, fixed, heat, air_c, coolant_c, same_inlets):
        field = with_leads(previous.at_inlet, previous.per_kelvin, *previous.leads(air_c, coolant_c))
        field = field._replace(settled=False)
        # `heat` keeps the watts that were solved, so that small changes of them do not add up unseen
        inlets = {"air_in_c": air_c, "coolant_in_c": coolant_c}
        return previous._replace(**same, **inlets, at_inlet=field, start=field, key=key)
    known = previous if previous is not None and _fits(previous, heat) else None
    per_kelvin = None if same_inlets or known is None else known.per_kelvin
    # what one kelvin of air does depends on the board, not on its watts
    is_old = not same_inlets and (per_kelvin is None or not (is_good and previous.air_key == fixed))
    start = known and known.start_at(air_c, coolant_c)
    if response is not None:
        at_inlet = superposed(response, heat.boxes.power_w, air_c, coolant_c)
        if is_old:
            per_kelvin = superposed(response, np.zeros_like(heat.boxes.power_w), 1.0, 0.0)
    else:
        tray = tray_heat(heat, air_c, coolant_c)
        if is_old:
            field = per_kelvin if isinstance(per_kelvin, TrayField) else None
            at_inlet, per_kelvin = solve_tray_and_air(tray, start, field, settled, THREADS)
        else:
            at_inlet = solve_tray(tray, start, settled, THREADS)
        start = at_inlet
    return Board(
        **same,
        heat=heat,
        air_in_c=air_c,
        coolant_in_c=coolant_c,
        at_inlet=at_inlet,
        per_kelvin=per_kelvin,
        coolant_l_per_min=flows.coolant_l_per_min,
        key=key,
        start=start,
        air_key=None if per_kelvin is None else fixed,
    )


def _holds(
    previous: Board, fixed: tuple, heat: BoardHeat, air_c: float, coolant_c: float, same_inlets: bool
) -> bool:
    """Whether a live evaluation needs no solve: the board stands, its watts as well as nothing.

    Its fields at other inlets follow from those that are known. Where no part's watts change by more than a
    share, no rise over the inlets does either: a solution of a heat problem grows with its sources.
    """
    asks_air = not same_inlets or previous.leads(air_c, coolant_c)[1] != 0.0
    if previous.key[1] != fixed or not isinstance(previous.at_inlet, TrayField):
        return False
    if asks_air and previous.air_key != fixed:
        return False
    old_w, new_w = previous.heat.boxes.power_w, heat.boxes.power_w
    return bool((np.abs(new_w - old_w) <= LIVE_IMBALANCE * np.abs(old_w)).all())


def _coolant_varies(layout: Layout, trays) -> bool:
    """Whether the coolant of these trays differs, or follows from their heat."""
    racks = [layout.element(tray.rack) for tray in trays]
    return any(r.cdu_kw_per_k is not None for r in racks) or len({r.coolant_supply_c for r in racks}) > 1


def _mean(values) -> float:
    """The mean, and to the last bit the value itself where all are equal."""
    return float(np.mean(values)) if len(set(values)) > 1 else values[0]


def _problem(design: TrayDesign, flows: Flows, previous: Board | None):
    """What identifies the heat problem, and the problem; that of the last time if nothing moved."""
    if (
        previous is not None
        and previous.design is design
        and previous.coolant_l_per_min == flows.coolant_l_per_min
        and previous.heat.air_m_dot == flows.air.m_dot_kg_s
    ):
        return previous.key[1], previous.heat
    heat = board_heat(design, flows.air.m_dot_kg_s, flows.coolant_l_per_min)
    return heat.key(), heat


def limits_c(layout: Layout, design: TrayDesign) -> np.ndarray:
    """Highest temperature allowed for each part's body; that of a port belongs to its technology."""
    parts = board_parts(design)
    limits = parts.limits_c.copy()
    for link in layout.links:
        carried = parts.links.get(link.id)
        if carried:
            tech = technology(layout, link.technology)
            limits[carried.ports] = tech.t_limit_c
            if tech.light_source_key:
                limits[carried.lights] = technology(layout, tech.light_source_key).t_limit_c
    return limits


def _fits(previous: Board | None, heat: BoardHeat) -> bool:
    return previous is not None and previous.heat.grid == heat.grid and previous.heat.size_m == heat.size_m
