"""Rates of flows that share links: routes over a graph, and the max-min fair rate of every flow.

A flow lists the links that it uses and the share of its rate that each carries: 1 on a single path, less
where it is sprayed over several. Rates and capacities are in Gb/s; a link carries one way.
"""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative
from explorer.solvers.compiled import kernel

TIE = 1e-12
"""Links that fill up within this part of the same level fill up together."""

MANY = 4
"""All flows are looked through where at least one in so many stops."""


class Graph(NamedTuple):
    """Directed links between numbered nodes."""

    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    is_transit: np.ndarray
    """by node: whether it passes on what is not its own"""

    @property
    def n_nodes(self) -> int:
        return len(self.is_transit)


class Flows(NamedTuple):
    """Flow ``i`` uses ``link[start[i]:start[i + 1]]``; ``count`` equal flows are one entry."""

    start: np.ndarray
    link: np.ndarray
    share: np.ndarray
    count: np.ndarray

    @property
    def is_routed(self) -> np.ndarray:
        """Whether a flow has a way at all."""
        return np.diff(self.start) > 0


class Rates(NamedTuple):
    """``rate`` of each flow, and ``load`` of each link by all of them."""

    rate: np.ndarray
    load: np.ndarray


def graph(n_nodes: int, tail, head, capacity, is_transit=None) -> Graph:
    """A graph of directed links; a cable that carries both ways at full rate is two of them.

    Raises
    ------
    SolverError
        If a link ends at no node, or its capacity is negative or not finite.
    """
    tail, head = np.asarray(tail, np.int64), np.asarray(head, np.int64)
    capacity = np.asarray(capacity, float)
    transit = np.ones(n_nodes, bool) if is_transit is None else np.asarray(is_transit, bool)
    for ends in (tail, head):
        for i in np.flatnonzero((ends < 0) | (ends >= n_nodes)):
            raise SolverError(f"link {i}: node {ends[i]} is none of 0 to {n_nodes - 1}")
    _check_capacity(capacity)
    return Graph(tail, head, capacity, transit)


def flows(links, count=None) -> Flows:
    """Flows from lists of the links that each uses with its whole rate.

    >>> flows([[0], [0, 1]]).start.tolist()
    [0, 1, 3]
    """
    sizes = [len(own) for own in links]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    link = np.array([number for own in links for number in own], np.int32)
    n = np.ones(len(sizes)) if count is None else np.asarray(count, float)
    return Flows(start, link, np.ones(link.size), n)


def max_min(capacity, users: Flows, limit=None) -> Rates:
    """Max-min fair rates by progressive filling: all rates rise together, and what meets a full link stays.

    No flow can get more without taking from one that has no more than it (Bertsekas and Gallager, Data
    Networks, 6.5.2). A flow in several copies counts so often on its links; ``limit`` is the most that a flow
    asks for.

    Parameters
    ----------
    capacity : (n_links,) Gb/s
    users : flows over these links
    limit : (n_flows,) Gb/s, or ``None`` where every flow takes what it gets

    Raises
    ------
    SolverError
        Naming the link whose capacity, or the flow whose links, count or limit cannot be.

    Examples
    --------
    >>> max_min([10.0, 4.0, 6.0], flows([[0], [0, 1], [1], [1, 2], [2]])).rate.round(3).tolist()
    [8.667, 1.333, 1.333, 1.333, 4.667]
    >>> max_min([10.0], flows([[0], [0]]), limit=[2.0, np.inf]).rate.tolist()
    [2.0, 8.0]
    """
    capacity = np.asarray(capacity, float)
    _check_capacity(capacity)
    n_flows = len(users.start) - 1
    asked = np.full(n_flows, np.inf) if limit is None else np.asarray(limit, float)
    _check_flows(users, capacity.size, asked)
    n_links, limited = capacity.size, np.flatnonzero(np.isfinite(asked))
    if limited.size:
        # what a flow asks for is a link of its own
        ends = users.start[limited + 1]
        capacity = np.concatenate([capacity, asked[limited] * users.count[limited]])
        own = n_links + np.arange(limited.size)
        start = users.start + np.searchsorted(limited, np.arange(n_flows + 1))
        link, share = np.insert(users.link, ends, own), np.insert(users.share, ends, 1.0)
        users = Flows(start, link, share, users.count)
    rate, load = _fill(capacity, *users)
    return Rates(rate, load[:n_links])


def _check_capacity(capacity):
    for i in np.flatnonzero(~np.isfinite(capacity) | (capacity < 0.0)):
        require_finite(f"link {i}: capacity", capacity[i], "Gb/s")
        require_not_negative(f"link {i}: capacity", capacity[i], "Gb/s")


def _check_flows(users: Flows, n_links: int, asked):
    flow, entry = _faulty(users.start, users.link, users.count, asked, n_links)
    if flow < 0:
        return
    if entry >= 0:
        raise SolverError(f"flow {flow}: link {users.link[entry]} is none of 0 to {n_links - 1}")
    if not 0.0 < users.count[flow] < np.inf:
        raise SolverError(f"flow {flow}: its count {users.count[flow]:g} has to be above 0")
    if not asked[flow] >= 0.0:
        raise SolverError(f"flow {flow}: its limit of {asked[flow]:g} Gb/s may not be negative")
    raise SolverError(f"flow {flow}: uses no link, so nothing limits it")


@kernel
def _faulty(start, link, count, asked, n_links):
    """The first flow that cannot be, and its entry that names no link; -1 for none."""
    for i in range(count.size):
        for e in range(start[i], start[i + 1]):
            if link[e] < 0 or link[e] >= n_links:
                return i, e
        endless = start[i] == start[i + 1] and asked[i] == np.inf
        if not 0.0 < count[i] < np.inf or not asked[i] >= 0.0 or endless:
            return i, -1
    return -1, -1


@kernel
def _fill(capacity, start, link, share, count):
    n_links, n_flows = capacity.size, count.size
    weight, load, active = np.zeros(n_links), np.zeros(n_links), np.zeros(n_links, np.int64)
    for i in range(n_flows):
        for e in range(start[i], start[i + 1]):
            weight[link[e]] += count[i] * share[e]
            active[link[e]] += 1
    # what is left of a weight when all its flows have stopped is rounding
    dust = TIE * weight
    rate, rising, level = np.full(n_flows, -1.0), np.arange(n_flows), 0.0
    is_full, is_listed = np.zeros(n_links, np.bool_), False
    first, user = active[:0], active[:0]
    while True:
        least = _first_full(capacity, load, weight, dust)
        if least < 0:
            rate[rate < 0.0] = level
            return rate, load
        level = max(level, (capacity[least] - load[least]) / weight[least])
        stopped = _mark_full(level * (1.0 + TIE), capacity, load, weight, dust, active, is_full)
        # rounding of the smallest numbers could leave even this one open
        is_full[least] = True
        # looking through all flows is worth it where many stop; else the full links know theirs
        if not is_listed and MANY * stopped >= rising.size:
            left = 0
            for i in rising:
                if rate[i] < 0.0 and _meets(i, start, link, is_full):
                    _settle(i, level, rate, start, link, share, count, weight, load, active)
                elif rate[i] < 0.0:
                    rising[left] = i
                    left += 1
            rising = rising[:left]
            continue
        if not is_listed:
            first, user = _users(rising, rate, start, link, active)
            is_listed = True
        for k in np.flatnonzero(is_full):
            for i in user[first[k] : first[k + 1]]:
                if rate[i] < 0.0:
                    _settle(i, level, rate, start, link, share, count, weight, load, active)


@kernel
def _first_full(capacity, load, weight, dust):
    """The link that is full first; -1 if none is in use."""
    least, level = -1, np.inf
    for k in range(capacity.size):
        if weight[k] > dust[k] and (capacity[k] - load[k]) / weight[k] < level:
            least, level = k, (capacity[k] - load[k]) / weight[k]
    return least


@kernel
def _mark_full(reached, capacity, load, weight, dust, active, is_full):
    """Which links are full at a level, and how often flows lie on them."""
    stopped = 0
    for k in range(capacity.size):
        is_full[k] = weight[k] > dust[k] and capacity[k] - load[k] <= reached * weight[k]
        stopped += active[k] if is_full[k] else 0
    return stopped


@kernel
def _meets(i, start, link, is_full):
    """Whether one of a flow's links is full."""
    meets = False
    for e in range(start[i], start[i + 1]):
        meets |= is_full[link[e]]
    return meets


@kernel
def _settle(i, at, rate, start, link, share, count, weight, load, active):
    """Give a flow its final rate and take it off the rising level of its links."""
    rate[i] = at
    for e in range(start[i], start[i + 1]):
        part = count[i] * share[e]
        load[link[e]] += part * at
        weight[link[e]] -= part
        active[link[e]] -= 1


@kernel
def _users(rising, rate, start, link, active):
    """The flows that still rise, link by link."""
    first = np.zeros(active.size + 1, np.int64)
    first[1:] = np.cumsum(active)
    place, user = first[:-1].copy(), np.empty(first[-1], np.int64)
    for i in rising:
        if rate[i] < 0.0:
            for e in range(start[i], start[i + 1]):
                user[place[link[e]]] = i
                place[link[e]] += 1
    return first, user


def routed(net: Graph, source, sink, count=None) -> Flows:
    """Flows between nodes, each sprayed over all its shortest ways.

    At every node a flow is split over the links that lead nearer, in proportion to their capacity, as
    weighted ECMP and packet spraying do. Links without capacity lead nowhere; where no way is left, a flow
    lists no link.

    >>> square = graph(4, [0, 0, 1, 2], [1, 2, 3, 3], [1.0, 3.0, 1.0, 3.0])
    >>> routed(square, [0], [3]).share.tolist()
    [0.25, 0.75, 0.25, 0.75]
    """
    source, sink = np.asarray(source, np.int64), np.asarray(sink, np.int64)
    n = np.ones(source.size) if count is None else np.asarray(count, float)
    by_tail, by_head = (_sorted_by(end, net.n_nodes) for end in (net.tail, net.head))
    order = np.argsort(sink, kind="stable")
    sizes, link, share = _route(
        net.tail, net.head, net.capacity, net.is_transit, *by_tail, *by_head, source[order], sink[order]
    )
    start = np.concatenate([[0], np.cumsum(sizes)])
    back = np.argsort(order)
    entries = np.concatenate([np.arange(start[i], start[i + 1]) for i in back]) if back.size else start[:0]
    own = np.concatenate([[0], np.cumsum(sizes[back])])
    return Flows(own, link[entries], share[entries], n)


def _sorted_by(end, n_nodes):
    """Links by the node at one end: where each node's begin, and which they are."""
    first = np.concatenate([[0], np.cumsum(np.bincount(end, minlength=n_nodes))])
    return first, np.argsort(end, kind="stable")


@kernel
def _route(tail, head, capacity, is_transit, out_first, out_link, in_first, in_link, source, sink):
    n_nodes, n_flows = is_transit.size, source.size
    sizes = np.zeros(n_flows, np.int64)
    link, share, used = np.empty(1024, np.int32), np.empty(1024), 0
    distance, queue, amount = np.empty(n_nodes, np.int64), np.empty(n_nodes, np.int64), np.zeros(n_nodes)
    for i in range(n_flows):
        if i == 0 or sink[i] != sink[i - 1]:
            _measure(sink[i], tail, capacity, is_transit, in_first, in_link, distance, queue)
        if distance[source[i]] < 1:
            continue
        # breadth first, so that a node has all that comes to it before it passes it on
        queue[0], done, waiting = source[i], 0, 1
        amount[source[i]] = 1.0
        while done < waiting:
            node = queue[done]
            done += 1
            here, amount[node] = amount[node], 0.0
            if node == sink[i]:
                continue
            nearer = 0.0
            for e in range(out_first[node], out_first[node + 1]):
                if distance[head[out_link[e]]] == distance[node] - 1:
                    nearer += capacity[out_link[e]]
            for e in range(out_first[node], out_first[node + 1]):
                used_link = out_link[e]
                if distance[head[used_link]] == distance[node] - 1 and capacity[used_link] > 0.0:
                    if used == link.size:
                        link = np.append(link, np.empty_like(link))
                        share = np.append(share, np.empty_like(share))
                    link[used], share[used] = used_link, here * capacity[used_link] / nearer
                    if amount[head[used_link]] == 0.0:
                        queue[waiting] = head[used_link]
                        waiting += 1
                    amount[head[used_link]] += share[used]
                    used += 1
                    sizes[i] += 1
    return sizes, link[:used], share[:used]


@kernel
def _measure(sink, tail, capacity, is_transit, in_first, in_link, distance, queue):
    """Steps from every node to one; -1 from where there is no way. Ends pass nothing on."""
    distance[:] = -1
    distance[sink], queue[0], done, waiting = 0, sink, 0, 1
    while done < waiting:
        node = queue[done]
        done += 1
        if node != sink and not is_transit[node]:
            continue
        for e in range(in_first[node], in_first[node + 1]):
            before = tail[in_link[e]]
            if distance[before] < 0 and capacity[in_link[e]] > 0.0:
                distance[before] = distance[node] + 1
                queue[waiting] = before
                waiting += 1
