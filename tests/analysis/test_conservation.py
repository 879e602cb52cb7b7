"""Nothing is lost between the rack's inlet, its trays, and the air and coolant that leave it."""

import math

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.catalog import typical
from explorer.units import M3_PER_S_PER_CFM, kg_per_s
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, solved


def _out_w(state):
    return state.air_w + state.coolant_w + state.board_w


def shelves_of(results):
    return set(results.feed.shelf_in_w)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_tray_draws_leaves_in_air_and_coolant(name):
    results = solved(name)
    shelves = shelves_of(results)
    for key, state in results.tray_states.items():
        if key not in shelves:
            assert _out_w(state) == pytest.approx(state.power_w, rel=1e-4), key
    # shelves of one design share the mean of their losses
    lost = sum(results.tray_states[s].power_w for s in shelves)
    assert sum(_out_w(results.tray_states[s]) for s in shelves) == pytest.approx(lost, rel=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_what_air_and_coolant_take_is_their_rise(name):
    for state in solved(name).tray_states.values():
        if state.airflow_cfm > 0:
            flow = state.airflow_cfm * M3_PER_S_PER_CFM * typical("air_density_kg_per_m3")
            rise = (state.air_w + state.board_w + state.bus_w) / flow / typical("air_cp_j_per_kg_k")
            assert state.air_out_c - state.air_in_c == pytest.approx(rise)
        if state.coolant_l_per_min > 0:
            flow = kg_per_s(state.coolant_l_per_min, typical("coolant_density_kg_per_m3"))
            rise = state.coolant_w / flow / typical("coolant_cp_j_per_kg_k")
            assert state.coolant_out_c - state.coolant_in_c == pytest.approx(rise)
        else:
            assert math.isnan(state.coolant_out_c)
            assert state.coolant_w == 0.0


@pytest.mark.parametrize("name", NAMES)
def test_the_rack_takes_what_its_trays_take_and_the_busbar_loses(name):
    results = solved(name)
    on_the_way = sum(rack.bus_loss_w for rack in results.feed.racks.values())
    trays = sum(state.power_w for state in results.tray_states.values())
    assert results.feed.input_w == pytest.approx(trays + on_the_way, rel=1e-9)
    assert results.totals["rack_kw"].typical == pytest.approx(results.feed.input_w / 1000, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_stages_of_the_chain_fit_together(name):
    results = solved(name)
    stages = results.feed.stages
    nothing = (0.0, 0.0)
    names = ("Power shelves", "Busbar and clips", "AC supplies", "Intermediate bus")
    shelves, bus, supplies, intermediate = (stages.get(name, nothing) for name in names)
    assert stages["Transformer and UPS"] == pytest.approx((results.feed.wall_w, results.feed.input_w))
    assert shelves[0] + supplies[0] == pytest.approx(results.feed.input_w, rel=1e-9)
    assert shelves[1] == pytest.approx(bus[0], rel=1e-9)
    assert bus[1] + supplies[1] == pytest.approx(intermediate[0], rel=1e-9)
    rails = [stages.get(s, nothing) for s in ("ASIC rails", "Optics rails")]
    direct = sum(
        results.boards[d.id].power.rail_w["other"] * len(results.layout.trays_of(d.id))
        for d in results.layout.designs
    )
    assert intermediate[1] == pytest.approx(sum(rail[0] for rail in rails) + direct, rel=1e-9)
    for watts_in, watts_out in stages.values():
        assert watts_in >= watts_out > 0
    table = results.power
    np.testing.assert_allclose(table.in_w - table.out_w, table.loss_w)


@pytest.mark.parametrize("name", ["gb200_nvl72", "gb200_nvl72_cpo", "quantum_x800_photonics"])
def test_the_busbar_gives_what_it_is_given(name):
    for rack in solved(name).feed.racks.values():
        flow, chain = rack.flow, rack.chain.delivery
        given = flow.shelf_out_w.sum() - chain.own_w.sum()
        assert given == pytest.approx(flow.drawn_w.sum() + rack.bus_loss_w, rel=1e-9)
        assert sum(rack.bus_heat_w().values()) == pytest.approx(rack.bus_loss_w, rel=1e-9)
        assert (flow.tray_v < chain.v0).all()
        assert rack.flow.feed_w.sum() == pytest.approx(rack.input_w, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_what_goes_into_racks_and_pumps_leaves_in_air_and_coolant(name):
    """By the rise of air and coolant between a rack's inlets and outlets; motors lose theirs at the CDU."""
    results = solved(name)
    for rack in results.layout.racks:
        state = results.rack_cooling[rack.id]
        own = [results.tray_states[t.id] for t in results.layout.trays if t.rack == rack.id]
        air = typical("air_density_kg_per_m3") * M3_PER_S_PER_CFM * typical("air_cp_j_per_kg_k")
        out_w = air * sum(s.airflow_cfm * (state.air_out_c - s.air_in_c) for s in own)
        into_w = state.power_w + state.friction_w
        if rack.coolant_l_per_min > 0:
            wet = kg_per_s(rack.coolant_l_per_min, typical("coolant_density_kg_per_m3"))
            wet *= typical("coolant_cp_j_per_kg_k")
            out_w += wet * (state.coolant_return_c - state.coolant_supply_c)
            water = typical("water_w_per_l_per_min_k") * state.facility_l_per_min
            passed_w = water * (state.facility_return_c - state.facility_in_c)
            assert passed_w == pytest.approx(state.coolant_w + state.friction_w, rel=1e-9)
            assert state.pump_w == pytest.approx(state.friction_w / typical("pump_efficiency"))
        else:
            assert state.pump_w == state.friction_w == 0.0
        assert out_w == pytest.approx(into_w, rel=1e-4)
        assert sum(s.bus_w for s in own) == pytest.approx(state.bus_w, rel=1e-9)


def test_a_shelfs_own_controller_is_fed_too():
    """Its watts once were drawn by the tray and taken from no inlet."""
    layout = small_rack()
    idle = layout.replaced(layout.element("shelf.ctl").replaced(power_w=0.0))
    more_w = evaluate(layout).feed.input_w - evaluate(idle).feed.input_w
    assert more_w > layout.element("shelf.ctl").power_w


def test_a_board_without_regulators_keeps_its_conversion_loss():
    layout = small_rack()
    state = evaluate(layout).tray_states["r1.sw1"]
    parts = sum(s.power_w for s in evaluate(layout).parts("r1.sw1").values())
    assert parts < state.power_w
    assert _out_w(state) == pytest.approx(state.power_w, rel=1e-4)
