"""The reference cases of the solvers, and walls in time against their Fourier series."""

import io
import json
import math
from pathlib import Path

import pytest

from explorer.solvers.heat.wall import plane_wall
from explorer.verify.run import main, verify
from tests.solvers import naive

CASES = Path(__file__).parents[1] / "cases"
MORE_CASES = sorted((Path(__file__).parent / "more_cases").glob("*.json"))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")) + MORE_CASES, ids=lambda p: p.stem)
def test_case_passes(path):
    rows = verify([path])
    assert rows
    assert [row for row in rows if not row.passed] == []


def test_a_wrong_expectation_and_an_unknown_kind_fail(tmp_path):
    case = json.loads((CASES / "slab_1d.json").read_text())
    case["expected"]["heat_out_w"] = 5001.0
    (tmp_path / "a.json").write_text(json.dumps(case))
    (tmp_path / "b.json").write_text(json.dumps({**case, "kind": "magic"}))
    out = io.StringIO()
    assert main([tmp_path], out) == 1
    assert out.getvalue().splitlines()[-1].endswith("2 failed")


SLAB, STREAM = "slab_1d", "stream_isothermal_wall_air"
LEAK, BRANCHES = "leakage_fixed_point", "coolant_manifold_4"
MALFORMED = [
    (SLAB, ("inputs", "layers", 1, "kz"), 0.0, "layer 1: kz"),
    (SLAB, ("inputs", "layers", 1, "kz"), math.nan, "kz = nan: has to be a finite number"),
    (SLAB, ("inputs", "layers", 1, "kz"), None, "kz is missing"),
    (SLAB, ("inputs", "layers", 2), "copper", "has to be an object"),
    (SLAB, ("inputs", "layers"), [], "at least one layer"),
    (SLAB, ("inputs", "grid"), [8.5, 8], "grid = 8.5: has to be a whole number"),
    (SLAB, ("inputs", "grid"), [0, 8], "grid 0 x 8"),
    (SLAB, ("inputs", "grid"), [10**5, 10**5], "cells"),
    (SLAB, ("inputs", "boxes", 0, "layer"), 4, "box 0: layer = 4"),
    (SLAB, ("inputs", "boxes", 0, "layer"), -1, "box 0: layer = -1"),
    (SLAB, ("inputs", "boxes", 0, "dx_m"), 0.2, "leaves the board"),
    (SLAB, ("inputs", "h_top"), "high", "h_top = 'high'"),
    (SLAB, ("inputs",), None, "cannot be read"),
    (SLAB, ("expected", "box_mean"), [{"box": 1, "rise_k": 3.0}], "no box 1"),
    (SLAB, ("expected", "points"), [{"layer": 9, "x_m": 0, "y_m": 0, "rise_k": 3.0}], "no layer 9"),
    (SLAB, ("expected", "points"), [{"layer": 0, "x_m": 9, "y_m": 0, "rise_k": 3.0}], "outside the board"),
    (SLAB, ("expected",), {"layer_max": [None] * 4}, "expects nothing"),
    (SLAB, ("tolerance", "abs_k"), "1 K", "abs_k = '1 K'"),
    (SLAB, ("kind",), None, "unknown kind None"),
    (SLAB, ("kind",), "conducton", "did you mean 'conduction'?"),
    (STREAM, ("inputs", "cells"), 0, "cells = 0"),
    (STREAM, ("inputs", "m_dot_kg_s"), -0.01, "m_dot = -0.01"),
    (STREAM, ("inputs", "wall_c"), None, "wall_c is missing"),
    (LEAK, ("inputs", "beta_per_k"), math.inf, "beta_per_k = inf"),
    (BRANCHES, ("inputs", "k_pressure"), [1.0, 0.0, 2.0, 0.5], "branch 1: k_pressure = 0"),
]


@pytest.mark.parametrize(("name", "place", "value", "told"), MALFORMED, ids=str)
def test_a_malformed_case_is_one_failed_row_that_says_why(tmp_path, name, place, value, told):
    case = within = json.loads((CASES / f"{name}.json").read_text())
    for key in place[:-1]:
        within = within[key]
    within[place[-1]] = value
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case))
    (row,) = verify([path])
    assert not row.passed
    assert told in row.quantity


def test_what_is_no_case_at_all_fails(tmp_path):
    for name, text in (("a", "[1, 2]"), ("b", "{"), ("c", "[" * 100_000), ("d", "\udcff")):
        (tmp_path / f"{name}.json").write_text(text, errors="surrogateescape")
    (tmp_path / "empty").mkdir()
    rows = verify([tmp_path, tmp_path / "empty", tmp_path / "nowhere.json"])
    assert len(rows) == 6
    assert not any(row.passed for row in rows)


def test_a_box_can_be_asked_for_by_its_name(tmp_path):
    case = json.loads((CASES / "slab_1d.json").read_text())
    case["inputs"]["boxes"][0]["name"] = "die"
    case["expected"] = {"box_mean": [{"box": "die", "rise_k": 79.31379984319112}, {"box": 0, "rise_k": None}]}
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case))
    (row,) = verify([path])
    assert row.passed
    assert row.quantity == "box_mean[box die].rise_k"


def test_tolerances_are_those_of_the_quantity(tmp_path):
    def allowed(expected, tolerance):
        case = {"kind": "conduction", "inputs": inputs, "expected": expected, "tolerance": tolerance}
        (tmp_path / "case.json").write_text(json.dumps(case))
        return verify([tmp_path])[0].tolerance

    inputs = json.loads((CASES / "slab_1d.json").read_text())["inputs"]
    both = {"abs_k": 0.5, "abs_v": 9.0, "rel": 0.01, "heat_rel": 1e-3}
    assert allowed({"heat_out_w": 5000.0}, both) == pytest.approx(5.0)
    assert allowed({"heat_out_w": 5000.0}, {"abs_k": 0.5, "rel": 0.01}) == pytest.approx(50.0)
    assert allowed({"layer_max": [70.0, None, None, None]}, both) == pytest.approx(0.5 + 0.7)
    assert allowed({"layer_mean": [70.0, None, None, None]}, {"abs": 2.0}) == pytest.approx(2.0)
    assert allowed({"layer_mean": [70.0, None, None, None]}, {}) == 0.0


def test_a_wall_cools_as_its_series():
    thickness_m, k, rho_c, h = 0.01, 2.0, 2e6, 500.0
    rows = plane_wall(thickness_m, k, rho_c, h, 50.0, [5.0, 20.0, 100.0])
    for row, t_s in zip(rows, (5.0, 20.0, 100.0), strict=True):
        for place, got in ((0.005, row[0]), (0.995, row[-1])):
            series = naive.plane_wall(h * thickness_m / k, k * t_s / rho_c / thickness_m**2, place)
            assert got == pytest.approx(50.0 * series, rel=1e-3)
