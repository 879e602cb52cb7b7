"""Rates of flows that share links, against linear programs, max flow of SciPy, and a walk over every way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from explorer.errors import SolverError
from explorer.solvers.fabric.graph import flows, graph
from explorer.solvers.fabric.max_flow import max_flow
from explorer.solvers.fabric.rates import max_min
from explorer.solvers.fabric.routes import routed
from tests.solvers import naive_fabric as naive

CAPACITY = st.integers(1, 40).map(lambda c: c / 4)


@st.composite
def shared_links(draw):
    n = draw(st.integers(1, 5))
    capacity = draw(st.lists(CAPACITY, min_size=n, max_size=n))
    link = st.integers(0, n - 1)
    own = draw(st.lists(st.lists(link, min_size=1, max_size=3, unique=True), min_size=1, max_size=7))
    return capacity, own


@st.composite
def networks(draw, n_most=6):
    """A graph whose cables carry both ways; each entry is (tail, head, capacity)."""
    n = draw(st.integers(2, n_most))
    node = st.integers(0, n - 1)
    ends = st.tuples(node, node).filter(lambda pair: pair[0] < pair[1])
    cables = draw(st.lists(ends, min_size=1, max_size=10, unique=True))
    capacity = draw(st.lists(st.integers(1, 9), min_size=len(cables), max_size=len(cables)))
    tail = [a for a, _ in cables] + [b for _, b in cables]
    head = [b for _, b in cables] + [a for a, _ in cables]
    return n, tail, head, capacity + capacity


@settings(max_examples=40)
@given(shared_links(), st.data())
def test_max_min_is_what_linear_programs_find(case, data):
    capacity, own = case
    most = st.one_of(st.just(np.inf), CAPACITY)
    limit = data.draw(st.lists(most, min_size=len(own), max_size=len(own)))
    found = max_min(capacity, flows(own), limit)
    np.testing.assert_allclose(found.rate, naive.max_min(capacity, own, limit), rtol=1e-5, atol=1e-5)


@given(shared_links())
def test_no_link_is_overloaded_and_every_flow_is_stopped_by_a_full_one(case):
    capacity, own = case
    found = max_min(capacity, flows(own))
    carried = np.zeros(len(capacity))
    for links, rate in zip(own, found.rate, strict=True):
        carried[links] += rate
    np.testing.assert_allclose(found.load, carried, rtol=1e-12)
    assert (carried <= np.array(capacity) * (1 + 1e-9)).all()
    for links, rate in zip(own, found.rate, strict=True):
        full = [k for k in links if carried[k] >= capacity[k] * (1 - 1e-9)]
        # and on one of them nobody has more: the definition of max-min fairness
        assert any(
            rate >= other * (1 - 1e-9)
            for k in full
            for other in [max(r for o, r in zip(own, found.rate, strict=True) if k in o)]
        )


@given(shared_links(), st.integers(1, 4), st.randoms())
def test_copies_and_order_change_nothing(case, n, random):
    capacity, own = case
    one_by_one = max_min(capacity, flows(own * n)).rate[: len(own)]
    together = max_min(capacity, flows(own, [n] * len(own))).rate
    np.testing.assert_allclose(together, one_by_one, rtol=1e-9)
    order = list(range(len(own)))
    random.shuffle(order)
    shuffled = max_min(capacity, flows([own[i] for i in order])).rate
    np.testing.assert_allclose(shuffled, max_min(capacity, flows(own)).rate[order], rtol=1e-9)


def test_flows_that_stop_one_link_after_the_other():
    """Many levels, so that the full links ask their own lists for the flows."""
    n = 60
    capacity = np.arange(1.0, n + 1.0) ** 2
    own = [[i, j] for i in range(n) for j in (i, (i * 7 + 3) % n) if i != j] + [[i] for i in range(n)]
    own = [sorted(set(links)) for links in own]
    found = max_min(capacity, flows(own))
    assert len(np.unique(found.rate.round(9))) > 30
    for links, rate in zip(own, found.rate, strict=True):
        full = [k for k in links if found.load[k] >= capacity[k] * (1 - 1e-9)]
        users = [max(r for o, r in zip(own, found.rate, strict=True) if k in o) for k in full]
        assert any(rate >= most * (1 - 1e-9) for most in users)


@settings(max_examples=60)
@given(networks(), st.data())
def test_flows_split_over_all_their_shortest_ways(net, data):
    n, tail, head, capacity = net
    is_transit = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    pairs = [(s, d) for s in range(n) for d in range(n) if s != d]
    found = routed(graph(n, tail, head, capacity, is_transit), *np.array(pairs).T)
    for i, (source, sink) in enumerate(pairs):
        own = slice(found.start[i], found.start[i + 1])
        expected = naive.shortest_ways(n, tail, head, capacity, is_transit, source, sink)
        got = np.bincount(found.link[own], found.share[own], minlength=len(tail))
        assert found.is_routed[i] == (expected is not None)
        np.testing.assert_allclose(got, 0.0 if expected is None else expected, atol=1e-12)


@given(st.integers(2, 9), st.data())
def test_a_cut_link_of_a_tree_never_speeds_up_the_slowest_flow(n, data):
    parents = [data.draw(st.integers(0, i - 1)) for i in range(1, n)]
    capacity = data.draw(st.lists(CAPACITY, min_size=n - 1, max_size=n - 1))
    cut, left = data.draw(st.integers(0, n - 2)), data.draw(st.floats(0.0, 1.0))
    children = list(range(1, n))
    pairs = np.array([(s, d) for s in range(n) for d in range(n) if s != d])

    def slowest(share):
        own = [c * (share if i == cut else 1.0) for i, c in enumerate(capacity)]
        net = graph(n, children + parents, parents + children, own + own)
        users = routed(net, *pairs.T)
        return 0.0 if not users.is_routed.all() else max_min(net.capacity, users).rate.min()

    assert slowest(left) <= slowest(1.0) * (1 + 1e-9)
    assert slowest(0.0) == 0.0


@settings(max_examples=60)
@given(networks(n_most=9), st.data())
def test_max_flow_is_scipys(net, data):
    n, tail, head, capacity = net
    near = data.draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=n - 1, unique=True))
    far = data.draw(st.sets(st.sampled_from([i for i in range(n) if i not in near]), min_size=1))
    cut = max_flow(graph(n, tail, head, capacity), near, sorted(far))
    assert cut.flow == pytest.approx(scipy_flow(n, tail, head, capacity, near, far))
    # and as much as what crosses from its near side
    crossing = sum(c for t, h, c in zip(tail, head, capacity, strict=True) if cut.is_near[t] > cut.is_near[h])
    assert cut.flow == pytest.approx(crossing)


def scipy_flow(n, tail, head, capacity, near, far):
    much = int(sum(capacity)) + 1
    rows = [*tail, *[n] * len(near), *far]
    columns = [*head, *near, *[n + 1] * len(far)]
    values = [*map(int, capacity), *[much] * (len(near) + len(far))]
    matrix = csr_matrix((values, (rows, columns)), shape=(n + 2, n + 2), dtype=np.int32)
    return maximum_flow(matrix, n, n + 1).flow_value


def leaf_spine(endpoints, per_leaf, spines, endpoint_gbps, trunk_gbps):
    """Every endpoint a node of its own."""
    leaves = endpoints // per_leaf
    cables = [(i, endpoints + i // per_leaf, endpoint_gbps) for i in range(endpoints)]
    cables += [
        (endpoints + leaf, endpoints + leaves + s, trunk_gbps)
        for leaf in range(leaves)
        for s in range(spines)
    ]
    tail, head, capacity = (list(column) for column in zip(*cables, strict=True))
    n = endpoints + leaves + spines
    is_transit = np.arange(n) >= endpoints
    return graph(n, tail + head, head + tail, capacity + capacity, is_transit)


@pytest.mark.parametrize(("endpoints", "per_leaf", "spines"), [(72, 18, 9), (288, 18, 18), (1152, 32, 36)])
def test_bisection_of_large_fabrics_is_scipys(endpoints, per_leaf, spines):
    net = leaf_spine(endpoints, per_leaf, spines, 7200, 7200)
    half = endpoints // 2
    near, far = range(half), range(half, endpoints)
    flow = max_flow(net, near, far).flow
    assert flow == scipy_flow(net.n_nodes, net.tail, net.head, net.capacity, near, far)


@pytest.mark.parametrize(("endpoints", "per_leaf", "spines"), [(4, 2, 1), (6, 2, 2), (8, 4, 3)])
def test_sprayed_traffic_reaches_what_any_routing_could(endpoints, per_leaf, spines):
    net = leaf_spine(endpoints, per_leaf, spines, 8.0, 5.0)
    pairs = [(s, d) for s in range(endpoints) for d in range(endpoints) if s != d]
    rate = max_min(net.capacity, routed(net, *np.array(pairs).T)).rate.min()
    best = naive.concurrent_rate(net.n_nodes, net.tail, net.head, net.capacity, pairs)
    assert rate == pytest.approx(best, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: max_min([1.0, -2.0], flows([[0]])), "link 1: capacity = -2 Gb/s"),
        (lambda: max_min([np.nan], flows([[0]])), "link 0: capacity = nan Gb/s"),
        (lambda: max_min([1.0], flows([[0], [1]])), "flow 1: link 1 is none of 0 to 0"),
        (lambda: max_min([1.0], flows([[0], []])), "flow 1: uses no link"),
        (lambda: max_min([1.0], flows([[0]], [0.0])), "flow 0: its count 0"),
        (lambda: max_min([1.0], flows([[0]]), [-1.0]), "flow 0: its limit of -1 Gb/s"),
        (lambda: graph(2, [0], [2], [1.0]), "link 0: node 2 is none of 0 to 1"),
        (lambda: max_flow(graph(2, [0], [1], [1.0]), [0], []), "at least one source and one sink"),
        (lambda: max_flow(graph(2, [0], [1], [1.0]), [0], [0]), "node 0 cannot be source and sink"),
    ],
)
def test_what_cannot_be_is_named(call, said):
    with pytest.raises(SolverError) as refused:
        call()
    assert said in str(refused.value)
