"""What follows from a place, from air and from coolant: the field of a board and the watts of its parts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from tests.analysis.heat.asked import part_c
from tests.analysis.racks import small_rack, without_leakage
from tests.shipped import shipped, solved

CPO = "quantum_x800_photonics"

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
