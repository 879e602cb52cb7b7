"""What follows from an edit, and that starting from earlier results changes speed and no number."""

import math

import numpy as np
import pytest

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.heat.board import tray_heat
from explorer.analysis.heat.solved_board import TEMPERATURES, WATTS
from explorer.analysis.power.part_power import drift_of
from explorer.model.ports import with_technology
from explorer.solvers.heat.coupling import LIVE_K
from explorer.solvers.heat.tray import solve_tray
from explorer.solvers.power.feedback import drifted_w
from tests.analysis.heat.asked import part_c
from tests.analysis.racks import small_rack, without_leakage
from tests.shipped import NAMES, shipped, solved

CPO = "quantum_x800_photonics"


# -- what was solved before ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gb200_nvl72", CPO, "switch_51t_dsp"])
def test_settled_from_earlier_results_equals_settled_from_nothing(name):
    layout, part = shipped(name), {"gb200_nvl72": "compute.dpu"}.get(name, "sw.cpu")
    edited = layout.moved(part, x_mm=layout.element(part).x_mm + 6.0)
    fresh, warm = evaluate(edited), evaluate(edited, previous=solved(name))
    np.testing.assert_allclose(part_c(warm), part_c(fresh), atol=0.01)
    assert warm.totals["rack_kw"].typical == pytest.approx(fresh.totals["rack_kw"].typical, rel=1e-6)


def test_settled_from_another_technology_closes_the_loop_of_warm_lasers():
    """A changed count of parts once ended the loop before it had seen the lasers' temperature."""
    hot = shipped("switch_51t_dsp")
    hot = hot.replaced(hot.site.replaced(supply_air_c=40.0))
    lit = with_technology(hot, "ports", "npo_3200_oif", catalog.load())
    assert len(lit.element("sw").parts) != len(hot.element("sw").parts)
    fresh, warm = evaluate(lit), evaluate(lit, previous=evaluate(hot))
    lasers = [p for p in part_c(fresh).index if "_els" in p[1]]
    assert part_c(fresh)[lasers].max() > 46.0
    np.testing.assert_allclose(part_c(warm), part_c(fresh), atol=0.01)
    for state in (fresh, warm):
        assert state.loop_k <= 0.001
        own = [p.id in {part for _, part in lasers} for p in lit.element("sw").parts]
        drift = drift_of(state.inputs.boards["sw"].parts, state.link_states, state.boards["sw"].air)
        at_45_c, drawn_w = drifted_w(drift)[own].sum(), state.boards["sw"].power.own_w[own].sum()
        assert drawn_w > 1.01 * at_45_c
        assert drawn_w == pytest.approx(
            drifted_w(drift, state.boards["sw"].part_c(40.0))[own].sum(), rel=1e-4
        )


@pytest.mark.parametrize("name", ["gb200_nvl72_cpo", CPO, "switch_51t_npo"])
def test_live_is_within_a_tenth_of_a_kelvin_of_settled(name):
    layout = shipped(name)
    part = {"gb200_nvl72_cpo": "nvsw.nvlink_oe01"}.get(name, "sw.ports_oe01")
    live = solved(name)
    for step in (1.0, 2.0, 3.0):
        edited = layout.moved(part, x_mm=layout.element(part).x_mm + step)
        live = evaluate(edited, previous=live, settled=False)
    assert not live.settled
    settled = evaluate(edited, previous=live)
    assert settled.settled
    np.testing.assert_allclose(part_c(live), part_c(settled), atol=0.1)


@pytest.mark.parametrize("settled", [True, False])
def test_boards_that_nobody_edited_are_not_solved_again(settled):
    before = solved("gb200_nvl72")
    layout = before.layout.moved("mgmt.asic", x_mm=150.0)
    after = evaluate(layout, previous=before, settled=settled)
    same = {key for key in after.boards if after.boards[key].at_inlet is before.boards[key].at_inlet}
    assert same == {"compute", "nvsw", "shelf"}
    if not settled:  # each live evaluation is one pass of the loop of the board that was edited
        for _ in range(5):
            after = evaluate(layout, previous=after, settled=False)
    again = evaluate(layout, previous=after, settled=settled)
    assert all(again.boards[key].at_inlet is after.boards[key].at_inlet for key in again.boards)


def test_what_was_solved_live_is_settled_on_release():
    before = solved("gb200_nvl72")
    layout = before.layout.moved("mgmt.asic", x_mm=150.0)
    live = evaluate(layout, previous=before, settled=False)
    after = evaluate(layout, previous=live)
    assert not live.boards["mgmt"].at_inlet.settled
    assert all(board.at_inlet.settled for board in after.boards.values())
    assert all(board.per_kelvin.settled for board in after.boards.values())
    assert after.boards["compute"].at_inlet is before.boards["compute"].at_inlet


def test_a_tray_that_moves_leaves_boards_unsolved_whose_watts_stand(monkeypatch):
    before = solved("gb200_nvl72")
    live = evaluate(before.layout.moved("r1.c01", u=34), previous=before, settled=False)
    n_parts = {len(design.parts): design.id for design in before.layout.designs}
    asked = []

    def counted(heat, *rest):
        asked.append(n_parts[len(heat.boxes.layer) // 3])
        return solve_tray(heat, *rest)

    monkeypatch.setattr("explorer.analysis.heat.solve.solve_tray", counted)
    for u in (35, 36, 37):
        live = evaluate(before.layout.moved("r1.c01", u=u), previous=live, settled=False)
    assert set(asked) <= {"nvsw"}, "whose copper gets longer"
    alone = evaluate(live.layout)
    for tray in live.layout.trays:
        states = live.parts(tray.id), alone.parts(tray.id)
        assert all(states[0][id].t_c == pytest.approx(states[1][id].t_c, abs=LIVE_K) for id in states[0])
    np.testing.assert_allclose(live.field("r1.c01").t_c, alone.field("r1.c01").t_c, atol=2 * LIVE_K)


def test_warmer_air_moves_a_live_board_by_its_answer_to_air_alone():
    before = solved("gb200_nvl72")
    warmer = before.layout.replaced(
        before.layout.site.replaced(supply_air_c=before.layout.site.supply_air_c + 3.0)
    )
    live, alone = evaluate(warmer, previous=before, settled=False), evaluate(warmer)
    for tray in ("r1.c01", "r1.c18", "r1.sw9"):
        np.testing.assert_allclose(live.field(tray).t_c, alone.field(tray).t_c, atol=0.1)
    for _ in range(3):
        live = evaluate(warmer, previous=live, settled=False)
    drawn = [results.totals["rack_kw"].typical for results in (before, live, alone)]
    assert drawn[0] < drawn[1] == pytest.approx(drawn[2], rel=2e-5), (
        "watts follow the air while it is dragged"
    )


def test_trays_that_no_more_share_their_inlets_get_an_answer_to_air():
    one = without_leakage(small_rack())
    rack, tray = one.racks[0], one.trays_of("sw")[0]
    two = one.added("racks", rack.replaced(id="r2")).added("trays", tray.replaced(id="r2.sw", rack="r2"))
    before = evaluate(two)
    assert before.boards["sw"].per_kelvin is None
    apart = two.replaced(
        rack.replaced(coolant_supply_c=rack.coolant_supply_c + 3.0),
        two.element("r2").replaced(coolant_supply_c=rack.coolant_supply_c - 3.0),
    )
    live, alone = evaluate(apart, previous=before, settled=False), evaluate(apart)
    for id in (tray.id, "r2.sw"):
        np.testing.assert_allclose(live.field(id).t_c, alone.field(id).t_c, atol=LIVE_K)


@pytest.mark.parametrize(("air_k", "coolant_k"), [(3.0, 0.0), (0.0, -2.0), (2.5, 1.5)])
def test_a_field_with_leads_is_what_it_is_at_other_inlets(air_k, coolant_k):
    board = solved("gb200_nvl72").boards["compute"]
    air_c, coolant_c = board.air_in_c + air_k, board.coolant_in_c + coolant_k
    field = board.start_at(air_c, coolant_c)
    alone = solve_tray(tray_heat(board.heat, air_c, coolant_c))
    for name in (*TEMPERATURES, *WATTS):
        np.testing.assert_allclose(getattr(field, name), getattr(alone, name), atol=2e-4, rtol=1e-6)


# -- what is asked of results ----------------------------------------------------------------------


def test_results_belong_to_their_layout_and_fill_their_tables():
    results = solved("gb200_nvl72")
    assert results.layout is shipped("gb200_nvl72")
    layout = results.layout
    assert list(results.trays.index) == [tray.id for tray in layout.trays]
    assert list(results.links.index) == [link.id for link in layout.links]
    assert len(results.components) == sum(len(layout.design_of(t.id).parts) for t in layout.trays)
    assert (results.components.t_limit_c - results.components.t_c).equals(results.components.headroom_k)
    hottest = results.trays.hottest["r1.c01"]
    own = results.components.loc["r1.c01"]
    assert own.headroom_k[hottest] == own.headroom_k.min() == results.trays.headroom_k["r1.c01"]
    assert results.totals["headroom_k"].typical == pytest.approx(results.components.headroom_k.min())


@pytest.mark.parametrize("name", NAMES)
def test_a_tray_has_the_rate_and_the_worst_margin_of_its_links(name):
    results = solved(name)
    both_ways = sum(s.rate_tbps for s in results.tray_states.values())
    ends = sum(s.end_gbps for s in results.link_states.values()) / 1000
    assert both_ways == pytest.approx(ends)
    margins = [s.margin_db for s in results.tray_states.values() if not math.isnan(s.margin_db)]
    assert min(margins) == pytest.approx(results.totals["margin_db"].typical)
