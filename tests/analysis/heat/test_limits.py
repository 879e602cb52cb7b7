"""Limits of inlets: the classes of air and of facility water, and the limits of parts."""

import math

import pytest

from explorer.analysis import evaluate
from explorer.analysis.fluids.ashrae import air_range_c, water_limit_c
from explorer.errors import LayoutError
from explorer.model.site import AIR_CLASSES, WATER_CLASSES
from tests.analysis.heat.asked import changed, found
from tests.analysis.racks import small_rack
from tests.shipped import shipped

# -- limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("air_class", "altitude_m", "limit"),
    [
        ("recommended", 0.0, 27.0),
        ("A1", 900.0, 32.0),
        ("A1", 1200.0, 31.0),
        ("A2", 3000.0, 28.0),
        ("A3", 1250.0, 38.0),
        ("A4", 1900.0, 37.0),
    ],
)
def test_the_limit_of_a_class_falls_with_the_height(air_class, altitude_m, limit):
    assert air_range_c(air_class, altitude_m)[1] == pytest.approx(limit)


def test_every_class_that_can_be_chosen_has_its_limits():
    lows = [air_range_c(air_class, 0.0) for air_class in AIR_CLASSES if air_class]
    assert all(low < high for low, high in lows)
    waters = [water_limit_c(water_class) for water_class in WATER_CLASSES if water_class]
    assert waters == sorted(waters)
    assert waters[-1] == math.inf


def with_air(air_class, supply_air_c, **site):
    layout = changed(small_rack(), "r1", air_gradient_k_per_u=0.5)
    return changed(layout, "site", air_class=air_class, supply_air_c=supply_air_c, **site)


def test_inlet_air_outside_its_class_names_the_tray_that_is_farthest():
    # U 7 is 3 K warmer than U 1
    warm = found(with_air("A1", 30.0), "air_class")
    assert [f[:5] for f in warm] == [("error", "r1.b1", "air_class", 33.0, 32.0)]
    cold = found(with_air("A1", 14.0), "air_class")
    assert [f[:5] for f in cold] == [("error", "r1.ps1", "air_class", 14.0, 15.0)]
    thin = found(with_air("A1", 28.5, altitude_m=1200.0), "air_class")
    assert [f[:5] for f in thin] == [("error", "r1.b1", "air_class", 31.5, 31.0)]
    assert found(with_air("recommended", 24.5), "air_class")[0].severity == "warning"
    assert found(with_air("A1", 29.0), "air_class") == []
    assert evaluate(with_air("A1", 28.0)).cooling.air_headroom_k["r1"] == pytest.approx(1.0)
    assert math.isnan(evaluate(small_rack()).cooling.air_headroom_k["r1"])


def test_facility_water_over_its_class():
    layout = changed(small_rack(), "site", water_class="W27")
    assert [f[:5] for f in found(layout, "water_class")] == [("error", "site", "water_class", 30.0, 27.0)]
    fits = changed(small_rack(), "site", water_class="W32")
    assert found(fits, "water_class") == []
    assert evaluate(fits).cooling.water_headroom_k["r1"] == 2.0
    # a rack without coolant has no use for water
    dry = changed(shipped("switch_51t_dsp"), "site", water_class="W17")
    assert found(dry, "water_class") == []


def test_a_limit_below_the_inlet_names_the_part_and_what_should_cool_it():
    layout = changed(small_rack(), "sw.cpu", t_limit_c=22.0)
    (only,) = evaluate(layout).findings
    assert only[:5] == ("error", "sw.cpu", "limit_below_inlet", 25.0, 22.0)
    assert "the air that cools it, which enters at 25.0 °C" in only.message
    (wet,) = evaluate(changed(small_rack(), "sw.asic", t_limit_c=28.0)).findings
    assert wet[:5] == ("error", "sw.asic", "limit_below_inlet", 30.0, 28.0)


@pytest.mark.parametrize(
    ("id", "field", "value"),
    [
        ("r1", "cdu_kw_per_k", 0.0),
        ("r1", "facility_l_per_min", -1.0),
        ("r1", "coolant_l_per_min", -1.0),
        ("sw", "airflow_cfm", -1.0),
        ("sw", "fan_speed", 0.0),
        ("sw", "fan_flow_cfm", math.nan),
        ("site", "air_class", "A5"),
        ("site", "water_class", "W33"),
    ],
)
def test_what_no_rack_can_have_is_refused_by_name(id, field, value):
    with pytest.raises(LayoutError, match=rf"'{id}', {field}: "):
        changed(small_rack(), id, **{field: value})
