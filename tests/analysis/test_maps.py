"""Maps of a tray beside temperature: each against what the solver says of the whole."""

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.analysis.board import BODY
from explorer.analysis.heat import tray_heat
from explorer.analysis.maps import CM2_PER_M2, tray_map
from explorer.files import read
from explorer.solvers.grid import Layers, boxes
from explorer.solvers.over_board import air_c, upward_w_per_m2
from explorer.solvers.tray import TrayHeat, solve_tray
from explorer.views.page import LAYOUTS


@pytest.fixture(scope="module", params=["switch_51t_cpo", "gb200_nvl72_cpo"])
def results(request):
    return evaluate(read(LAYOUTS / f"{request.param}.layout.yaml"))


def test_what_flows_up_into_the_lids_is_what_air_and_coolant_take(results):
    for design, board in results.boards.items():
        if not results.layout.trays_of(design):
            continue
        heat = tray_heat(board.heat, board.air_in_c, board.coolant_in_c)
        cell_m2 = np.prod(heat.size_m) / np.prod(heat.grid)
        up_w = upward_w_per_m2(heat, board.at_inlet, BODY).sum() * cell_m2
        taken_w = board.at_inlet.heat_air_w + board.at_inlet.heat_coolant_w.sum()
        assert up_w == pytest.approx(taken_w, rel=1e-6, abs=1e-6)


def test_flux_through_a_slab_is_its_watts_over_its_area():
    slab = TrayHeat(
        (0.1, 0.2), (8, 16), Layers(np.full(2, 1e-3), np.full(2, 5.0), np.full(2, 5.0)),
        boxes(1, layer=[0], x_m=[0.0], y_m=[0.0], dx_m=[0.1], dy_m=[0.2], power_w=[40.0]), h_air=200.0,
    )  # fmt: skip
    flux = upward_w_per_m2(slab, solve_tray(slab), 0)
    assert flux == pytest.approx(np.full((16, 8), 40.0 / 0.02), rel=1e-9)


def test_the_air_warms_from_its_inlet_to_its_outlet(results):
    for board in results.boards.values():
        heat = tray_heat(board.heat, board.air_in_c, board.coolant_in_c)
        air = air_c(heat, board.at_inlet)
        assert air.shape == heat.grid[::-1]
        if heat.air_m_dot_kg_s > 0.0:
            first, last = air[0].mean(), air[-1].mean()
            out = board.at_inlet.air_mean_out_c
            assert abs(first - heat.air_in_c) < 0.1 * abs(out - heat.air_in_c) + 1e-6
            # the last row's mean lies half an element before the outlet
            assert last == pytest.approx(out, abs=0.03 * abs(out - heat.air_in_c) + 1e-6)


def test_headroom_is_that_of_the_parts_and_unknown_between_them(results):
    tray = results.layout.trays[-1].id
    field, states = tray_map(results, tray, "headroom"), results.parts(tray)
    assert np.isnan(field).any()
    least = min(state.headroom_k for state in states.values())
    assert np.nanmin(field) <= least + 0.5
    assert np.nanmax(field) <= max(s.t_limit_c for s in states.values())


@pytest.mark.parametrize("quantity", ["flux", "air", "rise"])
def test_trays_at_other_inlets_have_their_own_map(quantity):
    layout = read(LAYOUTS / "gb200_nvl72.layout.yaml")
    steep = layout.replaced(layout.racks[0].replaced(air_gradient_k_per_u=0.2))
    results = evaluate(steep)
    low, high = (tray_map(results, id, quantity) for id in ("r1.c01", "r1.c18"))
    alone = steep.replaced(
        *(steep.site.replaced(supply_air_c=results.tray_states["r1.c18"].air_in_c),),
        steep.racks[0].replaced(air_gradient_k_per_u=0.0),
    )
    assert np.abs(high - low).max() > 1e-3
    # the watts follow the mean inlet of all trays, so that the two agree to that little
    one = tray_map(evaluate(alone), "r1.c18", quantity)
    assert np.abs(high - one).max() < 0.1 * np.abs(one).max()


def test_weight_and_price_of_the_links_are_shared_out_to_the_trays(results):
    inside = sum(s.n_ends * s.technology.cost_usd.typical for s in results.link_states.values())
    assert sum(t.links_usd for t in results.tray_states.values()) == pytest.approx(inside)


def test_flux_integrates_over_the_map(results):
    tray = results.layout.trays_of(next(iter(results.boards)))[0].id
    flux = tray_map(results, tray, "flux")
    design = results.layout.design_of(tray)
    cell_cm2 = design.width_mm * design.depth_mm / 100.0 / flux.size
    state = results.tray_states[tray]
    assert flux.sum() * cell_cm2 == pytest.approx(state.air_w + state.coolant_w, rel=1e-3)
    assert CM2_PER_M2 == 1e4
