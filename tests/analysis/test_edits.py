"""What follows from an edit, and that starting from earlier results changes speed and no number."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.heat.board import tray_heat
from explorer.analysis.heat.solved_board import TEMPERATURES, WATTS
from explorer.analysis.power.part_power import drift_of
from explorer.model.ports import with_technology
from explorer.solvers.heat.coupling import LIVE_K
from explorer.solvers.heat.tray import solve_tray
from explorer.solvers.power.feedback import drifted_w
from tests.analysis.racks import small_rack, without_leakage
from tests.shipped import NAMES, shipped, solved

CPO = "quantum_x800_photonics"


def part_c(results):
    return results.components.t_c


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


# -- what follows from a place ---------------------------------------------------------------------


def mirrored(layout, design_id):
    """The layout with one board as seen in a mirror, left for right."""
    design = layout.element(design_id)
    parts = [p.replaced(x_mm=design.width_mm - p.x_mm - p.width_mm) for p in design.parts]
    return layout.replaced(*parts)


@pytest.mark.parametrize("name", ["switch_51t_dsp", CPO])
def test_a_mirrored_board_has_the_mirrored_field(name):
    field = solved(name).field("r1.sw1").t_c
    image = evaluate(mirrored(shipped(name), "sw")).field("r1.sw1").t_c
    np.testing.assert_allclose(image[:, ::-1], field, atol=0.01)
    assert field.max() - field.min() > 10.0


@pytest.mark.parametrize("name", [CPO, "switch_51t_cpo"])
def test_an_engine_dragged_off_its_asic_costs_loss_margin_and_serdes_watts(name):
    layout = shipped(name)
    engine = layout.element("sw.ports_oe01")
    host = layout.element(engine.host)
    away = -1.0 if engine.center_mm[1] < host.center_mm[1] else 1.0
    rows, serdes, last = [], [], solved(name)
    for step in (0.0, 12.0, 24.0, 36.0):
        last = evaluate(layout.moved(engine.id, y_mm=engine.y_mm + away * step), last, settled=False)
        rows.append(last.links.loc["ports"])
        serdes.append(last.boards["sw"].power.serdes_w)
    assert rising([row.trace_mm for row in rows[1:]])
    assert rising([row.host_loss_db for row in rows[1:]])
    assert rising([-row.host_margin_db for row in rows[1:]])
    assert rows[-1].margin_db < rows[0].margin_db
    assert rising([row.host_w for row in rows])
    assert rising(serdes)


def rising(values):
    return all(a < b for a, b in zip(values, values[1:], strict=False))


def test_a_switch_tray_moved_up_lengthens_the_cartridge():
    layout, before = shipped("gb200_nvl72"), solved("gb200_nvl72")
    moved = layout.moved("r1.sw9", u=45)
    after = evaluate(moved, before, settled=False)
    assert after.links.length_m["nvlink"] > before.links.length_m["nvlink"]
    own = [before.tray_states["r1.sw9"].margin_db, after.tray_states["r1.sw9"].margin_db]
    # (45 - 24) U of cable at its loss per meter
    per_m = (own[0] - own[1]) / (21 * 0.04445)
    assert 5.0 < per_m < 12.0
    # what stays where it was keeps its margin but for a hair of warmth
    own = [r.tray_states["r1.sw1"].margin_db for r in (before, after)]
    assert own[1] == pytest.approx(own[0], abs=0.001)
    gradient = layout.element("r1").air_gradient_k_per_u
    assert after.tray_states["r1.sw9"].air_in_c == pytest.approx(25.0 + 44 * gradient)


def test_warmer_supply_air_warms_every_part():
    for name in ("switch_51t_dsp", "gb200_nvl72"):
        layout = without_leakage(shipped(name))
        cool = evaluate(layout)
        warm = evaluate(layout.replaced(layout.site.replaced(supply_air_c=30.0)), cool)
        rise = part_c(warm) - part_c(cool)
        assert (rise > 0).all()
        # warmer copper costs milliwatts, which the power shelves lose their share of
        shelves = [t.id for t in layout.trays if layout.element(t.design).kind == "power_shelf"]
        assert rise.drop(index=shelves, level="tray").max() < 5.0 + 1e-6
        assert rise.max() < 5.0 + 1e-4
    # with nothing but air to cool it, and no watts that depend on temperature, all of it follows
    layout = without_leakage(shipped("switch_51t_dsp"))
    cool = evaluate(layout)
    warm = evaluate(layout.replaced(layout.site.replaced(supply_air_c=30.0)), cool)
    np.testing.assert_allclose(part_c(warm) - part_c(cool), 5.0, atol=1e-4)


def test_leakage_adds_to_what_warmer_air_does():
    layout, asic = shipped("switch_51t_dsp"), ("r1.sw1", "sw.asic0")
    warm = evaluate(layout.replaced(layout.site.replaced(supply_air_c=30.0)), solved("switch_51t_dsp"))
    assert 5.3 < part_c(warm)[asic] - part_c(solved("switch_51t_dsp"))[asic] < 7.0


def test_more_coolant_and_colder_coolant_cool():
    layout, before = shipped("gb200_nvl72"), solved("gb200_nvl72")
    gpu = ("r1.c01", "compute.gpu0")
    for change in ({"coolant_l_per_min": 200.0}, {"coolant_supply_c": 30.0}):
        after = evaluate(layout.replaced(layout.element("r1").replaced(**change)), before, settled=False)
        assert part_c(after)[gpu] < part_c(before)[gpu] - 0.3


@pytest.mark.parametrize("tray", ["r1.c01", "r1.c18", "r1.sw9"])
def test_a_tray_in_graded_air_is_one_in_even_air_of_its_inlet(tray):
    layout = without_leakage(shipped("gb200_nvl72"))
    graded = evaluate(layout, previous=solved("gb200_nvl72"))
    inlet_c = graded.tray_states[tray].air_in_c
    assert inlet_c != graded.boards[layout.element(tray).design].air_in_c or tray == "r1.sw9"
    even = layout.replaced(
        layout.site.replaced(supply_air_c=inlet_c), layout.element("r1").replaced(air_gradient_k_per_u=0.0)
    )
    results = evaluate(even, previous=graded)
    assert results.tray_states[tray].air_in_c == pytest.approx(inlet_c)
    for part, state in results.parts(tray).items():
        assert graded.parts(tray)[part].t_c == pytest.approx(state.t_c, abs=1e-3), part
    np.testing.assert_allclose(graded.field(tray).t_c, results.field(tray).t_c, atol=2e-3)
    assert graded.tray_states[tray].air_w == pytest.approx(results.tray_states[tray].air_w, rel=1e-4)


@settings(max_examples=15)
@given(
    x_mm=st.floats(-40.0, 190.0),
    y_mm=st.floats(-40.0, 270.0),
    power_w=st.floats(0.0, 300.0),
    live=st.booleans(),
)
def test_any_place_and_power_can_be_solved(x_mm, y_mm, power_w, live):
    """While it is dragged a part may hang over the edge or stand in another; its watts stay."""
    layout = small_rack()
    edited = layout.replaced(layout.element("sw.cpu").replaced(x_mm=x_mm, y_mm=y_mm, power_w=power_w))
    results = evaluate(edited, evaluate(layout), settled=not live)
    state = results.tray_states["r1.sw1"]
    out_w = state.air_w + state.coolant_w + state.board_w
    assert out_w == pytest.approx(state.power_w, rel=2e-2 if live else 1e-4)
    assert results.parts("r1.sw1")["sw.cpu"].t_c > 25.0
    assert math.isfinite(results.totals["rack_kw"].typical)


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
