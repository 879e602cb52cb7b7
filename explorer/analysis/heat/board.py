"""A tray design as a heat problem: layers, boxes, air and coolant, in SI units.

Every part is a column through the stack: its package or socket in the substrate layer, its die or
body above, its lid, heat sink or cold plate on top. Where no part is, the layers above the board are stirred
air.
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.catalog import typical
from explorer.model import Part, TrayDesign
from explorer.solvers.heat.grid import Boxes, Layers, boxes
from explorer.solvers.heat.tray import TrayHeat
from explorer.units import M3_PER_S_PER_CFM, kg_per_s, m

CELL_MM = 4.5
PCB, SUBSTRATE, BODY, LID = range(4)
SHOWN = BODY
HEAT_SINK_MARGIN_MM = 30.0
COLD_PLATE_MARGIN_MM = 4.0


class BoardHeat(NamedTuple):
    """The heat problem of one design, without inlet temperatures."""

    size_m: tuple[float, float]
    grid: tuple[int, int]
    layers: Layers
    boxes: Boxes
    body_box: np.ndarray
    """(parts,) index of the box whose temperature is the part's"""
    h_air: float
    h_bottom: float
    air_m_dot: float
    coolant_m_dot: np.ndarray
    lane_m: float
    rows: dict[int, "PartRows"]
    """Boxes of each part, by the part's identity"""

    def key(self) -> tuple:
        """Cache key: equal for heat problems that differ only in their powers."""
        b = self.boxes
        fixed = (b.layer, b.x_m, b.y_m, b.dx_m, b.dy_m, b.kxy, b.kz, b.h_air, b.h_coolant, b.plate)
        flows = (self.size_m, self.grid, self.h_air, self.h_bottom, self.air_m_dot, self.lane_m)
        return (
            *flows,
            *(np.asarray(a).tobytes() for a in (*fixed, self.layers.thickness_m, self.coolant_m_dot)),
        )


def board_heat(
    design: TrayDesign, air_m_dot: float, coolant_l_per_min: float, previous: BoardHeat | None = None
) -> BoardHeat:
    """The heat problem of one tray of a design, its watts still zero: `powered` sets them.

    Film coefficients of parts in air are given at the design's airflow at sea level, and scale with a power
    of the air's mass flow. Boxes of parts that are unchanged since `previous` are reused.
    """
    film = film_share(design, air_m_dot)
    plates = _plates(design) if coolant_l_per_min > 0 else {}
    rows = _rows(design, plates, {} if previous is None else previous.rows)
    parts = _boxes(design, rows)
    n_streams = 1 + max(plates.values(), default=-1)
    density, grid = typical("coolant_density_kg_per_m3"), _grid(design)
    flow = kg_per_s(coolant_l_per_min, density) / max(1, n_streams)
    return BoardHeat(
        size_m=(m(design.width_mm), m(design.depth_mm)),
        grid=grid,
        layers=_layers(design),
        boxes=parts._replace(h_air=film * parts.h_air),
        # the second of the three boxes of each part
        body_box=np.arange(1, 3 * len(design.parts), 3, dtype=np.int64),
        h_air=film * typical("board_h_air_w_per_m2_k"),
        h_bottom=typical("board_h_bottom_w_per_m2_k"),
        air_m_dot=air_m_dot,
        coolant_m_dot=np.full(n_streams, flow),
        lane_m=m(typical("air_lane_mm")),
        rows={id(row.part): row for row in rows},
    )


def film_share(design: TrayDesign, air_m_dot: float) -> float:
    """Film coefficients at this mass flow over those at the design's airflow, at least natural air's."""
    at_m_dot = design.airflow_cfm * M3_PER_S_PER_CFM * typical("air_density_kg_per_m3")
    if at_m_dot == 0.0:
        return 1.0
    least = typical("h_natural_air_w_per_m2_k") / typical("board_h_air_w_per_m2_k")
    return max(least, (air_m_dot / at_m_dot) ** typical("film_flow_exponent"))


def powered(heat: BoardHeat, part_w: np.ndarray, board_w: float) -> BoardHeat:
    """The problem with the watts of every part, and of the board itself."""
    power_w = np.zeros_like(heat.boxes.power_w)
    power_w[heat.body_box] = part_w
    power_w[-1] = board_w
    return heat._replace(boxes=heat.boxes._replace(power_w=power_w))


def tray_heat(heat: BoardHeat, air_c: float, coolant_c: float) -> TrayHeat:
    """The solver's input for a tray with those inlets."""
    return TrayHeat(
        size_m=heat.size_m,
        grid=heat.grid,
        layers=heat.layers,
        boxes=heat.boxes,
        h_air=heat.h_air,
        h_bottom=heat.h_bottom,
        air_in_c=air_c,
        air_m_dot_kg_s=heat.air_m_dot,
        lane_m=heat.lane_m,
        coolant_in_c=np.full(heat.coolant_m_dot.size, coolant_c),
        coolant_m_dot_kg_s=heat.coolant_m_dot,
        coolant_cp=typical("coolant_cp_j_per_kg_k"),
    )


def _grid(design) -> tuple[int, int]:
    return max(8, round(design.width_mm / CELL_MM)), max(8, round(design.depth_mm / CELL_MM))


def _layers(design) -> Layers:
    gap = typical("air_gap_k_w_per_m_k")
    thickness = [design.pcb_mm, *(typical(f"{n}_layer_mm") for n in ("substrate", "body", "lid"))]
    return Layers(
        np.array(thickness) / 1000.0,
        np.array([typical("pcb_kxy_w_per_m_k"), gap, gap, gap]),
        np.array([typical("pcb_kz_w_per_m_k"), gap, gap, gap]),
    )


def _plates(design) -> dict[str, int]:
    """Coolant branch of each part under a cold plate: one per ASIC or CPU, others join the nearest."""
    cooled = [p for p in design.parts if p.cooling == "cold_plate"]
    heads = [p for p in cooled if p.rail == "asic"]
    heads = sorted(heads or cooled[:1], key=lambda p: p.id)
    branch = {p.id: i for i, p in enumerate(heads)}
    for part in cooled:
        if part.id not in branch:
            branch[part.id] = branch[min(heads, key=lambda h: math.dist(h.center_mm, part.center_mm)).id]
    return branch


class PartRows(NamedTuple):
    """The three boxes of a part, a row each, for one board size and one coolant branch (-1 for none)."""

    part: Part
    plate: int
    board_mm: tuple[float, float]
    boxes: np.ndarray


def _rows(design: TrayDesign, plates: dict[str, int], previous: dict[int, PartRows]) -> list[PartRows]:
    board_mm, found = (design.width_mm, design.depth_mm), []
    for part in design.parts:
        plate, old = plates.get(part.id, -1), previous.get(id(part))
        # the old row keeps its part alive, so that no other object can have its id()
        if old is None or (old.plate, old.board_mm) != (plate, board_mm):
            old = PartRows(part, plate, board_mm, _boxes_of(part, plate, board_mm))
        found.append(old)
    return found


def _boxes(design: TrayDesign, rows: list[PartRows]) -> Boxes:
    """Boxes of all parts, in their order, clipped to the board; the last box is the board."""
    board = design.width_mm, design.depth_mm
    under_all = np.array([_box(board, PCB, (0.0, 0.0, *board), math.nan, math.nan)])
    table = np.concatenate([*(row.boxes for row in rows), under_all])
    columns: dict[str, np.ndarray] = dict(zip(COLUMNS, table.T.copy(), strict=True))
    for name in ("layer", "plate"):
        columns[name] = columns[name].astype(np.int64)
    names = [id for part in design.parts for id in 3 * [part.id]]
    return boxes(len(table), **columns, names=(*names, design.id))


COLUMNS = ("layer", "x_m", "y_m", "dx_m", "dy_m", "kxy", "kz", "h_air", "h_coolant", "plate")


def _boxes_of(part: Part, plate: int, board: tuple[float, float]) -> np.ndarray:
    """The three boxes of a part on a board of that size, a row each."""
    base, body, lid = map(_conductivities, materials(part))
    h_air, h_coolant, margin = _cooling(part)
    if plate < 0 and part.cooling == "cold_plate":
        # a dry cold plate is a piece of metal in the air over the board
        h_air = h_coolant = math.nan
    left, front, right, rear = part.box_mm
    top = (left - margin, front - margin, right + margin, rear + margin)
    return np.array(
        [
            _box(board, SUBSTRATE, part.box_mm, *base),
            _box(board, BODY, part.heat_box_mm, *body),
            _box(board, LID, top, *lid, h_air=h_air, h_coolant=h_coolant, plate=plate),
        ]
    )


def _box(board, layer, box_mm, kxy, kz, h_air=math.nan, h_coolant=math.nan, plate=-1):
    # a dragged part may hang over the edge: a strip on the board remains, with all its watts
    (w, d), least = board, 1.0
    x0, y0 = (min(max(v, 0.0), size - least) for v, size in zip(box_mm[:2], board, strict=True))
    x1, y1 = max(min(box_mm[2], w), x0 + least), max(min(box_mm[3], d), y0 + least)
    return layer, m(x0), m(y0), m(x1 - x0), m(y1 - y0), kxy, kz, h_air, h_coolant, plate


def materials(part: Part) -> tuple[str, str, str]:
    """Materials of a part's three layers, as the catalog names them."""
    base, body = part.made_of
    return base, body, "copper" if part.has_metal_lid else body


def _conductivities(material: str) -> tuple[float, float]:
    """Conductivity in the layer and across it [W/(m K)]."""
    if material == "copper":
        copper = typical("copper_k_w_per_m_k")
        return copper, copper
    return typical(f"{material}_kxy_w_per_m_k"), typical(f"{material}_kz_w_per_m_k")


def _cooling(part: Part) -> tuple[float, float, float]:
    """Film coefficients to air and to coolant on the part's top, and how far its cooler overhangs it."""
    if part.edge == "front":
        area = m(part.width_mm) * m(part.depth_mm)
        return part.modules / (typical("module_sink_k_per_w") * area), math.nan, 0.0
    if part.edge == "rear":
        return math.nan, math.nan, 0.0
    h = part.h_w_per_m2_k
    if part.cooling == "cold_plate":
        # one cold plate spans a package and the engines on it
        margin = COLD_PLATE_MARGIN_MM if part.cooling in part.wide_coolers else 0.0
        return 0.0, h or typical("cold_plate_h_w_per_m2_k"), margin
    if part.cooling == "heat_sink":
        margin = HEAT_SINK_MARGIN_MM if part.cooling in part.wide_coolers else 0.0
        return h or typical("heat_sink_h_w_per_m2_k"), math.nan, margin
    return h or typical("finned_part_h_w_per_m2_k"), math.nan, 0.0
