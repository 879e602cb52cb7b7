"""Solves the heat of boards at the air and coolant inlets of their trays.

The trays of a design share one board and one set of watts, but not the air and coolant at their inlets.
Heat conduction is linear, so a board is solved twice: once at the mean inlets, and once for its rise per
kelvin of inlet air. Air and coolant both one kelvin warmer warm every cell by one kelvin, so the rise per
kelvin of coolant is 1 minus that of air. Every tray is a sum of the two solutions.
"""

import numpy as np

from explorer.analysis.fluids.flows import Flows
from explorer.analysis.heat.board import BoardHeat, board_heat, powered, tray_heat
from explorer.analysis.heat.responses import RESPONSES
from explorer.analysis.heat.solved_board import Board, shifted
from explorer.analysis.inputs import Inputs
from explorer.analysis.power.board_parts import BoardParts
from explorer.analysis.power.board_power import BoardPower
from explorer.model import Layout, Tray, TrayDesign
from explorer.solvers.heat.coupling import LIVE_IMBALANCE
from explorer.solvers.heat.response import superposed
from explorer.solvers.heat.tray import TrayField, solve_tray, solve_tray_and_air

THREADS = 2


def solve_board(
    inputs: Inputs,
    power: BoardPower,
    flows: Flows,
    supplies_c: dict[str, float],
    previous: Board | None,
    settled: bool,
) -> Board:
    """One design's board at the mean inlets of its trays; reuses the previous solution if nothing changed.

    ``supplies_c`` is the coolant's temperature by rack.
    """
    layout, design = inputs.layout, power.parts.design
    trays, inlets = layout.trays_of(design.id), inputs.inlets.get(design.id)
    airs_c = inlets.air_c.tolist() if inlets else [layout.site.supply_air_c]
    coolants_c = inlets.coolant_c(supplies_c).tolist() if inlets else airs_c
    air_c, coolant_c = _mean(airs_c), _mean(coolants_c)
    fixed, heat = _problem(design, flows, previous)
    heat = powered(heat, power.part_w, power.board_w)
    same_inlets = len(set(airs_c)) == 1 and not (heat.coolant_m_dot.size and _coolant_varies(layout, trays))
    key = (settled, fixed, air_c, coolant_c, power.part_w.tobytes(), power.board_w, same_inlets)
    same = {"power": power, "air": flows.air, "limits_c": limits_c(inputs, power.parts)}
    usable = _usable(previous, settled)
    if usable is not None and usable.key[1:] == key[1:]:
        return usable._replace(**same)
    response = None if settled else RESPONSES.cached(fixed, heat.boxes.power_w)
    if usable is not None and not settled and response is None:
        field = _unchanged(usable, fixed, heat, air_c, coolant_c, same_inlets)
        if field is not None:
            # `heat` holds the watts that were solved, so that small changes cannot add up unnoticed
            at = {"air_in_c": air_c, "coolant_in_c": coolant_c}
            return usable._replace(**same, **at, at_inlet=field, start=field, key=key)
    before = previous if previous is not None and _fits(previous, heat) else None
    per_kelvin = None if same_inlets or before is None else before.per_kelvin
    # the rise per kelvin of air depends on the board, not on its watts
    is_air_stale = per_kelvin is None or usable is None or usable.air_key != fixed
    needs_air = not same_inlets and is_air_stale
    start = None if before is None else before.start_at(air_c, coolant_c)
    if response is not None:
        at_inlet = superposed(response, heat.boxes.power_w, air_c, coolant_c)
        if needs_air:
            per_kelvin = superposed(response, np.zeros_like(heat.boxes.power_w), 1.0, 0.0)
    else:
        tray = tray_heat(heat, air_c, coolant_c)
        if needs_air:
            start_air = per_kelvin if isinstance(per_kelvin, TrayField) else None
            at_inlet, per_kelvin = solve_tray_and_air(tray, start, start_air, settled, THREADS)
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
        k_per_w=np.full(len(design.parts), np.nan),
        start=start,
        air_key=None if per_kelvin is None else fixed,
    )


def _usable(previous: Board | None, settled: bool) -> Board | None:
    """The board if its solution may be reused: a settled solution also serves live, not vice versa."""
    if previous is None or previous.runaway or (settled and not previous.key[0]):
        return None
    return previous


def _unchanged(
    previous: Board, fixed: tuple, heat: BoardHeat, air_c: float, coolant_c: float, same_inlets: bool
) -> TrayField | None:
    """The previous field, shifted to these inlets, if that is enough for a live evaluation; else None.

    Fields at other inlets are sums of the solved ones. If no part's watts change by more than a given share,
    no rise over the inlets does either: the solution of a heat problem is monotonic in its sources.
    """
    offsets_k = previous.offsets_k(air_c, coolant_c)
    if previous.key[1] != fixed or not isinstance(previous.at_inlet, TrayField):
        return None
    if previous.air_key != fixed and (not same_inlets or offsets_k[1] != 0.0):
        return None
    old_w, new_w = previous.heat.boxes.power_w, heat.boxes.power_w
    if (np.abs(new_w - old_w) > LIVE_IMBALANCE * np.abs(old_w)).any():
        return None
    return shifted(previous.at_inlet, previous.per_kelvin, *offsets_k)._replace(settled=False)


def _coolant_varies(layout: Layout, trays: tuple[Tray, ...]) -> bool:
    """Whether these trays may differ in coolant supply, or it depends on their heat."""
    racks = [layout.rack(tray.rack) for tray in trays]
    return any(r.cdu_kw_per_k is not None for r in racks) or len({r.coolant_supply_c for r in racks}) > 1


def _mean(values: list[float]) -> float:
    """The mean; exactly the value itself if all are equal, without round-off."""
    return float(np.mean(values)) if len(set(values)) > 1 else values[0]


def _problem(design: TrayDesign, flows: Flows, previous: Board | None) -> tuple[tuple, BoardHeat]:
    """Key of the heat problem, and the problem; the previous one's if nothing moved."""
    if (
        previous is not None
        and previous.design is design
        and previous.coolant_l_per_min == flows.coolant_l_per_min
        and previous.heat.air_m_dot == flows.air.m_dot_kg_s
    ):
        return previous.key[1], previous.heat
    before = None if previous is None else previous.heat
    heat = board_heat(design, flows.air.m_dot_kg_s, flows.coolant_l_per_min, before)
    return heat.key(), heat


def limits_c(inputs: Inputs, parts: BoardParts) -> np.ndarray:
    """Highest temperature [C] allowed for each part's body; for ports, their technology's limit."""
    limits = parts.limits_c.copy()
    for link in inputs.layout.links:
        carried = parts.links.get(link.id)
        if carried:
            tech = inputs.technologies[link.technology]
            limits[carried.ports] = tech.t_limit_c
            if tech.light_source_key:
                limits[carried.lights] = inputs.technologies[tech.light_source_key].t_limit_c
    return limits


def _fits(previous: Board, heat: BoardHeat) -> bool:
    return previous.heat.grid == heat.grid and previous.heat.size_m == heat.size_m
