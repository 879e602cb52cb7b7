"""A technology rebuilds its boards: every gigabit has a port, and nothing else is touched."""

import math

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

CATALOG = load()
KEYS = st.sampled_from([key for key, t in CATALOG.technologies.items() if not t.is_light_source])
PORT_OF = {"faceplate": Cage, "rear": Connector, "board": Engine, "package": Engine}


def ports_of(layout, kind=Port):
    return [p for p in layout.designs[0].parts if isinstance(p, kind) and p.links == "up"]


@settings(max_examples=150, deadline=None)
@given(switches(), KEYS)
def test_ports_carry_the_rate_of_the_links_and_no_more_parts_than_needed(layout, key):
    new = with_technology(layout, "up", key, CATALOG)
    technology = CATALOG.technology(key)
    rate = end_gbps(layout, layout.element("up"), "sw")
    data = [p for p in ports_of(new) if not isinstance(p, LaserSource)]
    assert {type(p) for p in data} == {PORT_OF[technology.placement]}
    assert math.isclose(sum(p.rate_gbps for p in data), rate, rel_tol=1e-6)
    assert sum(getattr(p, "n_modules", 1) for p in data) == math.ceil(rate / technology.unit_gbps - 1e-9)
    assert {p.host for p in data} <= {p.id for p in new.designs[0].parts}
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
