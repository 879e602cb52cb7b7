"""Busbar, converters and rails against the slow way, closed forms and the energy they carry."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.power.converters import LOAD_POINTS
from explorer.catalog import typical
from explorer.errors import SolverError
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.efficiency import input_power
from tests.analysis import naive
from tests.analysis.racks import small_rack, without_leakage

CASES = Path(__file__).parents[2] / "cases"


def balanced(ladder, v0, power):
    """Whether the sources give what loads, segments and droop take."""
    given_w = v0 * ladder.shelf_a.sum()
    taken = np.sum(power) + ladder.segment_loss_w.sum() + ladder.droop_loss_w.sum()
    return given_w == pytest.approx(taken, rel=1e-9, abs=1e-12)


@st.composite
def ladders(draw):
    n = draw(st.integers(1, 12))
    r = draw(st.lists(st.floats(1e-7, 1e-4), min_size=n - 1, max_size=n - 1))
    node = draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=4))
    droop = draw(st.lists(st.floats(1e-4, 2e-3), min_size=len(node), max_size=len(node)))
    power = draw(st.lists(st.floats(0.0, 8000.0), min_size=n, max_size=n))
    return r, node, droop, draw(st.floats(44.0, 58.0)), power


@settings(max_examples=150)
@given(ladders())
def test_a_busbar_as_by_dense_newton(case):
    r, node, droop, v0, power = case
    ladder = solve_ladder(*case)
    expected = naive.busbar_v(r, node, droop, v0, np.array(power))
    assert ladder.collapsed == (expected is None or expected.min() < v0 / 4)
    if not ladder.collapsed:
        np.testing.assert_allclose(ladder.voltage_v, expected, rtol=1e-9)
        assert balanced(ladder, v0, power)
        assert ladder.iterations <= 10


@given(share=st.floats(1e-9, 0.999), r=st.floats(1e-4, 1e-2), v0=st.floats(12.0, 800.0))
def test_one_load_has_a_closed_form_until_it_collapses(share, r, v0):
    power = share * v0**2 / (4 * r)
    ladder = solve_ladder([], [0], [r], v0, [power])
    assert ladder.voltage_v[0] == pytest.approx((v0 + np.sqrt(v0**2 - 4 * power * r)) / 2, rel=1e-9)
    assert balanced(ladder, v0, [power])
    beyond = solve_ladder([], [0], [r], v0, [v0**2 / (4 * r) * (1.001 + share)])
    assert beyond.collapsed
    assert np.isnan(beyond.voltage_v).all()


@given(st.floats(-9, 3), st.floats(1e-8, 1e-3))
def test_a_light_load_is_no_collapse(decade, r):
    """A few hundred watts once ended in the rounding of 50 V and were called a collapse."""
    power = np.array([0.0, 10.0**decade, 10.0**decade])
    ladder = solve_ladder([r, r], [0], [0.75e-3], 50.0, power)
    assert not ladder.collapsed
    assert balanced(ladder, 50.0, power)


def test_no_load_has_no_drop():
    ladder = solve_ladder([1e-5], [1], [1e-3], 50.0, [0.0, 0.0])
    assert ladder.voltage_v.tolist() == [50.0, 50.0]
    assert ladder.segment_a.tolist() == [0.0]


@pytest.mark.parametrize("name", ["dc_ladder_3_shelves", "dc_single_load", "dc_single_load_collapse"])
def test_the_cases_of_other_programs(name):
    case = json.loads((CASES / f"{name}.json").read_text())
    given_, expected = case["inputs"], case["expected"]
    node = [s["node"] for s in given_["shelves"]]
    droop = [s["r_droop_ohm"] for s in given_["shelves"]]
    r = [given_["r_segment_ohm"]] * (given_["n"] - 1)
    ladder = solve_ladder(r, node, droop, given_["v0_v"], given_["power_w"])
    assert ladder.collapsed == expected.get("collapse", False)
    if not ladder.collapsed:
        np.testing.assert_allclose(ladder.voltage_v, expected["voltage_v"], atol=1e-9)
        assert balanced(ladder, given_["v0_v"], given_["power_w"])
    if "shelf_current_a" in expected:
        np.testing.assert_allclose(ladder.shelf_a, expected["shelf_current_a"], rtol=1e-6)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (([], [], [], 50.0, [1.0]), "no power shelf"),
        (([], [0], [1e-3], 50.0, []), "0 nodes"),
        (([1e-5], [0], [1e-3], 50.0, [1.0]), "1 nodes need 0 segments, 1 are given"),
        (([1e-5], [2], [1e-3], 50.0, [1.0, 1.0]), "a shelf feeds node 2, there are 2"),
        (([0.0], [0], [1e-3], 50.0, [1.0, 1.0]), "segment 0 is not positive"),
        (([1e-5], [0], [-1e-3], 50.0, [1.0, 1.0]), "shelf droop 0 is not positive"),
        (([1e-5], [0], [1e-3], 0.0, [1.0, 1.0]), "voltage 0 is not positive"),
        (([1e-5], [0], [1e-3], 50.0, [1.0, np.nan]), "load at node 1 is not a number"),
        (([1e-5], [0], [1e-3], 50.0, [1.0, -2.0]), "load at node 1 is negative: -2"),
        (([1e-5], [0], [1e-3], 50.0, [1.0, 1.0], -1e-6), "clip 0 is negative"),
        (([1e-5], [0], [1e-3], 50.0, [1.0, 1.0], [1e-6]), "2 values of clip are needed, 1 are given"),
        (([1e-5], [0, 1], [1e-3] * 2, [50.0], [1.0, 1.0]), "2 values of shelf voltage are needed"),
    ],
)
def test_a_busbar_that_cannot_be_is_refused(case, words):
    with pytest.raises(SolverError, match=words):
        solve_ladder(*case)


CURVE = st.lists(st.tuples(st.floats(0.01, 1.2), st.floats(0.5, 1.0)), min_size=1, max_size=6)


@given(
    points=CURVE, outputs=st.lists(st.floats(0.0, 5000.0), min_size=1, max_size=6), rating=st.floats(100, 4e4)
)
def test_a_supply_follows_its_curve(points, outputs, rating):
    points = sorted(dict(points).items())
    load, efficiency = zip(*points, strict=True)
    inputs = [x / y for x, y in points]
    assume(all(a < b for a, b in pairwise(inputs)))
    got = input_power(np.array(outputs), rating, load, efficiency)
    np.testing.assert_allclose(got, [naive.input_w(w, rating, points) for w in outputs], rtol=1e-9)
    assert (got >= np.array(outputs)).all()


@pytest.mark.parametrize(
    ("load", "efficiency", "words"),
    [
        ([0.5, 0.1], [0.9, 0.9], "loads have to grow"),
        ([0.1, 0.1], [0.9, 0.9], "loads have to grow"),
        ([0.1, 0.5], [0.9], "loads have to grow"),
        ([0.1, 0.5], [0.9, 1.1], "1.1 is outside the allowed range 0 to 1"),
        ([0.1, 0.5], [0.0, 0.9], "outside the allowed range 0 to 1"),
        ([0.1, 0.5], [0.9, np.nan], "nan is outside the allowed range 0 to 1"),
        ([0.1, np.nan], [0.9, 0.9], "loads have to grow"),
        ([], [], "loads have to grow"),
        ([0.5, 0.6], [0.4, 0.9], "at a load of 0.6 it takes less than at 0.5"),
    ],
)
def test_a_curve_that_cannot_be_is_refused(load, efficiency, words):
    with pytest.raises(SolverError, match=words):
        input_power(100.0, 1000.0, load, efficiency)


def test_a_shelf_takes_what_its_curve_says():
    results = evaluate(small_rack())
    out_w = results.feed.shelf_out_w["r1.ps1"]
    curve = [(p / 100, typical(f"rectifier_efficiency_{p}")) for p in LOAD_POINTS]
    assert results.feed.shelf_in_w["r1.ps1"] == pytest.approx(naive.input_w(out_w, 3000.0, curve))
    table = results.power
    assert table.loss_w["r1.ps1"] == pytest.approx(results.tray_states["r1.ps1"].power_w - 3.0, abs=1.0)


def test_every_watt_of_a_part_passes_its_rail():
    """One more watt in the ASIC costs what its rail and the intermediate bus lose on it."""
    layout = without_leakage(small_rack())
    more = layout.replaced(layout.element("sw.asic").replaced(power_w=201.0))
    drawn = [evaluate(each).tray_states["r1.sw1"].power_w for each in (layout, more)]
    through = typical("ibc_efficiency") * typical("asic_rail_efficiency")
    assert drawn[1] - drawn[0] == pytest.approx(1.0 / through)
