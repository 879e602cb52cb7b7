"""Heat capacities of a board's layers and parts."""

import numpy as np

from explorer.analysis.heat.board import BoardHeat, materials
from explorer.catalog import typical
from explorer.model import Part, TrayDesign
from explorer.units import m


def heat_capacities(design: TrayDesign, heat: BoardHeat) -> tuple[np.ndarray, np.ndarray]:
    """Heat capacity of each layer and each box [J/(m3 K)]; NaN in a box leaves the value below it.

    Fins and the coolant in a cold plate count as a part of the highest layer under them.
    """
    air = typical("air_density_kg_per_m3") * typical("air_cp_j_per_kg_k")
    layers = np.full(len(heat.layers.thickness_m), air)
    layers[0] = typical("pcb_rho_c_j_per_m3_k")
    boxes = np.full(len(heat.boxes.layer), np.nan)
    for part, body in zip(design.parts, heat.body_box, strict=True):
        # a part's boxes are its base, its body and its lid, in this order
        own = [typical(f"{material}_rho_c_j_per_m3_k") for material in materials(part)]
        own[2] += _on_the_lid(part) / heat.layers.thickness_m[-1]
        boxes[body - 1 : body + 2] = own
    return layers, boxes


def _on_the_lid(part: Part) -> float:
    """Heat capacity that a part's cooler adds to its highest layer [J/(m2 K)]."""
    if part.cooling == "heat_sink":
        return typical("aluminum_rho_c_j_per_m3_k") * m(typical("heat_sink_fins_mm"))
    if part.cooling == "cold_plate":
        coolant = typical("coolant_density_kg_per_m3") * typical("coolant_cp_j_per_kg_k")
        return coolant * m(typical("cold_plate_coolant_mm"))
    return 0.0
