"""Heat through the tops of layers and air over the board, against balances and formulas."""

import numpy as np
import pytest
from hypothesis import given, settings

from explorer.errors import SolverError
from explorer.solvers.heat.fluxes import air_c, upward_w
from explorer.solvers.heat.grid import Layers, boxes, rasterize
from explorer.solvers.heat.tray import TrayHeat, solve_tray
from tests.solvers.trays import any_tray, mixed_tray

CP = 1006.0


def slab(w=50.0, kxy=20.0, lanes=1, **changes):
    """Two layers of one size, heated evenly from below, in air alone: one-dimensional in height."""
    box = boxes(1, layer=[0], x_m=[0.0], y_m=[0.0], dx_m=[0.2], dy_m=[0.3], power_w=[w])
    stack = Layers(np.array([0.003, 0.002]), np.full(2, kxy), np.array([0.5, 2.0]), np.array([2e-5]))
    heat = TrayHeat(
        (0.2, 0.3), (12, 40), stack, box, h_air=30.0, air_in_c=22.0, air_m_dot_kg_s=0.02, lane_m=0.2 / lanes
    )
    return heat._replace(**changes)


@settings(max_examples=40, deadline=None)
@given(any_tray(most_cells=14))
def test_each_layer_passes_on_what_it_gets(heat):
    try:
        field = solve_tray(heat)
    except SolverError:
        return  # a tray without a way out, or stiffer than doubles can settle
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    made_w = cells.power_w.sum(axis=(1, 2))
    scale_w = made_w.sum() + abs(field.heat_air_w) + np.abs(field.heat_coolant_w).sum() + 1e-3
    below_w = -field.heat_bottom_w
    for z, own_w in enumerate(made_w):
        up_w = upward_w(heat, field.t_c, z).sum()
        assert up_w == pytest.approx(below_w + own_w, abs=2e-6 * scale_w)
        below_w = up_w
    assert below_w == pytest.approx(field.heat_air_w + field.heat_coolant_w.sum(), abs=1e-8 * scale_w)


def test_an_even_slab_has_the_flux_of_its_watts_and_the_drop_of_its_resistances():
    heat = slab(kxy=1e-6, air_m_dot_kg_s=0.0)
    t_c = solve_tray(heat).t_c
    each_w = 50.0 / (12 * 40)
    for layer in range(2):
        np.testing.assert_allclose(upward_w(heat, t_c, layer), each_w, rtol=1e-6)
    per_m2 = 50.0 / (0.2 * 0.3)
    drop_k = per_m2 * (0.0015 / 0.5 + 2e-5 + 0.001 / 2.0)
    np.testing.assert_allclose(t_c[0] - t_c[1], drop_k, rtol=1e-6)
    np.testing.assert_allclose(t_c[1] - 22.0, per_m2 * (0.001 / 2.0 + 1 / 30.0), rtol=1e-6)


def test_air_over_an_even_slab_warms_up_evenly():
    heat = slab(kxy=1e-6, lanes=3)
    field = solve_tray(heat)
    m_cp = 0.02 * CP
    middle = (np.arange(40) + 0.5) / 40
    air = air_c(heat, field.t_c)
    np.testing.assert_allclose(
        air, np.tile(22.0 + 50.0 / m_cp * middle[:, None], 12), atol=50.0 / m_cp / 40 / 100
    )
    half_a_row_k = 50.0 / m_cp / 80
    np.testing.assert_allclose(air[-1, ::4] + half_a_row_k, field.air_out_c, atol=1e-3)


def test_air_over_a_wall_of_one_temperature_nears_it_exponentially():
    heat = slab(kxy=1e7)
    field = solve_tray(heat)
    wall, m_cp = field.t_c[-1].mean(), 0.02 * CP
    ua = 0.2 * 0.3 / (1 / 30.0 + 0.001 / 2.0)
    edge = wall - (wall - 22.0) * np.exp(-ua / m_cp * np.arange(41) / 40)
    # the mean of an exponential between its ends is their difference over the logarithm of their ratio
    mean = wall - (edge[1:] - edge[:-1]) / np.log((wall - edge[:-1]) / (wall - edge[1:]))
    np.testing.assert_allclose(air_c(heat, field.t_c), np.tile(mean[:, None], 12), atol=1e-4)
    assert field.air_out_c[0] == pytest.approx(edge[-1], abs=1e-4)


def test_air_takes_up_what_it_leaves_with():
    heat = mixed_tray(lane_m=0.21 / 17)  # a lane a cell
    field = solve_tray(heat)
    air = air_c(heat, field.t_c)
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    h = 1.0 / (1.0 / np.maximum(cells.h_air, 1e-30) + cells.thickness_m[-1] / 2.0 / cells.kz[-1])
    taken_w = h * np.prod(cells.step_m) * (field.t_c[-1] - air)
    assert taken_w.sum() == pytest.approx(field.heat_air_w, rel=1e-9)
    each = 0.02 * CP / len(field.air_out_c)
    np.testing.assert_allclose(27.0 + taken_w.sum(axis=0) / each, field.air_out_c, rtol=1e-9)


def test_air_passes_what_gives_it_no_heat_as_it_came():
    place = {"layer": [0, 1], "x_m": [0.0, 0.0], "y_m": [0.0, 0.0], "dx_m": [0.2, 0.2], "dy_m": [0.3, 0.1]}
    heat = slab(boxes=boxes(2, **place, power_w=[50.0, 0.0], h_air=[np.nan, 0.0]))
    air = air_c(heat, solve_tray(heat).t_c)
    assert (air[:13] == 22.0).all()
    assert (air[14:] > 22.0).all()


def test_still_air_keeps_its_temperature():
    heat = slab(air_m_dot_kg_s=0.0)
    assert (air_c(heat, solve_tray(heat).t_c) == 22.0).all()
