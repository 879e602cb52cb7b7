"""Each rack's air, coolant and CDU, between its trays and the facility.

The CDU holds the coolant at the rack's set point as long as its exchanger can. It cannot supply coolant
colder than facility water plus the approach at the rack's heat: then that is the supply temperature. Air
that leaves a rack does not come back: recirculation is not modeled.
"""

import math

from explorer.analysis.fluids.ashrae import air_range_c, water_limit_c
from explorer.analysis.fluids.pump import pump_w
from explorer.analysis.heat.bus_copper import exhaust_c
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.heat.trays import coolant_w_per_k
from explorer.analysis.inputs import Inputs
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import RackCooling, TrayState
from explorer.catalog import typical
from explorer.model import Rack
from explorer.solvers.fluids.exchanger import approach_k


def coolant_supplies_c(inputs: Inputs, boards: dict[str, Board]) -> dict[str, float]:
    """Coolant supply [C] of each rack, for the heat that the boards of the previous pass give to it."""
    return {rack.id: _supply_c(inputs, rack, boards) for rack in inputs.layout.racks}


def _supply_c(inputs: Inputs, rack: Rack, boards: dict[str, Board]) -> float:
    """The set point, or the supply at which the boards' heat equals the heat that the CDU passes.

    Both are linear in the supply temperature, so one step finds it.
    """
    k_per_w, set_c = approach_k_per_w(rack), rack.coolant_supply_c
    if k_per_w == 0.0:
        return set_c
    given = []
    for design, inlets in inputs.inlets.items():
        airs_c = [a for a, at in zip(inlets.air_c.tolist(), inlets.racks, strict=True) if at == rack.id]
        if airs_c and design in boards:
            # heat is linear in the inlet air, so the mean inlet gives the sum over a design's trays
            given.append((boards[design], len(airs_c), sum(airs_c) / len(airs_c)))
    of_pumps_w = inputs.racks[rack.id].friction_w
    heat_w, warmer_w = (
        of_pumps_w + sum(n * b.coolant_w(air_c, c) for b, n, air_c in given) for c in (set_c, set_c + 1.0)
    )
    above_k = (inputs.layout.site.facility_water_c - set_c + k_per_w * heat_w) / (
        1.0 - k_per_w * (warmer_w - heat_w)
    )
    # rounded, so that no board is solved again because of round-off
    return round(set_c + max(0.0, above_k), 6)


def approach_k_per_w(rack: Rack) -> float:
    """Coolant supply less facility water per watt that the rack's CDU passes; 0 for an unlimited CDU."""
    if rack.cdu_kw_per_k is None or rack.coolant_l_per_min <= 0:
        return 0.0
    coolant, facility = coolant_w_per_k(rack.coolant_l_per_min), _facility_w_per_k(rack)
    return approach_k(1.0, rack.cdu_kw_per_k * 1000.0, coolant, facility)


def rack_cooling(
    inputs: Inputs,
    boards: dict[str, Board],
    trays: dict[str, TrayState],
    chain: Feed,
    supplies_c: dict[str, float],
) -> dict[str, RackCooling]:
    """Cooling of every rack by id: power in, heat by path, and the inlets' headroom to their limits."""
    return {
        rack.id: _rack(inputs, rack, boards, trays, chain, supplies_c[rack.id])
        for rack in inputs.layout.racks
    }


def _rack(
    inputs: Inputs,
    rack: Rack,
    boards: dict[str, Board],
    trays: dict[str, TrayState],
    chain: Feed,
    supply_c: float,
) -> RackCooling:
    own = [(trays[t.id], boards[t.design].air) for t in inputs.layout.trays_in(rack.id)]
    air_w, coolant_w, board_w = (
        sum(getattr(s, name) for s, _ in own) for name in ("air_w", "coolant_w", "board_w")
    )
    power_w, bus_w = chain.racks[rack.id].input_w, chain.racks[rack.id].bus_loss_w
    m_dot = sum(air.m_dot_kg_s for _, air in own)
    brought = sum(s.air_in_c * air.m_dot_kg_s for s, air in own)
    # heat that trays without air give to the rack leaves in the air of the others
    mixed_c = exhaust_c(brought / m_dot, air_w + board_w + bus_w, m_dot) if m_dot > 0 else math.nan
    of_pumps_w = inputs.racks[rack.id].friction_w
    carried_w = coolant_w + of_pumps_w
    site = inputs.layout.site
    warmest_c = max((s.air_in_c for s, _ in own), default=site.supply_air_c)
    air_limit_c = air_range_c(site.air_class, site.altitude_m)[1] if site.air_class else math.nan
    is_wet = rack.coolant_l_per_min > 0
    per_k, facility_per_k = coolant_w_per_k(rack.coolant_l_per_min), _facility_w_per_k(rack)
    k_per_w = approach_k_per_w(rack)
    least_c = site.facility_water_c + k_per_w * carried_w

    def wet(value: float) -> float:
        return value if is_wet else math.nan

    return RackCooling(
        power_w=power_w,
        air_w=air_w,
        coolant_w=coolant_w,
        board_w=board_w,
        bus_w=bus_w,
        friction_w=of_pumps_w,
        pump_w=pump_w(inputs.layout, rack),
        unaccounted_w=power_w - air_w - coolant_w - board_w - bus_w,
        airflow_cfm=sum(air.cfm for _, air in own),
        air_in_c=warmest_c,
        air_out_c=mixed_c,
        coolant_l_per_min=wet(rack.coolant_l_per_min),
        coolant_supply_c=wet(supply_c),
        coolant_return_c=supply_c + carried_w / per_k if is_wet else math.nan,
        facility_l_per_min=wet(_facility_l_per_min(rack)),
        facility_in_c=wet(site.facility_water_c),
        facility_return_c=site.facility_water_c + carried_w / facility_per_k if is_wet else math.nan,
        approach_k=wet(supply_c - site.facility_water_c),
        cdu_headroom_k=rack.coolant_supply_c - least_c if k_per_w else math.nan,
        air_headroom_k=air_limit_c - warmest_c,
        water_headroom_k=wet(
            water_limit_c(site.water_class) - site.facility_water_c if site.water_class else math.nan
        ),
    )


def _facility_l_per_min(rack: Rack) -> float:
    return rack.coolant_l_per_min if rack.facility_l_per_min is None else rack.facility_l_per_min


def _facility_w_per_k(rack: Rack) -> float:
    return typical("water_w_per_l_per_min_k") * _facility_l_per_min(rack)
