"""Fans that follow their tray: the headroom asked is held, and what they draw goes with it."""

import pytest

from explorer.analysis import evaluate
from explorer.analysis.fluids.airflow import air_density, airflow
from explorer.analysis.heat.board import film_share
from explorer.catalog import typical
from tests.shipped import shipped, solved

NAME, TRAY = "switch_51t_dsp", "r1.sw1"


def controlled(headroom_k, supply_air_c=25.0):
    layout = shipped(NAME)
    return layout.replaced(
        layout.element("sw").replaced(fan_headroom_k=headroom_k),
        layout.site.replaced(supply_air_c=supply_air_c),
    )


def least_headroom_k(results):
    return min(state.headroom_k for state in results.parts(TRAY).values())


@pytest.mark.parametrize("headroom_k", [5.0, 12.0, 20.0])
def test_the_headroom_asked_is_held(headroom_k):
    results = evaluate(controlled(headroom_k))
    assert least_headroom_k(results) == pytest.approx(headroom_k, abs=0.03)
    assert results.loop_k <= 0.02
    board = results.boards["sw"]
    assert typical("fan_speed_least") < board.air.speed < 1.0
    # the same as with that speed by hand
    by_hand = shipped(NAME)
    by_hand = by_hand.replaced(by_hand.element("sw").replaced(fan_speed=board.air.speed))
    assert least_headroom_k(evaluate(by_hand)) == pytest.approx(headroom_k, abs=0.05)


def test_warmer_air_makes_faster_fans_that_draw_by_the_cube():
    cool, warm = (evaluate(controlled(12.0, t)).boards["sw"] for t in (20.0, 28.0))
    assert warm.air.speed > cool.air.speed
    assert warm.air.fan_w / cool.air.fan_w == pytest.approx((warm.air.speed / cool.air.speed) ** 3)


@pytest.mark.parametrize(
    ("headroom_k", "supply_air_c", "asic_w", "speed"), [(60.0, 45.0, 310.0, 1.0), (0.0, 5.0, 100.0, 0.3)]
)
def test_fans_end_at_full_and_at_least_speed(headroom_k, supply_air_c, asic_w, speed):
    layout = controlled(headroom_k, supply_air_c)
    results = evaluate(layout.replaced(layout.element("sw.asic0").replaced(power_w=asic_w)))
    assert results.boards["sw"].air.speed == pytest.approx(speed, rel=0.02)
    assert not any(f.rule == "loop" for f in results.findings)


def test_a_drag_follows_and_an_unedited_tray_is_not_solved_again():
    before = evaluate(controlled(12.0))
    after = evaluate(before.layout, previous=before)
    assert after.boards["sw"].at_inlet is before.boards["sw"].at_inlet
    warmer, live = controlled(12.0, 28.0), before
    for _ in range(6):
        live = evaluate(warmer, previous=live, settled=False)
    assert live.boards["sw"].air.speed == pytest.approx(evaluate(warmer).boards["sw"].air.speed, rel=0.02)


def test_films_hold_at_the_designs_air_and_fall_to_natural_ones():
    design = shipped(NAME).element("sw")
    usual = airflow(design, air_density(shipped(NAME))).m_dot_kg_s
    assert film_share(design, usual) == pytest.approx(1.0, abs=3e-3)
    assert film_share(design, usual / 2) == pytest.approx(0.5 ** typical("film_flow_exponent"), rel=3e-3)
    natural = typical("h_natural_air_w_per_m2_k") / typical("board_h_air_w_per_m2_k")
    assert film_share(design, 0.0) == pytest.approx(natural)


def test_without_control_the_speed_is_the_designs():
    assert solved(NAME).boards["sw"].air.speed == shipped(NAME).element("sw").fan_speed
