"""What a technology puts on the board: cages at the faceplate, engines beside or on the package, lasers."""

import math

from explorer.catalog import Catalog, Technology
from explorer.errors import LayoutError
from explorer.model.layout import Layout
from explorer.model.links import LinkGroup
from explorer.model.parts import Asic, Cage, Connector, Engine, LaserSource, Part, Port
from explorer.model.placement import ROWS_PER_U
from explorer.model.slots import edge_columns, free_slot, ring_slots
from explorer.model.tray import TrayDesign

CAGE_WALL_MM = 1.0
PACKAGE_GAP_MM = 8.0
"""From the package to near-packaged engines (assumption)."""

DIE_GAP_MM = 6.0
"""From the die to the engines on its package (assumption)."""


def with_technology(layout: Layout, link_id: str, key: str, catalog: Catalog) -> Layout:
    """The layout with a link group on another technology, its boards rebuilt to carry it.

    Pluggables and cables put cages at the faceplate, near-packaged optics put engines beside each
    host package, co-packaged optics put engines at the package edge and laser sources at the
    faceplate. Parts of other link groups stay where they are.

    Raises
    ------
    LayoutError
        If the technology carries no data, or a board has no ASIC of the role that the links ask for.
    CatalogError
        If the catalog has no such technology.
    """
    link = layout.element(link_id)
    technology = catalog.technology(key)
    if technology.rate_gbps <= 0:
        raise LayoutError(
            f"LinkGroup '{link_id}', technology: {technology.name} carries no data, it feeds light"
        )
    new = link.replaced(technology=key)
    designs = [
        _rebuilt(layout, layout.element(design), role, new, technology, catalog) for design, role in link.ends
    ]
    return layout.replaced(new, *designs)


def end_gbps(layout: Layout, link: LinkGroup, design_id: str) -> float:
    """Data rate, each way, that one tray of a design gives to a link group."""
    return link.n_links * link.link_gbps / max(1, len(layout.trays_of(design_id)))


def hosts(design: TrayDesign, role: str) -> list[Asic]:
    """The ASICs whose lanes feed a link group."""
    return [p for p in design.parts if isinstance(p, Asic) and p.role == role]


def _rebuilt(layout, design, role, link, technology: Technology, catalog) -> TrayDesign:
    owners = hosts(design, role)
    if not owners:
        raise LayoutError(
            f"LinkGroup '{link.id}': design '{design.id}' has no ASIC of role '{role}' to carry it"
        )
    kept = [p for p in design.parts if not (isinstance(p, Port) and p.links == link.id)]
    rate = end_gbps(layout, link, design.id)
    n = math.ceil(rate / technology.unit_gbps - 1e-9)
    owner_of = [owners[i * len(owners) // n] for i in range(n)]
    build = {"faceplate": _cages, "rear": _connectors, "board": _engines, "package": _engines}[
        technology.placement
    ]
    ports = build(design, kept, link, technology, owner_of, rate / n)
    lasers = _lasers(design, kept + ports, link, technology, owners[0], rate, catalog)
    return design.replaced(parts=(*kept, *ports, *lasers))


def _cages(design, kept, link, technology, owner_of, each_gbps):
    width, depth = technology.unit_width_mm, technology.unit_depth_mm
    stacks = edge_columns(
        design, kept, len(owner_of), width, depth, CAGE_WALL_MM, ROWS_PER_U * design.height_u
    )
    cages, first = [], 0
    for number, (x, n) in enumerate(stacks, 1):
        cages.append(
            Cage(
                id=f"{design.id}.{link.id}_cage{number:02d}",
                label=f"{technology.form.upper()} {number}" + (f" x{n}" if n > 1 else ""),
                x_mm=x,
                y_mm=0.0,
                width_mm=width,
                depth_mm=depth,
                links=link.id,
                host=owner_of[first + n // 2].id,
                rate_gbps=round(each_gbps * n, 6),
                n_modules=n,
            )
        )
        first += n
    return cages


def _connectors(design, kept, link, technology, owner_of, each_gbps):
    width, depth = technology.unit_width_mm, technology.unit_depth_mm
    pitch = (design.width_mm - 20.0) / len(owner_of)
    return [
        Connector(
            id=f"{design.id}.{link.id}_con{i + 1:02d}",
            label=f"C{i + 1}",
            x_mm=round(10.0 + pitch * i + (pitch - min(width, pitch)) / 2, 2),
            y_mm=design.depth_mm - depth,
            width_mm=min(width, round(pitch - 0.5, 2)),
            depth_mm=depth,
            links=link.id,
            host=owner.id,
            rate_gbps=round(each_gbps, 6),
        )
        for i, owner in enumerate(owner_of)
    ]


def _engines(design, kept, link, technology, owner_of, each_gbps):
    on_package = technology.placement == "package"
    width, depth = technology.unit_width_mm, technology.unit_depth_mm
    engines: list[Part] = []
    for i, owner in enumerate(owner_of):
        inner, gap = (owner.die_mm, DIE_GAP_MM) if on_package else (owner.box_mm, PACKAGE_GAP_MM)
        slots = ring_slots(inner, width, depth, gap)
        x, y = free_slot(design, kept + engines, slots, width, depth, owner, on_package)
        engines.append(
            Engine(
                id=f"{design.id}.{link.id}_oe{i + 1:02d}",
                label=f"OE{i + 1}",
                x_mm=x,
                y_mm=y,
                width_mm=width,
                depth_mm=depth,
                links=link.id,
                host=owner.id,
                rate_gbps=round(each_gbps, 6),
                seat="package" if on_package else "board",
                cooling=owner.cooling,
            )
        )
    return engines


def _lasers(design, parts, link, technology, owner, rate_gbps, catalog):
    source = catalog.light_source(technology)
    if source is None:
        return []
    n = math.ceil(rate_gbps / source.unit_gbps - 1e-9)
    width, depth = source.unit_width_mm, source.unit_depth_mm
    stacks = edge_columns(design, parts, n, width, depth, CAGE_WALL_MM, ROWS_PER_U * design.height_u)
    return [
        LaserSource(
            id=f"{design.id}.{link.id}_els{number}",
            label=f"ELS {number}" + (f" x{k}" if k > 1 else ""),
            x_mm=x,
            y_mm=0.0,
            width_mm=width,
            depth_mm=depth,
            links=link.id,
            host=owner.id,
            rate_gbps=round(rate_gbps * k / n, 6),
            n_modules=k,
        )
        for number, (x, k) in enumerate(stacks, 1)
    ]
