"""Flow of air and coolant through each tray, and temperatures at its inlets."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from explorer.analysis.fluids.airflow import Air, air_density, airflow
from explorer.catalog import typical
from explorer.model import Layout, Rack
from explorer.solvers.fluids.manifold import branch_flows
from explorer.units import kg_per_s


class Inlets(NamedTuple):
    """The trays of a design with their racks and inlet air."""

    trays: tuple[str, ...]
    racks: tuple[str, ...]
    """rack of each tray"""
    air_c: np.ndarray

    def coolant_c(self, supplies_c: Mapping[str, float]) -> np.ndarray:
        """Coolant [C] at each tray's inlet, from the racks' supplies."""
        return np.array([supplies_c[rack] for rack in self.racks], float)


def tray_inlets(layout: Layout) -> dict[str, Inlets]:
    """The trays of each mounted design, by its id, and the air at their height."""
    supply_c, per_u = layout.site.supply_air_c, {r.id: r.air_gradient_k_per_u for r in layout.racks}
    found = {}
    for design in layout.designs:
        trays = layout.trays_of(design.id)
        if trays:
            racks = tuple(tray.rack for tray in trays)
            airs = [supply_c + per_u[r] * (t.u - 1) for t, r in zip(trays, racks, strict=True)]
            found[design.id] = Inlets(tuple(t.id for t in trays), racks, np.array(airs))
    return found


class Flows(NamedTuple):
    """Air and coolant through each tray of a design."""

    air: Air
    coolant_l_per_min: float


def tray_flows(
    layout: Layout, coolant_l_per_min: Mapping[str, float], speeds: Mapping[str, float]
) -> dict[str, Flows]:
    """Air and coolant through one tray of each design; ``speeds`` overrides fan speeds by design.

    ``coolant_l_per_min`` is the result of `coolant_flows`.
    """
    density = air_density(layout)
    return {
        d.id: Flows(airflow(d, density, speeds.get(d.id)), coolant_l_per_min.get(d.id, 0.0))
        for d in layout.designs
    }


def coolant_flows(layout: Layout, branches_l_per_min: Mapping[str, float]) -> dict[str, float]:
    """Coolant [L/min] through one tray of each design: the flow of the design's first branch."""
    flows: dict[str, float] = {}
    for tray_id, flow in branches_l_per_min.items():
        flows.setdefault(layout.tray(tray_id).design, flow)
    return flows


def branch_l_per_min(layout: Layout, rack: Rack) -> dict[str, float]:
    """Coolant [L/min] through each cooled tray of a rack: all branches have the same pressure drop."""
    nominal = {t.id: layout.design(t.design).coolant_l_per_min for t in layout.trays_in(rack.id)}
    nominal = {tray_id: flow for tray_id, flow in nominal.items() if flow > 0}
    if not nominal or rack.coolant_l_per_min <= 0:
        return {}
    density = typical("coolant_density_kg_per_m3")
    total = kg_per_s(rack.coolant_l_per_min, density)
    split = branch_flows(np.square(list(nominal.values())), total) / kg_per_s(1.0, density)
    return dict(zip(nominal, split.tolist(), strict=True))
