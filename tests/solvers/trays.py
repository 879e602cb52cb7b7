"""Trays that the heat tests share."""

import numpy as np
from hypothesis import strategies as st

from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.tray import TrayHeat

NAN = float("nan")
FIELDS = ("layer", "x_m", "y_m", "dx_m", "dy_m", "kxy", "kz", "h_air", "h_coolant", "power_w", "plate")


def mixed_tray(grid=(17, 14), **changes) -> TrayHeat:
    """Four layers, conductivities from 0.05 to 390, air lanes, two coolant streams over three plates."""
    rows = [  # layer, x, y, dx, dy, kxy, kz, h_air, h_coolant, power, plate
        (1, 0.050, 0.050, 0.100, 0.090, 30.0, 1.0, NAN, NAN, 0.0, -1),
        (2, 0.080, 0.070, 0.033, 0.033, 110.0, 20.0, NAN, NAN, 300.0, -1),
        (2, 0.120, 0.110, 0.018, 0.018, 90.0, 8.0, NAN, NAN, 14.0, -1),
        (3, 0.060, 0.052, 0.074, 0.066, 390.0, 390.0, 0.0, 9000.0, 0.0, 0),
        (3, 0.100, 0.105, 0.060, 0.050, 390.0, 390.0, 0.0, 6000.0, 0.0, 1),
        (3, 0.010, 0.010, 0.018, 0.060, 180.0, 180.0, 220.0, NAN, 20.0, -1),
        (3, 0.170, 0.020, 0.025, 0.150, 180.0, 180.0, 0.0, 3000.0, 35.0, 0),
    ]
    columns = {name: np.array(values) for name, values in zip(FIELDS, zip(*rows, strict=True), strict=True)}
    stack = Layers(
        np.array([0.002, 0.001, 0.0015, 0.004]),
        np.array([20.0, 0.05, 0.05, 0.05]),
        np.array([0.5, 0.05, 0.05, 0.05]),
        np.array([0.0, 1e-5, 3e-5]),
    )
    heat = TrayHeat(
        (0.21, 0.19), grid, stack, boxes(len(rows), **columns), h_air=25.0, h_bottom=10.0, air_in_c=27.0,
        air_m_dot_kg_s=0.02, coolant_in_c=np.array([40.0, 32.0]), coolant_m_dot_kg_s=np.array([0.01, 0.02]),
        coolant_cp=np.array([3900.0, 3850.0]),
    )  # fmt: skip
    return heat._replace(**changes)


@st.composite
def any_tray(draw, most_cells=24) -> TrayHeat:
    """A tray of 4 to 24 layers with conductivities from 0.05 to 400, on any grid, with parts anywhere."""

    def spread(low, high):
        return 10.0 ** draw(st.floats(np.log10(low), np.log10(high)))

    nz = draw(st.integers(4, 24))
    grid = draw(st.integers(1, most_cells)), draw(st.integers(1, most_cells))
    size_m = spread(0.03, 0.6), spread(0.03, 0.6)
    stack = [[spread(low, high) for _ in range(nz)] for low, high in ((5e-5, 5e-3), (0.05, 400), (0.05, 400))]
    contact = np.array([draw(st.sampled_from([0.0, 1e-5, 1e-4])) for _ in range(nz - 1)])
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        x, y = draw(st.floats(0, 0.9)), draw(st.floats(0, 0.9))
        wide, deep = draw(st.floats(0.05, 1.0)) * (1 - x), draw(st.floats(0.05, 1.0)) * (1 - y)
        wet = draw(st.booleans())
        rows.append(
            (
                draw(st.integers(0, nz - 1)),
                *(x * size_m[0], y * size_m[1], wide * size_m[0], deep * size_m[1]),
                draw(st.one_of(st.just(NAN), st.floats(0.05, 400))),
                draw(st.one_of(st.just(NAN), st.floats(0.05, 400))),
                draw(st.sampled_from([NAN, 0.0, 25.0, 250.0])),
                spread(100, 20000) if wet else NAN,
                draw(st.sampled_from([0.0, 5.0, 50.0, 500.0])),
                draw(st.integers(0, 1)) if wet else -1,
            )
        )
    columns = {name: np.array(v) for name, v in zip(FIELDS, zip(*rows, strict=True), strict=True)}
    return TrayHeat(
        size_m, grid, Layers(*map(np.array, stack), contact), boxes(len(rows), **columns),
        h_air=spread(5, 50), h_bottom=draw(st.sampled_from([0.0, 10.0])), air_in_c=25.0,
        air_m_dot_kg_s=draw(st.sampled_from([0.0, 0.003, 0.05])), coolant_in_c=np.array([25.0, 32.0]),
        coolant_m_dot_kg_s=np.array([spread(1e-3, 0.05), 0.02]), coolant_cp=np.full(2, 3900.0),
    )  # fmt: skip
