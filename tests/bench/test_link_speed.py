"""Links and fabrics beside SciPy, and per link: ``make bench``.

A round that is not counted, then rounds in which all take their turn; medians. Only agreement is asserted.
"""

import time

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from explorer.analysis.links.groups import link_states
from explorer.solvers.fabric.graph import Flows
from explorer.solvers.fabric.max_flow import max_flow
from explorer.solvers.fabric.rates import max_min
from explorer.solvers.links.channel import electrical_margins_db, pam4_ber
from explorer.solvers.links.fec import rs_failure
from tests.shipped import shipped
from tests.solvers.test_fabric import leaf_spine

ROUNDS = 15
ENDPOINTS, PER_LEAF, SPINES = 1152, 32, 36


def medians_ms(jobs: dict) -> dict:
    """Median time of each job, all in turn."""
    times = {name: [] for name in jobs}
    for _ in range(ROUNDS + 1):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            times[name].append(1000 * (time.perf_counter() - began))
    return {name: float(np.median(spent[1:])) for name, spent in times.items()}


def every_pair() -> tuple[np.ndarray, Flows]:
    """All 1.3 million flows between the endpoints, each over one spine."""
    n, leaves = ENDPOINTS, ENDPOINTS // PER_LEAF
    a, b = (ends[~np.eye(n, dtype=bool)] for ends in np.meshgrid(*[np.arange(n)] * 2, indexing="ij"))
    leaf_a, leaf_b, spine = a // PER_LEAF, b // PER_LEAF, (a + b) % SPINES
    crosses = leaf_a != leaf_b
    start = np.concatenate([[0], np.cumsum(np.where(crosses, 4, 2))])
    link = np.empty(start[-1], np.int32)
    link[start[:-1]], link[start[1:] - 1] = a, n + b
    up = start[:-1][crosses] + 1
    link[up] = 2 * n + (leaf_a * SPINES + spine)[crosses]
    link[up + 1] = 2 * n + (leaves + leaf_b)[crosses] * SPINES + spine[crosses]
    capacity = np.full(2 * n + 2 * leaves * SPINES, 7200.0)
    return capacity, Flows(start, link, np.ones(link.size), np.ones(a.size))


def leaf_pairs() -> tuple[np.ndarray, Flows]:
    """The same, with all endpoints of a leaf and all spines taken together."""
    leaves, size = ENDPOINTS // PER_LEAF, PER_LEAF
    a, b = (x.ravel() for x in np.meshgrid(*[np.arange(leaves)] * 2, indexing="ij"))
    links = np.stack([a, leaves + b, 2 * leaves + a, 3 * leaves + b], axis=1)
    own = [row[:2] if x == y else row for row, x, y in zip(links, a, b, strict=True)]
    start = np.concatenate([[0], np.cumsum([len(row) for row in own])])
    link = np.concatenate(own).astype(np.int32)
    count = np.where(a == b, size * (size - 1), size * size).astype(float)
    capacity = np.repeat([size * 7200.0, size * 7200.0, SPINES * 7200.0, SPINES * 7200.0], leaves)
    return capacity, Flows(start, link, np.ones(link.size), count)


@pytest.mark.bench
def test_links_and_fabrics():
    layout = shipped("gb200_nvl72")
    random = np.random.default_rng(1)
    length, near, far = random.uniform(0.3, 1.0, (72, 18)), random.uniform(5, 9, 72), random.uniform(5, 9, 18)

    def all_links():
        margins = electrical_margins_db(28.0, near, far, length, 8.9)
        return rs_failure(np.maximum(pam4_ber(margins / 2.0), 1e-9))

    def one_layout():
        return [(s.margins_db, s.host_pj_per_bit, s.errors) for s in link_states(layout).values()]

    every, aggregated = every_pair(), leaf_pairs()
    net = leaf_spine(ENDPOINTS, PER_LEAF, SPINES, 7200, 7200)
    half = ENDPOINTS // 2
    source, sink = net.n_nodes, net.n_nodes + 1
    much = 10**9
    rows = np.concatenate([net.tail, np.full(half, source), np.arange(half, ENDPOINTS)])
    columns = np.concatenate([net.head, np.arange(half), np.full(half, sink)])
    values = np.concatenate([net.capacity, np.full(2 * half, much)]).astype(np.int32)
    matrix = csr_matrix((values, (rows, columns)), shape=(sink + 1, sink + 1))
    ms = medians_ms(
        {
            "1296 links: margin, errors, codewords": all_links,
            "link groups of an NVL72 from its layout": one_layout,
            "max-min, 1152 endpoints, 1.3 million flows": lambda: max_min(*every),
            "max-min, the same by pairs of leaves": lambda: max_min(*aggregated),
            "bisection of 1152 endpoints": lambda: max_flow(net, range(half), range(half, ENDPOINTS)),
            "the same by scipy maximum_flow": lambda: maximum_flow(matrix, source, sink),
        }
    )
    print("\n" + "\n".join(f"{name:45s}{spent:10.3f} ms" for name, spent in ms.items()))
    rates = max_min(*every).rate.min(), max_min(*aggregated).rate.min()
    assert rates[0] == pytest.approx(rates[1], rel=0.05)
    flow = max_flow(net, range(half), range(half, ENDPOINTS)).flow
    assert flow == maximum_flow(matrix, source, sink).flow_value
