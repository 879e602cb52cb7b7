"""What a technology puts on the board: cages at the faceplate, engines beside or on the package, lasers."""

import math
from collections.abc import Sequence

from explorer.catalog import Catalog, Technology
from explorer.errors import LayoutError
from explorer.model.layout import Layout
from explorer.model.links import LinkGroup
from explorer.model.naming import name
from explorer.model.parts import Asic, Cage, Connector, Engine, LaserSource, Part, Port
from explorer.model.placement import ROWS_PER_U
from explorer.model.slots import edge_columns, free_slots, middle_of, on_board, ring_slots
from explorer.model.taken import Taken
from explorer.model.tray import TrayDesign

CAGE_WALL_MM = 1.0
PACKAGE_GAP_MM = 8.0
"""From the package to near-packaged engines (assumption)."""

DIE_GAP_MM = 6.0
"""From the die to the engines on its package (assumption)."""

REAR_MM = 10.0
"""From the sides of the board to the first and the last connector."""

CONNECTOR_GAP_MM = 0.5
"""Between connectors that are pressed together."""

SLIMMEST_MM = Connector.param.width_mm.bounds[0]


class NoRoom(LayoutError):
    """Links need more ports than a board of this size can hold."""


def with_technology(layout: Layout, link_id: str, key: str, catalog: Catalog) -> Layout:
    """The layout with a link group on another technology, its boards rebuilt to carry it.

    Pluggables and cables put cages at the faceplate, near-packaged optics put engines beside each
    host package, co-packaged optics put engines at the package edge and laser sources at the
    faceplate. Parts of other link groups stay where they are. Ports without a free place are put where
    a placement rule reports them.

    Raises
    ------
    NoRoom
        If a board has fewer places in all than the links need; it is raised before any port is built.
    LayoutError
        If the technology carries no data, or a board has no ASIC of the role that the links require.
    CatalogError
        If the catalog has no such technology.
    """
    link = layout.link(link_id)
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
    build = {"faceplate": _cages, "rear": _connectors, "board": _engines, "package": _engines}[
        technology.placement
    ]
    ports = build(design, kept, link, technology, _Shared(owners, n), rate / n)
    lasers = _lasers(design, kept + ports, link, technology, owners[0], rate, catalog)
    return design.replaced(parts=(*kept, *ports, *lasers))


class _Shared(Sequence):
    """The ASIC that owns each of n ports, shared out evenly; computed on access, as n may be millions."""

    def __init__(self, owners: list[Asic], n: int):
        self.owners, self.n = owners, n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return self.owners[i * len(self.owners) // self.n]


def _cages(design, kept, link, technology, owner_of, each_gbps):
    width, depth = technology.unit_width_mm, technology.unit_depth_mm
    stacks = _stacks(design, kept, link, len(owner_of), width, depth, Cage)
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


def _stacks(design, kept, link, n, width, depth, kind) -> list[tuple[float, int]]:
    """Columns ``(x_mm, modules above each other)`` along the faceplate for n modules."""
    rows = ROWS_PER_U * design.height_u
    stacks = edge_columns(design, kept, n, width, depth, CAGE_WALL_MM, rows)
    if stacks[0][1] > kind.param.n_modules.bounds[1]:
        what = "modules" if kind is Cage else "laser sources"
        raise _no_room(design, link, n, what, len(stacks) * rows, "the faceplate")
    return stacks


def _connectors(design, kept, link, technology, owner_of, each_gbps):
    width, depth = technology.unit_width_mm, technology.unit_depth_mm
    span = design.width_mm - 2 * REAR_MM
    most = int(span / (SLIMMEST_MM + CONNECTOR_GAP_MM))
    if len(owner_of) > most:
        raise _no_room(design, link, len(owner_of), "connectors", most, "the rear edge")
    pitch = span / len(owner_of)
    return [
        Connector(
            id=f"{design.id}.{link.id}_con{i + 1:02d}",
            label=f"C{i + 1}",
            x_mm=round(REAR_MM + pitch * i + (pitch - min(width, pitch)) / 2, 2),
            y_mm=design.depth_mm - depth,
            width_mm=min(width, round(pitch - CONNECTOR_GAP_MM, 2)),
            depth_mm=depth,
            links=link.id,
            host=owner.id,
            rate_gbps=round(each_gbps, 6),
        )
        for i, owner in enumerate(owner_of)
    ]


def _engines(design, kept, link, technology, owner_of, each_gbps):
    size = technology.unit_width_mm, technology.unit_depth_mm
    on_package = technology.placement == "package"
    slots = _slots(design, link, owner_of, size, on_package)
    taken = Taken()
    for part in kept:
        taken.add(part.box_mm, of=part.id if part.id in slots else "")
    # A co-packaged engine may overlap its host's package: its slots lie around the die.
    free = {id: free_slots(taken, around, *size, id if on_package else "") for id, around in slots.items()}
    engines: list[Part] = []
    for i, owner in enumerate(owner_of):
        x, y = next(free[owner.id], None) or middle_of(owner, *size)
        engine = Engine(
            id=f"{design.id}.{link.id}_oe{i + 1:02d}",
            label=f"OE{i + 1}",
            x_mm=x,
            y_mm=y,
            width_mm=size[0],
            depth_mm=size[1],
            links=link.id,
            host=owner.id,
            rate_gbps=round(each_gbps, 6),
            seat="package" if on_package else "board",
            cooling=owner.cooling,
        )
        taken.add(engine.box_mm)
        engines.append(engine)
    return engines


def _slots(
    design, link, owner_of, size: tuple[float, float], on_package
) -> dict[str, list[tuple[float, float]]]:
    """The slots around each owner that lie on the board, by owner id; NoRoom if fewer than the engines."""
    slots = {}
    for owner in owner_of.owners:
        inner, gap = (owner.die_mm, DIE_GAP_MM) if on_package else (owner.box_mm, PACKAGE_GAP_MM)
        slots[owner.id] = list(on_board(design, ring_slots(inner, *size, gap), *size))
    most = sum(map(len, slots.values()))
    if len(owner_of) > most:
        raise _no_room(design, link, len(owner_of), "engines", most, "a board of this size")
    return slots


def _no_room(design, link, n, what, most, where) -> NoRoom:
    return NoRoom(f"{name(link)} needs {n:,} {what} on {name(design)}; {where} holds {most:,}")


def _lasers(design, parts, link, technology, owner, rate_gbps, catalog):
    source = catalog.light_source(technology)
    if source is None:
        return []
    n = math.ceil(rate_gbps / source.unit_gbps - 1e-9)
    width, depth = source.unit_width_mm, source.unit_depth_mm
    stacks = _stacks(design, parts, link, n, width, depth, LaserSource)
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
