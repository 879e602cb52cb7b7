"""Transient cases in the words of different hands come to the same answers."""

import json

import pytest

from explorer.verify.run import main
from explorer.verify.transient import transient
from tests.solvers.naive import plane_wall

L_M, K, RHO, CP, H = 0.02, 3.0, 2500.0, 800.0, 450.0
BIOT, T_S = H * L_M / K, [40.0, 266.0]
FOURIER = [K / (RHO * CP) * t / L_M**2 for t in T_S]


def series(place):
    return [30.0 * plane_wall(BIOT, fo, place) for fo in FOURIER]


@pytest.mark.parametrize(
    "spelled",
    [
        {"thickness_m": L_M, "k": K, "rho_c": RHO * CP, "h": H, "first_rise_k": 30.0, "t_s": T_S},
        {"l_m": L_M, "k": K, "rho": RHO, "cp": CP, "h": H, "theta0_k": 30.0, "t_s": T_S},
        {
            "half_thickness_m": L_M,
            "k": K,
            "alpha": K / (RHO * CP),
            "h": H,
            "initial_rise_k": 30.0,
            "t_s": T_S,
        },
        {"biot": BIOT, "fourier": FOURIER, "rise0_k": 30.0},
    ],
)
def test_names_of_a_wall(spelled):
    asked = {key: [0.0, 0.0] for key in ("rise_k", "insulated_rise_k", "center_rise_k", "surface_rise_k")}
    got = transient(spelled, asked)
    for key in asked:
        assert got[key] == pytest.approx(series(1.0 if "surface" in key else 0.0), rel=1e-3)


def test_shapes_of_a_wall():
    wall = {"thickness_m": L_M, "k": K, "rho_c": RHO * CP, "h": H, "first_rise_k": 30.0}
    middle, face = series(0.5), series(1.0)
    x_m = [L_M / 2, L_M]
    rows = [list(pair) for pair in zip(middle, face, strict=True)]
    assert transient({**wall, "t_s": T_S[1]}, {"cooled_face_k": 0.0})["cooled_face_k"] == pytest.approx(
        face[1], rel=1e-3
    )
    for like in (rows, [middle, face]):
        got = transient({**wall, "t_s": [*T_S, T_S[1]], "x_m": x_m}, {"rise_k": [*rows, rows[1]]})
        assert got["rise_k"][0] == pytest.approx(rows[0], rel=1e-3)
        got = transient({**wall, "t_s": T_S[1], "x_m": x_m}, {"rise_k": like[1]})
        assert got["rise_k"] == pytest.approx(rows[1], rel=1e-3)
    points = [{"x_m": L_M / 2, "t_s": T_S[0], "rise_k": 0.0}, {"x_over_l": 1.0, "t_s": T_S[1], "rise_k": 0.0}]
    got = transient(wall, {"points": points})["points"]
    assert [one["rise_k"] for one in got] == pytest.approx([middle[0], face[1]], rel=1e-3)
    warm = {**wall, "t_s": T_S[0], "ambient_c": 25.0, "initial_c": 55.0}
    del warm["first_rise_k"]
    assert transient(warm, {"center_c": 0.0, "center_ratio": 0.0}) == pytest.approx(
        {"center_c": 25.0 + series(0.0)[0], "center_ratio": series(0.0)[0] / 30.0}, rel=1e-3
    )


def test_names_of_a_lumped_part():
    exact = 35.39875129439923
    for part in (
        {"r_k_per_w": 0.08, "c_j_per_k": 350.0},
        {"h": 125.0, "area_m2": 0.1, "m_kg": 0.5, "cp": 700.0},
    ):
        got = transient({**part, "power_w": 700.0, "t_s": 28.0}, {"rise_k": 0.0})
        assert got["rise_k"] == pytest.approx(exact, rel=1e-12)
    got = transient({**part, "power_w": 700.0, "ambient_c": 20.0}, {"points": [{"t_s": 28.0, "t_c": 0.0}]})
    assert got["points"] == [{"t_s": 28.0, "t_c": pytest.approx(20.0 + exact)}]


def test_a_wall_without_what_it_needs_fails_by_name(tmp_path, capsys):
    case = {
        "name": "w",
        "kind": "transient",
        "inputs": {"thickness_m": 0.01, "t_s": [1.0]},
        "expected": {"rise_k": [1.0]},
    }
    path = tmp_path / "w.json"
    path.write_text(json.dumps(case))
    assert main([path]) == 1
    assert "h" in capsys.readouterr().out
