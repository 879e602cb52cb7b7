"""What the tabs of the power chain are given to show."""

from collections import defaultdict

import pytest

from explorer.analysis.power.power_flow import Stream
from explorer.session import Session
from explorer.views.tabs.rack_power import FailuresTab, failure_rows, nodes_of, select_failure, shelves_of
from explorer.views.tabs.sankey import nodes_and_streams
from explorer.views.tabs.tables import power_rows
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


def test_the_gravest_failure_comes_first_and_says_why():
    layout = shipped("gb200_nvl72")
    session = Session(layout.replaced(layout.element("r1").replaced(feed_kw=90.0)))
    table = failure_rows(session).frame
    assert list(table.survives[:3]) == ["no", "no", "yes"]
    assert table.label.iloc[0] in {"Feed A of NVL72", "Feed B of NVL72"}
    assert table.throttle_percent.iloc[0] >= table.throttle_percent.iloc[1] > 0.0
    assert "feed B delivers" in "".join(table.what[:2])
    assert (table.feed_percent[:2] > 100.0).all()
    rest = table[table.survives == "yes"]
    fullest = rest[["shelf_percent", "feed_percent"]].max(axis=1)
    assert fullest.is_monotonic_decreasing
    assert rest.throttle_percent.isna().all()


def test_what_nothing_helps_is_before_all_that_throttling_does():
    layout = shipped("gb200_nvl72")
    session = Session(layout.replaced(layout.element("r1").replaced(feed_kw=20.0)))
    table = failure_rows(session).frame
    hopeless = (table.survives == "no") & table.throttle_percent.isna()
    assert hopeless.any()
    assert hopeless.iloc[: hopeless.sum()].all()
    assert table.what.iloc[0].endswith("throttling is not enough")


def test_a_row_selects_what_fails_and_a_feed_all_that_it_gives_to():
    session = Session(shipped("gb200_nvl72"))
    rows = failure_rows(session).frame
    shelf = rows.index[rows.label == "Power shelf 3"][0]
    select_failure(session, shelf)
    assert session.selection == ("r1.ps3",)
    feeds = {rows.label[row]: row for row in rows.index if rows.label[row].startswith("Feed")}
    chosen = []
    for label in ("Feed A of NVL72", "Feed B of NVL72"):
        select_failure(session, feeds[label])
        chosen.append(set(session.selection))
    shelves = {f"r1.ps{i}" for i in range(1, 9)}
    assert (chosen[0] | chosen[1]) & shelves == shelves
    assert not chosen[0] & chosen[1] & shelves, "a shelf hangs on one feed"
    assert {"r1.mg1", "r1.mg2"} <= chosen[0] & chosen[1], "management has a supply on each"


def test_failures_of_previews_are_not_computed():
    session = Session(shipped("gb200_nvl72"))
    tab = FailuresTab(session)
    tab.show()
    before = tab.table.value
    session.preview(session.layout.moved("r1.sw9", u=45))
    tab.show()
    assert tab.table.value is before


def test_columns_without_any_value_are_hidden_and_come_back():
    session = Session(shipped("gb200_nvl72"))
    tab = FailuresTab(session)
    tab.show()
    assert {"throttle_percent", "what"} <= set(tab.table.hidden_columns)
    session.commit(session.layout.replaced(session.layout.element("r1").replaced(feed_kw=90.0)), "Feeds")
    tab.show()
    assert not {"throttle_percent", "what"} & set(tab.table.hidden_columns)


def test_the_power_table_has_numbers_with_what_is_unknown_left_out():
    for layout in (shipped("gb200_nvl72"), small_rack().removed("r1.ps1")):
        session = Session(layout)
        table = power_rows(session).frame
        assert set(table.drop(columns="stage").dtypes.astype(str)) == {"float64"}
        assert table.in_w.notna().all()
        whole = table.loc["Transformer and UPS"]
        assert whole.efficiency == pytest.approx(whole.out_w / whole.in_w)
    assert list(power_rows(Session(shipped("gb200_nvl72"))).frame.stage[-1:]) == ["Power shelf 8"]
