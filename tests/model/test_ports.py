"""A technology rebuilds its boards: every gigabit has a port, and nothing else is touched."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import load
from explorer.errors import CatalogError, LayoutError
from explorer.model import (
    Asic,
    Cage,
    Connector,
    Engine,
    LaserSource,
    Layout,
    LinkGroup,
    Port,
    Rack,
    Tray,
    TrayDesign,
)
from explorer.model.placement import board_misplacements
from explorer.model.ports import end_gbps, with_technology
from tests.model.boards import switches
from tests.model.naive import port_hosts

CATALOG = load()
KEYS = st.sampled_from([key for key, t in CATALOG.technologies.items() if not t.is_light_source])
PORT_OF = {"faceplate": Cage, "rear": Connector, "board": Engine, "package": Engine}


def ports_of(layout, kind=Port):
    return [p for p in layout.designs[0].parts if isinstance(p, kind) and p.links == "up"]


@settings(max_examples=150, deadline=None)
@given(switches(), KEYS)
def test_ports_carry_the_rate_of_the_links_and_no_more_parts_than_their_hosts_need(layout, key):
    new = with_technology(layout, "up", key, CATALOG)
    technology = CATALOG.technology(key)
    rate = end_gbps(layout, layout.element("up"), "sw")
    data = [p for p in ports_of(new) if not isinstance(p, LaserSource)]
    assert {type(p) for p in data} == {PORT_OF[technology.placement]}
    assert math.isclose(sum(p.rate_gbps for p in data), rate, rel_tol=1e-6)
    owners = [owner.id for owner in port_hosts(layout, layout.element("up"), layout.designs[0], technology)]
    assert sorted(p.host for p in data for _ in range(p.modules)) == sorted(owners)
    assert all(p.rate_gbps <= p.modules * technology.unit_gbps * (1 + 1e-9) for p in data)
    light = CATALOG.light_source(technology)
    lit = ports_of(new, LaserSource)
    assert bool(lit) == (light is not None)
    if light:
        assert math.isclose(sum(p.rate_gbps for p in lit), rate, rel_tol=1e-6)
        assert sum(p.n_modules for p in lit) == math.ceil(rate / light.unit_gbps - 1e-9)


@settings(max_examples=100, deadline=None)
@given(switches(), KEYS, KEYS)
def test_a_choice_leaves_no_trace_of_the_one_before(layout, first, second):
    straight = with_technology(layout, "up", second, CATALOG)
    assert with_technology(with_technology(layout, "up", first, CATALOG), "up", second, CATALOG) == straight
    assert with_technology(straight, "up", second, CATALOG) == straight


@settings(max_examples=100, deadline=None)
@given(switches(), KEYS)
def test_what_is_not_of_the_link_stays(layout, key):
    layout = layout.added(
        "links", LinkGroup(id="other", technology="dsp_800_dr8", a="sw", n_links=2, length_m=5)
    )
    layout = with_technology(layout, "other", "dsp_800_dr8", CATALOG)
    new = with_technology(layout, "up", key, CATALOG)
    kept = [p for p in new.designs[0].parts if not (isinstance(p, Port) and p.links == "up")]
    assert all(a is b for a, b in zip(layout.designs[0].parts, kept, strict=True))
    assert all(a is b for a, b in zip(layout.trays, new.trays, strict=True))
    assert new.element("other") is layout.element("other")
    assert new.element("up") == layout.element("up").replaced(technology=key)


@settings(max_examples=100, deadline=None)
@given(switches(), KEYS)
def test_ports_stand_on_the_board_and_apart(layout, key):
    new = with_technology(layout, "up", key, CATALOG)
    wrong = [m for m in board_misplacements(new.designs[0]) if m.rule != "faceplate_room"]
    assert not wrong


def test_a_light_source_carries_no_link():
    layout = with_room()
    with pytest.raises(LayoutError, match="carries no data"):
        with_technology(layout, "up", "els_module_vhp", CATALOG)


def test_an_unknown_technology_is_met_with_the_nearest():
    with pytest.raises(CatalogError, match="did you mean 'dsp_1600_dr8'"):
        with_technology(with_room(), "up", "dsp_1600_dr", CATALOG)


def test_a_board_without_the_role_of_the_link_is_refused():
    layout = with_room()
    layout = layout.replaced(layout.element("up").replaced(a_role="gpu"))
    with pytest.raises(LayoutError, match="no ASIC of role 'gpu'"):
        with_technology(layout, "up", "dsp_800_dr8", CATALOG)


def with_room():
    """One switch tray with one ASIC."""
    asic = Asic(id="sw.asic", x_mm=180, y_mm=330, width_mm=60, depth_mm=60)
    return Layout(
        racks=[Rack(id="r1")],
        designs=[TrayDesign(id="sw", kind="switch", parts=(asic,))],
        trays=[Tray(id="t", rack="r1", design="sw")],
        links=[LinkGroup(id="up", technology="dsp_800_dr8", a="sw", length_m=20.0)],
    )


def on_one_design(b_role="switch", n_trays=1, **link):
    """Trays that hold a switch chip and four GPUs, with links whose ends are both on that design."""
    parts = [Asic(id="sw.asic", x_mm=180, y_mm=430, width_mm=60, depth_mm=60)]
    parts += [
        Asic(id=f"sw.gpu{i}", role="gpu", x_mm=20 + 100 * i, y_mm=300, width_mm=60, depth_mm=60)
        for i in range(4)
    ]
    group = LinkGroup(
        id="up", technology="dsp_800_dr8", a="sw", b="sw", b_role=b_role, lane_gbps=100.0, **link
    )
    return Layout(
        racks=[Rack(id="r1")],
        designs=[TrayDesign(id="sw", kind="switch", height_u=2, parts=tuple(parts))],
        trays=[Tray(id=f"t{i}", rack="r1", design="sw", u=1 + 3 * i) for i in range(n_trays)],
        links=[group],
    )


def modules_by_host(layout, key="dsp_800_dr8"):
    new = with_technology(layout, "up", key, CATALOG)
    count = Counter()
    for port in ports_of(new):
        if port.carries_data:
            count[port.host] += port.modules
    return dict(count)


def test_links_among_trays_of_one_design_have_ports_at_both_ends():
    assert modules_by_host(on_one_design(n_trays=4, n_links=24)) == {"sw.asic": 12}
    assert modules_by_host(on_one_design(n_links=24)) == {"sw.asic": 48}


def test_two_roles_on_one_board_each_have_their_ports():
    layout = on_one_design(a_role="gpu", n_links=8)
    assert modules_by_host(layout) == {f"sw.gpu{i}": 2 for i in range(4)} | {"sw.asic": 8}


@pytest.mark.parametrize("key", ["dsp_800_dr8", "npo_3200_oif", "nvl_cartridge_200"])
def test_what_is_left_over_of_links_goes_to_the_first_hosts(key):
    layout = on_one_design(a_role="gpu", n_links=6)
    found = modules_by_host(layout, key)
    assert set(found) == {"sw.asic", "sw.gpu0", "sw.gpu1", "sw.gpu2", "sw.gpu3"}
    few = modules_by_host(on_one_design(a_role="gpu", n_links=2), key)
    assert set(few) == {"sw.asic", "sw.gpu0", "sw.gpu1"}


# -- groups that share a faceplate -------------------------------------------------------------------


def leaf(height_u=2, down=48, up=16):
    asic = Asic(id="l.asic", x_mm=180, y_mm=330, width_mm=60, depth_mm=60)
    groups = [
        LinkGroup(id="down", technology="dac_800", a="l", n_links=down, lane_gbps=100.0, length_m=2.0),
        LinkGroup(id="up", technology="dsp_800_dr8", a="l", n_links=up, lane_gbps=100.0, length_m=30.0),
    ]
    return Layout(
        racks=[Rack(id="r")],
        designs=[TrayDesign(id="l", kind="switch", height_u=height_u, parts=(asic,))],
        trays=[Tray(id="t", rack="r", design="l", u=2)],
        links=groups,
    )


def carried(layout):
    found = Counter()
    for port in layout.designs[0].parts:
        if isinstance(port, Port) and port.carries_data:
            found[port.links] += port.modules
    return dict(found)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 56), st.integers(1, 40), st.integers(1, 4),
    st.sampled_from(["dsp_800_dr8", "dac_800", "dsp_400_dr4", "npo_3200_oif", "dsp_1600_dr8"]),
)  # fmt: skip
def test_two_groups_share_a_faceplate_that_has_room_for_both(down, up, height_u, key):
    """Room: columns of 22.58 mm with 1 mm between them on 434 mm, each of one group."""
    layout = with_technology(leaf(height_u, down, up), "down", "dac_800", CATALOG)
    layout = with_technology(layout, "up", key, CATALOG)
    wrong = {m.rule for m in board_misplacements(layout.designs[0])}
    technology = CATALOG.technology(key)
    n_up = math.ceil(up * 800.0 / technology.unit_gbps)
    assert carried(layout) == {"down": down, "up": n_up}
    if technology.placement == "faceplate":
        rows = 2 * height_u
        columns = math.ceil(down / rows) + math.ceil(n_up / rows)
        assert bool(wrong) == (columns > 18)
        assert wrong <= {"faceplate_room", "parts_apart"}


def test_what_stands_is_not_moved_while_there_is_room():
    layout = with_technology(leaf(down=8, up=4), "down", "dac_800", CATALOG)
    before = [p for p in layout.designs[0].parts]
    after = with_technology(layout, "up", "dsp_800_dr8", CATALOG).designs[0].parts
    assert all(a is b for a, b in zip(before, after[: len(before)], strict=True))
