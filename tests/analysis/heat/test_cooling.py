"""Fans, CDUs and limits of inlets in a layout, and the heat by the path that it takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.fluids.airflow import air_density, airflow, fan_part_w
from explorer.analysis.heat.trays import coolant_w_per_k
from explorer.catalog import typical
from explorer.errors import FileError, LayoutError
from explorer.files import parse
from explorer.model import Load, Tray
from explorer.units import M3_PER_S_PER_CFM
from tests.analysis.heat.asked import changed, found
from tests.analysis.racks import small_rack, without_leakage
from tests.shipped import NAMES, shipped, solved

SEA = typical("air_density_kg_per_m3")


# -- heat by path ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_watt_leaves_a_tray_by_a_path(name):
    paths = solved(name).heat_paths
    assert list(paths.index) == [tray.id for tray in shipped(name).trays]
    assert (paths.unaccounted_w.abs() <= 1e-6 * paths.power_w.clip(lower=1.0)).all()
    assert (paths.board_w != 0.0).all()


@pytest.mark.parametrize("name", NAMES)
def test_every_watt_leaves_a_rack_by_a_path(name):
    racks = solved(name).cooling
    assert racks.power_w.sum() == pytest.approx(solved(name).feed.input_w)
    # between watts and temperatures the loop stops at a fiftieth of a kelvin
    assert (racks.unaccounted_w.abs() <= 1e-4 * racks.power_w).all()


@pytest.mark.parametrize("name", NAMES)
def test_exhaust_is_what_the_trays_mix_to(name):
    layout, racks = shipped(name), solved(name).cooling
    for rack in layout.racks:
        state = racks.loc[rack.id]
        inlets = [solved(name).tray_states[t.id] for t in layout.trays if t.rack == rack.id]
        brought = sum(s.airflow_cfm * s.air_in_c for s in inlets) / sum(s.airflow_cfm for s in inlets)
        m_dot = state.airflow_cfm * M3_PER_S_PER_CFM * air_density(layout)
        rise = (state.air_w + state.board_w + state.bus_w) / (m_dot * typical("air_cp_j_per_kg_k"))
        assert state.air_out_c == pytest.approx(brought + rise)


# -- fans --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_shipped_fans_run_at_the_air_that_their_design_names(name):
    for design in shipped(name).designs:
        air = airflow(design, SEA)
        assert design.has_fan_curve == bool(design.fans)
        assert air.cfm == pytest.approx(design.airflow_cfm, rel=2e-3)
        assert air.m_dot_kg_s == pytest.approx(air.cfm * M3_PER_S_PER_CFM * SEA)
        given_w = sum(fan.power_w for fan in design.fans)
        assert air.fan_w == pytest.approx(given_w, rel=0.03)
        if design.fans:
            assert air.dp_pa == pytest.approx(design.resistance_pa, rel=4e-3)


def test_fans_heat_their_tray_with_what_the_air_takes():
    layout = shipped("switch_51t_dsp")
    design = layout.element("sw")
    slow = evaluate(changed(layout, "sw", fan_speed=0.5))
    state = slow.tray_states["r1.sw1"]
    fans = [slow.parts("r1.sw1")[fan.id].power_w for fan in design.fans]
    assert state.airflow_cfm == pytest.approx(design.airflow_cfm * 0.5 / 0.8, rel=2e-3)
    assert sum(fans) == pytest.approx(airflow(design, SEA, speed=0.5).fan_w)
    usual = solved("switch_51t_dsp").tray_states["r1.sw1"]
    assert state.t_max_c > usual.t_max_c + 5.0
    assert state.power_w < usual.power_w


@pytest.mark.parametrize("design_id", ["sw", "plain"])
def test_speed_and_failed_fans(design_id):
    design = shipped("switch_51t_dsp").element("sw")
    if design_id == "plain":
        design = design.replaced(fan_flow_cfm=None, fan_pressure_pa=None, resistance_pa=None)
    usual, slow = airflow(design, SEA), airflow(design, SEA, speed=design.fan_speed / 2)
    assert slow.cfm == pytest.approx(usual.cfm / 2)
    assert slow.fan_w == pytest.approx(usual.fan_w / 8)
    failed = airflow(design, SEA, working=3)
    assert 0.5 * usual.cfm < failed.cfm < usual.cfm
    assert airflow(design, SEA, working=0).cfm == 0.0
    assert sum(fan_part_w(design, failed).values()) == pytest.approx(failed.fan_w)


def test_thin_air_is_as_many_cubic_feet_and_fewer_kilograms():
    design = shipped("switch_51t_dsp").element("sw")
    sea, high = airflow(design, SEA), airflow(design, 0.8 * SEA)
    assert high.cfm == pytest.approx(sea.cfm)
    assert high.m_dot_kg_s == pytest.approx(0.8 * sea.m_dot_kg_s)
    assert high.fan_w == pytest.approx(0.8 * sea.fan_w)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"speed": 0.0}, "'sw': fan speed 0 "),
        ({"speed": -1.0}, "fan speed -1 "),
        ({"working": 5}, "5 working fans of 4"),
    ],
)
def test_no_such_speed_or_number_of_fans(arguments, words):
    with pytest.raises(LayoutError, match=words):
        airflow(shipped("switch_51t_dsp").element("sw"), SEA, **arguments)


def test_a_part_of_a_fan_curve_is_refused_by_name():
    design = small_rack().element("sw")
    with pytest.raises(LayoutError, match="'sw', fan_flow_cfm: is missing"):
        design.replaced(fan_pressure_pa=400.0)
    with pytest.raises(LayoutError, match="'sw', airflow_cfm: has to be above 0"):
        design.replaced(airflow_cfm=0.0, fan_flow_cfm=60.0, fan_pressure_pa=400.0, resistance_pa=90.0)
    text = "schema: 1\ndesigns:\n- {id: sw, airflow_cfm: 90, fan_flow_cfm: 60, fan_pressure_pa: 400}\n"
    with pytest.raises(FileError, match=r"a\.yaml:3: sw, resistance_pa: is missing"):
        parse(text, "a.yaml")


def test_a_fan_curve_without_a_fan():
    layout = changed(small_rack(), "sw", fan_flow_cfm=60.0, fan_pressure_pa=400.0, resistance_pa=90.0)
    assert [f[:5] for f in found(layout, "no_fan")] == [("error", "sw", "no_fan", 0.0, 1.0)]
    fan = Load(id="sw.fan", x_mm=110, y_mm=205, width_mm=30, depth_mm=30, role="fan")
    design = layout.element("sw")
    with_fan = layout.replaced(design.replaced(parts=(*design.parts, fan)))
    results = evaluate(with_fan)
    assert results.findings == ()
    air = airflow(with_fan.element("sw"), SEA)
    assert results.parts("r1.sw1")["sw.fan"].power_w == pytest.approx(air.fan_w)


# -- coolant -----------------------------------------------------------------------------------------


def test_a_cdu_that_can_holds_the_set_point():
    racks = solved("gb200_nvl72").cooling.loc["r1"]
    rack, site = shipped("gb200_nvl72").element("r1"), shipped("gb200_nvl72").site
    assert racks.coolant_supply_c == rack.coolant_supply_c
    assert racks.approach_k == rack.coolant_supply_c - site.facility_water_c
    assert racks.cdu_headroom_k > 0.0
    returned = (racks.coolant_return_c - racks.coolant_supply_c) * 66.0 * rack.coolant_l_per_min
    assert returned == pytest.approx(racks.coolant_w + racks.friction_w, rel=1e-3)
    water = (racks.facility_return_c - racks.facility_in_c) * 69.7 * rack.coolant_l_per_min
    assert water == pytest.approx(racks.coolant_w + racks.friction_w)


@pytest.mark.parametrize("cdu_kw_per_k", [0.02, 0.1, 0.5])
def test_a_cdu_that_cannot_lets_the_coolant_warm_until_heat_and_approach_agree(cdu_kw_per_k):
    """The smallest passes so little that the coolant gives most of its heat to the air."""
    water_l_per_min = coolant_w_per_k(1.0) / typical("water_w_per_l_per_min_k")
    layout = changed(small_rack(), "r1", cdu_kw_per_k=cdu_kw_per_k, facility_l_per_min=water_l_per_min)
    results = evaluate(changed(layout, "sw.asic", t_limit_c=200.0))
    rack, state = results.cooling.loc["r1"], results.tray_states["r1.sw1"]
    # of equal flows the approach is heat over conductance
    assert rack.approach_k == pytest.approx(
        (rack.coolant_w + rack.friction_w) / (1000.0 * cdu_kw_per_k), rel=1e-4
    )
    assert rack.coolant_supply_c == state.coolant_in_c
    assert rack.cdu_headroom_k == pytest.approx(30.0 - rack.coolant_supply_c, abs=1e-4)
    assert [f.element for f in results.findings if f.rule == "cdu"] == ["r1"]
    assert abs(results.heat_paths.unaccounted_w["r1.sw1"]) < 1e-6 * state.heat_w
    # and as if the coolant had been given at that temperature
    given = changed(small_rack(), "r1", coolant_supply_c=min(60.0, rack.coolant_supply_c))
    if rack.coolant_supply_c <= 60.0:
        assert evaluate(given).tray_states["r1.sw1"].t_max_c == pytest.approx(state.t_max_c, abs=1e-3)


def test_an_unedited_rack_whose_cdu_cannot_is_not_solved_again():
    layout = changed(small_rack(), "r1", cdu_kw_per_k=0.1)
    before = evaluate(layout)
    after = evaluate(layout, previous=before)
    assert all(after.boards[key].at_inlet is before.boards[key].at_inlet for key in after.boards)


def test_coolant_colder_than_the_facilitys_water():
    layout = changed(small_rack(), "r1", coolant_supply_c=20.0)
    assert [f[:5] for f in found(layout, "cdu")] == [("warning", "r1", "cdu", 20.0, 30.0)]


def two_racks(**second):
    layout = small_rack()
    other = layout.element("r1").replaced(id="r2", **second)
    return layout.added("racks", other).added("trays", Tray(id="r2.sw1", rack="r2", design="sw", u=3))


@settings(max_examples=10)
@given(coolant_c=st.floats(30.0, 55.0), gradient=st.floats(-1.0, 1.0))
def test_one_design_in_racks_of_different_air_and_coolant_is_exact_in_each(coolant_c, gradient):
    """Coolant that differed was once solved as one, with a warning."""
    second = {"coolant_supply_c": coolant_c, "air_gradient_k_per_u": gradient}
    both = evaluate(without_leakage(two_racks(**second)))
    alone = evaluate(without_leakage(changed(small_rack(), "r1", **second)))
    here, there = both.tray_states["r2.sw1"], alone.tray_states["r1.sw1"]
    assert here.coolant_in_c == coolant_c
    for name in ("t_max_c", "air_w", "coolant_w", "board_w", "coolant_out_c", "air_out_c"):
        assert getattr(here, name) == pytest.approx(getattr(there, name), abs=1e-3), name
    assert both.field("r2.sw1").t_c == pytest.approx(alone.field("r1.sw1").t_c, abs=1e-3)


def test_one_design_with_different_flows_of_coolant():
    layout = two_racks(coolant_l_per_min=2.0)
    found_ = [f for f in evaluate(layout).findings if f.rule == "coolant_flows"]
    assert [f[:5] for f in found_] == [("warning", "sw", "coolant_flows", 2.0, 1.0)]
