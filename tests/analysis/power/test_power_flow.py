"""The flow from the wall to the parts adds up at every node."""

from collections import defaultdict

import pytest

from explorer.analysis import evaluate
from explorer.analysis.power.power_flow import BUS, SERDES, UNFED, WALL
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved


def sums(streams):
    into, out = defaultdict(float), defaultdict(float)
    for s in streams:
        out[s.source] += s.watts
        into[s.target] += s.watts
    return into, out


def balanced(results):
    into, out = sums(results.power_flow)
    assert set(out) - set(into) == {WALL}
    assert out[WALL] == pytest.approx(results.feed.wall_w, rel=1e-9)
    for node in set(into) & set(out):
        assert into[node] == pytest.approx(out[node], rel=1e-9), node
    ends = sum(w for node, w in into.items() if node not in out)
    assert ends == pytest.approx(results.feed.wall_w, rel=1e-9)
    return into


@pytest.mark.parametrize("name", NAMES)
def test_what_flows_into_a_node_flows_out_of_it(name):
    results = solved(name)
    into = balanced(results)
    serdes = sum(b.power.serdes_w * len(results.layout.trays_of(d)) for d, b in results.boards.items())
    assert into[SERDES] == pytest.approx(serdes, rel=1e-9)
    parts = [s for s in results.power_flow if not s.is_loss]
    assert len({(s.source, s.target) for s in parts}) == len(parts)


def test_the_light_of_the_photonics_switch_is_followed_to_its_lasers():
    lasers = [s for s in solved("quantum_x800_photonics").power_flow if s.target == "Lasers"]
    assert [s.source for s in lasers] == ["Optics rails"]
    # 72 engines of 2 W at 45 C; these lasers stay cooler
    assert lasers[0].watts == pytest.approx(72 * 2.0, rel=0.15)
    assert not [s for s in solved("quantum_x800_pluggable").power_flow if s.target == "Lasers"]


def test_what_nothing_feeds_is_shown_as_such():
    into = balanced(evaluate(small_rack().removed("r1.ps1")))
    assert into[UNFED] == pytest.approx(into[BUS])


def test_an_empty_rack_has_no_flow():
    layout = small_rack()
    assert evaluate(layout.removed(*(t.id for t in layout.trays))).power_flow == []


def test_a_lost_feed_in_the_wiring_is_no_flow():
    layout = shipped("gb200_nvl72")
    layout = layout.replaced(layout.element("r1").replaced(n_feeds=1))
    into = balanced(evaluate(layout))
    assert "Feed B" not in into
