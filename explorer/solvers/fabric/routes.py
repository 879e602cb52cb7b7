"""Routes of flows: each is sprayed over all its shortest paths through a graph."""

import numpy as np

from explorer.solvers.compiled import kernel, subroutine
from explorer.solvers.fabric.graph import Flows, Graph


def routed(net: Graph, source, sink, count=None) -> Flows:
    """Flows between nodes, each sprayed over all its shortest paths.

    At every node a flow is split over the links that lead nearer, in proportion to their capacity, as
    weighted ECMP and packet spraying do. Links without capacity are not used; a flow without a path lists
    no link.

    >>> from explorer.solvers.fabric.graph import graph
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
    ends = zip(start[:-1][back].tolist(), start[1:][back].tolist(), strict=True)
    entries = np.concatenate([np.arange(first, end) for first, end in ends]) if back.size else start[:0]
    own = np.concatenate([[0], np.cumsum(sizes[back])])
    return Flows(own, link[entries], share[entries], n)


def _sorted_by(end, n_nodes):
    """(first, link): node ``n`` is this end of the links ``link[first[n] : first[n + 1]]``."""
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
        # breadth first, so that a node has received its whole amount before it forwards it
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


@subroutine
def _measure(sink, tail, capacity, is_transit, in_first, in_link, distance, queue):
    """Hops from every node to ``sink``; -1 where there is no path. Only transit nodes forward traffic."""
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
