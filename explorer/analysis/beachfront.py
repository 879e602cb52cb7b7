"""Edges: how much data has to cross a millimeter of die, package or faceplate, and how much can."""

from collections.abc import Iterable
from typing import NamedTuple

from explorer.analysis.links import LinkState
from explorer.analysis.serdes import speed_of
from explorer.catalog import typical
from explorer.model import Asic, LaserSource, Layout, Port
from explorer.model.placement import ROWS_PER_U


class Edge(NamedTuple):
    """One edge of one board: of the dies of its ASICs, of a package, or of its faceplate."""

    element: str
    what: str
    length_mm: float
    gbps: float
    most_gbps: float
    """What fits across it"""

    @property
    def need_gbps_per_mm(self) -> float:
        return self.gbps / self.length_mm

    @property
    def most_gbps_per_mm(self) -> float:
        return self.most_gbps / self.length_mm


def edges(layout: Layout, states: dict[str, LinkState]) -> Iterable[Edge]:
    """The edges of every mounted board that carries links; a port without a rate takes no room on them."""
    for design in layout.designs:
        ports = [
            p
            for p in design.parts
            if isinstance(p, Port)
            and not isinstance(p, LaserSource)
            and p.links in states
            and p.rate_gbps > 0.0
        ]
        if ports and layout.trays_of(design.id):
            for host in (p for p in design.parts if isinstance(p, Asic)):
                yield from _host_edges(host, [p for p in ports if p.host == host.id], states)
            yield from _faceplate(design, ports, states)


def _host_edges(host: Asic, ports, states) -> Iterable[Edge]:
    """Shares of an edge add up: each link group takes what its rate needs at its own density."""
    if not ports:
        return
    rate = sum(p.rate_gbps for p in ports)
    dense = {key: _die_gbps_per_mm(states[key]) for key in {p.links for p in ports}}
    perimeter = 2 * (host.die_width_mm + host.die_depth_mm)
    share = sum(p.rate_gbps / dense[p.links] for p in ports) / perimeter
    yield Edge(host.id, "die", perimeter, rate, rate / share)
    on_it = [p for p in ports if states[p.links].technology.placement == "package"]
    dense = {p.links: states[p.links].technology.edge_gbps_per_mm for p in on_it}
    on_it = [p for p in on_it if dense[p.links]]
    if on_it:
        rate, around = sum(p.rate_gbps for p in on_it), 2 * (host.width_mm + host.depth_mm)
        share = sum(p.rate_gbps / dense[p.links] for p in on_it) / around
        yield Edge(host.id, "package", around, rate, rate / share)


def _die_gbps_per_mm(state: LinkState) -> float:
    """Of SerDes it goes with their lane rate; UCIe's bumps lie closer."""
    kind = "ucie" if state.serdes.key == "UCIe" else speed_of(state.baud_gbd)
    return typical(f"die_edge_gbps_per_mm_{kind}")


def _faceplate(design, ports, states) -> Iterable[Edge]:
    front = [p for p in ports if states[p.links].technology.placement == "faceplate"]
    dense = {p.links: states[p.links].technology.edge_gbps_per_mm for p in front}
    front = [p for p in front if dense[p.links]]
    if front:
        rows, rate = ROWS_PER_U * design.height_u, sum(p.rate_gbps for p in front)
        share = sum(p.rate_gbps / (rows * dense[p.links]) for p in front) / design.width_mm
        yield Edge(design.id, "faceplate", design.width_mm, rate, rate / share)
