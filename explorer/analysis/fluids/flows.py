"""Air and coolant: what reaches each tray, at which temperature."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from explorer.analysis.fluids.airflow import Air, air_density, airflow
from explorer.catalog import typical
from explorer.model import Layout
from explorer.model.kept import kept
from explorer.solvers.fluids.manifold import branch_flows
from explorer.units import kg_per_s


class Inlets(NamedTuple):
    """The trays of a design where they enter the air and the coolant of their racks."""

    trays: tuple[str, ...]
    racks: tuple[str, ...]
    """of each tray"""
    air_c: np.ndarray

    def coolant_c(self, supplies_c: Mapping[str, float]) -> np.ndarray:
        """Coolant at each tray's inlet, from that at the racks' manifolds."""
        return np.array([supplies_c[rack] for rack in self.racks], float)


@kept(16)
def tray_inlets(layout: Layout) -> dict[str, Inlets]:
    """The trays of each design, by its id, and the air at their height; without designs not mounted."""
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
    """What passes through each tray of a design."""

    air: Air
    coolant_l_per_min: float


def tray_flows(layout: Layout, speeds: dict[str, float] | None = None) -> dict[str, Flows]:
    """Air and coolant through one tray of each design, its fans at ``speeds`` where that names it."""
    density, coolant, speeds = air_density(layout), coolant_flows(layout), speeds or {}
    return {d.id: Flows(_air(d, density, speeds.get(d.id)), coolant.get(d.id, 0.0)) for d in layout.designs}


_air = kept(256)(airflow)


@kept(16)
def coolant_flows(layout: Layout) -> dict[str, float]:
    """Coolant through one tray of each design, in L/min; that of the first rack that gives it any."""
    flows: dict[str, float] = {}
    for tray_id, flow in branch_l_per_min(layout).items():
        flows.setdefault(layout.tray(tray_id).design, flow)
    return flows


@kept(16)
def branch_l_per_min(layout: Layout) -> dict[str, float]:
    """Coolant through each tray that takes some: branches of one rack have equal pressure drop."""
    flows: dict[str, float] = {}
    density = typical("coolant_density_kg_per_m3")
    for rack in layout.racks:
        nominal = {t.id: layout.design(t.design).coolant_l_per_min for t in layout.trays if t.rack == rack.id}
        nominal = {tray_id: flow for tray_id, flow in nominal.items() if flow > 0}
        if nominal and rack.coolant_l_per_min > 0:
            total = kg_per_s(rack.coolant_l_per_min, density)
            split = branch_flows(np.square(list(nominal.values())), total) / kg_per_s(1.0, density)
            flows.update(zip(nominal, split.tolist(), strict=True))
    return flows
