"""Fixes for a link that misses its margin or its reach, each with its cost and the fixed layout.

Links are solved, heat is not: boards and cables keep the given temperatures, and parts of another technology
are at the temperatures of its catalog figures. That makes a list of fixes fast; the fix that is applied is
evaluated in full.
"""

from collections.abc import Iterator
from typing import NamedTuple

from explorer.analysis.findings.links import carries_lanes, links
from explorer.analysis.links.groups import link_state, link_states, unmounted_ends
from explorer.analysis.links.ports import BoardPorts, board_ports
from explorer.analysis.links.state import LinkState
from explorer.catalog import Technology, load
from explorer.model import Layout, LinkGroup, Tray
from explorer.model.naming import name
from explorer.model.placement import misplaced, newly_misplaced
from explorer.model.ports import NoRoom, hosts, with_technology
from explorer.model.technologies import technology

COST_KEYS = ("power_w", "cost_usd", "latency_ns", "failures_per_year")


ON_THE_MARKET = ("shipping", "shipping (limited)", "sampling", "niche")
"""Status of technologies that can be bought; others are announced, shown or in development."""


class Fix(NamedTuple):
    """One fix. Watts, dollars, latency and failures are changes of the link group in the whole layout."""

    link: str
    kind: str
    """``move``, or the kind of technology, such as ``AEC``"""
    label: str
    layout: Layout
    power_w: float
    cost_usd: float
    latency_ns: float
    failures_per_year: float
    margin_db: float
    """Margin after the fix"""
    status: str
    """Status of the technology in the catalog"""
    obstacle: str
    """Placement rule that the fix would break, as a message; empty if none"""


def is_broken(state: LinkState) -> bool:
    """Whether a link group misses its margin or its reach."""
    return any(f.severity == "error" for f in links({state.link.id: state}))


def fixes(layout: Layout, link_id: str, found_c: dict[str, float] | None = None) -> list[Fix]:
    """Fixes that make a link group pass, by watts: a tray moved, or another technology, one of each kind.

    Fixes with an obstacle come last. Within a kind of technology, a fix without obstacle that can be bought
    is preferred to one that draws less.

    Parameters
    ----------
    found_c : the link group's `LinkState.temperatures_c`; by default those of the catalog's figures

    Raises
    ------
    LayoutError
        If there is no such link group.
    """
    link = layout.link(link_id)
    if unmounted_ends(layout, link):
        return []
    ports = board_ports(layout)
    before = link_state(layout, link, ports).warmed(**(found_c or {}))
    already = frozenset(misplaced(layout))
    found: dict[str, Fix] = {}
    for fix in (*_moves(layout, before, ports, already), *_technologies(layout, before, ports, already)):
        if fix.kind not in found or _worth(fix) < _worth(found[fix.kind]):
            found[fix.kind] = fix
    return sorted(found.values(), key=lambda fix: (bool(fix.obstacle), fix.power_w, fix.cost_usd))


def _worth(fix: Fix):
    return bool(fix.obstacle), fix.status not in ON_THE_MARKET, fix.power_w


def cheapest(
    layout: Layout, by: str = "power_w", states: dict[str, LinkState] | None = None
) -> tuple[Layout, list[Fix]]:
    """(layout, fixes): the cheapest fixes that make every link pass, by watts or another of `COST_KEYS`.

    Link groups are independent except that they share room on boards, so each in turn takes its cheapest fix
    that can be bought and fits on the boards after the earlier fixes. Groups without such a fix are not
    changed. `states` are those of the layout's results; by default links are solved at catalog temperatures.
    """
    applied = []
    for key, state in (states or link_states(layout)).items():
        if is_broken(state):
            ways = fixes(layout, key, state.temperatures_c)
            open_ways = [f for f in ways if not f.obstacle and f.status in ON_THE_MARKET]
            best = min(open_ways, key=lambda fix: getattr(fix, by), default=None)
            if best:
                applied.append(best)
                layout = best.layout
    return layout, applied


def switched(layout: Layout, link: LinkGroup, key: str) -> Layout | None:
    """The layout with a link group on another technology; ``None`` if a board has no ASIC to host it.

    Raises
    ------
    NoRoom
        If a board has no room for the ports that the links need.
    """
    if any(not hosts(layout.design(design), role) for design, role in link.ends):
        return None
    return with_technology(layout, link.id, key, load())


def candidates(layout: Layout, link: LinkGroup) -> Iterator[Technology]:
    """Technologies that can carry the hosts' lanes."""
    for key in load().technologies:
        tech = technology(layout, key)
        if not tech.is_light_source and carries_lanes(tech, link.lane_gbps):
            yield tech


def _technologies(
    layout: Layout, before: LinkState, ports: dict[str, BoardPorts], already: frozenset
) -> Iterator[Fix]:
    # temperatures of modules and lasers do not apply to other ones; those of board and cable do
    places_c = {"board_c": before.board_c, "cable_c": before.cable_c}
    before = link_state(layout, before.link, ports).warmed(**places_c)
    for tech in candidates(layout, before.link):
        if tech.key == before.technology.key:
            continue
        try:
            fixed = switched(layout, before.link, tech.key)
        except NoRoom:
            continue
        if fixed is not None:
            link = fixed.link(before.link.id)
            state = link_state(fixed, link, board_ports(fixed, ports)).warmed(**places_c)
            if not is_broken(state):
                yield _fix(before, state, kind(tech), tech.name, fixed, already)


def _moves(
    layout: Layout, before: LinkState, ports: dict[str, BoardPorts], already: frozenset
) -> Iterator[Fix]:
    """The move of one tray at an end of the group that leaves the most margin, if it makes the group pass."""
    link = before.link
    if link.length_m is not None or not link.b:
        return
    best: tuple[float, Fix] | None = None
    for tray in (*layout.trays_of(link.a), *layout.trays_of(link.b)):
        for u in _free_u(layout, tray):
            moved = layout.moved(tray.id, u=u)
            state = link_state(moved, link, ports).warmed(**before.temperatures_c)
            if state.margin_db > before.margin_db and not is_broken(state):
                label = f"Move {name(tray)} from U{tray.u} to U{u}"
                if best is None or state.margin_db > best[0]:
                    best = state.margin_db, _fix(before, state, "move", label, moved, already)
    if best:
        yield best[1]


def _free_u(layout: Layout, tray: Tray) -> Iterator[int]:
    """Free positions in its rack to which a tray could move."""
    rack, height = layout.rack(tray.rack), layout.design(tray.design).height_u
    taken = {
        u
        for other in layout.trays
        if other.rack == tray.rack and other is not tray
        for u in range(other.u, other.u + layout.design(other.design).height_u)
    }
    for u in range(1, rack.height_u - height + 2):
        if u != tray.u and not taken & set(range(u, u + height)):
            yield u


def kind(tech: Technology) -> str:
    """Common name of a technology's kind.

    >>> [kind(load().technology(key)) for key in ("aec_800", "xd_1600_dr16", "oio_ayar_8t")]
    ['AEC', 'DSP', 'OIO']
    """
    if tech.family in ("npo", "cpo", "oio"):
        return tech.family.upper()
    first = tech.key.partition("_")[0]
    own = {"nvl": "DAC", "microled": "microLED", "poet": "DSP", "xd": "DSP"}
    return own.get(first, first.upper())


def _fix(
    before: LinkState, after: LinkState, kind: str, label: str, layout: Layout, already: frozenset
) -> Fix:
    new = next(newly_misplaced(layout, already), None)
    return Fix(
        link=before.link.id,
        kind=kind,
        label=label,
        layout=layout,
        power_w=after.power_w - before.power_w,
        cost_usd=after.cost_usd - before.cost_usd,
        latency_ns=after.latency_ns - before.latency_ns,
        failures_per_year=after.failures.expected - before.failures.expected,
        margin_db=after.margin_db,
        status=after.technology.status,
        obstacle=new.message if new else "",
    )
