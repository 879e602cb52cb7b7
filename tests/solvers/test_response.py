"""Responses against whole solves, against a direct solve, and against what superposition must keep."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.solvers.heat.response import superposed, tray_response
from explorer.solvers.heat.tray import solve_tray
from tests.solvers import naive
from tests.solvers.trays import mixed_tray

SHOWN = 2
ALL = np.arange(7)


def with_drives(heat, power_w, air_c, coolant_c):
    return heat._replace(
        boxes=heat.boxes._replace(power_w=np.asarray(power_w, float)),
        air_in_c=air_c,
        coolant_in_c=np.full(2, coolant_c),
    )


@pytest.fixture(scope="module")
def response():
    return tray_response(mixed_tray(), ALL, SHOWN)


@given(
    st.lists(st.floats(0.0, 60.0), min_size=7, max_size=7),
    st.floats(10.0, 45.0),
    st.floats(15.0, 55.0),
)
@settings(max_examples=15)
def test_a_superposition_is_the_solved_tray(response, power_w, air_c, coolant_c):
    field = solve_tray(with_drives(mixed_tray(), power_w, air_c, coolant_c))
    found = superposed(response, np.array(power_w), air_c, coolant_c)
    assert np.abs(found.shown_c - field.t_c[SHOWN]).max() < 1e-4
    assert np.abs(found.box_mean_c - field.box_mean_c).max() < 1e-4
    assert found.heat_air_w == pytest.approx(field.heat_air_w, abs=1e-3)
    assert found.heat_bottom_w == pytest.approx(field.heat_bottom_w, abs=1e-3)
    np.testing.assert_allclose(found.heat_coolant_w, field.heat_coolant_w, atol=1e-3)
    assert np.abs(found.shown_c - field.t_c[SHOWN]).max() < found.error_k + 5e-5


@pytest.mark.parametrize("changes", [{}, {"air_m_dot_kg_s": 0.0}, {"grid": (8, 1)}], ids=str)
def test_a_column_is_the_direct_solution_of_one_watt(changes):
    heat = mixed_tray(**changes)
    found = tray_response(heat, [2, 6], SHOWN)
    for row, box in enumerate((2, 6)):
        watt = np.zeros(7)
        watt[box] = 1.0
        exact = naive.solve(with_drives(heat, watt, 0.0, 0.0))
        np.testing.assert_allclose(found.shown_k[row], exact[SHOWN], atol=2e-6)
    exact = naive.solve(with_drives(heat, np.zeros(7), 0.0, 1.0))
    np.testing.assert_allclose(found.shown_k[2], exact[SHOWN], atol=2e-6)


def test_a_watt_goes_out_as_a_watt_and_an_inlet_gives_none(response):
    np.testing.assert_allclose(response.heat_w[:-1].sum(axis=1), 1.0, atol=2e-6)
    assert abs(response.heat_w[-1].sum()) < 1e-5


def test_a_watt_cools_nothing_and_coolant_leads_by_less_than_itself(response):
    assert response.k[:-1].min() > 0.0
    assert response.shown_k[:-1].min() > 0.0
    assert response.k[-1].min() > 0.0
    assert response.k[-1].max() < 1.0


def without_streams(heat):
    """Films to air that keeps its temperature, no coolant: a symmetric matrix."""
    b = heat.boxes
    dry = b._replace(h_coolant=np.full(7, np.nan), plate=np.full(7, -1), h_air=np.full(7, 30.0))
    nothing = np.empty(0)
    return heat._replace(
        boxes=dry, air_m_dot_kg_s=0.0, coolant_in_c=nothing, coolant_m_dot_kg_s=nothing, coolant_cp=nothing
    )


def test_without_streams_one_watt_in_either_warms_the_other_alike(response):
    k = tray_response(without_streams(mixed_tray()), ALL, SHOWN).k[:-1]
    np.testing.assert_allclose(k, k.T, rtol=1e-6)
    # air that flows carries heat to the rear only
    flowing = response.k[:-1]
    assert np.abs(flowing - flowing.T).max() > 0.01


def test_without_coolant_the_inlet_is_a_shift():
    found = tray_response(without_streams(mixed_tray()), [2], SHOWN)
    power_w = np.array([0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0])
    cool, warm = superposed(found, power_w, 20.0), superposed(found, power_w, 31.0)
    np.testing.assert_allclose(warm.box_mean_c - cool.box_mean_c, 11.0)
    assert warm.heat_air_w == cool.heat_air_w


def test_watts_outside_of_the_sources_are_noticed():
    found = tray_response(mixed_tray(grid=(8, 8)), [1, 4], SHOWN)
    assert found.covers(np.array([0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0]))
    assert not found.covers(np.array([0.0, 5.0, 1e-9, 0.0, 0.0, 0.0, 0.0]))


def test_it_stops_as_soon_as_nobody_wants_it():
    asked = []

    def wanted():
        asked.append(1)
        return len(asked) < 3

    assert tray_response(mixed_tray(grid=(8, 8)), ALL, SHOWN, wanted) is None
    assert len(asked) == 3


def test_eight_threads_give_the_same_bits(response):
    power_w = np.linspace(0.0, 60.0, 7)
    alone = superposed(response, power_w, 25.0, 30.0).shown_c
    heat = mixed_tray(grid=(16, 12))
    k = tray_response(heat, [1, 2], SHOWN).k
    with ThreadPoolExecutor(8) as pool:
        shown = pool.map(lambda _: superposed(response, power_w, 25.0, 30.0).shown_c, range(24))
        solved = pool.map(lambda _: tray_response(heat, [1, 2], SHOWN).k, range(16))
        assert all(np.array_equal(s, alone) for s in shown)
        assert all(np.array_equal(s, k) for s in solved)
