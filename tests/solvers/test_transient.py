"""Trays in time beside matrix exponentials, closed forms, their own half steps and their balance of heat."""

import numpy as np
import pytest

from explorer.errors import SolverError
from explorer.solvers.heat import transient
from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.transient import Phase, heat_capacities, tray_in_time
from explorer.solvers.heat.tray import TrayHeat, solve_tray
from explorer.solvers.heat.wall import lumped_rise, plane_wall
from tests.solvers import naive
from tests.solvers.trays import NAN, mixed_tray

RHO_C = np.array([2.2e6, 1200.0, 1200.0, 1200.0])
BOX_RHO_C = np.array([2.1e6, 1.66e6, 2.0e6, 3.45e6, 3.45e6, NAN, 2.4e6])


def powered(heat, share):
    return heat._replace(boxes=heat.boxes._replace(power_w=share * heat.boxes.power_w))


def test_heat_capacities_are_the_naive_ones():
    heat = mixed_tray()
    got = heat_capacities(heat, RHO_C, BOX_RHO_C)
    assert got == pytest.approx(naive.heat_capacities(heat, RHO_C, BOX_RHO_C), rel=1e-12)
    assert got[0].sum() == pytest.approx(2.2e6 * 0.002 * 0.21 * 0.19, rel=1e-12)


@pytest.mark.parametrize("t_s", [0.3, 5.0, 60.0])
def test_a_step_of_power_is_that_of_the_matrix_exponential(t_s):
    heat = mixed_tray(grid=(8, 7))
    start = solve_tray(powered(heat, 0.3)).t_c
    exact = naive.in_time(heat, naive.heat_capacities(heat, RHO_C, BOX_RHO_C), start, t_s)
    got = tray_in_time([Phase(t_s, heat)], RHO_C, start, BOX_RHO_C, step_k=0.003)
    assert np.abs(exact - start).max() > 1.0
    assert np.abs(got.t_c - exact).max() < 0.003


def test_half_the_step_leaves_a_quarter_of_the_error():
    heat = mixed_tray(grid=(8, 7))
    start = solve_tray(powered(heat, 0.3)).t_c
    exact = naive.in_time(heat, naive.heat_capacities(heat, RHO_C, BOX_RHO_C), start, 8.0)
    errors = [
        np.abs(tray_in_time([Phase(8.0, heat)], RHO_C, start, BOX_RHO_C, equal_steps=n).t_c - exact).max()
        for n in (40, 80, 160)
    ]
    ratios = np.divide(errors[:-1], errors[1:])
    assert ((ratios > 3.5) & (ratios < 4.5)).all(), errors


@pytest.mark.parametrize("step_k", [0.2, 0.05, 0.01])
def test_the_estimated_error_of_a_step_bounds_that_of_the_history(step_k):
    heat = mixed_tray()
    phases = [Phase(20.0, heat), Phase(0.5, powered(heat, 0.2)), Phase(10.0, heat._replace(air_in_c=35.0))]
    asked = np.linspace(0.0, 30.5, 62)
    start = solve_tray(powered(heat, 0.3)).t_c
    fine, got = (
        tray_in_time(phases, RHO_C, start, BOX_RHO_C, frame_s=asked, frame_layer=2, step_k=k)
        for k in (step_k / 20, step_k)
    )
    assert len(got.t_s) < len(fine.t_s) / 2
    assert 0.0 < got.error_k <= step_k
    assert np.abs(got.frame_box_c - fine.frame_box_c).max() < step_k
    assert np.abs(got.t_c - fine.t_c).max() < step_k


@pytest.mark.parametrize("flow", [1.0, 0.02])
def test_what_was_put_in_is_stored_or_removed(flow):
    heat = mixed_tray()
    slow = heat._replace(coolant_m_dot_kg_s=flow * heat.coolant_m_dot_kg_s)
    got = tray_in_time([Phase(3.0, slow), Phase(4.0, powered(slow, 0.5))], RHO_C, 27.0, BOX_RHO_C)
    assert got.put_in_j == pytest.approx(369.0 * (3.0 + 0.5 * 4.0), rel=1e-12)
    assert abs(got.put_in_j - got.removed_j - got.stored_j) < 1e-6 * got.put_in_j
    capacity = heat_capacities(heat, RHO_C, BOX_RHO_C)
    assert (capacity * (got.t_c - 27.0)).sum() == pytest.approx(got.stored_j, rel=1e-9)


def test_a_steady_state_stays_and_is_reached():
    heat = mixed_tray()
    steady = solve_tray(heat).t_c
    still = tray_in_time([Phase(100.0, heat)], RHO_C, steady, BOX_RHO_C)
    assert np.abs(still.t_c - steady).max() < 1e-4
    risen = tray_in_time([Phase(20000.0, heat)], RHO_C, 27.0, BOX_RHO_C)
    assert np.abs(risen.t_c - steady).max() < 0.01
    assert len(risen.t_s) < 150


def test_one_cell_is_a_lumped_part():
    stack = Layers(np.array([0.01]), np.array([1e6]), np.array([1e6]))
    box = boxes(1, x_m=[0.0], y_m=[0.0], dx_m=[0.1], dy_m=[0.1], power_w=[50.0])
    part = TrayHeat((0.1, 0.1), (1, 1), stack, box, h_air=200.0)
    got = tray_in_time([Phase(300.0, part)], [2e6], 0.0, step_k=0.001)
    exact = lumped_rise(1.0 / (200.0 * 0.01), 2e6 * 1e-4, 50.0, got.t_s)
    assert got.box_mean_c[:, 0] == pytest.approx(exact, abs=0.003)


def test_powers_alone_assemble_nothing_anew(monkeypatch):
    assembled = []

    def counted(heat, *args):
        assembled.append(heat)
        return tray_problem(heat, *args)

    tray_problem = transient.tray_problem
    monkeypatch.setattr(transient, "tray_problem", counted)
    heat = mixed_tray()
    slow = heat._replace(air_m_dot_kg_s=0.01)
    beat = [Phase(0.5, heat), Phase(0.5, powered(heat, 0.5)), Phase(0.5, slow)] * 4
    tray_in_time(beat, RHO_C, 27.0, BOX_RHO_C, equal_steps=3)
    assert len(assembled) == 2


def test_frames_are_the_layer_at_the_times_asked_for():
    heat = mixed_tray()
    asked = {"frame_s": [0.0, 1.0, 1.5, 4.0], "frame_layer": 2, "equal_steps": 8}
    got = tray_in_time([Phase(4.0, heat)], RHO_C, 27.0, BOX_RHO_C, **asked)
    assert got.frame_c.dtype == np.float32
    assert (got.frame_c[0] == 27.0).all()
    assert got.frame_c[3] == pytest.approx(got.t_c[2], abs=1e-5)
    assert got.frame_box_c[1:3] == pytest.approx(got.box_mean_c[[2, 3]], abs=1e-9)


def test_a_history_ends_where_it_is_told_to():
    told = []
    got = tray_in_time(
        [Phase(10.0, mixed_tray())] * 2, RHO_C, 27.0, BOX_RHO_C, frame_s=[0.0, 5.0, 15.0],
        go_on=lambda t_s, box_mean_c: told.append(t_s) or t_s < 6.0,
    )  # fmt: skip
    assert got.t_s[-1] == told[-1] >= 6.0 > told[-2]
    assert got.frame_s.tolist() == [0.0, 5.0]
    assert len(got.frame_c) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phases": []}, "at least one phase"),
        ({"phases": [(0.0, mixed_tray())]}, "duration_s"),
        ({"phases": [(1.0, mixed_tray()), (1.0, mixed_tray(grid=(5, 5)))]}, "one grid"),
        ({"rho_c": RHO_C[:2]}, "2 values for 4"),
        ({"rho_c": -RHO_C}, "layer 0: rho_c"),
        ({"box_rho_c": 0.0 * BOX_RHO_C}, "box 0: rho_c"),
        ({"start_c": NAN}, "start_c"),
        ({"step_k": 0.0}, "step_k"),
    ],
)
def test_what_cannot_be_is_named(changes, said):
    given = {
        "phases": [(1.0, mixed_tray())],
        "rho_c": RHO_C,
        "start_c": 27.0,
        "box_rho_c": BOX_RHO_C,
        **changes,
    }
    phases = [Phase(*phase) for phase in given.pop("phases")]
    with pytest.raises(SolverError, match=said):
        tray_in_time(phases, **given)


@pytest.mark.parametrize("biot", [0.01, 1.0, 100.0])
def test_a_wall_cools_as_its_series(biot):
    thickness_m, k, rho_c, layers = 0.02, 3.0, 2e6, 100
    fourier = np.array([0.05, 0.3, 5.0])
    rows = plane_wall(
        thickness_m, k, rho_c, biot * k / thickness_m, 40.0, fourier * rho_c * thickness_m**2 / k, layers
    )
    for row, fo in zip(rows, fourier, strict=True):
        for place in (0, 50, 99):
            exact = 40.0 * naive.plane_wall(biot, fo, (place + 0.5) / layers)
            assert row[place] == pytest.approx(exact, rel=1e-3)
