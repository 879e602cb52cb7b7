"""Edges: how much data has to cross a millimeter of die, package or faceplate, and how much can."""

from collections.abc import Iterable
from typing import NamedTuple

from explorer.analysis.links.serdes import speed_of
from explorer.analysis.links.state import LinkState
from explorer.catalog import typical
from explorer.model import Asic, Layout, Port, TrayDesign
from explorer.model.kept import kept
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


class Density(NamedTuple):
    """What the edges carry of one link group, beside its ports."""

    die_gbps_per_mm: float
    placement: str
    edge_gbps_per_mm: float
    """of package or faceplate; 0 where no figure is published"""


def edges(layout: Layout, states: dict[str, LinkState]) -> Iterable[Edge]:
    """The edges of every mounted board that carries links; a port without a rate takes no room on them."""
    dense = tuple((key, _density(state)) for key, state in states.items())
    for design in layout.designs:
        if layout.trays_of(design.id):
            yield from _edges_of(design, dense)


def _density(state: LinkState) -> Density:
    """Of SerDes at a die it goes with their lane rate; UCIe's bumps lie closer."""
    kind, tech = "ucie" if state.serdes.key == "UCIe" else speed_of(state.baud_gbd), state.technology
    return Density(typical(f"die_edge_gbps_per_mm_{kind}"), tech.placement, tech.edge_gbps_per_mm or 0.0)


@kept(256)
def _edges_of(design: TrayDesign, of_links: tuple[tuple[str, Density], ...]) -> list[Edge]:
    """The edges of one board; `of_links` is all that they need to know of the links."""
    dense = dict(of_links)
    ports = [
        p
        for p in design.parts
        if isinstance(p, Port) and p.carries_data and p.links in dense and p.rate_gbps > 0.0
    ]
    if not ports:
        return []
    found = [edge for p in design.parts if isinstance(p, Asic) for edge in _host_edges(p, ports, dense)]
    return found + list(_faceplate(design, ports, dense))


def _host_edges(host: Asic, ports: list[Port], dense: dict[str, Density]) -> Iterable[Edge]:
    """Shares of an edge add up: each link group takes what its rate needs at its own density."""
    ports = [p for p in ports if p.host == host.id]
    if not ports:
        return
    rate, perimeter = sum(p.rate_gbps for p in ports), 2 * (host.die_width_mm + host.die_depth_mm)
    share = sum(p.rate_gbps / dense[p.links].die_gbps_per_mm for p in ports) / perimeter
    yield Edge(host.id, "die", perimeter, rate, rate / share)
    on_it = [p for p in ports if _crosses(dense[p.links], "package")]
    if on_it:
        rate, around = sum(p.rate_gbps for p in on_it), 2 * (host.width_mm + host.depth_mm)
        share = sum(p.rate_gbps / dense[p.links].edge_gbps_per_mm for p in on_it) / around
        yield Edge(host.id, "package", around, rate, rate / share)


def _faceplate(design: TrayDesign, ports: list[Port], dense: dict[str, Density]) -> Iterable[Edge]:
    front = [p for p in ports if _crosses(dense[p.links], "faceplate")]
    if front:
        rows, rate = ROWS_PER_U * design.height_u, sum(p.rate_gbps for p in front)
        share = sum(p.rate_gbps / (rows * dense[p.links].edge_gbps_per_mm) for p in front) / design.width_mm
        yield Edge(design.id, "faceplate", design.width_mm, rate, rate / share)


def _crosses(dense: Density, edge: str) -> bool:
    """Whether the links take room on package or faceplate, and a figure says how much."""
    return dense.placement == edge and dense.edge_gbps_per_mm > 0.0
