"""The busbar's copper in the air behind its trays: its temperature, and the loop that it closes."""

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.analysis.heat.bus_copper import HOTTEST_C, STILL_K, copper_c
from explorer.catalog import typical
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved

ON_BUS = [name for name in NAMES if not solved(name).busbar.empty]


@pytest.mark.parametrize("name", ON_BUS)
def test_copper_is_as_warm_as_the_exhaust_that_reaches_it(name):
    """What the busbar adds itself has not reached it: that is a few hundredths of a kelvin."""
    results = solved(name)
    for key in results.busbar.index:
        state = results.tray_states[key]
        if state.airflow_cfm > 0:
            reaches_c = state.air_in_c + (state.air_out_c - state.air_in_c) * (
                1.0 - state.bus_w / (state.air_w + state.board_w + state.bus_w)
            )
            assert results.bus_c[key] == pytest.approx(reaches_c, abs=2 * STILL_K)


@pytest.mark.parametrize("name", ON_BUS)
def test_the_chain_was_solved_with_that_copper(name):
    results = solved(name)
    for rack in results.feed.racks.values():
        at_c = np.array([results.bus_c[t.id] for t in rack.chain.plan.trays])
        warmer = 1.0 + typical("copper_resistance_per_k") * (0.5 * (at_c[1:] + at_c[:-1]) - 20.0)
        np.testing.assert_allclose(
            1.0 / rack.chain.delivery.g_segment, rack.chain.plan.segment_ohm * warmer, rtol=1e-12
        )


@pytest.mark.parametrize("name", ON_BUS)
def test_a_rack_that_was_solved_is_solved_in_one_pass(name):
    before = solved(name)
    after = evaluate(shipped(name), previous=before)
    assert after.loop_passes == 1
    assert all(after.boards[key].at_inlet is before.boards[key].at_inlet for key in after.boards)
    assert after.feed.input_w == before.feed.input_w


def test_a_warmer_room_warms_the_copper_and_costs_at_the_inlet():
    layout = shipped("gb200_nvl72")
    warm = layout.replaced(layout.site.replaced(supply_air_c=layout.site.supply_air_c + 10.0))
    before, after = solved("gb200_nvl72"), evaluate(warm, previous=solved("gb200_nvl72"))
    assert after.loop_k <= 0.001
    rise_k = np.array([after.bus_c[key] - before.bus_c[key] for key in before.bus_c])
    # the coolant stays as cold as it was and takes some of it
    assert (rise_k > 5.0).all()
    assert (rise_k < 11.0).all()
    lost = [r.feed.racks["r1"].segment_loss_w.sum() for r in (before, after)]
    warmer = 1.0 + typical("copper_resistance_per_k") * rise_k.mean()
    assert lost[1] / lost[0] == pytest.approx(warmer, rel=0.02)
    # and as if it had not been known before
    cold = evaluate(warm)
    assert after.feed.input_w == pytest.approx(cold.feed.input_w, rel=1e-6)


def test_copper_of_trays_without_air_is_in_the_mixed_air_of_the_others():
    layout = small_rack()
    layout = layout.replaced(layout.element("shelf").replaced(airflow_cfm=0.0))
    results = evaluate(layout)
    found = copper_c(results.inputs, results.boards, results.supplies_c, {})
    assert found["r1.ps1"] == pytest.approx(found["r1.sw1"])  # a mean of one, rounded
    assert found["r1.ps1"] > layout.site.supply_air_c
    # without any, and before anything is known, it is as cold as what comes in
    unknown = copper_c(results.inputs, {}, {}, {})
    assert set(unknown.values()) == {layout.site.supply_air_c}


def test_copper_keeps_still_and_within_bounds():
    layout = small_rack()
    results = evaluate(layout)
    found = copper_c(results.inputs, results.boards, results.supplies_c, {})
    near = {key: t_c + 0.9 * STILL_K for key, t_c in found.items()}
    assert copper_c(results.inputs, results.boards, results.supplies_c, near) == near
    far = {key: t_c + 1.1 * STILL_K for key, t_c in found.items()}
    assert copper_c(results.inputs, results.boards, results.supplies_c, far) == found
    hardly = layout.replaced(layout.element("sw").replaced(airflow_cfm=1e-3))
    assert evaluate(hardly).bus_c["r1.sw1"] <= HOTTEST_C
