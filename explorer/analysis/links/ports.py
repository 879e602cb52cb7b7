"""The ports of a board that carry data, and the lanes that lead from its ASICs to them."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

from explorer.analysis.links.electrical import HostChannel, ends_db, trace_db_per_mm
from explorer.analysis.links.geometry import trace_mm
from explorer.model import Asic, Engine, LaserSource, Layout, LinkGroup, Port, TrayDesign


class Carried(NamedTuple):
    """A port that carries data, each way."""

    host: str
    link: str
    gbps: float


class BoardPorts:
    """Ports and host channels of one design, each computed on first use."""

    def __init__(self, design: TrayDesign):
        self.design = design
        self._channels: dict[tuple[str, float], HostChannel] = {}

    @cached_property
    def all(self) -> list[Port]:
        """The ports that carry data, in the order of the board's parts."""
        return [p for p in self.design.parts if isinstance(p, Port) and p.carries_data]

    @cached_property
    def by_link(self) -> dict[str, list[Port]]:
        """The ports of `all` by link group."""
        found: dict[str, list[Port]] = {}
        for port in self.all:
            found.setdefault(port.links, []).append(port)
        return found

    @cached_property
    def carried(self) -> list[Carried]:
        """Host, link group and rate of each port of `all` that has a rate."""
        return [Carried(p.host, p.links, p.rate_gbps) for p in self.all if p.rate_gbps > 0.0]

    @cached_property
    def asics(self) -> dict[str, Asic]:
        """The ASICs, at which lanes start, by id."""
        return {part.id: part for part in self.design.parts if isinstance(part, Asic)}

    def of(self, link_id: str) -> list[Port]:
        """The ports of one link group that carry data."""
        return self.by_link.get(link_id, [])

    def rate_gbps(self, link_id: str) -> float:
        """Data rate through the ports of a link group, each way."""
        return sum(port.rate_gbps for port in self.of(link_id))

    def n_modules(self, link_id: str) -> int:
        """Modules, engines or connectors of a link group on this board."""
        return sum(port.modules for port in self.of(link_id))

    def n_light_sources(self, link_id: str) -> int:
        """External laser sources of a link group on this board."""
        return self._lights.get(link_id, 0)

    @cached_property
    def _lights(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for part in self.design.parts:
            if isinstance(part, LaserSource):
                found[part.links] = found.get(part.links, 0) + part.n_modules
        return found

    def hosted_gbps(self, link_id: str) -> float:
        """Data rate, each way, through the ports of a link group that have a host."""
        return sum(port.rate_gbps for port in self.of(link_id) if port.host)

    def host_channel(self, link_id: str, f_ghz: float) -> HostChannel:
        """The lanes of a link group on this board at a frequency; cached."""
        if (link_id, f_ghz) not in self._channels:
            self._channels[link_id, f_ghz] = self._lanes(self.of(link_id), f_ghz)
        return self._channels[link_id, f_ghz]

    def _lanes(self, ports: list[Port], f_ghz: float) -> HostChannel:
        traces = np.array([trace_mm(p, self.asics[p.host]) if p.host else 0.0 for p in ports])
        # loss depends on the kind of port, and a board has many ports of few kinds
        kinds = [(type(p), isinstance(p, Engine) and p.seat) for p in ports]
        per_mm = {k: trace_db_per_mm(self.design.trace, p, f_ghz) for k, p in zip(kinds, ports, strict=True)}
        ends = {k: ends_db(p, f_ghz) for k, p in zip(kinds, ports, strict=True)}
        lost_db = traces * np.array([per_mm[k] for k in kinds])
        return HostChannel(traces, lost_db, np.array([ends[k] for k in kinds]))


def board_ports(layout: Layout, previous: Mapping[str, BoardPorts] | None = None) -> dict[str, BoardPorts]:
    """Ports of all designs by id; reuses those of `previous` for designs that are the same object."""
    before = previous or {}
    return {
        design.id: before[design.id]
        if design.id in before and before[design.id].design is design
        else BoardPorts(design)
        for design in layout.designs
    }


def ports_of(layout: Layout, link: LinkGroup) -> dict[str, list[Port]]:
    """The ports of a link group that carry data, by design id."""
    return {design: BoardPorts(layout.design(design)).of(link.id) for design, _ in link.ends}
