"""Glances at one tray while its parts are dragged, against evaluations of everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.glance import WITHIN_K, glance
from explorer.model import edits
from explorer.solvers.heat.coupling import LIVE_K
from tests.shipped import shipped, solved

DRAGS = [
    ("gb200_nvl72_cpo", "r1.sw1", "nvsw.nvlink_oe03"),
    ("gb200_nvl72_cpo", "r1.sw9", "nvsw.nvlink_oe03"),
    ("gb200_nvl72", "r1.c01", "compute.nic0"),
    ("switch_51t_cpo", "r1.sw1", "sw.ports_oe02"),
    ("switch_51t_dsp", "r1.sw1", "sw.fan0"),
]
GLANCES = 3
"""That the page takes one after the other at least, before it asks for everything"""


def moved(layout, part, dx_mm, dy_mm=0.0):
    element = layout.element(part)
    return layout.moved(part, x_mm=element.x_mm + dx_mm, y_mm=element.y_mm + dy_mm)


def parts_c(results, tray):
    return np.array([state.t_c for state in results.parts(tray).values()])


@pytest.mark.parametrize(("name", "tray", "part"), DRAGS)
def test_a_drag_is_what_its_place_is_solved_alone(name, tray, part):
    layout, seen = shipped(name), solved(name)
    for step in range(1, 13):
        place = moved(layout, part, 2.0 * step, -step)
        whole = step % (GLANCES + 1) == 0
        seen = evaluate(place, seen, settled=False) if whole else glance(place, seen, tray).results
        if step % (GLANCES + 1) == GLANCES:
            alone = evaluate(place)
            np.testing.assert_allclose(seen.field(tray).t_c, alone.field(tray).t_c, atol=WITHIN_K)
            np.testing.assert_allclose(parts_c(seen, tray), parts_c(alone, tray), atol=WITHIN_K)
            state, settled = seen.tray_states[tray], alone.tray_states[tray]
            assert state.hottest == settled.hottest
            assert state.t_max_c == pytest.approx(settled.t_max_c, abs=WITHIN_K)
            assert state.headroom_k == pytest.approx(settled.headroom_k, abs=WITHIN_K)
            how, error_k = seen.solution(tray)
            assert how == "live"
            assert error_k >= WITHIN_K


@pytest.mark.parametrize(("name", "tray", "part"), DRAGS[:3])
def test_all_else_is_that_of_before(name, tray, part):
    before = solved(name)
    glanced = glance(moved(before.layout, part, 3.0), before, tray)
    seen = glanced.results
    assert glanced.tray == tray
    for what in ("totals", "findings", "feed", "link_states", "rack_cooling", "supplies_c"):
        assert getattr(seen, what) is getattr(before, what)
    others = set(before.tray_states) - {tray}
    assert all(seen.tray_states[key] is before.tray_states[key] for key in others)
    new = [key for key in seen.boards if seen.boards[key] is not before.boards[key]]
    assert new == [before.layout.design_of(tray).id]
    assert not seen.settled
    assert (seen.field(tray).t_c != before.field(tray).t_c).any()


@pytest.mark.parametrize(("name", "tray", "part"), DRAGS[:4])
def test_what_is_evaluated_after_glances_is_what_it_is_without(name, tray, part):
    layout, seen = shipped(name), solved(name)
    for step in range(1, 8):
        seen = glance(moved(layout, part, 2.0 * step), seen, tray).results
    alone = evaluate(seen.layout)
    after = evaluate(seen.layout, previous=seen)
    assert after.settled
    # watts stand still while no part would move by 0.001 K, and where in it depends on where they started
    assert after.totals["rack_kw"].typical == pytest.approx(alone.totals["rack_kw"].typical, rel=1.5e-5)
    live = evaluate(seen.layout, previous=seen, settled=False)
    assert live.totals["rack_kw"].typical == pytest.approx(alone.totals["rack_kw"].typical, rel=1e-4)
    for other in (t.id for t in layout.trays_of(layout.design_of(tray).id)):
        np.testing.assert_allclose(parts_c(after, other), parts_c(alone, other), atol=2e-3)
        np.testing.assert_allclose(parts_c(live, other), parts_c(alone, other), atol=2 * LIVE_K)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(-40.0, 40.0), st.floats(-40.0, 40.0)), min_size=1, max_size=5))
def test_any_way_of_an_engine_ends_in_the_field_of_its_place(way):
    name, tray, part = DRAGS[0]
    before = seen = solved(name)
    for dx_mm, dy_mm in way:
        seen = glance(moved(before.layout, part, dx_mm, dy_mm), seen, tray).results
    straight = glance(seen.layout, before, tray).results
    np.testing.assert_allclose(parts_c(seen, tray), parts_c(straight, tray), atol=2 * LIVE_K)


CHANGES = {
    "a part of another board": lambda layout: moved(layout, "compute.nic0", 2.0),
    "a tray": lambda layout: layout.moved("r1.sw9", u=35),
    "a part turned": lambda layout: edits.rotated(layout, ["nvsw.nvlink_oe03"]),
    "a part locked": lambda layout: edits.locked(layout, ["nvsw.nvlink_oe03"], True),
    "a part's watts": lambda layout: layout.replaced(layout.element("nvsw.asic0").replaced(power_w=500.0)),
    "the board": lambda layout: layout.replaced(layout.element("nvsw").replaced(airflow_cfm=30.0)),
    "the site": lambda layout: layout.replaced(layout.site.replaced(supply_air_c=30.0)),
    "the rack": lambda layout: layout.replaced(layout.element("r1").replaced(coolant_supply_c=25.0)),
    "a link group": lambda layout: layout.replaced(layout.links[0].replaced(label="Other")),
    "a part more": lambda layout: layout.replaced(
        layout.element("nvsw").replaced(
            parts=(*layout.element("nvsw").parts, layout.element("nvsw.asic0").replaced(id="nvsw.more"))
        )
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_other_change_has_to_be_evaluated(change):
    before = solved("gb200_nvl72_cpo")
    assert glance(moved(before.layout, "nvsw.nvlink_oe03", 2.0), before, "r1.sw1") is not None
    edited = moved(change(before.layout), "nvsw.nvlink_oe03", 2.0)
    assert glance(edited, before, "r1.sw1") is None


@pytest.mark.parametrize("tray", ["", "r9.none", "nvsw", "nvsw.nvlink_oe03"])
def test_what_is_no_tray_cannot_be_glanced_at(tray):
    before = solved("gb200_nvl72_cpo")
    assert glance(moved(before.layout, "nvsw.nvlink_oe03", 2.0), before, tray) is None


def test_a_board_that_runs_away_has_no_field_to_start_from():
    layout = shipped("switch_51t_cpo")
    asic = layout.element("sw.asic0").replaced(power_w=2000.0, leakage_share=0.9)
    before = evaluate(layout.replaced(asic))
    assert before.boards["sw"].runaway
    assert glance(moved(before.layout, "sw.ports_oe02", 2.0), before, "r1.sw1") is None


def test_where_the_last_answer_came_from_the_response_there_is_no_field_to_start_from():
    before = evaluate(shipped("switch_51t_cpo"))
    before.prepare("r1.sw1")
    asic = before.layout.element("sw.asic0")
    edited = before.layout.replaced(asic.replaced(power_w=asic.power_w + 5.0))
    warmer = evaluate(edited, before, settled=False)
    assert warmer.solution("r1.sw1")[0] == "response"
    assert glance(moved(edited, "sw.ports_oe02", 2.0), warmer, "r1.sw1") is None
