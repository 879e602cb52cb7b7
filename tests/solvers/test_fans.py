"""Fans against a tray's resistance, and a counterflow exchanger, against slow and obvious answers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import SolverError
from explorer.solvers.fluids.exchanger import approach_k, effectiveness
from explorer.solvers.fluids.fans import operating_point

FAN = {"free_flow_m3_per_s": 0.06, "stall_pa": 740.0, "resistance_pa_s2_per_m6": 17000.0, "n": 4}

positive = st.floats(0.01, 100.0)


def through_by_bisection(free_flow, stall, resistance, n, speed, n_open):
    """The flow at which what the fans move is what passes the tray and what the dead ones let back."""
    low, high = 0.0, stall * speed**2
    for _ in range(200):
        dp = (low + high) / 2
        moved = n * free_flow * math.sqrt(max(0.0, speed**2 - dp / stall))
        back = n_open * free_flow * math.sqrt(dp / stall)
        if moved > back + math.sqrt(dp / resistance):
            low = dp
        else:
            high = dp
    return math.sqrt(dp / resistance), dp


@given(
    q0=st.floats(0.001, 1.0),
    stall=st.floats(10.0, 5000.0),
    resistance=st.floats(10.0, 1e6),
    n=st.integers(1, 12),
    speed=st.floats(0.1, 1.0),
    n_open=st.integers(0, 6),
)
def test_the_closed_form_is_where_bisection_ends(q0, stall, resistance, n, speed, n_open):
    point = operating_point(q0, stall, resistance, n, speed, n_open)
    flow, dp = through_by_bisection(q0, stall, resistance, n, speed, n_open)
    assert point.flow_m3_per_s == pytest.approx(flow, rel=1e-9)
    assert point.pressure_pa == pytest.approx(dp, rel=1e-9)
    assert point.pressure_pa == pytest.approx(resistance * point.flow_m3_per_s**2, rel=1e-9)


@pytest.mark.parametrize("speed", [0.25, 0.5, 0.8])
def test_the_fan_laws(speed):
    full, slow = operating_point(**FAN), operating_point(**FAN, speed=speed)
    ratios = [b / a for a, b in zip(full, slow, strict=True)]
    assert ratios == pytest.approx([speed, speed**2, speed**3])


def test_thin_air_takes_pressure_and_power_and_no_flow():
    sea, high = operating_point(**FAN), operating_point(**FAN, density_ratio=0.8)
    assert high == pytest.approx((sea.flow_m3_per_s, 0.8 * sea.pressure_pa, 0.8 * sea.power_w))


def test_a_dead_fan_that_stands_open_costs_more_air_than_one_behind_a_flap():
    full = operating_point(**FAN)
    shut = operating_point(**{**FAN, "n": 3})
    open_ = operating_point(**{**FAN, "n": 3}, n_open=1)
    assert full.flow_m3_per_s > shut.flow_m3_per_s > open_.flow_m3_per_s > 0.0
    # what the working fans move and does not pass the tray is paid for, too
    moved = open_.power_w / open_.pressure_pa
    assert moved > open_.flow_m3_per_s
    assert operating_point(**{**FAN, "n": 0}, n_open=4) == (0.0, 0.0, 0.0)


def test_a_bare_hole_passes_the_free_flow_and_a_wall_the_stall_pressure():
    hole = operating_point(0.06, 740.0, 1e-9, 4)
    wall = operating_point(0.06, 740.0, 1e12, 4)
    assert hole.flow_m3_per_s == pytest.approx(4 * 0.06)
    assert wall.pressure_pa == pytest.approx(740.0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"free_flow_m3_per_s": 0.0}, "free flow of a fan = 0 m3/s"),
        ({"stall_pa": -1.0}, "stall pressure of a fan = -1 Pa"),
        ({"resistance_pa_s2_per_m6": math.nan}, "resistance = nan"),
        ({"speed": 0.0}, "fan speed = 0"),
        ({"speed": 1.2}, "fan speed = 1.2"),
        ({"n": -1}, "working fans = -1"),
        ({"n_open": 0.5}, "open fans = 0.5"),
        ({"efficiency": 0.0}, "fan efficiency = 0"),
        ({"density_ratio": -1.0}, "density ratio = -1"),
    ],
)
def test_a_fan_that_cannot_be_is_named(changes, words):
    with pytest.raises(SolverError, match=words):
        operating_point(**{**FAN, **changes})


# -- exchanger ---------------------------------------------------------------------------------------


@given(ua=positive, hot=positive, cold=positive)
def test_effectiveness_is_a_share_and_the_same_both_ways(ua, hot, cold):
    share = effectiveness(ua, hot, cold)
    assert 0.0 < share <= 1.0
    assert share == pytest.approx(effectiveness(ua, cold, hot), rel=1e-12)
    assert effectiveness(ua, hot, hot * (1 + 1e-9)) == pytest.approx(ua / (ua + hot), rel=1e-6)


@given(heat=st.floats(1.0, 1e6), ua=st.floats(0.1, 5.0), hot=st.floats(0.5, 5.0), cold=st.floats(0.5, 5.0))
def test_the_heat_that_passes_is_conductance_times_the_logarithmic_mean_difference(heat, ua, hot, cold):
    near = approach_k(heat, ua, hot, cold)
    far = near + heat / hot - heat / cold
    assert min(near, far) > 0.0
    equal = abs(near - far) <= 1e-6 * near
    mean = near if equal else (near - far) / math.log(near / far)
    assert ua * mean == pytest.approx(heat, rel=1e-5)


@pytest.mark.parametrize("bad", [(0.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, math.inf)])
def test_an_exchanger_that_cannot_be_is_named(bad):
    with pytest.raises(SolverError, match="UA|hot side|cold side"):
        effectiveness(*bad)
