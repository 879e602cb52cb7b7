"""A fabric as a graph: bisection, max-min fair rates, and the graph after failures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explorer.errors import LayoutError, nearest
from explorer.solvers.fabric.graph import Flows, Graph, graph
from explorer.solvers.fabric.max_flow import max_flow
from explorer.solvers.fabric.rates import Rates, max_min
from explorer.solvers.fabric.routes import routed


@dataclass(frozen=True, eq=False)
class Fabric:
    """A graph of ASICs; every cable is two directed links.

    Nodes are named by tray and part, such as ``r1.sw1/sw.asic0``; endpoints are in the order of their racks
    and positions, so that a split of that order keeps trays together.
    """

    names: tuple[str, ...]
    endpoints: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    gbps: np.ndarray
    group: tuple[str, ...]
    """link group of each directed link"""
    forwards: bool
    """whether endpoints forward traffic of others, as they have to in a fabric without switches"""

    @property
    def n_endpoints(self) -> int:
        return len(self.endpoints)

    @cached_property
    def net(self) -> Graph:
        transit = np.ones(len(self.names), bool)
        if not self.forwards:
            transit[self.endpoints] = False
        return graph(len(self.names), self.tail, self.head, self.gbps, transit)

    # -- rates -------------------------------------------------------------------------------------

    @cached_property
    def injection_gbps(self) -> float:
        """Rate [Gb/s] that all endpoints together can send."""
        return float(self.gbps[np.isin(self.tail, self.endpoints)].sum())

    @cached_property
    def halves(self) -> tuple[np.ndarray, np.ndarray]:
        """The endpoints in two halves, each a whole number of trays where that is possible."""
        middle = self.n_endpoints // 2
        return self.endpoints[:middle], self.endpoints[middle:]

    @cached_property
    def bisection_gbps(self) -> float:
        """Largest flow between the halves, one way. Other halves could have less."""
        near, far = self.halves
        return max_flow(self.net, near, far).flow if near.size else 0.0

    @property
    def oversubscription(self) -> float:
        """Rate that half of the endpoints can send over the bisection; 1 is non-blocking."""
        near, _ = self.halves
        asked = float(self.gbps[np.isin(self.tail, near)].sum())
        return asked / self.bisection_gbps if self.bisection_gbps else float("inf")

    @cached_property
    def all_to_all(self) -> Rates:
        """Max-min fair rates when every endpoint sends to every other.

        Endpoints with equal neighbors have equal rates and are merged to pods: rates are those of pairs of
        pods. `load` is the share of its capacity that each directed link carries while all pairs have the
        slowest pair's rate, as in collectives. The links of a pod's first endpoint stand for those of all.
        """
        net, users = self._pods
        way = users.is_routed
        if not way.all() or not way.size:
            return Rates(np.zeros(way.size), np.zeros(self.gbps.size))
        rate = max_min(net.capacity, users).rate
        each = np.repeat(users.times * rate.min(), np.diff(users.start)) * users.share
        load = np.bincount(users.link, each, minlength=net.capacity.size)
        return Rates(rate, np.divide(load, net.capacity, out=np.zeros_like(load), where=net.capacity > 0))

    @property
    def all_to_all_gbps(self) -> float:
        """Rate of each endpoint to all others together, with every pair at the rate of the slowest."""
        return float(self.all_to_all.rate.min(initial=0.0 if self.n_endpoints < 2 else np.inf)) * (
            self.n_endpoints - 1
        )

    @cached_property
    def ring_gbps(self) -> float:
        """Rate of the slowest step of a ring over all endpoints, each sending to the next."""
        if self.n_endpoints < 2:
            return 0.0
        return float(self.fair(zip(self.endpoints, np.roll(self.endpoints, -1), strict=True)).min())

    def fair(self, pairs: Iterable[tuple[int, int]], limits_gbps=None) -> np.ndarray:
        """Max-min fair rates of flows between nodes; 0 where there is no path."""
        source, sink = np.array(list(pairs), int).reshape(-1, 2).T
        users = routed(self.net, source, sink)
        rate, way = np.zeros(source.size), users.is_routed
        if way.any():
            on_way = routed(self.net, source[way], sink[way])
            limit = None if limits_gbps is None else np.asarray(limits_gbps, float)[way]
            rate[way] = max_min(self.net.capacity, on_way, limit).rate
        return rate

    def traffic(self, demands_gbps: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
        """Max-min fair rates of flows between named nodes with given demands.

        Raises
        ------
        LayoutError
            If the fabric has no such node; the message names the nearest.
        """
        numbers = {name: i for i, name in enumerate(self.names)}
        for name in (name for pair in demands_gbps for name in pair):
            if name not in numbers:
                near = nearest(name, numbers)
                raise LayoutError(f"the fabric has no node '{name}'" + (f"; {near}" if near else ""))
        pairs = [(numbers[a], numbers[b]) for a, b in demands_gbps]
        rates = self.fair(pairs, list(demands_gbps.values()))
        return dict(zip(demands_gbps, map(float, rates), strict=True))

    def group_load(self) -> dict[str, float]:
        """Share of its capacity that the fullest link of each group carries, all to all."""
        names = np.array(self.group)
        return {key: float(self.all_to_all.load[names == key].max()) for key in dict.fromkeys(self.group)}

    # -- after a failure ---------------------------------------------------------------------------

    def without_node(self, name: str) -> "Fabric":
        """The fabric after a switch or an endpoint has failed."""
        number = self.names.index(name)
        gone = (self.tail == number) | (self.head == number)
        return replace(self, gbps=np.where(gone, 0.0, self.gbps))

    def without_gbps(self, link: int, gbps: float) -> "Fabric":
        """The fabric with the capacity of one cable reduced by `gbps`, both ways."""
        a, b = self.tail[link], self.head[link]
        same = np.array(self.group) == self.group[link]
        both = ((self.tail == a) & (self.head == b)) | ((self.tail == b) & (self.head == a))
        return replace(self, gbps=np.where(both & same, np.maximum(0.0, self.gbps - gbps), self.gbps))

    def without_share(self, name: str, group: str, share: float) -> "Fabric":
        """The fabric without a share of a node's capacity in a link group, as after one engine fails."""
        number, own = self.names.index(name), np.array(self.group) == group
        hit = own & ((self.tail == number) | (self.head == number))
        return replace(self, gbps=np.where(hit, self.gbps * (1.0 - share), self.gbps))

    def connected(self) -> "Fabric":
        """The fabric reduced to the endpoint that reaches most others, and to those that it reaches."""
        if self.n_endpoints < 2:
            return self
        reached = np.zeros((self.n_endpoints, self.n_endpoints), bool)
        a, b = (grid.ravel() for grid in np.meshgrid(*[np.arange(self.n_endpoints)] * 2, indexing="ij"))
        apart = a != b
        users = routed(self.net, self.endpoints[a[apart]], self.endpoints[b[apart]])
        reached[a[apart], b[apart]] = users.is_routed
        best = int(reached.sum(axis=1).argmax())
        staying = reached[best] | (np.arange(self.n_endpoints) == best)
        return replace(self, endpoints=self.endpoints[staying])

    # -- pods of equal endpoints -------------------------------------------------------------------

    @cached_property
    def _pods(self) -> tuple[Graph, Flows]:
        """The graph with one sending and one receiving node per pod of equal endpoints, and its flows."""
        n = len(self.names)
        head, capacity, transit = self.head.copy(), self.gbps.copy(), list(self.net.is_transit)
        size, taker = {}, {}
        for first, *rest in self._alike():
            size[first] = 1 + len(rest)
            capacity[np.isin(self.tail, rest) | np.isin(self.head, rest)] = 0.0
            capacity[(self.tail == first) | (self.head == first)] *= size[first]
            taker[first] = first
            if not self.forwards:
                taker[first] = n + len(taker) - 1
                transit.append(False)
                head[self.head == first] = taker[first]
        pairs = [(a, b) for a in size for b in size if a != b or size[a] > 1]
        count = [size[a] * size[b] if a != b else size[a] * (size[a] - 1) for a, b in pairs]
        net = graph(len(transit), self.tail, head, capacity, transit)
        return net, routed(net, [a for a, _ in pairs], [taker[b] for _, b in pairs], count)

    def _alike(self) -> list[list[int]]:
        """Endpoints grouped by equal neighbors; if endpoints forward, each is a group."""
        if self.forwards:
            return [[int(endpoint)] for endpoint in self.endpoints]
        near: dict[int, list] = {int(endpoint): [] for endpoint in self.endpoints}
        for a, b, gbps in zip(self.tail.tolist(), self.head.tolist(), self.gbps.tolist(), strict=True):
            if a in near:
                near[a].append((b, gbps))
        alike: dict[tuple, list[int]] = {}
        for endpoint, links in near.items():
            alike.setdefault(tuple(sorted(links)), []).append(endpoint)
        return list(alike.values())
