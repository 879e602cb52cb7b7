"""The reference cases of the solvers, and walls in time against their Fourier series."""

import io
import json
from pathlib import Path

import pytest

from explorer.solvers.wall import plane_wall
from explorer.verify import main, verify
from tests.solvers import naive

CASES = Path(__file__).parents[1] / "cases"
SOLVED = (
    *("conduction", "stream", "transient", "leakage", "laser", "manifold"),
    *("dc_ladder", "pam4_ber", "arrhenius", "copper_reach"),
)
SOLVED_CASES = [p for p in sorted(CASES.glob("*.json")) if json.loads(p.read_text())["kind"] in SOLVED]


@pytest.mark.parametrize("path", SOLVED_CASES, ids=lambda p: p.stem)
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


def test_a_wall_cools_as_its_series():
    thickness_m, k, rho_c, h = 0.01, 2.0, 2e6, 500.0
    rows = plane_wall(thickness_m, k, rho_c, h, 50.0, [5.0, 20.0, 100.0])
    for row, t_s in zip(rows, (5.0, 20.0, 100.0), strict=True):
        for place, got in ((0.005, row[0]), (0.995, row[-1])):
            series = naive.plane_wall(h * thickness_m / k, k * t_s / rho_c / thickness_m**2, place)
            assert got == pytest.approx(50.0 * series, rel=1e-3)
