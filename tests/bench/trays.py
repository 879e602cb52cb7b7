"""The tray that the benchmarks solve: the reference switch tray, in air and coolant, on any grid."""

import json
from pathlib import Path

import numpy as np

from explorer.solvers.heat.tray import TrayHeat
from explorer.verify.run import tray_of

CASE = Path(__file__).parents[1] / "cases" / "switch_tray_128.json"
LID, ENGINE = 2, 3


def switch_tray(n: int, in_streams: bool = True) -> TrayHeat:
    """91 boxes in four layers on ``n`` squared cells.

    ``in_streams`` lets the air warm up along its lanes and puts coolant on the ASIC's lid; else both
    keep their temperature, as in the reference case.
    """
    heat = tray_of(json.loads(CASE.read_text())["inputs"])._replace(grid=(n, n))
    if not in_streams:
        return heat
    b = heat.boxes
    h_air, h_coolant, plate = b.h_air.copy(), b.h_coolant.copy(), b.plate.copy()
    h_air[LID], h_coolant[LID], plate[LID] = 0.0, 9000.0, 0
    return heat._replace(
        boxes=b._replace(h_air=h_air, h_coolant=h_coolant, plate=plate),
        air_in_c=30.0,
        air_m_dot_kg_s=0.05,
        coolant_in_c=np.array([35.0]),
        coolant_m_dot_kg_s=np.array([0.02]),
        coolant_cp=np.array([3900.0]),
    )


def moved(heat: TrayHeat, steps: int) -> TrayHeat:
    """The tray with one engine dragged by whole cells, at most four, then back and forth."""
    x_m = heat.boxes.x_m.copy()
    x_m[ENGINE] += (4 - abs(steps % 8 - 4)) * heat.size_m[0] / heat.grid[0]
    return heat._replace(boxes=heat.boxes._replace(x_m=x_m))
