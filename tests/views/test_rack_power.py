"""What the tabs of the power chain are given to show."""

from collections import defaultdict

import pytest

from explorer.analysis.power.power_flow import Stream
from explorer.session import Session
from explorer.views.tabs.rack_power import failures_table, nodes_of, shelves_of
from explorer.views.tabs.sankey import nodes_and_streams
from explorer.views.tabs.tables import power_table
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved


@pytest.mark.parametrize("name", NAMES)
def test_the_bars_of_the_flow_sum_in_every_column(name):
    nodes, streams = nodes_and_streams(solved(name).power_flow)
    into, out = defaultdict(float), defaultdict(float)
    for source, target, w in streams:
        assert nodes[source]["column"] < nodes[target]["column"]
        into[target] += w
        out[source] += w
    for i, node in enumerate(nodes):
        assert max(into[i], out[i]) == pytest.approx(node["w"], rel=1e-6)
        if node["column"] and out[i]:
            assert into[i] == pytest.approx(out[i], rel=1e-6)
    assert [n["name"] for n in nodes if n["column"] == 0] == ["Wall"]
    losses = [n["family"] == "loss" for n in nodes if n["column"] == 3]
    assert losses == sorted(losses)


def test_nothing_flows_in_an_empty_rack():
    assert nodes_and_streams([]) == ([], [])
    one = [Stream("Wall", "Feed A", 5.0)]
    assert [n["name"] for n in nodes_and_streams(one)[0]] == ["Wall", "Feed A"]


def test_busbar_and_shelves_are_those_of_the_selected_trays_rack():
    session = Session(shipped("gb200_nvl72"), tray="r1.c01")
    nodes = nodes_of(session)
    assert len(nodes) == 18 + 9 + 8
    assert nodes.u.is_monotonic_increasing
    assert (nodes.tray_v <= nodes.bus_v).all()
    shelves = shelves_of(session)
    assert list(shelves["shelf"]) == [f"Power shelf {i}" for i in range(1, 9)]
    assert shelves.load_percent.between(40, 50).all()


def test_a_rack_without_a_shelf_shows_no_voltage():
    session = Session(small_rack().removed("r1.ps1"))
    assert nodes_of(session).empty
    assert shelves_of(session).empty


def test_what_is_not_survived_comes_first_and_says_why():
    layout = shipped("gb200_nvl72")
    session = Session(layout.replaced(layout.element("r1").replaced(feed_kw=90.0)))
    table = failures_table(session)
    assert list(table["Survives"][:3]) == ["no", "no", "yes"]
    assert table["Without"][0] == "Feed A of NVL72"
    assert float(table["Throttle by %"][0]) > 0
    assert "feed B gives" in table["What happens"][0]
    assert float(table["Fullest feed %"][0]) > 100


def test_the_power_table_has_no_nan():
    for layout in (shipped("gb200_nvl72"), small_rack().removed("r1.ps1")):
        table = power_table(Session(layout))
        assert not table.isin(["nan", "nan %"]).any(axis=None)
        assert not table.isna().any(axis=None)
