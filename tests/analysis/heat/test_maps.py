"""Maps of trays against the balances of their boards, and against solves at their own inlets."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import evaluate, read
from explorer.analysis.heat.board import tray_heat
from explorer.analysis.heat.maps import LAYERS, covering
from explorer.solvers.heat.fluxes import air_c, upward_w
from explorer.solvers.heat.grid import boxes
from explorer.solvers.heat.tray import solve_tray
from tests.shipped import solved
from tests.solvers.naive import coverage


@pytest.fixture(scope="module")
def rack():
    """A rack whose compute trays stand in different air, beside switches in the same coolant."""
    layout = read("layouts/gb200_nvl72.layout.yaml")
    return evaluate(layout.replaced(layout.racks[0].replaced(air_gradient_k_per_u=0.3)))


@pytest.fixture(scope="module")
def switch():
    return solved("switch_51t_cpo")


def test_the_flux_through_the_lids_is_what_air_and_coolant_take(rack):
    for tray in rack.layout.trays:
        design, state = rack.layout.element(tray.design), rack.tray_states[tray.id]
        area_cm2 = design.width_mm * design.depth_mm / 100.0
        through_w = rack.map(tray.id, "flux", "lid").mean(dtype=float) * area_cm2
        assert through_w == pytest.approx(state.air_w + state.coolant_w, rel=1e-5, abs=1e-4)


def test_the_board_passes_up_what_it_does_not_lose_below(rack):
    for tray in rack.layout.trays[:4]:
        design, state = rack.layout.element(tray.design), rack.tray_states[tray.id]
        area_cm2 = design.width_mm * design.depth_mm / 100.0
        through_w = rack.map(tray.id, "flux", "board").mean(dtype=float) * area_cm2
        board_w = rack.boards[tray.design].power.board_w
        assert through_w == pytest.approx(board_w - state.board_w, rel=1e-5, abs=1e-3)


def test_trays_at_other_inlets_have_the_maps_of_a_solve_at_those(rack):
    airs_c = {t.id: rack.tray_states[t.id].air_in_c for t in rack.layout.trays if t.design == "compute"}
    tray = max(airs_c, key=airs_c.get)
    board, (air_in, coolant_in) = rack.boards["compute"], rack.tray_states[tray].inlets_c
    assert abs(air_in - board.air_in_c) > 1.0
    heat = tray_heat(board.heat, air_in, coolant_in)
    t_c = solve_tray(heat).t_c
    cm2 = np.prod(heat.size_m) * 1e4 / np.prod(heat.grid)
    for layer, z in LAYERS.items():
        np.testing.assert_allclose(rack.map(tray, "temperature", layer), t_c[z], atol=2e-4)
        np.testing.assert_allclose(rack.map(tray, "rise", layer), t_c[z] - air_in, atol=2e-4)
        flux = upward_w(heat, t_c, z) / cm2
        np.testing.assert_allclose(rack.map(tray, "flux", layer), flux, atol=1e-5 * np.abs(flux).max())
    np.testing.assert_allclose(rack.map(tray, "air"), air_c(heat, t_c), atol=2e-4)


def test_air_goes_from_the_inlet_to_what_leaves_the_lanes(rack):
    for tray in ("r1.c01", "r1.sw1"):
        board, state = rack.boards[rack.layout.element(tray).design], rack.tray_states[tray]
        air, mean = rack.map(tray, "air"), board.air_w(*state.inlets_c)
        assert state.air_in_c - 1e-3 <= air[0].min() <= air[0].max() < air[-1].max()
        out_c = state.air_in_c + mean / (board.heat.air_m_dot * 1006.0)
        # the last row is half a row short of the end
        assert air[-1].mean() == pytest.approx(out_c, abs=1.5 * float(np.abs(air[-1] - air[-2]).max()) + 1e-3)


def test_headroom_is_of_parts_alone_and_least_at_the_hottest_cell(rack, switch):
    for results, tray in ((rack, "r1.c01"), (rack, "r1.sw1"), (switch, "r1.sw1")):
        board = results.boards[results.layout.element(tray).design]
        headroom, t_c = results.map(tray, "headroom"), results.map(tray, "temperature")
        part_of = covering(board.heat)
        np.testing.assert_array_equal(np.isnan(headroom), part_of < 0)
        for i, (part, state) in enumerate(results.parts(tray).items()):
            own = part_of == i
            assert own.any(), part
            np.testing.assert_allclose(headroom[own], state.t_limit_c - t_c[own], atol=1e-3)
        coldest = min(results.parts(tray).values(), key=lambda state: state.headroom_k)
        assert np.nanmin(headroom) <= coldest.headroom_k + 1e-3


@given(st.data())
def test_a_cell_belongs_to_the_body_that_covers_most_of_it(data):
    n, (nx, ny) = data.draw(st.integers(1, 5)), (9, 7)
    place = {
        name: np.array([data.draw(st.floats(low, high)) for _ in range(n)])
        for name, low, high in (("x_m", 0, 0.8), ("y_m", 0, 0.8), ("dx_m", 0.01, 0.2), ("dy_m", 0.01, 0.2))
    }

    heat = SimpleNamespace(size_m=(1, 1), grid=(nx, ny), body_box=np.arange(n), boxes=boxes(n, **place))
    part_of = covering(heat)
    each = list(zip(*place.values(), strict=True))
    cells = [(i, j) for j in range(ny) for i in range(nx)]
    share = np.array([[coverage(e, *cell, 1 / nx, 1 / ny) for cell in cells] for e in each])
    share = share.reshape(n, ny, nx)
    small = share.max(axis=(1, 2)) < 0.5
    for j in range(ny):
        for i in range(nx):
            own, part = share[:, j, i], part_of[j, i]
            if part < 0:
                assert not (own > 0.5 + 1e-9).any()
            elif not small[part]:
                assert own[part] >= max(0.5, own[~small].max()) - 1e-9
            else:
                assert own[part] == pytest.approx(share[part].max())


def test_live_by_response_only_the_layer_of_bodies_is_known(switch):
    assert switch.prepare("r1.sw1")
    warmer = switch.layout.replaced(switch.layout.site.replaced(supply_air_c=29.0))
    live = evaluate(warmer, previous=switch, settled=False)
    assert live.solution("r1.sw1")[0] == "response"
    assert live.map("r1.sw1", "flux", "lid") is None
    assert live.map("r1.sw1", "air") is None
    assert live.map("r1.sw1", "temperature", "board") is None
    assert live.map("r1.sw1", "rise", "lid") is None
    t_c, rise, headroom = (live.map("r1.sw1", name) for name in ("temperature", "rise", "headroom"))
    np.testing.assert_allclose(t_c - rise, 29.0, atol=1e-4)
    limits_c = {state.t_limit_c for state in live.parts("r1.sw1").values()}
    assert set(np.round(np.unique((t_c + headroom)[~np.isnan(headroom)]), 3)) <= limits_c


def test_live_by_iterations_all_maps_are_known_and_balance(switch):
    moved = switch.layout.moved("sw.ports_oe02", x_mm=switch.layout.element("sw.ports_oe02").x_mm + 3.0)
    live = evaluate(moved, previous=switch, settled=False)
    assert live.solution("r1.sw1")[0] == "live"
    board, state = live.boards["sw"], live.tray_states["r1.sw1"]
    area_cm2 = board.design.width_mm * board.design.depth_mm / 100.0
    through_w = live.map("r1.sw1", "flux").mean(dtype=float) * area_cm2
    assert through_w == pytest.approx(state.air_w + state.coolant_w, rel=1e-3)
    assert live.map("r1.sw1", "air").shape == live.map("r1.sw1", "headroom").shape
