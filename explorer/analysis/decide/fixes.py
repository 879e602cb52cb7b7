"""Fixes for a link that misses its margin or its reach, each with its cost and the fixed layout.

To find them, links are solved and heat is not. Those that are offered are evaluated as they are in a drag, so
that what they cost is within 0.1 K what it is once they are applied.
"""

from collections.abc import Iterator
from typing import NamedTuple

from explorer.analysis.evaluation import evaluate
from explorer.analysis.findings.links import carries_lanes, links
from explorer.analysis.links.groups import link_state, unmounted_ends
from explorer.analysis.links.ports import board_ports
from explorer.analysis.links.state import LinkState
from explorer.analysis.results import Results
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


def fixes(layout: Layout, link_id: str, results: Results | None = None) -> list[Fix]:
    """Fixes that make a link group pass, by watts: a tray moved, or another technology, one of each kind.

    Fixes with an obstacle come last. Within a kind of technology, a fix without obstacle that can be bought
    is preferred to one that draws less.

    Parameters
    ----------
    results : of the layout, if they are known

    Raises
    ------
    LayoutError
        If there is no such link group.
    """
    link = layout.link(link_id)
    if unmounted_ends(layout, link):
        return []
    known = results or evaluate(layout)
    already, found = frozenset(misplaced(layout)), {}
    ways = (*_moves(known, link, already), *_technologies(known, link, already))
    for fix in sorted(ways, key=_worth):
        if fix.kind not in found:
            after = solved_like(known, fix.layout).link_states[link_id]
            if not is_broken(after):
                found[fix.kind] = _changed(fix, known.link_states[link_id], after)
    return sorted(found.values(), key=lambda fix: (bool(fix.obstacle), fix.power_w, fix.cost_usd))


def _worth(fix: Fix):
    return bool(fix.obstacle), fix.status not in ON_THE_MARKET, fix.power_w


def solved_like(results: Results, layout: Layout) -> Results:
    """A changed layout, solved as it is in a drag; twice, as its links follow the heat of the first time."""
    return evaluate(layout, evaluate(layout, results, settled=False), settled=False)


def cheapest(layout: Layout, by: str = "power_w", results: Results | None = None) -> tuple[Layout, list[Fix]]:
    """(layout, fixes): the cheapest fixes that make every link pass, by watts or another of `COST_KEYS`.

    Link groups are independent except that they share room and heat on boards, so each in turn takes its
    cheapest fix that can be bought and fits on the boards after the earlier fixes. Groups without such a fix
    are not changed. `results` are those of the layout, if they are known.
    """
    applied: list[Fix] = []
    known = results or evaluate(layout)
    for key in known.link_states:
        if is_broken(known.link_states[key]):
            ways = fixes(layout, key, known)
            open_ways = [f for f in ways if not f.obstacle and f.status in ON_THE_MARKET]
            best = min(open_ways, key=lambda fix: getattr(fix, by), default=None)
            if best:
                applied.append(best)
                layout = best.layout
                known = solved_like(known, layout)
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


def _technologies(results: Results, link: LinkGroup, already: frozenset) -> Iterator[Fix]:
    layout, ports, before = results.layout, results.inputs.ports, results.link_states[link.id]
    # temperatures of modules and lasers do not apply to other ones; those of board and cable do
    places_c = {"board_c": before.board_c, "cable_c": before.cable_c}
    for tech in candidates(layout, link):
        if tech.key == link.technology:
            continue
        try:
            fixed = switched(layout, link, tech.key)
        except NoRoom:
            continue
        if fixed is not None:
            new = fixed.link(link.id)
            state = link_state(fixed, new, board_ports(fixed, ports)).warmed(**places_c)
            if not is_broken(state):
                yield _fix(before, state, kind(tech), tech.name, fixed, already)


def _moves(results: Results, link: LinkGroup, already: frozenset) -> Iterator[Fix]:
    """The move of one tray at an end of the group that leaves the most margin, if it makes the group pass."""
    layout, ports, before = results.layout, results.inputs.ports, results.link_states[link.id]
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
    fix = Fix(
        link=before.link.id,
        kind=kind,
        label=label,
        layout=layout,
        power_w=0.0,
        cost_usd=0.0,
        latency_ns=0.0,
        failures_per_year=0.0,
        margin_db=0.0,
        status=after.technology.status,
        obstacle=new.message if new else "",
    )
    return _changed(fix, before, after)


def _changed(fix: Fix, before: LinkState, after: LinkState) -> Fix:
    """The fix with what it changes."""
    return fix._replace(
        power_w=after.power_w - before.power_w,
        cost_usd=after.cost_usd - before.cost_usd,
        latency_ns=after.latency_ns - before.latency_ns,
        failures_per_year=after.failures.expected - before.failures.expected,
        margin_db=after.margin_db,
    )
