"""Fabrics of layouts: known machines, shapes by hand, and what is left after a loss."""

import math

import numpy as np
import pytest

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.fabric import collectives, fabrics, losses, training_step
from explorer.analysis.links.groups import link_states
from explorer.errors import LayoutError
from explorer.model import Asic, Layout, LinkGroup, Rack, Site, Tray, TrayDesign
from explorer.model.ports import with_technology
from explorer.solvers.fabric.rates import max_min
from explorer.solvers.fabric.routes import routed
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved

GPU, LEAF, SPINE = "gpu", "leaf", "spine"


def board(id, role, n=1):
    asics = [Asic(id=f"{id}.a{i}", x_mm=60 * i, width_mm=50, depth_mm=50, role=role) for i in range(n)]
    return TrayDesign(id=id, parts=tuple(asics))


def leaf_spine(per_leaf, leaves, spines, up_links=1):
    """GPUs under leaves: a design a leaf, since links of a group spread over all instances of its designs."""
    designs, trays, links = [board(SPINE, "switch")], [], []
    trays += [Tray(id=f"s{i}", rack="r", design=SPINE, u=1 + i) for i in range(spines)]
    for i in range(leaves):
        designs += [board(f"g{i}", "gpu", per_leaf), board(f"l{i}", "switch")]
        trays += [
            Tray(id=f"tg{i}", rack="r", design=f"g{i}", u=20 + i),
            Tray(id=f"tl{i}", rack="r", design=f"l{i}", u=40 + i),
        ]
        common = {"technology": "dac_800", "link_gbps": 800.0}
        links += [
            LinkGroup(id=f"down{i}", a=f"g{i}", a_role="gpu", b=f"l{i}", n_links=per_leaf, **common),
            LinkGroup(id=f"up{i}", a=f"l{i}", b=SPINE, n_links=spines * up_links, **common),
        ]
    racks = [Rack(id="r", height_u=60)]
    return Layout(racks=racks, designs=designs, trays=trays, links=links)


def ring(n):
    """Trays of one GPU, every one linked to the next."""
    designs = [board(f"g{i}", "gpu") for i in range(n)]
    trays = [Tray(id=f"t{i}", rack="r", design=f"g{i}", u=1 + i) for i in range(n)]
    links = [
        LinkGroup(
            id=f"k{i}", technology="dac_800", a=f"g{i}", b=f"g{(i + 1) % n}", a_role="gpu", b_role="gpu",
            n_links=1, link_gbps=800.0,
        )
        for i in range(n)
    ]  # fmt: skip
    return Layout(racks=[Rack(id="r")], designs=designs, trays=trays, links=links)


def test_the_nvl72_blocks_nothing():
    fabric = fabrics(shipped("gb200_nvl72"))["scale_up"]
    assert fabric.n_endpoints == 72
    assert fabric.injection_gbps == pytest.approx(72 * 7200)
    assert fabric.bisection_gbps == pytest.approx(36 * 7200)
    assert fabric.oversubscription == pytest.approx(1.0)
    assert fabric.all_to_all_gbps == pytest.approx(7200)
    assert fabric.ring_gbps == pytest.approx(7200)


def test_a_leaf_spine_by_hand():
    """Four leaves of four under two spines: half of the leaves' traffic fits up."""
    fabric = fabrics(leaf_spine(4, 4, 2))["scale_up"]
    assert fabric.injection_gbps == pytest.approx(16 * 800)
    assert fabric.bisection_gbps == pytest.approx(2 * 2 * 800)
    assert fabric.oversubscription == pytest.approx(2.0)
    # 4 x 12 flows share the 1600 Gb/s out of a leaf
    assert fabric.all_to_all.rate.min() == pytest.approx(1600 / 48)
    load = fabric.group_load()
    assert load["up0"] == pytest.approx(1.0)
    # 15 flows out of each endpoint
    assert load["down0"] == pytest.approx(15 / 48 * 1600 / 800)


def test_a_ring_forwards_through_its_endpoints():
    fabric = fabrics(ring(6))["scale_up"]
    assert fabric.forwards
    assert fabric.ring_gbps == pytest.approx(800)
    assert fabric.bisection_gbps == pytest.approx(2 * 800)
    # each direction of a cable carries 1 + 2 of the two nearer ways, and half of the farthest's 3
    assert fabric.all_to_all.rate.min() == pytest.approx(800 / (1 + 2 + 3 / 2))


@pytest.mark.parametrize(
    "layout", [leaf_spine(3, 3, 2), ring(5), leaf_spine(2, 2, 1, 3)], ids=["3 leaves", "ring", "2 leaves"]
)
def test_endpoints_taken_together_fare_as_one_by_one(layout):
    fabric = fabrics(layout)["scale_up"]
    fabric = fabric.without_gbps(0, 300.0)
    pairs = [(a, b) for a in fabric.endpoints for b in fabric.endpoints if a != b]
    one_by_one = max_min(fabric.net.capacity, routed(fabric.net, *np.array(pairs).T))
    assert fabric.all_to_all.rate.min() == pytest.approx(one_by_one.rate.min())
    users = routed(fabric.net, *np.array(pairs).T)
    load = np.bincount(users.link, users.share, minlength=fabric.gbps.size) * one_by_one.rate.min()
    share = load / fabric.gbps
    names = np.array(fabric.group)
    for key, fullest in fabric.group_load().items():
        assert fullest == pytest.approx(share[names == key].max())


@pytest.mark.parametrize("name", NAMES)
def test_a_loss_never_helps_the_others(name):
    layout = shipped(name)
    for fabric in fabrics(layout).values():
        for what, left in losses(layout, fabric).items():
            assert left.n_endpoints <= fabric.n_endpoints
            assert left.all_to_all_gbps <= fabric.all_to_all_gbps * (1 + 1e-9), what
            assert left.bisection_gbps <= fabric.bisection_gbps * (1 + 1e-9), what


def test_losses_of_the_nvl72():
    """One link of 18, one port of five, one switch of 18: each GPU keeps the rest."""
    layout = shipped("gb200_nvl72")
    left = losses(layout, fabrics(layout)["scale_up"])
    assert left["a link"].all_to_all_gbps == pytest.approx(7200 * 17 / 18)
    assert left["a switch"].all_to_all_gbps == pytest.approx(7200 * 17 / 18)
    assert left["a port"].all_to_all_gbps == pytest.approx(7200 * 4 / 5)
    outside = losses(layout, fabrics(layout)["scale_out"])
    assert outside["a link"].n_endpoints == 71


def test_traffic_of_the_users_own():
    fabric = fabrics(leaf_spine(2, 2, 1))["scale_up"]
    a, b = "tg0/g0.a0", "tg0/g0.a1"
    c, d = "tg1/g1.a0", "tg1/g1.a1"
    got = fabric.traffic({(a, c): 100.0, (b, d): 10_000.0, (a, b): 50.0})
    assert got[a, c] == pytest.approx(100.0)
    assert got[a, b] == pytest.approx(50.0)
    assert got[b, d] == pytest.approx(700.0)
    with pytest.raises(LayoutError, match="no node 'tg0/g0.a9'; did you mean 'tg0/g0.a1'"):
        fabric.traffic({("tg0/g0.a9", a): 1.0})


def test_a_ring_takes_its_closed_form():
    layout = shipped("gb200_nvl72")
    fabric, states = fabrics(layout)["scale_up"], link_states(layout)
    times = collectives(fabric, states, 1e9)
    rate = 7200e9 / 8
    hop = (2 * states["nvlink"].latency_ns + catalog.typical("switch_ns")) * 1e-9
    assert times.ring_all_reduce_s == pytest.approx(2 * 71 / 72 * 1e9 / rate + 2 * 71 * hop)
    assert times.all_gather_s == pytest.approx(times.ring_all_reduce_s / 2)
    assert times.tree_all_reduce_s == pytest.approx(2 * 1e9 / rate + 2 * 7 * hop)


def test_a_slower_technology_costs_training_time():
    """The same rate behind retimers: latency alone, which counts where messages are small."""
    layout = shipped("gb200_nvl72")
    slow = with_technology(layout, "nvlink", "dsp_1600_dr8", catalog.load())
    shares = [training_step(fabrics(x)["scale_up"], link_states(x), 1e6, 1e-4).share for x in (layout, slow)]
    assert shares[0] < shares[1]
    big = [training_step(fabrics(x)["scale_up"], link_states(x), 1e11, 1.0).share for x in (layout, slow)]
    assert big[1] == pytest.approx(big[0], rel=1e-3)


def test_the_table_of_fabrics():
    table = solved("gb200_nvl72").fabric
    assert list(table.index) == ["scale_up", "scale_out"]
    row = table.loc["scale_up"]
    assert (row.injection_tbps, row.bisection_tbps) == (pytest.approx(518.4), pytest.approx(259.2))
    assert row.fullest == "nvlink"
    site = shipped("gb200_nvl72").site
    times = (row.ring_all_reduce_ms, row.tree_all_reduce_ms)
    assert row.communication_share == pytest.approx(min(times) / (min(times) + site.step_compute_ms))


def test_an_endpoint_alone_has_nobody_to_talk_to():
    layout = ring(3)
    layout = layout.replaced(Site(id="site")).removed("k0", "k1", "k2", "t1", "t2")
    assert fabrics(layout) == {}
    lone = shipped("switch_51t_dsp")
    lone = lone.replaced(lone.element("ports").replaced(n_links=1))
    fabric = fabrics(lone)["scale_out"]
    assert (fabric.n_endpoints, fabric.ring_gbps, fabric.all_to_all_gbps) == (1, 0.0, 0.0)
    assert training_step(fabric, link_states(lone), 1e9, 1.0) is None
    assert not math.isnan(fabric.bisection_gbps)


def test_links_of_one_chip_to_itself_are_a_fabric_that_carries_nothing():
    layout = small_rack()
    group = layout.element("ports").replaced(b="sw", b_role="switch", length_m=None)
    results = evaluate(layout.replaced(group))
    (row,) = results.fabric.to_dict("records")
    assert row["endpoints"] <= 1
    assert math.isnan(row["without_link_gbps"])
