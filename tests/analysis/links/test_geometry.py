"""Lengths from places, against the slow way to find them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.links.geometry import cable_m, trace_mm
from explorer.analysis.links.ports import ports_of
from explorer.model import (
    Asic,
    Cage,
    Connector,
    Engine,
    LaserSource,
    Layout,
    LinkGroup,
    Rack,
    Tray,
    TrayDesign,
)
from explorer.model.links import ROUTES
from tests.analysis import naive
from tests.shipped import shipped

PLACE = st.integers(0, 60)
EVEN = st.integers(1, 8).map(lambda half: 2 * half)


@settings(max_examples=60)
@given(x=PLACE, y=PLACE, width=EVEN, depth=EVEN, host_x=PLACE, host_y=PLACE, size=EVEN, rim=st.integers(0, 4))
def test_a_trace_is_the_shortest_way_along_the_board(x, y, width, depth, host_x, host_y, size, rim):
    side = size + 2 * rim
    host = Asic(
        id="a", x_mm=host_x, y_mm=host_y, width_mm=side, depth_mm=side, die_width_mm=size, die_depth_mm=size
    )
    package = (host_x, host_y, host_x + side, host_y + side)
    die = (host_x + rim, host_y + rim, host_x + rim + size, host_y + rim + size)
    middle = x + width // 2
    box = {"id": "p", "x_mm": x, "y_mm": y, "width_mm": width, "depth_mm": depth}
    for port, entry, box_mm in (
        (Cage(**box), (middle, y + depth), package),
        (LaserSource(**box), (middle, y + depth), package),
        (Connector(**box), (middle, y), package),
        (Engine(**box), (middle, y + depth // 2), package),
        (Engine(**box, seat="package"), (middle, y + depth // 2), die),
    ):
        assert trace_mm(port, host) == pytest.approx(naive.trace_mm(entry, box_mm), abs=1e-9), port


def rows(n_racks):
    return st.lists(
        st.tuples(st.integers(0, n_racks - 1), st.integers(1, 40)), min_size=1, max_size=4, unique=True
    )


@settings(max_examples=60)
@given(st.data())
def test_a_cable_runs_up_the_rack_or_over_the_higher_of_two(data):
    racks = [
        Rack(
            id=f"r{i}",
            x_mm=data.draw(st.floats(-3000, 3000)),
            height_u=data.draw(st.integers(42, 60)),
            pitch=data.draw(st.sampled_from(["U", "OU"])),
        )
        for i in range(data.draw(st.integers(1, 4)))
    ]
    designs, middles = [], {}
    for key in "ab":
        x = data.draw(st.floats(0, 400))
        ports = tuple(Connector(id=f"{key}.c{i}", x_mm=x + 10 * i, width_mm=10, links="l") for i in range(2))
        height = data.draw(st.integers(1, 3))
        designs.append(
            TrayDesign(id=key, width_mm=data.draw(st.floats(430, 500)), height_u=height, parts=ports)
        )
        middles[key] = x + 10.0
    trays = [
        Tray(id=f"t{key}{i}", rack=f"r{rack}", design=key, u=u)
        for key in "ab"
        for i, (rack, u) in enumerate(data.draw(rows(len(racks))))
    ]
    route, bend_mm = data.draw(st.sampled_from(ROUTES)), data.draw(st.floats(0, 60))
    slack_m = data.draw(st.floats(0, 3))
    link = LinkGroup(id="l", technology="dac_800", a="a", b="b", slack_m=slack_m, route=route)
    layout = Layout(racks=racks, designs=designs, trays=trays, links=[link])
    expected = naive.cable_m(layout, link, middles, bend_mm)
    np.testing.assert_allclose(cable_m(layout, link, ports_of(layout, link), bend_mm), expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("route", "way_mm"), [("front", 300 + 9), ("rear", 500 - 309), ("cartridge", 500 - 309)]
)
def test_a_fiber_from_an_engine_first_crosses_its_tray(route, way_mm):
    engine = Engine(id="a.oe", x_mm=100, y_mm=300, width_mm=20, depth_mm=18, links="l")
    boards = [TrayDesign(id="a", depth_mm=500, parts=(engine,)), TrayDesign(id="b", depth_mm=500)]
    trays = [Tray(id="t1", rack="r", design="a", u=1), Tray(id="t2", rack="r", design="b", u=9)]
    link = LinkGroup(id="l", technology="npo_3200_oif", a="a", b="b", route=route)
    layout = Layout(racks=[Rack(id="r")], designs=boards, trays=trays, links=[link])
    expected = naive.cable_m(layout, link, {"a": 110.0, "b": 220.0}, 30.0, way_mm)
    np.testing.assert_allclose(cable_m(layout, link, ports_of(layout, link), 30.0), expected)


def test_the_cartridge_of_the_nvl72_pair_by_pair():
    layout = shipped("gb200_nvl72")
    link = layout.element("nvlink")
    ports = ports_of(layout, link)
    middles = {key: float(np.mean([p.center_mm[0] for p in own])) for key, own in ports.items()}
    lengths = cable_m(layout, link, ports)
    assert lengths.shape == (18, 9)
    np.testing.assert_allclose(lengths, naive.cable_m(layout, link, middles))


def test_a_length_written_by_hand_reaches_every_tray():
    """Once it reached the first tray at the far end, the others had no margin."""
    layout = shipped("gb200_nvl72")
    layout = layout.replaced(layout.element("nvlink").replaced(length_m=0.5))
    results = evaluate(layout, settled=False)
    assert results.links.length_max_m["nvlink"] == results.links.length_m["nvlink"] == 0.5
    margins = [results.tray_states[tray.id].margin_db for tray in layout.trays_of("nvsw")]
    assert not any(math.isnan(m) for m in margins)
    assert max(margins) == min(margins)
