"""What a technology puts on the board: cages at the faceplate, engines beside or on the package, lasers."""

import math
from bisect import bisect_right
from collections.abc import Sequence

from explorer.catalog import Catalog, Technology
from explorer.errors import LayoutError
from explorer.model.faceplate import EDGE_MM, WALL_MM, Block, Modules, overfull, with_block
from explorer.model.layout import Layout
from explorer.model.links import LinkGroup
from explorer.model.naming import name
from explorer.model.parts import Asic, Cage, Connector, Engine, LaserSource, Part, Port
from explorer.model.placement import ROWS_PER_U
from explorer.model.slots import free_slots, middle_of, on_board, ring_slots
from explorer.model.taken import Taken
from explorer.model.tray import TrayDesign

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
        _rebuilt(layout, layout.element(id), new, technology, catalog)
        for id in dict.fromkeys(design for design, _ in link.ends)
    ]
    return layout.replaced(new, *designs)


def end_gbps(layout: Layout, link: LinkGroup, design_id: str) -> float:
    """Data rate, each way, that one tray of a design gives to a link group; both ends may be on it."""
    n_ends = sum(design == design_id for design, _ in link.ends)
    return n_ends * link.n_links * link.link_gbps / max(1, len(layout.trays_of(design_id)))


def hosts(design: TrayDesign, role: str) -> list[Asic]:
    """The ASICs whose lanes feed a link group."""
    return [p for p in design.parts if isinstance(p, Asic) and p.role == role]


def _rebuilt(layout, design, link, technology: Technology, catalog) -> TrayDesign:
    kept = [p for p in design.parts if not (isinstance(p, Port) and p.links == link.id)]
    dealt = _dealt(layout, design, link, technology)
    if technology.placement == "faceplate":
        form, size = technology.form.upper(), (technology.unit_width_mm, technology.unit_depth_mm)
        parts = _at_edge(design, kept, Block(Cage, link.id, form, *size, dealt.modules()), link)
    else:
        build = _connectors if technology.placement == "rear" else _engines
        parts = kept + build(design, kept, link, technology, dealt)
    return design.replaced(parts=tuple(_lit(layout, design, parts, link, technology, dealt, catalog)))


def _dealt(layout: Layout, design: TrayDesign, link: LinkGroup, technology) -> "_Dealt":
    """The ports of both ends of a link group, as far as they are on this design."""
    found = _Dealt(link.link_gbps, technology.unit_gbps)
    roles = [role for id, role in link.ends if id == design.id]
    for role in dict.fromkeys(roles):
        owners = hosts(design, role)
        if not owners:
            raise LayoutError(
                f"LinkGroup '{link.id}': design '{design.id}' has no ASIC of role '{role}' to carry it"
            )
        found.add(owners, roles.count(role) * link.n_links / max(1, len(layout.trays_of(design.id))))
    return found


class _Dealt(Sequence):
    """The ports of a link group on a board: (host, rate) of each, host by host.

    Whole links are dealt to the hosts in turn, and each has as many ports as its own links need: a module or
    an engine is never shared. Where links do not divide by the trays, every tray has room for the most, at
    the mean rate. Ports are computed on access: there may be millions.
    """

    def __init__(self, link_gbps: float, unit_gbps: float):
        self._link_gbps, self._unit_gbps = link_gbps, unit_gbps
        self.owners: list[Asic] = []
        self.rates: list[float] = []
        self.counts: list[int] = []
        self._ends: list[int] = []

    def add(self, owners: list[Asic], n_links: float):
        """Deal links to the hosts of one role."""
        whole = max(1, math.ceil(n_links - 1e-9))
        each, more = divmod(whole, len(owners))
        for i, owner in enumerate(owners):
            own = each + (i < more)
            if own:
                rate = n_links * self._link_gbps * own / whole
                self.owners.append(owner)
                self.rates.append(rate)
                self.counts.append(max(1, math.ceil(rate / self._unit_gbps - 1e-9)))
                self._ends.append(len(self) + self.counts[-1])

    def modules(self) -> tuple[Modules, ...]:
        """The ports of each host, for a faceplate."""
        each = zip(self.owners, self.counts, self.rates, strict=True)
        return tuple(Modules(owner.id, n, rate) for owner, n, rate in each)

    def __len__(self):
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, i) -> tuple[Asic, float]:
        if not 0 <= i < len(self):
            raise IndexError(i)
        at = bisect_right(self._ends, i)
        return self.owners[at], self.rates[at] / self.counts[at]


def _at_edge(design, parts, block: Block, link) -> list[Part]:
    """The parts with a block at the faceplate, if need be higher than fits, which a rule reports."""
    rows, n = ROWS_PER_U * design.height_u, sum(block.counts)
    room = max(1, int((design.width_mm - 2 * EDGE_MM) // (block.width_mm + WALL_MM)))
    most = block.kind.param.n_modules.bounds[1]
    what = "modules" if block.kind is Cage else "laser sources"
    if n > most * room:
        raise _no_room(design, link, n, what, room * rows, "the faceplate")
    found = with_block(design, parts, block, rows)
    if found is not None:
        return found
    ports = overfull(design, parts, block, rows)
    if max(port.modules for port in ports) > most:
        raise _no_room(design, link, n, what, len(ports) * rows, "the faceplate")
    return [*parts, *ports]


def _connectors(design, kept, link, technology, dealt: _Dealt):
    width, depth = technology.unit_width_mm, technology.unit_depth_mm
    span = design.width_mm - 2 * REAR_MM
    most = int(span / (SLIMMEST_MM + CONNECTOR_GAP_MM))
    if len(dealt) > most:
        raise _no_room(design, link, len(dealt), "connectors", most, "the rear edge")
    pitch = span / len(dealt)
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
        for i, (owner, each_gbps) in enumerate(dealt)
    ]


def _engines(design, kept, link, technology, dealt: _Dealt):
    size = technology.unit_width_mm, technology.unit_depth_mm
    on_package = technology.placement == "package"
    slots = _slots(design, link, dealt, size, on_package)
    taken = Taken()
    for part in kept:
        taken.add(part.box_mm, of=part.id if part.id in slots else "")
    # A co-packaged engine may overlap its host's package: its slots lie around the die.
    free = {id: free_slots(taken, around, *size, id if on_package else "") for id, around in slots.items()}
    engines: list[Part] = []
    for i, (owner, each_gbps) in enumerate(dealt):
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
    design, link, dealt: _Dealt, size: tuple[float, float], on_package
) -> dict[str, list[tuple[float, float]]]:
    """The slots around each owner that lie on the board, by owner id; NoRoom if fewer than the engines."""
    slots = {}
    for owner in dealt.owners:
        inner, gap = (owner.die_mm, DIE_GAP_MM) if on_package else (owner.box_mm, PACKAGE_GAP_MM)
        slots[owner.id] = list(on_board(design, ring_slots(inner, *size, gap), *size))
    most = sum(map(len, slots.values()))
    if len(dealt) > most:
        raise _no_room(design, link, len(dealt), "engines", most, "a board of this size")
    return slots


def _no_room(design, link, n, what, most, where) -> NoRoom:
    return NoRoom(f"{name(link)} needs {n:,} {what} on {name(design)}; {where} holds {most:,}")


def _lit(layout, design, parts, link, technology, dealt: _Dealt, catalog) -> list[Part]:
    """The parts, with the laser sources that light these ports."""
    source = catalog.light_source(technology)
    if source is None:
        return parts
    rate = end_gbps(layout, link, design.id)
    n = math.ceil(rate / source.unit_gbps - 1e-9)
    size = source.unit_width_mm, source.unit_depth_mm
    lights = (Modules(dealt.owners[0].id, n, rate),)
    return _at_edge(design, parts, Block(LaserSource, link.id, "ELS", *size, lights), link)
