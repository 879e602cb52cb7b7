"""A fabric as a graph: what it carries, evenly shared, and what is left when something fails."""

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
    """A graph of ASICs, every cable both ways.

    Nodes are named tray and part, such as ``r1.sw1/sw.asic0``; endpoints stand in the order of their racks
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
    """whether endpoints pass on what is not theirs, as they have to where there is no switch"""

    @property
    def n_endpoints(self) -> int:
        return len(self.endpoints)

    @cached_property
    def net(self) -> Graph:
        transit = np.ones(len(self.names), bool)
        if not self.forwards:
            transit[self.endpoints] = False
        return graph(len(self.names), self.tail, self.head, self.gbps, transit)

    # -- what it carries -------------------------------------------------------------------------

    @cached_property
    def injection_gbps(self) -> float:
        """What all endpoints together can send."""
        return float(self.gbps[np.isin(self.tail, self.endpoints)].sum())

    @cached_property
    def halves(self) -> tuple[np.ndarray, np.ndarray]:
        """The endpoints in two halves, each a whole number of trays where that is possible."""
        middle = self.n_endpoints // 2
        return self.endpoints[:middle], self.endpoints[middle:]

    @cached_property
    def bisection_gbps(self) -> float:
        """Largest flow between the halves, one way. Over all possible halves it could be less."""
        near, far = self.halves
        return max_flow(self.net, near, far).flow if near.size else 0.0

    @property
    def oversubscription(self) -> float:
        """What half of the endpoints can send over what the bisection takes; 1 blocks nothing."""
        near, _ = self.halves
        asked = float(self.gbps[np.isin(self.tail, near)].sum())
        return asked / self.bisection_gbps if self.bisection_gbps else float("inf")

    @cached_property
    def all_to_all(self) -> Rates:
        """Max-min fair rates when every endpoint sends to every other.

        Endpoints with equal neighbors fare alike and are taken together: rates are those of pairs of such
        pods. `load` is the share of its capacity that each directed link carries while all pairs get what the
        slowest does, as collectives do. Of a pod, the links of its first endpoint stand for those of all.
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
        """What each endpoint gets to send in the slowest pair's share, to all others together."""
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
        """Max-min fair rates of flows between nodes; 0 where there is no way."""
        source, sink = np.array(list(pairs), int).reshape(-1, 2).T
        users = routed(self.net, source, sink)
        rate, way = np.zeros(source.size), users.is_routed
        if way.any():
            on_way = routed(self.net, source[way], sink[way])
            limit = None if limits_gbps is None else np.asarray(limits_gbps, float)[way]
            rate[way] = max_min(self.net.capacity, on_way, limit).rate
        return rate

    def traffic(self, demands_gbps: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
        """What flows between named nodes get of what they ask for.

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

    # -- with something lost ---------------------------------------------------------------------

    def without_node(self, name: str) -> "Fabric":
        """The fabric after a switch or an endpoint has failed."""
        number = self.names.index(name)
        gone = (self.tail == number) | (self.head == number)
        return replace(self, gbps=np.where(gone, 0.0, self.gbps))

    def without_gbps(self, link: int, gbps: float) -> "Fabric":
        """The fabric with that much less on one cable, both ways."""
        a, b = self.tail[link], self.head[link]
        same = np.array(self.group) == self.group[link]
        both = ((self.tail == a) & (self.head == b)) | ((self.tail == b) & (self.head == a))
        return replace(self, gbps=np.where(both & same, np.maximum(0.0, self.gbps - gbps), self.gbps))

    def without_share(self, name: str, group: str, share: float) -> "Fabric":
        """The fabric with a share of what a node has in a link group lost, as with one of its engines."""
        number, own = self.names.index(name), np.array(self.group) == group
        hit = own & ((self.tail == number) | (self.head == number))
        return replace(self, gbps=np.where(hit, self.gbps * (1.0 - share), self.gbps))

    def connected(self) -> "Fabric":
        """The fabric of the endpoints that still reach most others; those that are cut off take no part."""
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

    # -- endpoints that are alike ----------------------------------------------------------------

    @cached_property
    def _pods(self) -> tuple[Graph, Flows]:
        """The graph with every pod of equal endpoints as one that sends and one that takes, and its flows."""
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
        """Endpoints by their neighbors; where endpoints forward, each is like no other."""
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
