"""Inputs of all wings that depend on the layout only, computed once and passed to them.

Each part depends on some elements of the layout only. If an edit left those unchanged, so that they are the
same objects in both layouts, the part is reused from the previous inputs. No other cache depends on layouts:
two evaluations share only what one of them was passed as `previous`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from explorer.analysis.fluids.flows import Inlets, branch_l_per_min, coolant_flows, tray_inlets
from explorer.analysis.fluids.pump import friction_w
from explorer.analysis.links.groups import link_state, unmounted_ends
from explorer.analysis.links.ports import BoardPorts, board_ports
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_parts import BoardParts, board_parts
from explorer.analysis.power.rack_chain import RackPlan, rack_plan
from explorer.analysis.power.wiring import Fed, fed
from explorer.catalog import Technology
from explorer.model import Element, Layout, Rack, Tray, TrayDesign
from explorer.model.placement import Misplacement, board_misplacements
from explorer.model.technologies import technology


@dataclass(frozen=True, eq=False)
class BoardInputs:
    """Inputs that depend on one design."""

    parts: BoardParts
    ports: BoardPorts

    @property
    def design(self) -> TrayDesign:
        return self.ports.design

    @cached_property
    def misplacements(self) -> list[Misplacement]:
        """Broken placement rules of the board."""
        return board_misplacements(self.design)


class RackInputs(NamedTuple):
    """Inputs that depend on one rack and the trays in it."""

    rack: Rack
    trays: tuple[Tray, ...]
    needs: tuple[tuple[Fed, float], ...]
    """For each design of its trays: the fields for the power chain, and the nominal coolant in L/min"""
    plan: RackPlan
    friction_w: float
    """Heat of friction in the coolant"""
    branches_l_per_min: dict[str, float]
    """Coolant through each cooled tray, by tray id"""


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that is computed from a layout before anything is solved."""

    layout: Layout
    boards: dict[str, BoardInputs]
    """by design id"""
    racks: dict[str, RackInputs]
    """by rack id"""
    inlets: dict[str, Inlets]
    """Trays of each mounted design with their racks and inlet air, by design id"""
    coolant_l_per_min: dict[str, float]
    """Coolant through one tray of each cooled design, by design id"""
    technologies: dict[str, Technology]
    """Technologies of the link groups and their light sources, by key, with the layout's overrides"""
    links: dict[str, LinkState]
    """Mounted link groups at the reference temperatures of the catalog's figures, by id"""

    @cached_property
    def ports(self) -> dict[str, BoardPorts]:
        """The ports of each design, by its id."""
        return {key: board.ports for key, board in self.boards.items()}

    @cached_property
    def plans(self) -> tuple[RackPlan, ...]:
        """The power chain of each rack, without watts."""
        return tuple(rack.plan for rack in self.racks.values())

    @cached_property
    def branches_l_per_min(self) -> dict[str, float]:
        """Coolant through each cooled tray of the layout, by tray id."""
        return {tray: flow for rack in self.racks.values() for tray, flow in rack.branches_l_per_min.items()}


def inputs_of(layout: Layout, previous: Inputs | None = None) -> Inputs:
    """The inputs of a layout; reuses from `previous` all parts whose elements the edit did not change.

    Raises
    ------
    LayoutError, CatalogError
        If the layout refers to something that does not exist; the message names the element.

    >>> from explorer.model import Rack, TrayDesign
    >>> layout = Layout(racks=[Rack(id="r1")], designs=[TrayDesign(id="a"), TrayDesign(id="b")])
    >>> before = inputs_of(layout)
    >>> after = inputs_of(layout.replaced(layout.design("b").replaced(airflow_cfm=30.0)), before)
    >>> after.boards["a"] is before.boards["a"], after.boards["b"] is before.boards["b"]
    (True, False)
    """
    boards = _boards(layout, previous)
    racks = {rack.id: _rack(layout, rack, previous) for rack in layout.racks}
    inlets = _taken_inlets(layout, previous)
    branches = {tray: flow for rack in racks.values() for tray, flow in rack.branches_l_per_min.items()}
    return Inputs(
        layout=layout,
        boards=boards,
        racks=racks,
        inlets=tray_inlets(layout) if inlets is None else inlets,
        coolant_l_per_min=coolant_flows(layout, branches),
        technologies=_technologies(layout, boards, previous),
        links=_links(layout, boards, previous),
    )


def _boards(layout: Layout, previous: Inputs | None) -> dict[str, BoardInputs]:
    before = {} if previous is None else previous.boards
    ports = board_ports(layout, {} if previous is None else previous.ports)
    found = {}
    for design in layout.designs:
        old = before.get(design.id)
        if old is not None and old.design is design:
            found[design.id] = old
        else:
            parts = board_parts(design, None if old is None else old.parts)
            found[design.id] = BoardInputs(parts, ports[design.id])
    return found


def _rack(layout: Layout, rack: Rack, previous: Inputs | None) -> RackInputs:
    trays = layout.trays_in(rack.id)
    of_trays = {tray.design for tray in trays}
    designs = [design for design in layout.designs if design.id in of_trays]
    needs = tuple((fed(design), design.coolant_l_per_min) for design in designs)
    old = None if previous is None else previous.racks.get(rack.id)
    if old is not None and old.rack is rack and _are_same(old.trays, trays) and old.needs == needs:
        return old
    upward = tuple(sorted(trays, key=lambda tray: tray.u))
    plan = rack_plan(rack, upward, {need.id: need for need, _ in needs})
    return RackInputs(rack, trays, needs, plan, friction_w(layout, rack), branch_l_per_min(layout, rack))


def _taken_inlets(layout: Layout, previous: Inputs | None) -> dict[str, Inlets] | None:
    """The previous inlets, if air, racks, trays and order of designs are unchanged; else None."""
    if previous is None or not _stand_the_same(layout, previous.layout):
        return None
    same_air = layout.site.supply_air_c == previous.layout.site.supply_air_c
    same_designs = [d.id for d in layout.designs] == [d.id for d in previous.layout.designs]
    return previous.inlets if same_air and same_designs else None


def _technologies(
    layout: Layout, boards: dict[str, BoardInputs], previous: Inputs | None
) -> dict[str, Technology]:
    can_take = previous is not None and _are_same(layout.overrides, previous.layout.overrides)
    before = previous.technologies if previous is not None and can_take else {}
    found: dict[str, Technology] = {}

    def add(key: str) -> Technology:
        if key not in found:
            found[key] = before[key] if key in before else technology(layout, key)
        return found[key]

    for link in layout.links:
        if not unmounted_ends(layout, link) or any(link.id in b.parts.links for b in boards.values()):
            source = add(link.technology).light_source_key
            if source:
                add(source)
    return found


def _links(layout: Layout, boards: dict[str, BoardInputs], previous: Inputs | None) -> dict[str, LinkState]:
    ports = {key: board.ports for key, board in boards.items()}
    before = previous if previous is not None and _carry_the_same(layout, previous.layout) else None
    found = {}
    for link in layout.links:
        if unmounted_ends(layout, link):
            continue
        old = None if before is None else before.links.get(link.id)
        if (
            before is not None
            and old is not None
            and old.link is link
            and all(before.ports.get(end) is ports[end] for end, _ in link.ends)
        ):
            found[link.id] = old
        else:
            found[link.id] = link_state(layout, link, ports)
    return found


def _carry_the_same(after: Layout, before: Layout) -> bool:
    """Whether racks, trays and overrides of technologies are unchanged."""
    return _stand_the_same(after, before) and _are_same(after.overrides, before.overrides)


def _stand_the_same(after: Layout, before: Layout) -> bool:
    return _are_same(after.racks, before.racks) and _are_same(after.trays, before.trays)


def _are_same(after: Sequence[Element], before: Sequence[Element]) -> bool:
    """Whether both hold the same objects."""
    return len(after) == len(before) and all(a is b for a, b in zip(after, before, strict=True))
