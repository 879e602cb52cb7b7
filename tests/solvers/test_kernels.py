"""Each compiled kernel against the obvious slow way to do the same."""

import math

import numpy as np
import pytest
from scipy.special import erfc

from explorer.solvers.heat.colors import add_times, product
from explorer.solvers.heat.conduction import correct, stored, unstored
from explorer.solvers.heat.coupling import balance
from explorer.solvers.heat.grid import rasterize
from explorer.solvers.heat.measure import box_means_and_maxima
from explorer.solvers.heat.streams import brought_w, march, tray_streams
from explorer.solvers.heat.tray import tray_problem
from explorer.solvers.links.channel import Q_AT_KP4_LIMIT, line_loss_db_per_m, pam4_ber
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.efficiency import input_power
from tests.solvers import naive, naive_flow
from tests.solvers.trays import mixed_tray

GRIDS = [(17, 14), (8, 8), (5, 70), (1, 9), (8, 1), (1, 1), (2, 3)]


def still_tray(grid):
    """A tray whose fluids keep the temperature 0, so that its equations are those of conduction alone."""
    zero = np.zeros(2)
    return mixed_tray(
        grid, air_in_c=0.0, air_m_dot_kg_s=0.0, coolant_in_c=zero, coolant_m_dot_kg_s=zero + 1e18
    )


def cells_of(heat):
    return rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)


def random_field(shape, seed=1):
    return np.random.default_rng(seed).uniform(-50.0, 50.0, shape)


def missing_w(heat, t, source_w):
    """Watts that each cell misses, found face by face."""
    cells = cells_of(heat)
    area, half = math.prod(cells.step_m), cells.thickness_m / 2
    ground = np.zeros(cells.kxy.shape)
    for y, x in np.ndindex(cells.h_air.shape):
        ground[0, y, x] += area / (1 / heat.h_bottom + half[0] / cells.kz[0, y, x])
        for h in (cells.h_air[y, x], cells.h_coolant[y, x]):
            if h > 0:
                ground[-1, y, x] += area / (1 / h + half[-1] / cells.kz[-1, y, x])
    return naive.unbalance_w(
        cells.kxy, cells.kz, cells.thickness_m, cells.contact_m2k_per_w, cells.step_m, ground, t, source_w
    )


@pytest.mark.parametrize("grid", GRIDS, ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_split_and_join_are_a_round_trip(grid, dtype):
    shape = 4, grid[1], grid[0]
    field = random_field(shape).astype(dtype).astype(float)
    there = stored(field, dtype, 0.0)
    assert there.dtype == dtype
    np.testing.assert_array_equal(unstored(there, shape, 3.0), field + 3.0)
    assert np.abs(there).sum() == pytest.approx(np.abs(field).sum(), rel=1e-5)


@pytest.mark.parametrize("grid", GRIDS, ids=str)
def test_conductances_films_and_balance_are_those_of_the_faces(grid):
    heat = still_tray(grid)
    problem = tray_problem(heat)
    t, source_w = (random_field(problem.equations.shape, seed) for seed in (1, 2))
    _, found = balance(problem._replace(source_w=stored(source_w)), stored(t))
    slow = missing_w(heat, t, source_w)
    np.testing.assert_allclose(unstored(found.w, t.shape), slow, rtol=1e-9, atol=1e-8)
    sums = slow.sum(), np.sqrt((slow**2).sum()), np.abs(slow).sum(), np.abs(source_w).sum()
    assert found[1:] == pytest.approx(sums, rel=1e-9, abs=1e-7)


def level(equations, flat, at):
    """An array of all levels at one of them, as a field [z, y, x]."""
    nz = equations.shape[0]
    nx, ny, half, first = equations.levels[at]
    return unstored(flat[first : equations.levels[at + 1, 3]].reshape(2, ny, nz * half), (nz, ny, nx))


@pytest.mark.parametrize("grid", [(17, 14), (8, 8), (2, 3), (5, 70)], ids=str)
def test_coarser_levels_join_columns_and_their_factors_solve_them(grid):
    equations = tray_problem(still_tray(grid)).equations
    gx, gy, gz, ground = (
        unstored(part, equations.shape)
        for part in (equations.gx, equations.gy, equations.gz, equations.ground)
    )
    for at in range(len(equations.levels) - 1):
        if at:
            gx, gy, gz, ground = naive.coarser(gx, gy, gz, ground)
        np.testing.assert_allclose(level(equations, equations.all_gx, at), gx, rtol=1e-5)
        np.testing.assert_allclose(level(equations, equations.all_gy, at), gy, rtol=1e-5)
        np.testing.assert_allclose(level(equations, equations.all_gz, at), gz, rtol=1e-5)
        inverse = level(equations, equations.inverse, at)
        passed_down = gz * inverse
        for y, x in {(0, 0), (gx.shape[1] - 1, gx.shape[2] - 1), (gx.shape[1] // 2, 0)}:
            slow = naive.column_inverse(gx, gy, gz, ground, y, x)
            # the last pivot, and what one watt on top does to the cells below it
            top = inverse[-1, y, x] * np.cumprod(np.append(1.0, passed_down[-2::-1, y, x]))[::-1]
            np.testing.assert_allclose(top, slow[:, -1], rtol=1e-4)


@pytest.mark.parametrize("grid", [(9, 7), (2, 40), *GRIDS[3:]], ids=str)
def test_multigrid_solves_the_equations(grid):
    heat = still_tray(grid)
    problem = tray_problem(heat)
    shape = problem.equations.shape
    size, still = math.prod(shape), np.zeros(shape)
    matrix = np.empty((size, size))
    for i in range(size):
        one = still.copy()
        one.flat[i] = 1.0
        matrix[:, i] = -missing_w(heat, one, still).ravel()
    source_w = random_field(shape)
    exact = np.linalg.solve(matrix, source_w.ravel()).reshape(shape)
    t = stored(still)
    _, missing = balance(problem._replace(source_w=stored(source_w)), t)
    iterations, most_k = correct(problem.equations, missing, 60, 1e-6, t)
    assert np.abs(unstored(t, shape) - exact).max() < 2e-4 * np.abs(exact).max()
    assert most_k == pytest.approx(np.abs(exact).max(), rel=1e-3)
    assert iterations < 60


def test_products_and_sums_of_fields():
    a, b = random_field((2, 14, 36), 1), random_field((2, 14, 36), 2)
    assert product(a, b) == pytest.approx(float((a * b).sum()), rel=1e-12)
    out = b.copy()
    add_times(0.3, a, out)
    np.testing.assert_allclose(out, b + 0.3 * a, rtol=1e-14)


@pytest.mark.parametrize("lane_m", [0.03, 0.005, 1.0])
def test_streams_march_row_by_row(lane_m):
    heat = mixed_tray((17, 40))
    cells, (nx, ny) = cells_of(heat), heat.grid
    streams = tray_streams(cells, heat.boxes, lane_m, 20.0, [40.0, 75.0])
    n_lanes = len(streams.m_cp_w_per_k) - 2
    t_in = np.append(np.full(n_lanes, 25.0), [30.0, 20.0])
    walls_c = random_field((ny, nx)) + 60.0
    run = march(streams, t_in, walls_c)
    area, half = math.prod(cells.step_m), cells.thickness_m[-1] / 2
    g_air = area / (1 / np.maximum(cells.h_air, 1e-300) + half / cells.kz[-1])
    lanes, (*_, wet) = naive_flow.lanes(g_air, n_lanes), naive.rasterize(heat)
    for lane in range(n_lanes):
        rows = [lanes[lane, y] for y in range(ny)]
        slow = naive_flow.march(rows, 20.0 / n_lanes, 25.0, walls_c.ravel())
        assert (run.t_out[lane], run.heat_w[lane]) == pytest.approx(slow, abs=1e-8)
    for plate, m_cp in ((0, 40.0), (1, 75.0)):
        rows = []
        for box in np.flatnonzero(heat.boxes.plate == plate):
            for y in range(ny):
                row = [(y * nx + x, wet[box, y, x]) for x in range(nx) if wet.get((box, y, x), 0.0) > 0]
                films = [
                    (cell, area * h / (1 + cells.h_coolant.flat[cell] * half / cells.kz[-1].flat[cell]))
                    for cell, h in row
                ]
                rows.append(films)
        slow = naive_flow.march(rows, m_cp, t_in[n_lanes + plate], walls_c.ravel())
        assert (run.t_out[n_lanes + plate], run.heat_w[n_lanes + plate]) == pytest.approx(slow, abs=1e-8)
    coolant = np.append(np.zeros(n_lanes), [1.0, 0.0])
    film = sum(h * area / (1 + cells.h_coolant[y, x] * half / cells.kz[-1, y, x])
               for (box, y, x), h in wet.items() if heat.boxes.plate[box] == 0)  # fmt: skip
    assert brought_w(streams, -coolant) == pytest.approx(film, rel=1e-12)


@pytest.mark.parametrize("grid", [(23, 19), (3, 2)], ids=str)
def test_box_means_and_maxima_are_those_of_the_covered_cells(grid):
    heat = mixed_tray(grid)
    field = random_field((4, grid[1], grid[0]))
    mean, highest = box_means_and_maxima(field, heat.boxes, heat.size_m)
    for box in range(len(mean)):
        assert (mean[box], highest[box]) == pytest.approx(naive.box_measure(field, heat, box), abs=1e-9)


def test_the_busbar_is_the_root_of_its_currents():
    r, nodes, droop = [1e-4, 3e-4, 2e-4, 1e-4], [0, 3, 3], [1e-3, 2e-3, 1.5e-3]
    power = np.array([0.0, 9e3, 15e3, 2e3, 30e3])
    found = solve_ladder(r, nodes, droop, 50.0, power)
    np.testing.assert_allclose(found.voltage_v, naive_flow.ladder_v(r, nodes, droop, 50.0, power), rtol=1e-10)


def test_supplies_and_channels():
    load, eta = [0.1, 0.5, 1.0], [0.90, 0.96, 0.91]
    output = np.array([0.0, 50.0, 100.0, 320.0, 1000.0, 1500.0])
    slow = [w / float(np.interp(w / 1000.0, load, eta)) for w in output]
    np.testing.assert_allclose(input_power(output, 1000.0, load, eta), slow, rtol=1e-14)
    margins = np.linspace(-3.0, 6.0, 19)
    np.testing.assert_allclose(
        pam4_ber(margins), 0.375 * erfc(Q_AT_KP4_LIMIT * 10 ** (margins / 10) / math.sqrt(2)), rtol=1e-9
    )
    f = np.array([1.0, 26.56, 53.125])
    np.testing.assert_allclose(line_loss_db_per_m(f, 0.7, 0.06), [0.7 * math.sqrt(v) + 0.06 * v for v in f])
