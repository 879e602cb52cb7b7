"""Obvious slow answers about flows over links: linear programs, every simple way, enumeration."""

import numpy as np
from scipy.optimize import linprog


def max_min(capacity, links, limit=None):
    """Lexicographic max-min by a linear program a level (HiGHS): raise the least rate, hold whom it holds."""
    n = len(links)
    use = np.zeros((len(capacity), n))
    for flow, own in enumerate(links):
        for link in own:
            use[link, flow] += 1.0
    limit = np.full(n, np.inf) if limit is None else np.asarray(limit, float)
    held = np.full(n, np.nan)
    while np.isnan(held).any():
        rising = np.isnan(held)
        level = _least(capacity, use, held, rising, limit)
        stopped = []
        for flow in np.flatnonzero(rising):
            # held by this level if it cannot be above it while no other falls below
            most = _most(capacity, use, held, rising, limit, flow, level)
            if most <= level * (1 + 1e-6) + 1e-6:
                stopped.append(flow)
        assert stopped
        held[stopped] = level
    return held


def _least(capacity, use, held, rising, limit):
    n = len(held)
    rows = [np.append(row, 0.0) for row in use]
    rows += [np.append(-np.eye(n)[i], 1.0) for i in np.flatnonzero(rising)]
    right = np.concatenate([capacity, np.zeros(rising.sum())])
    return -_solved(np.append(np.zeros(n), -1.0), rows, right, held, limit, extra=[(0, None)])


def _most(capacity, use, held, rising, limit, flow, level):
    n = len(held)
    rows = list(use) + [-np.eye(n)[i] for i in np.flatnonzero(rising)]
    right = np.concatenate([capacity, np.full(rising.sum(), -level * (1 - 1e-10))])
    return -_solved(-np.eye(n)[flow], rows, right, held, limit, extra=[])


def _solved(cost, rows, right, held, limit, extra):
    bounds = [
        (0.0 if np.isnan(h) else h, (None if np.isinf(m) else m) if np.isnan(h) else h)
        for h, m in zip(held, limit, strict=True)
    ]
    found = linprog(cost, A_ub=np.array(rows), b_ub=right, bounds=bounds + extra, method="highs")
    assert found.status == 0, found.message
    return found.fun


def concurrent_rate(n_nodes, tail, head, capacity, pairs):
    """Most that all pairs can have at once, over any ways: one commodity a source, by HiGHS."""
    sources = sorted({s for s, _ in pairs})
    m = len(tail)
    n_x = len(sources) * m
    equal, right = [], []
    for k, source in enumerate(sources):
        wanted = np.zeros(n_nodes)
        for s, d in pairs:
            if s == source:
                wanted[d] += 1
                wanted[s] -= 1
        for node in range(n_nodes):
            row = np.zeros(n_x + 1)
            for e in range(m):
                row[k * m + e] += float(head[e] == node) - float(tail[e] == node)
            row[-1] = -wanted[node]
            equal.append(row)
            right.append(0.0)
    rows = np.zeros((m, n_x + 1))
    for e in range(m):
        rows[e, [k * m + e for k in range(len(sources))]] = 1.0
    cost = np.zeros(n_x + 1)
    cost[-1] = -1.0
    found = linprog(cost, A_ub=rows, b_ub=capacity, A_eq=np.array(equal), b_eq=right, method="highs")
    assert found.status == 0
    return -found.fun


def shortest_ways(n_nodes, tail, head, capacity, is_transit, source, sink):
    """Share of each link in a flow that splits by capacity over all shortest ways; ``None`` without a way."""
    distance = {sink: 0}
    rim = [sink]
    while rim:
        new = []
        for e in range(len(tail)):
            if head[e] in rim and capacity[e] > 0 and tail[e] not in distance:
                if head[e] != sink and not is_transit[head[e]]:
                    continue
                distance[tail[e]] = distance[head[e]] + 1
                new.append(tail[e])
        rim = new
    if source not in distance:
        return None
    share = np.zeros(len(tail))

    def walk(node, part):
        if node == sink:
            return
        ways = [
            e
            for e in range(len(tail))
            if tail[e] == node and capacity[e] > 0 and distance.get(head[e], -9) == distance[node] - 1
        ]
        total = sum(capacity[e] for e in ways)
        for e in ways:
            share[e] += part * capacity[e] / total
            walk(head[e], part * capacity[e] / total)

    walk(source, 1.0)
    return share
