"""The tray solver against a direct solve, and against what must hold for any tray."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from explorer.errors import SolverError
from explorer.solvers.heat.conduction import stored
from explorer.solvers.heat.coupling import balance, uniform_correction
from explorer.solvers.heat.grid import Layers, boxes, rasterize
from explorer.solvers.heat.measure import box_maxima, box_means
from explorer.solvers.heat.tray import only_air, solve_tray, solve_tray_and_air, tray_problem
from explorer.verify.run import tray_of
from tests.solvers import naive
from tests.solvers.trays import mixed_tray

SWITCH_TRAY = Path(__file__).parents[1] / "cases" / "switch_tray_128.json"
ODD = [
    {},
    {"air_m_dot_kg_s": 0.0},
    {"air_m_dot_kg_s": 0.0005},
    {"lane_m": 0.005},
    {"grid": (1, 9)},
    {"grid": (8, 1)},
    {"grid": (1, 1)},
    {"grid": (16, 16)},
    {"grid": (37, 75)},
    {"grid": (1, 70)},
    {"grid": (65, 2)},
]


def heat_out_w(field):
    return field.heat_air_w + field.heat_coolant_w.sum() + field.heat_bottom_w


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_is_the_direct_solution(changes):
    heat = mixed_tray(**changes)
    exact, power_w = naive.solve(heat), heat.boxes.power_w.sum()
    settled, live = solve_tray(heat), solve_tray(heat, settled=False)
    assert np.abs(settled.t_c - exact).max() < 1e-5
    assert np.abs(live.t_c - exact).max() < 0.05
    assert heat_out_w(settled) == pytest.approx(power_w, rel=1e-8)
    assert heat_out_w(live) == pytest.approx(power_w, rel=2e-4)
    assert settled.residual < 1e-9


def test_rasterization_is_the_naive_one_and_keeps_power():
    heat = mixed_tray((23, 19))
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    kxy, kz, power, h_air, wet = naive.rasterize(heat)
    for got, expected in ((cells.kxy, kxy), (cells.kz, kz), (cells.power_w, power), (cells.h_air, h_air)):
        np.testing.assert_allclose(got, expected, rtol=1e-11, atol=1e-12)
    assert cells.power_w.sum() == pytest.approx(heat.boxes.power_w.sum(), rel=1e-13)
    listed = {
        (b, c // 23, c % 23): h for b, c, h in zip(cells.wet_box, cells.wet_cell, cells.wet_h, strict=True)
    }
    for key, h in wet.items():
        assert listed.get(key, 0.0) == pytest.approx(h, abs=1e-6)


def test_fields_superpose():
    heat = mixed_tray()
    n, ns = len(heat.boxes.layer), len(heat.coolant_in_c)
    off = heat.boxes._replace(power_w=np.zeros(n))
    parts = [
        heat._replace(air_in_c=0.0, coolant_in_c=np.zeros(ns)),
        heat._replace(boxes=off, air_in_c=1.0, coolant_in_c=np.zeros(ns)),
        heat._replace(boxes=off, air_in_c=0.0, coolant_in_c=heat.coolant_in_c),
    ]
    power, air, coolant = (solve_tray(part).t_c for part in parts)
    np.testing.assert_allclose(power + 27.0 * air + coolant, solve_tray(heat).t_c, atol=1e-5)


def test_nothing_that_drives_leaves_the_board_at_its_inlets():
    heat = mixed_tray()
    cold = heat.boxes._replace(power_w=np.zeros(len(heat.boxes.layer)))
    field = solve_tray(heat._replace(boxes=cold, coolant_in_c=np.full(2, 27.0)))
    assert np.all(field.t_c == 27.0)
    assert heat_out_w(field) == 0.0


@pytest.mark.parametrize("grid", [(16, 12), (17, 13)])
def test_a_mirrored_tray_has_the_mirrored_field(grid):
    heat = mixed_tray(grid)
    b = heat.boxes
    mirrored = heat._replace(boxes=b._replace(x_m=heat.size_m[0] - b.x_m - b.dx_m))
    np.testing.assert_allclose(solve_tray(mirrored).t_c[:, :, ::-1], solve_tray(heat).t_c, atol=1e-5)


def test_more_power_cools_nothing():
    heat = mixed_tray()
    power_w = heat.boxes.power_w.copy()
    power_w[2] += 30.0
    more = solve_tray(heat._replace(boxes=heat.boxes._replace(power_w=power_w)))
    assert (more.t_c - solve_tray(heat).t_c).min() > -1e-6


def test_a_drag_by_a_tenth_of_a_cell_does_not_jump():
    heat = tray_of(json.loads(SWITCH_TRAY.read_text())["inputs"])
    engine, step_m = 3, heat.size_m[0] / heat.grid[0] / 10
    field = solve_tray(heat)
    means_c = []
    for step in range(12):
        x_m = heat.boxes.x_m.copy()
        x_m[engine] += step * step_m
        moved = heat._replace(boxes=heat.boxes._replace(x_m=x_m))
        field = solve_tray(moved, field, settled=False)
        means_c.append(field.box_mean_c[engine])
    assert np.abs(np.diff(means_c)).max() < 0.05
    assert np.abs(field.t_c - solve_tray(moved).t_c).max() < 0.05


@pytest.mark.parametrize("settled", [True, False])
def test_with_the_answer_to_air_a_tray_is_what_it_is_alone(settled):
    tray = mixed_tray()
    field, air = solve_tray_and_air(tray, settled=settled)
    alone = solve_tray(tray, settled=settled), solve_tray(only_air(tray), settled=settled)
    for one, other in zip((field, air), alone, strict=True):
        np.testing.assert_array_equal(one.t_c, other.t_c)
        assert (one.heat_air_w, one.error_k) == (other.heat_air_w, other.error_k)
    warmer = solve_tray(tray._replace(air_in_c=tray.air_in_c + 1.0))
    np.testing.assert_allclose(field.t_c + air.t_c, warmer.t_c, atol=1e-9 if settled else 0.1)


def test_eight_threads_give_the_same_bits():
    heat = mixed_tray((48, 40))
    alone = solve_tray(heat, settled=False).t_c, solve_tray(heat).t_c
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda i: solve_tray(heat, settled=bool(i % 2)).t_c, range(24)))
    for i, t_c in enumerate(runs):
        assert np.array_equal(t_c, alone[i % 2])


@pytest.mark.parametrize("grid", [(48, 40), (131, 75), (256, 130)])
def test_two_threads_give_the_bits_of_one(grid):
    heat = mixed_tray(grid)
    for settled in (False, True):
        one = solve_tray(heat, settled=settled)
        for _ in range(3):
            two = solve_tray(heat, settled=settled, threads=2)
            assert np.array_equal(one.t_c, two.t_c)
            assert (one.heat_air_w, one.residual, one.error_k) == (two.heat_air_w, two.residual, two.error_k)


def test_eight_threads_that_each_ask_for_two_give_the_same_bits():
    heat = mixed_tray((70, 66))
    alone = solve_tray(heat, settled=False).t_c, solve_tray(heat).t_c
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda i: solve_tray(heat, settled=bool(i % 2), threads=2).t_c, range(24)))
    for i, t_c in enumerate(runs):
        assert np.array_equal(t_c, alone[i % 2])


def test_24_layers_are_the_direct_solution():
    heat = mixed_tray((19, 16))
    layers, n = heat.layers, 6
    stack = Layers(
        np.repeat(layers.thickness_m / n, n), np.repeat(layers.kxy, n), np.repeat(layers.kz, n),
        np.insert(np.zeros(20), [5, 10, 15], [0.0, 1e-5, 3e-5]),
    )  # fmt: skip
    heat = heat._replace(layers=stack, boxes=heat.boxes._replace(layer=heat.boxes.layer * n + n // 2))
    exact = naive.solve(heat)
    assert np.abs(solve_tray(heat).t_c - exact).max() < 1e-5
    assert np.abs(solve_tray(heat, settled=False, threads=2).t_c - exact).max() < 0.05


def test_box_means_and_maxima_of_a_slope():
    heat = mixed_tray((20, 19))
    x = (np.arange(20) + 0.5) * heat.size_m[0] / 20
    field = np.broadcast_to(x, (4, 19, 20))
    b = heat.boxes
    means, maxima = box_means(field, b, heat.size_m), box_maxima(field, b, heat.size_m)
    np.testing.assert_allclose(means, b.x_m + b.dx_m / 2, atol=0.5 * heat.size_m[0] / 20)
    assert (maxima >= means).all()


def test_observed_order_on_a_manufactured_solution():
    # T = cos(pi x / a) cos(pi y / a): adiabatic sides; uniform in z, cooled from above by h
    a, thick, k, h = 0.1, 1e-4, 50.0, 40.0

    def error(n):
        heat = mixed_tray((n, n))
        x = (np.arange(n) + 0.5) / n
        shape = np.cos(np.pi * x)[None, :] * np.cos(np.pi * x)[:, None]
        source = (2 * k * thick * (np.pi / a) ** 2 + 1 / (1 / h + thick / (2 * k))) * (2.0 + shape)
        source -= 2 * k * thick * (np.pi / a) ** 2 * 2.0
        edges = np.meshgrid(np.arange(n) * a / n, np.arange(n) * a / n)
        m = n * n
        part = boxes(
            m, x_m=edges[0].ravel(), y_m=edges[1].ravel(), dx_m=np.full(m, a / n), dy_m=np.full(m, a / n),
            power_w=(source * (a / n) ** 2).ravel(),
        )  # fmt: skip
        stack = Layers(np.array([thick]), np.array([k]), np.array([k]))
        heat = heat._replace(size_m=(a, a), layers=stack, boxes=part, h_air=h, h_bottom=0.0, air_in_c=0.0,
                             air_m_dot_kg_s=0.0, coolant_in_c=np.empty(0), coolant_m_dot_kg_s=np.empty(0),
                             coolant_cp=np.empty(0))  # fmt: skip
        return np.abs(solve_tray(heat).t_c[0] - (2.0 + shape)).max()

    assert 1.9 < np.log2(error(16) / error(32)) < 2.1


BAD = [
    ({"kxy": 0.0}, "kxy"),
    ({"kz": -1.0}, "kz"),
    ({"dx_m": 0.0}, "dx_m"),
    ({"x_m": 0.2}, "leaves the board"),
    ({"power_w": np.nan}, "power_w"),
    ({"layer": 7}, "layer"),
    ({"plate": 5, "h_coolant": 10.0}, "coolant stream"),
]


@pytest.mark.parametrize(("field", "message"), BAD, ids=str)
def test_a_bad_box_is_named(field, message):
    heat = mixed_tray()
    arrays = {name: getattr(heat.boxes, name).copy() for name in field}
    for name, value in field.items():
        arrays[name][2] = value
    named = heat.boxes._replace(**arrays, names=("a", "b", "engine", "d", "e", "f", "g"))
    with pytest.raises(SolverError, match=message) as error:
        solve_tray(heat._replace(boxes=named))
    assert "box 2" in str(error.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"air_m_dot_kg_s": -1.0},
        {"air_in_c": np.nan},
        {"coolant_m_dot_kg_s": np.array([0.0, 0.1])},
        {"h_air": -1.0},
        {"size_m": (0.0, 0.1)},
        {"grid": (0, 4)},
    ],
    ids=str,
)
def test_a_bad_tray_is_refused(changes):
    with pytest.raises(SolverError):
        solve_tray(mixed_tray(**changes))


def test_a_stack_that_cannot_lose_heat_is_refused():
    heat = mixed_tray()
    dry = heat.boxes._replace(h_air=np.full(7, np.nan), h_coolant=np.full(7, np.nan), plate=np.full(7, -1))
    with pytest.raises(SolverError, match="no way to lose heat"):
        solve_tray(heat._replace(boxes=dry, h_air=0.0, h_bottom=0.0))


@pytest.mark.parametrize("changes", [{}, {"air_m_dot_kg_s": 0.0005}, {"grid": (37, 75)}], ids=str)
def test_walls_that_are_all_warmer_alike_are_lifted_back_at_once(changes):
    heat = mixed_tray(**changes)
    problem = tray_problem(heat)
    t = stored(solve_tray(heat).t_c, offset=-heat.air_in_c)
    exact = t.copy()
    t += 0.3
    missing = balance(problem, t)[1]
    assert uniform_correction(problem, missing.total_w, t) == pytest.approx(-0.3, rel=1e-6)
    assert np.abs(t - exact).max() < 1e-6
    assert abs(balance(problem, t)[1].total_w) < 1e-6 * heat.boxes.power_w.sum()


def test_a_step_of_a_drag_keeps_its_heat_without_more_iterations():
    heat = mixed_tray((64, 48))
    field = solve_tray(heat)
    for step in range(1, 7):
        x_m = heat.boxes.x_m.copy()
        x_m[-1] += 0.001 * (step % 3)
        field = solve_tray(heat._replace(boxes=heat.boxes._replace(x_m=x_m)), field, settled=False)
        assert heat_out_w(field) == pytest.approx(heat.boxes.power_w.sum(), rel=1e-4)
        assert field.iterations <= 4
