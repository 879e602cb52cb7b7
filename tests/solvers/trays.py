"""Trays that the heat tests share."""

import numpy as np

from explorer.solvers.grid import Layers, boxes
from explorer.solvers.tray import TrayHeat

NAN = float("nan")


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
    fields = ("layer", "x_m", "y_m", "dx_m", "dy_m", "kxy", "kz", "h_air", "h_coolant", "power_w", "plate")
    columns = {name: np.array(values) for name, values in zip(fields, zip(*rows, strict=True), strict=True)}
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
