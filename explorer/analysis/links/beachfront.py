"""Data rate per millimeter of die, package or faceplate edge: required and possible."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from explorer.analysis.links.ports import BoardPorts, Carried
from explorer.analysis.links.serdes import speed_of
from explorer.analysis.links.state import LinkState
from explorer.catalog import typical
from explorer.model import Asic, Layout
from explorer.model.placement import ROWS_PER_U


class Edge(NamedTuple):
    """One edge of one board: around a die, around a package, or its faceplate."""

    element: str
    what: str
    length_mm: float
    gbps: float
    most_gbps: float
    """Highest rate that fits across it"""

    @property
    def need_gbps_per_mm(self) -> float:
        return self.gbps / self.length_mm

    @property
    def most_gbps_per_mm(self) -> float:
        return self.most_gbps / self.length_mm


class Density(NamedTuple):
    """Edge densities of one link group."""

    die_gbps_per_mm: float
    placement: str
    edge_gbps_per_mm: float
    """of package or faceplate; 0 where no figure is published"""


def edges(layout: Layout, states: dict[str, LinkState], ports: Mapping[str, BoardPorts]) -> Iterator[Edge]:
    """The edges of every mounted board that carries links; a port without a rate uses no edge."""
    dense = {key: _density(state) for key, state in states.items()}
    for design in layout.designs:
        if layout.trays_of(design.id):
            yield from _edges_of(ports[design.id], dense)


def _density(state: LinkState) -> Density:
    """Edge densities of a link group. At a die they depend on the lane rate; UCIe's bumps are denser."""
    kind, tech = "ucie" if state.serdes.key == "UCIe" else speed_of(state.baud_gbd), state.technology
    return Density(typical(f"die_edge_gbps_per_mm_{kind}"), tech.placement, tech.edge_gbps_per_mm or 0.0)


def _edges_of(board: BoardPorts, dense: dict[str, Density]) -> Iterator[Edge]:
    """The edges of one board; `dense` are the densities by link group."""
    design, carried = board.design, [c for c in board.carried if c.link in dense]
    by_host: dict[str, list[Carried]] = {}
    for c in carried:
        by_host.setdefault(c.host, []).append(c)
    for host in board.asics.values():
        if host.id in by_host:
            yield from _host_edges(host, by_host[host.id], dense)
    front = [c for c in carried if _crosses(dense[c.link], "faceplate")]
    if front:
        rows, rate = ROWS_PER_U * design.height_u, sum(c.gbps for c in front)
        share = sum(c.gbps / (rows * dense[c.link].edge_gbps_per_mm) for c in front) / design.width_mm
        yield Edge(design.id, "faceplate", design.width_mm, rate, rate / share)


def _host_edges(host: Asic, carried: list[Carried], dense: dict[str, Density]) -> Iterator[Edge]:
    """Die and package edges of a host, which link groups share in proportion to rate over density."""
    rate, perimeter = sum(c.gbps for c in carried), 2 * (host.die_width_mm + host.die_depth_mm)
    share = sum(c.gbps / dense[c.link].die_gbps_per_mm for c in carried) / perimeter
    yield Edge(host.id, "die", perimeter, rate, rate / share)
    on_it = [c for c in carried if _crosses(dense[c.link], "package")]
    if on_it:
        rate, around = sum(c.gbps for c in on_it), 2 * (host.width_mm + host.depth_mm)
        share = sum(c.gbps / dense[c.link].edge_gbps_per_mm for c in on_it) / around
        yield Edge(host.id, "package", around, rate, rate / share)


def _crosses(dense: Density, edge: str) -> bool:
    """Whether the links use this edge, and the catalog has a density for it."""
    return dense.placement == edge and dense.edge_gbps_per_mm > 0.0
