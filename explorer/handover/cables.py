"""Every physical cable of a layout, from port to port.

A fiber cable carries one link, whatever its module holds; a copper cable or AOC, whose ends are modules,
carries as many links between the same two trays as fit its rate. A link in a cable cartridge is one row
with as many pairs as its lanes need, both ways. A link faster than its module takes several cables.

Links are spread over the trays evenly: each pair of trays gets the same number, and the remainder is dealt
out one link per tray in turn. Between trays of one design each pair counts once.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

from explorer.analysis import Results
from explorer.analysis.links.electrical import COPPER
from explorer.analysis.links.state import LinkState
from explorer.catalog import Technology
from explorer.handover.lengths import order_m
from explorer.handover.ports import Numbering, Slot, Sockets
from explorer.model import Layout, Tray


class End(NamedTuple):
    """One end of a cable; all fields are empty if it lies outside the layout."""

    tray: Tray | None = None
    rack: str = ""
    u: int | None = None
    device: str = ""
    role: str = ""
    slot: Slot | None = None

    @property
    def port(self) -> str:
        return self.slot.name if self.slot else ""


class Cable(NamedTuple):
    """One cable."""

    id: str
    bundle: str
    """Name that all cables between the same two trays of one link group share"""
    state: LinkState
    a: End
    b: End
    n_links: int
    n_pairs: int
    """Twinax pairs; 0 for optical links"""
    length_m: float
    slack_m: float
    order_m: float
    margin_db: float
    """Least of the margins along the link"""
    line_margin_db: float
    """Margin between the electronics of both ends; in passive copper, from die to die"""

    @property
    def route_m(self) -> float:
        return self.length_m - self.slack_m


def cables(results: Results, lengths_m: tuple[float, ...] | None = None) -> list[Cable]:
    """All cables, by link group, then by the trays at their ends.

    Parameters
    ----------
    lengths_m : rising lengths to order from, instead of those of `explorer.handover.lengths`
    """
    numbering = Numbering(results)
    names = device_names(results.layout)
    return [
        cable
        for state in results.link_states.values()
        for cable in _of_group(results.layout, state, numbering, names, lengths_m)
    ]


def device_names(layout: Layout) -> dict[str, str]:
    """Device name of each tray by its id: its label if no other tray has the same, else its id.

    >>> from explorer.model import Rack, TrayDesign
    >>> trays = [Tray(id=f"r1.t{u}", rack="r1", design="d", u=u, label="Leaf") for u in (1, 2)]
    >>> trays.append(Tray(id="r1.t3", rack="r1", design="d", u=3, label="Spine"))
    >>> device_names(Layout(racks=[Rack(id="r1")], designs=[TrayDesign(id="d")], trays=trays))
    {'r1.t1': 'r1.t1', 'r1.t2': 'r1.t2', 'r1.t3': 'Spine'}
    """
    seen: dict[str, int] = {}
    for tray in layout.trays:
        seen[tray.label] = seen.get(tray.label, 0) + 1
    ids = {tray.id for tray in layout.trays}
    return {
        t.id: t.label if t.label and seen[t.label] == 1 and t.label not in ids else t.id for t in layout.trays
    }


def has_fixed_ends(tech: Technology) -> bool:
    """Whether the modules at both ends are part of the cable."""
    return tech.medium == "twinax" or "AOC" in tech.name


def spread(n: int, n_a: int, n_b: int, same: bool = False) -> Iterator[tuple[int, int, int]]:
    """Spread n links over pairs of trays: yields (index of tray a, index of tray b, links), if not 0.

    >>> list(spread(5, 2, 2))
    [(0, 0, 2), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
    >>> list(spread(3, 3, 3, same=True))
    [(0, 1, 1), (0, 2, 1), (1, 2, 1)]
    """
    pairs = [(i, j) for i in range(n_a) for j in range(n_b) if not same or i < j]
    if not pairs:
        pairs = [(0, 0)]
    each, rest = divmod(n, len(pairs))
    counts = dict.fromkeys(pairs, each)
    for pair in _in_turn(pairs, n_a, n_b, same)[:rest]:
        counts[pair] += 1
    yield from ((i, j, k) for (i, j), k in counts.items() if k)


def _in_turn(pairs, n_a, n_b, same):
    """Pairs in an order in which, as far as possible, every tray occurs once before any occurs again."""
    if same:
        return sorted(pairs, key=lambda p: ((p[1] - p[0]), p[0]))
    shift = math.lcm(n_a, n_b)
    return [(m % n_a, (m + m // shift) % n_b) for m in range(len(pairs))]


def _of_group(layout, state: LinkState, numbering: Numbering, names, lengths_m) -> Iterator[Cable]:
    link, tech = state.link, state.technology
    whole = has_fixed_ends(tech)
    n_pairs = round(2 * link.link_gbps / link.lane_gbps) if tech.medium in COPPER else 0
    a_trays = layout.trays_of(link.a)
    b_trays = layout.trays_of(link.b) if link.b else (None,)
    a_ports = [numbering.sockets(link, 0, whole) for _ in a_trays]
    same = link.a == link.b
    b_ports = [numbering.sockets(link, 1, whole) if tray else None for tray in b_trays]
    if same and link.a_role == link.b_role:
        b_ports = a_ports
    by_hand = link.length_m is not None
    number = 0
    for i, j, n in spread(link.n_links, len(a_trays), len(b_trays), same):
        length = float(state.length_m[i, j])
        slack = 0.0 if by_hand or not link.b else link.slack_m
        order = order_m(length, tech.medium, lengths_m)
        bundle = f"{link.id}:{names[a_trays[i].id]}" + (f":{names[b_trays[j].id]}" if link.b else "")
        margins = float(state.margins_db[i, j]), float(state.line_margin_db[i, j])
        for k in _links_of_cables(n, link.link_gbps, tech, whole):
            number += 1
            slot_a, slot_b = _joined(a_ports[i], b_ports[j])
            a = _end(layout, names, a_trays[i], link.a_role, slot_a)
            b = _end(layout, names, b_trays[j], link.b_role, slot_b) if link.b else End()
            id = f"{link.id}-{number:04d}"
            yield Cable(id, bundle, state, a, b, k, n_pairs * max(k, 1), length, slack, order, *margins)


def _links_of_cables(n: int, link_gbps: float, tech: Technology, whole: bool) -> Iterator[int]:
    """Links in each cable between two trays."""
    several = math.ceil(link_gbps / tech.rate_gbps - 1e-9)
    if several > 1 and tech.medium != "twinax backplane":
        for _ in range(n):
            yield 1
            yield from (0 for _ in range(several - 1))
        return
    per_cable = max(1, int(tech.rate_gbps / link_gbps + 1e-9)) if whole else 1
    while n > 0:
        yield min(n, per_cable)
        n -= per_cable


def _joined(a: Sockets, b: Sockets | None) -> tuple[Slot, Slot | None]:
    """Slots of the two ASICs that have the fewest links so far, and of those the fewest with each other."""
    if b is None:
        return a.take(min(a.asics, key=a.load.__getitem__)), None
    best = min(
        ((x, y) for x in a.asics for y in b.asics),
        key=lambda pair: (a.load[pair[0]] + b.load[pair[1]], a.met.get((b, *pair), 0)),
    )
    a.met[b, *best] = a.met.get((b, *best), 0) + 1
    return a.take(best[0]), b.take(best[1])


def _end(layout: Layout, names, tray: Tray, role: str, slot: Slot | None) -> End:
    rack = layout.element(tray.rack)
    return End(tray, rack.label or rack.id, tray.u, names[tray.id], role, slot)
