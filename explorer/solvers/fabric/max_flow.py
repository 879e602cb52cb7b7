"""Maximum flow from some nodes of a graph to others, and the minimum cut, by Dinic's method."""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.compiled import kernel, subroutine
from explorer.solvers.fabric.graph import Graph

DUST = 1e-12
"""A link counts as full when less than this share of the largest capacity is left."""


class Cut(NamedTuple):
    """Maximum flow [Gb/s], and per node whether it is on the sources' side of the minimum cut."""

    flow: float
    is_near: np.ndarray


def max_flow(net: Graph, sources, sinks) -> Cut:
    """Maximum flow [Gb/s] from a set of nodes to another: the capacity of the minimum cut between them.

    Rounds of shortest augmenting paths (Dinic, 1970): at most as many as there are nodes, whatever the
    capacities. Nodes that forward no traffic are entered only as sinks and left only as sources.

    Raises
    ------
    SolverError
        If there is no source or no sink, or a node is both.

    Examples
    --------
    >>> from explorer.solvers.fabric.graph import graph
    >>> max_flow(graph(4, [0, 0, 1, 2, 1], [1, 2, 3, 3, 2], [3.0, 2.0, 2.0, 3.0, 5.0]), [0], [3]).flow
    5.0
    """
    sources, sinks = np.unique(np.asarray(sources, np.int64)), np.unique(np.asarray(sinks, np.int64))
    if not sources.size or not sinks.size:
        raise SolverError("a flow needs at least one source and one sink")
    both = np.intersect1d(sources, sinks)
    if both.size:
        raise SolverError(f"node {both[0]} cannot be source and sink")
    n, bound = net.n_nodes, float(net.capacity.sum()) + 1.0
    is_source, is_sink = np.zeros(n, bool), np.zeros(n, bool)
    is_source[sources], is_sink[sinks] = True, True
    usable = (net.is_transit | is_source)[net.tail] & (net.is_transit | is_sink)[net.head]
    tail = np.concatenate([net.tail[usable], np.full(sources.size, n), sinks])
    head = np.concatenate([net.head[usable], sources, np.full(sinks.size, n + 1)])
    capacity = np.concatenate([net.capacity[usable], np.full(sources.size + sinks.size, bound)])
    # arcs 2 i and 2 i + 1 are a link and its reverse, so that arc ^ 1 is the other one
    ends = np.stack([tail, head], axis=1)
    arc_tail, arc_head = ends.ravel(), ends[:, ::-1].ravel()
    residual = np.stack([capacity, np.zeros_like(capacity)], axis=1).ravel()
    first = np.concatenate([[0], np.cumsum(np.bincount(arc_tail, minlength=n + 2))])
    arcs = np.argsort(arc_tail, kind="stable")
    dust = DUST * float(net.capacity.max(initial=0.0))
    flow, level = _dinic(first, arcs, arc_head, residual, n, n + 1, dust)
    return Cut(flow, level[:n] >= 0)


@kernel
def _dinic(first, arcs, head, residual, source, sink, dust):
    n = first.size - 1
    level, queue = np.empty(n, np.int64), np.empty(n, np.int64)
    place, way = np.empty(n, np.int64), np.empty(n, np.int64)
    total = 0.0
    while True:
        _levels(first, arcs, head, residual, source, dust, level, queue)
        if level[sink] < 0:
            return total, level
        place[:] = first[:-1]
        node, depth = source, 0
        while True:
            if node == sink:
                pushed = np.inf
                for d in range(depth):
                    pushed = min(pushed, residual[way[d]])
                total += pushed
                back = depth
                for d in range(depth - 1, -1, -1):
                    residual[way[d]] -= pushed
                    residual[way[d] ^ 1] += pushed
                    if residual[way[d]] <= dust:
                        back = d
                depth = back
                node = head[way[depth] ^ 1]
            elif place[node] < first[node + 1]:
                arc = arcs[place[node]]
                if residual[arc] > dust and level[head[arc]] == level[node] + 1:
                    way[depth] = arc
                    depth += 1
                    node = head[arc]
                else:
                    place[node] += 1
            elif depth == 0:
                break
            else:
                depth -= 1
                node = head[way[depth] ^ 1]
                place[node] += 1


@subroutine
def _levels(first, arcs, head, residual, source, dust, level, queue):
    """Hops from the source over links that are not full; -1 beyond the cut."""
    level[:] = -1
    level[source], queue[0], done, waiting = 0, source, 0, 1
    while done < waiting:
        node = queue[done]
        done += 1
        for e in range(first[node], first[node + 1]):
            arc = arcs[e]
            if residual[arc] > dust and level[head[arc]] < 0:
                level[head[arc]] = level[node] + 1
                queue[waiting] = head[arc]
                waiting += 1
