"""What the boards' heat does to links: which temperatures they are given, and what those cost them."""

import math

import numpy as np
import pytest

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.decide.fixes import cheapest, fixes, is_broken
from explorer.analysis.links.groups import link_states
from explorer.catalog import typical
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved

KNOWN_C = ("receiver_c", "laser_c", "board_c", "cable_c")


def warmer(layout, by_k):
    """The layout in a room whose air and coolant are warmer."""
    racks = [rack.replaced(coolant_supply_c=rack.coolant_supply_c + by_k) for rack in layout.racks]
    return layout.replaced(layout.site.replaced(supply_air_c=layout.site.supply_air_c + by_k), *racks)


@pytest.mark.parametrize("name", NAMES)
def test_links_have_the_temperatures_that_their_trays_show(name):
    """Looked up part by part in the tables of every tray."""
    results = solved(name)
    for key, state in results.link_states.items():
        trays = [t for t in results.layout.trays if t.design in dict(state.link.ends)]
        ports, lasers, maps = [], [], []
        for tray in trays:
            own = [p for p in results.layout.element(tray.design).parts if getattr(p, "links", "") == key]
            found = results.parts(tray.id)
            ports.append([found[p.id].t_c for p in own if p.kind != "laser"])
            lasers += [found[p.id].t_c for p in own if p.kind == "laser"]
            maps.append(float(results.field(tray.id).t_c.mean()))
        assert state.receiver_c == pytest.approx(max(max(t) for t in ports if t))
        assert state.cable_c == pytest.approx(max(np.mean(t) for t in ports if t))
        assert state.board_c == pytest.approx(max(maps), abs=0.01)
        if lasers:
            assert state.laser_c == pytest.approx(max(lasers))
        else:
            assert math.isnan(state.laser_c)


@pytest.mark.parametrize("name", NAMES)
def test_the_margins_of_results_are_those_at_the_solved_temperatures(name):
    results = solved(name)
    for key, cold in link_states(results.layout).items():
        state = results.link_states[key]
        warm = cold.warmed(**{what: getattr(state, what) for what in KNOWN_C})
        assert results.links.margin_db[key] == pytest.approx(warm.margin_db, abs=1e-9)
        assert results.links.margin_db[key] != cold.margin_db


def test_a_warmer_room_costs_every_kind_of_link_some_margin():
    for name in ("gb200_nvl72", "switch_51t_npo", "switch_51t_cpo"):
        layout, before = shipped(name), solved(name)
        after = evaluate(warmer(layout, 10.0), before)
        lost = before.links.line_margin_db - after.links.line_margin_db
        assert (lost > 0.01).all(), name


def test_copper_loses_what_its_boards_and_its_cable_have_warmed():
    layout, before = shipped("gb200_nvl72"), solved("gb200_nvl72")
    after = evaluate(warmer(layout, 10.0), before)
    old, new = (r.link_states["nvlink"] for r in (before, after))
    i = np.unravel_index(old.line_margin_db.argmin(), old.length_m.shape)
    traces = sum(float(h.trace_db[h.loss_db().argmax()]) for h in old.hosts.values())
    per_k = typical("copper_loss_per_k")
    cable_db = old.length_m[i] * old.channel.db_per_m.typical
    rise = per_k * (traces * (new.board_c - old.board_c) + cable_db * (new.cable_c - old.cable_c))
    assert old.margin_db - new.margin_db == pytest.approx(rise, rel=0.02)
    assert 0.1 < rise < 2.0
    # equalizers are set when a link comes up, so watts stay
    assert new.host_w() == old.host_w()


def test_an_engine_dragged_to_its_asic_is_warmer_and_has_less_to_cross():
    layout, before = shipped("switch_51t_npo"), solved("switch_51t_npo")
    asic = next(p for p in layout.element("sw").parts if p.kind == "asic")
    engines = [p for p in layout.element("sw").parts if p.kind == "engine"]
    part = max(engines, key=lambda p: math.hypot(p.x_mm - asic.x_mm, p.y_mm - asic.y_mm))
    x_mm, y_mm = (a + 0.25 * (b - a) for a, b in ((part.x_mm, asic.x_mm), (part.y_mm, asic.y_mm)))
    after = evaluate(layout.moved(part.id, x_mm=x_mm, y_mm=y_mm), before, settled=False)
    tray = layout.trays_of("sw")[0].id
    assert after.parts(tray)[part.id].t_c > before.parts(tray)[part.id].t_c
    old, new = (r.link_states["ports"] for r in (before, after))
    assert new.hosts["sw"].trace_mm.sum() < old.hosts["sw"].trace_mm.sum()


@pytest.mark.parametrize("by_k", [0.0, 20.0])
def test_a_light_source_holds_its_light_up_to_its_rating_and_then_dims(by_k):
    rated = catalog.load().technology("els_module_vhp").t_limit_c
    state = evaluate(warmer(shipped("switch_51t_npo"), by_k)).link_states["ports"]
    steps = {step.name: step.typical_db for step in state.line.steps}
    assert (state.laser_c > rated) == (by_k > 0.0) == ("Dim laser" in steps)
    if by_k:
        lost_db = 10 * math.log10(math.e) * (state.laser_c - rated) / typical("laser_t1_k")
        assert steps["Dim laser"] == pytest.approx(-lost_db)
        assert lost_db > 0.1
    assert steps["Warm receiver"] < 0


def test_the_highest_tray_of_a_rack_with_layered_air_sets_the_margin():
    layout = shipped("gb200_nvl72")
    layered = layout.replaced(layout.racks[0].replaced(air_gradient_k_per_u=0.4))
    results = evaluate(layered, solved("gb200_nvl72"))
    state = results.link_states["scaleout"]
    trays = layered.trays_of("compute")
    by_tray = {
        t.u: max(
            results.parts(t.id)[p.id].t_c
            for p in layered.element("compute").parts
            if getattr(p, "links", "") == "scaleout"
        )
        for t in trays
    }
    assert state.receiver_c == pytest.approx(by_tray[max(by_tray)])
    assert state.receiver_c > by_tray[min(by_tray)] + 3.0


def test_where_a_board_runs_away_its_links_keep_the_catalogs_figures():
    layout = small_rack()
    asic = layout.element("sw.asic").replaced(
        power_w=20000.0, leakage_share=0.9, cooling="heat_sink", t_limit_c=200
    )
    results = evaluate(layout.replaced(asic))
    assert results.boards["sw"].runaway
    state = results.link_states["ports"]
    assert all(math.isnan(getattr(state, what)) for what in KNOWN_C)
    assert state.margin_db == link_states(results.layout)["ports"].margin_db
    assert math.isfinite(results.totals["margin_db"].typical)


def test_a_link_that_only_heat_breaks_has_ways_out():
    """Cartridge copper at the length at which it would just pass cold."""
    layout = shipped("gb200_nvl72")
    short = link_states(layout.replaced(layout.element("nvlink").replaced(length_m=0.5)))["nvlink"]
    edge = layout.replaced(layout.element("nvlink").replaced(length_m=short.copper_reach_m - 0.005))
    assert not is_broken(link_states(edge)["nvlink"])
    results = evaluate(edge, solved("gb200_nvl72"))
    state = results.link_states["nvlink"]
    assert is_broken(state)
    assert any(f.rule == "margin" and f.element == "nvlink" for f in results.findings)
    ways = fixes(edge, "nvlink", results)
    assert {"AEC", "CPO"} <= {fix.kind for fix in ways}
    mended, applied = cheapest(edge, results=results)
    assert [fix.link for fix in applied] == ["nvlink"]
    errors = [f for f in evaluate(mended, results).findings if f.rule in ("margin", "reach")]
    assert not [f for f in errors if f.severity == "error"]


def test_warm_modules_fail_more_often():
    """By hand: dirt stays, lasers go with 0.7 eV, all other parts of a module with 0.35 eV."""
    before = solved("switch_51t_dsp")
    after = evaluate(warmer(before.layout, 10.0), before)
    old, new = (r.link_states["ports"].receiver_c for r in (before, after))
    dirt, lasers, others = 0.67, 8 * 125.0, 300.0 + 2 * (125.0 + 90.0) + 8 * 60.0
    lasers, others = ((1.0 - dirt) * fit / (lasers + others) for fit in (lasers, others))

    def rate(t_c):
        kelvin = 1 / (50.0 + 273.15) - 1 / (t_c + 273.15)
        return (
            dirt
            + lasers * math.exp(0.7 / 8.617333e-5 * kelvin)
            + others * math.exp(0.35 / 8.617333e-5 * kelvin)
        )

    rise = after.links.failures_per_year["ports"] / before.links.failures_per_year["ports"]
    assert rise == pytest.approx(rate(new) / rate(old), rel=1e-6)
    assert 1.1 < rise < 1.5
