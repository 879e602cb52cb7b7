"""What holds for any tray: conservation, symmetry, superposition, and closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings

from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.tray import TrayHeat, solve_tray
from tests.solvers import naive
from tests.solvers.trays import any_tray, mixed_tray


def heat_out_w(field):
    return field.heat_air_w + field.heat_coolant_w.sum() + field.heat_bottom_w


def driving_w(heat):
    """Powers, and what the warmer coolant could bring; the yardstick of a balance."""
    b = heat.boxes
    area = b.dx_m * b.dy_m * np.nan_to_num(b.h_coolant)
    return b.power_w.sum() + (area * np.where(b.plate == 1, 7.0, 0.0)).sum()


@settings(max_examples=40)
@given(any_tray())
def test_the_heat_that_enters_leaves(heat):
    power_w = heat.boxes.power_w.sum()
    settled, live = solve_tray(heat), solve_tray(heat, settled=False)
    assert abs(heat_out_w(settled) - power_w) <= 1e-6 * driving_w(heat)
    assert abs(heat_out_w(live) - power_w) <= 1e-4 * driving_w(heat)
    assert np.isfinite(settled.t_c).all()
    assert settled.t_c.min() >= 25.0 - 1e-6
    assert np.abs(live.t_c - settled.t_c).max() <= max(0.05, 1e-3 * (settled.t_c.max() - 25.0))


@settings(max_examples=15)
@given(any_tray(most_cells=6))
def test_any_small_tray_is_the_direct_solution(heat):
    exact = naive.solve(heat)
    assert np.abs(solve_tray(heat).t_c - exact).max() <= 1e-6 * max(1.0, np.abs(exact).max())


def still(heat):
    """The tray in fluids that keep their temperature, so that no direction is special."""
    b = heat.boxes
    films = np.where(np.isnan(b.h_coolant), b.h_air, b.h_coolant)
    return heat._replace(
        boxes=b._replace(h_air=films, h_coolant=np.full(len(films), np.nan), plate=np.full(len(films), -1)),
        air_m_dot_kg_s=0.0,
        coolant_in_c=np.empty(0),
        coolant_m_dot_kg_s=np.empty(0),
        coolant_cp=np.empty(0),
    )


def rotated(heat):
    """A quarter turn: x becomes y, y becomes the width minus x."""
    b, (width, depth) = heat.boxes, heat.size_m
    turned = b._replace(x_m=depth - b.y_m - b.dy_m, y_m=b.x_m, dx_m=b.dy_m, dy_m=b.dx_m)
    return heat._replace(size_m=(depth, width), grid=heat.grid[::-1], boxes=turned)


@settings(max_examples=15)
@given(any_tray())
def test_a_mirrored_and_a_rotated_tray_have_the_same_field(heat):
    heat = still(heat)
    t_c, b = solve_tray(heat).t_c, heat.boxes
    close = {"rtol": 0.0, "atol": 1e-6 * max(1.0, t_c.max() - 25.0)}
    across = heat._replace(boxes=b._replace(x_m=heat.size_m[0] - b.x_m - b.dx_m))
    along = heat._replace(boxes=b._replace(y_m=heat.size_m[1] - b.y_m - b.dy_m))
    np.testing.assert_allclose(solve_tray(across).t_c[:, :, ::-1], t_c, **close)
    np.testing.assert_allclose(solve_tray(along).t_c[:, ::-1], t_c, **close)
    np.testing.assert_allclose(np.rot90(solve_tray(rotated(heat)).t_c, 1, (1, 2)), t_c, **close)


@settings(max_examples=15)
@given(any_tray())
def test_fields_of_single_parts_add_up(heat):
    heat = heat._replace(coolant_in_c=np.full(2, 25.0))
    total = np.zeros((len(heat.layers.kxy), *heat.grid[::-1]))
    for part, power_w in enumerate(heat.boxes.power_w):
        alone = np.zeros(len(heat.boxes.power_w))
        alone[part] = power_w
        total += solve_tray(heat._replace(boxes=heat.boxes._replace(power_w=alone))).t_c - 25.0
    together = solve_tray(heat).t_c - 25.0
    np.testing.assert_allclose(total, together, atol=1e-6 * max(1.0, together.max()))


def test_a_jump_of_conductivity_on_the_face_of_a_cell_is_exact():
    # a rod heated at one end and cooled at the other, of 7 cells of 0.3 and 5 of 200 W/(m K)
    n, length, thick, h, power_w = 12, 0.12, 0.003, 800.0, 3.0
    dx = length / n
    rod = boxes(
        3, x_m=[0.0, 7 * dx, 11 * dx], y_m=[0.0] * 3, dx_m=[dx, 5 * dx, dx], dy_m=[dx] * 3,
        kxy=[np.nan, 200.0, np.nan], h_air=[np.nan, np.nan, h], power_w=[power_w, 0.0, 0.0],
    )  # fmt: skip
    stack = Layers(np.array([thick]), np.array([0.3]), np.array([5.0]))
    t = solve_tray(TrayHeat((length, dx), (n, 1), stack, rod)).t_c[0, 0]
    film = power_w / dx**2 * (1 / h + thick / 2 / 5.0)
    x = (np.arange(n) + 0.5) * dx
    kelvin = power_w / (dx * thick)
    poor, good = np.maximum(7 * dx - x, 0.0) / 0.3, (x[-1] - np.maximum(x, 7 * dx)) / 200.0
    np.testing.assert_allclose(t, film + kelvin * (poor + good), rtol=1e-9)


def test_layers_of_one_conductivity_are_a_cosine_series():
    # cell-centered finite volumes of a uniform board are diagonal in the cosines of the grid
    n, m, size_m, thick, k, kz, h = 48, 30, (0.24, 0.1), 0.002, 15.0, 0.4, 60.0
    box = boxes(
        1, x_m=[0.05], y_m=[0.02], dx_m=[0.033], dy_m=[0.04], power_w=[20.0],
    )  # fmt: skip
    stack = Layers(np.full(2, thick), np.full(2, k), np.full(2, kz))
    heat = TrayHeat(size_m, (n, m), stack, box, h_air=h)
    dx, dy = size_m[0] / n, size_m[1] / m
    _, _, power, _, _ = naive.rasterize(heat)
    basis_x, basis_y = (
        np.cos(np.pi * np.outer(np.arange(c), np.arange(c) + 0.5) / c) * np.sqrt(2.0 / c) for c in (n, m)
    )
    basis_x[0] /= np.sqrt(2.0)
    basis_y[0] /= np.sqrt(2.0)
    modes = basis_y @ power @ basis_x.T
    wave_x = 4 * k * thick * dy / dx * np.sin(np.pi * np.arange(n) / 2 / n) ** 2
    wave_y = 4 * k * thick * dx / dy * np.sin(np.pi * np.arange(m) / 2 / m) ** 2
    lateral = wave_y[:, None] + wave_x[None, :]
    up, film = dx * dy * kz / thick, dx * dy / (1 / h + thick / 2 / kz)
    found = np.empty_like(modes)
    for j, i in np.ndindex(m, n):
        column = np.array([[lateral[j, i] + up, -up], [-up, lateral[j, i] + up + film]])
        found[:, j, i] = np.linalg.solve(column, modes[:, j, i])
    np.testing.assert_allclose(solve_tray(heat).t_c, basis_y.T @ found @ basis_x, rtol=1e-8)


def test_a_tray_of_long_narrow_cells_settles():
    heat = mixed_tray((60, 8), size_m=(0.21, 1.9))
    for settled, off_k in ((True, 1e-5), (False, 0.05)):
        assert np.abs(solve_tray(heat, settled=settled).t_c - naive.solve(heat)).max() < off_k
    slit = heat._replace(size_m=(0.21, 9.5))
    assert heat_out_w(solve_tray(slit)) == pytest.approx(slit.boxes.power_w.sum(), rel=1e-6)
