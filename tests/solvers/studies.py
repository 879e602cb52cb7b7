"""Studies of the heat solver's accuracy: numbers that the tests bound and ``docs/physics.md`` shows."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.tray import TrayHeat, solve_tray
from explorer.verify.cases import tray_of
from tests.bench.trays import switch_tray

CASES = Path(__file__).parents[1] / "cases"
ASIC, LID, ENGINE, MODULE = 1, 2, 3, 43
"""Boxes of the reference switch tray."""


class Deviation(NamedTuple):
    """Largest error over the cells, and its root of mean squares [K]."""

    cells: int
    max_k: float
    l2_k: float


def manufactured(n: int) -> Deviation:
    """Error of a made-up field in a box of variable conductivity, on n x n x n / 4 cells.

    The field is T = 20 + 15 cos(pi x / a) cos(2 pi y / a) (1 + z / t)^2, no heat passes the sides. Its
    source is -div(k grad T); through the bottom enters what the field asks for, and the top meets a
    fluid whose temperature varies so that the flux fits. Negative sources are solved for by themselves.
    """
    a, t, kz, h, nz = 0.48, 0.008, 0.8, 200.0, n // 4
    dx, dz = a / n, t / nz
    x = (np.arange(n) + 0.5) * dx
    z = (np.arange(nz) + 0.5) * dz
    p, q = np.pi / a, 2.0 * np.pi / a
    cos_x, cos_y = np.cos(p * x)[None, None, :], np.cos(q * x)[None, :, None]
    sin_x, sin_y = np.sin(p * x)[None, None, :], np.sin(q * x)[None, :, None]
    high = (1.0 + z / t)[:, None, None] ** 2
    k = 20.0 * (1.0 + 0.5 * np.sin(q * x)[None, None, :] * np.sin(p * x)[None, :, None])
    k_x = 10.0 * q * np.cos(q * x)[None, None, :] * np.sin(p * x)[None, :, None]
    k_y = 10.0 * p * np.sin(q * x)[None, None, :] * np.cos(p * x)[None, :, None]
    exact = 20.0 + 15.0 * cos_x * cos_y * high
    along_x = k_x * -p * sin_x * cos_y * high - k * p * p * cos_x * cos_y * high
    along_y = k_y * -q * cos_x * sin_y * high - k * q * q * cos_x * cos_y * high
    across = kz * cos_x * cos_y * 2.0 / t**2
    source_w = -15.0 * (along_x + along_y + across) * dx * dx * dz
    surface = 15.0 * (cos_x * cos_y)[0]
    source_w[0] -= kz * surface * 2.0 / t * dx * dx
    fluid = 20.0 + surface * 4.0 + kz / h * surface * 4.0 / t
    source_w[-1] += fluid * dx * dx / (1.0 / h + dz / (2.0 * kz))

    layer, row, column = (index.ravel() for index in np.indices(source_w.shape))
    size = np.full(layer.size, dx)
    cells = boxes(
        layer.size, layer=layer, x_m=column * dx, y_m=row * dx, dx_m=size, dy_m=size,
        kxy=np.broadcast_to(k, source_w.shape).ravel(),
    )  # fmt: skip
    stack = Layers(np.full(nz, dz), np.full(nz, 20.0), np.full(nz, kz))
    heat = TrayHeat((a, a), (n, n), stack, cells, h_air=h)
    warmed, cooled = (
        solve_tray(heat._replace(boxes=cells._replace(power_w=np.maximum(sign * source_w, 0.0).ravel()))).t_c
        for sign in (1.0, -1.0)
    )
    off = np.abs(warmed - cooled - exact)
    return Deviation(n, float(off.max()), float(np.sqrt(np.mean(off**2))))


def orders(deviations: list[Deviation]) -> list[tuple[float, float]]:
    """Observed orders, in the largest error and in L2, from each grid to the next one, twice as fine."""
    pairs = zip(deviations, deviations[1:], strict=False)
    return [tuple(float(np.log2(a / b)) for a, b in zip(old[1:], new[1:], strict=True)) for old, new in pairs]


class GridStep(NamedTuple):
    """Mean rises of parts, and the largest rise of any cell, on n x n cells [K]."""

    cells: int
    asic_k: float
    engine_k: float
    module_k: float
    highest_k: float


def grid_study(n: int) -> GridStep:
    """The reference switch tray on n x n cells."""
    field = solve_tray(switch_tray(n, in_streams=False))
    return GridStep(n, *(float(field.box_mean_c[b]) for b in (ASIC, ENGINE, MODULE)), float(field.t_c.max()))


class Drag(NamedTuple):
    """What a drag by tenths of a cell does to the part that is dragged."""

    part: str
    steps: int
    jump_k: float
    """Largest change of its mean temperature in a step."""
    kink_k: float
    """Largest difference between two changes that follow each other: what does not look smooth."""
    live_k: float
    """Largest error of any cell of the last live field against the settled one."""


def drag(part: str, own: tuple[int, ...], along: str, steps: int, n: int = 128, settled=False) -> Drag:
    """The boxes of a part of the switch tray, in air lanes and coolant, dragged by tenths of a cell."""
    heat = switch_tray(n)
    step_m = np.copysign(heat.size_m[0] / n / 10.0, steps)
    field, means_c = solve_tray(heat), []
    for step in range(abs(steps) + 1):
        moved = getattr(heat.boxes, along).copy()
        moved[list(own)] += step * step_m
        here = heat._replace(boxes=heat.boxes._replace(**{along: moved}))
        field = solve_tray(here, field, settled)
        means_c.append(field.box_mean_c[own[0]])
    change = np.diff(means_c)
    live_k = float(np.abs(field.t_c - solve_tray(here).t_c).max())
    return Drag(part, steps, float(np.abs(change).max()), float(np.abs(np.diff(change)).max()), live_k)


EV6_BLOCKS = (
    *("L2_left", "L2", "L2_right", "Icache", "Dcache", "Bpred_0", "Bpred_1", "Bpred_2"),
    *("DTB_0", "DTB_1", "DTB_2", "FPAdd_0", "FPAdd_1", "FPReg_0", "FPReg_1", "FPReg_2", "FPReg_3"),
    *("FPMul_0", "FPMul_1", "FPMap_0", "FPMap_1", "IntMap", "IntQ", "IntReg_0", "IntReg_1"),
    *("IntExec", "FPQ", "LdStQ", "ITB_0", "ITB_1"),
)
"""Blocks in the order of HotSpot's ev6.flp."""


class Block(NamedTuple):
    """Mean rise of a block of HotSpot's ev6 chip over its surroundings [K]."""

    name: str
    hotspot_k: float
    ours_k: float


def ev6_blocks() -> list[Block]:
    """The ev6 chip in its package, by HotSpot's grid model and by this solver."""
    case = json.loads((CASES / "hotspot_ev6.json").read_text())
    means = solve_tray(tray_of(case["inputs"])).box_mean_c
    asked = case["expected"]["box_mean"]
    return [
        Block(name, row["rise_k"], float(means[row["box"]]))
        for name, row in zip(EV6_BLOCKS, asked, strict=True)
    ]
