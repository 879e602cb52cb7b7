"""The link tabs and the fixes under findings: what they send and what a click on them does."""

import re

import pytest

from explorer.looking import Looking
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.panels.findings import FindingsView
from explorer.views.tabs.distance import DistanceTab, curve_message
from explorer.views.tabs.fabric import FabricTab, fabric_table
from explorer.views.tabs.links import LinksTab, links_message, shown_link
from explorer.views.tabs.technologies import TechnologiesTab
from tests.analysis.racks import small_rack
from tests.shipped import shipped


def sent(view):
    """What a view has sent, newest last."""
    messages = []
    view._send_msg = messages.append
    return messages


def far_rack():
    layout = small_rack()
    return layout.replaced(layout.element("ports").replaced(length_m=600.0))


@pytest.fixture
def nvl72():
    return Session(shipped("gb200_nvl72"))


def test_rows_and_waterfalls_say_what_the_results_say(nvl72):
    message = links_message(nvl72)
    states = nvl72.results.link_states
    assert [row["id"] for row in message["rows"]] == list(states)
    assert message["shown"] == "nvlink"
    (chart,) = message["charts"]
    assert chart["title"] == "From die to die"
    assert sum(db for _, db, _ in chart["steps"]) == pytest.approx(chart["margin"], abs=0.01)
    assert chart["margin"] == pytest.approx(states["nvlink"].margin_db, abs=1e-3)
    nvl72.link = "scaleout"
    host, line = links_message(nvl72)["charts"]
    assert host["margin"] == pytest.approx(states["scaleout"].host_margin_db, abs=1e-3)
    # what is there comes before what takes
    signs = [db > 0 for _, db, _ in line["steps"]]
    assert signs == sorted(signs, reverse=True)


def test_a_row_selects_in_the_drawing_and_a_cable_in_the_table(nvl72):
    tab, elevation = LinksTab(nvl72), ElevationView(nvl72, Looking(nvl72))
    frames, tables = sent(elevation), sent(tab.view)
    tab.view._handle_msg({"type": "select", "id": "scaleout"})
    assert nvl72.link == "scaleout"
    assert [frame for frame in frames if frame["type"] == "frame"][-1]["link"] == "scaleout"
    elevation._handle_msg({"type": "link", "id": "nvlink"})
    tab.show()
    assert tables[-1]["shown"] == "nvlink"
    elevation._handle_msg({"type": "link", "id": "no such"})
    assert nvl72.link == ""


def test_every_pair_of_trays_has_a_cable_with_its_margin(nvl72):
    elevation = ElevationView(nvl72, Looking(nvl72))
    scene, frame = elevation._scene(), elevation._frame()
    assert len(scene["cables"]) == 18 * 9 + 18 == len(frame["margins"])
    margins = nvl72.results.link_states["nvlink"].margins_db
    trays = [tray["id"] for tray in scene["trays"]]
    a, b, group = scene["cables"][5]
    assert scene["groups"][group]["id"] == "nvlink"
    assert (trays[a], trays[b]) == ("r1.c01", "r1.sw6")
    assert frame["margins"][5] == pytest.approx(margins[0, 5], abs=0.051)
    assert scene["cables"][-1][1] == -1


def test_ways_out_are_shown_applied_and_undone():
    session = Session(far_rack())
    view = FindingsView(session)
    messages = sent(view)
    view._on_ready({})
    assert [row["mended"] for row in messages[-1]["rows"]] == [True]
    view._handle_msg({"type": "fixes", "id": "ports"})
    assert messages[-1]["open"] == "ports" == session.link
    kinds = [way["kind"] for way in messages[-1]["ways"]]
    assert "DSP" in kinds
    before = session.layout
    view._handle_msg({"type": "apply", "index": kinds.index("DSP")})
    assert session.layout != before
    assert session.undo_label.startswith("ports: ")
    # they belonged to the layout before
    assert messages[-1]["open"] == ""
    assert not any(row["mended"] for row in messages[-1]["rows"])
    session.undo()
    assert session.layout is before
    assert [row["mended"] for row in messages[-1]["rows"]] == [True]


def test_ways_out_are_put_away_and_damaged_messages_too():
    session = Session(far_rack())
    view = FindingsView(session)
    messages = sent(view)
    view._handle_msg({"type": "fixes", "id": "ports"})
    view._handle_msg({"type": "fixes", "id": "ports"})
    assert messages[-1]["open"] == ""
    view._handle_msg({"type": "fixes", "id": "nothing"})
    view._handle_msg({"type": "apply", "index": 0})
    view._handle_msg({"type": "apply", "index": "x"})
    assert not session.can_undo


def test_one_button_mends_all():
    session = Session(far_rack())
    FindingsView(session)._handle_msg({"type": "mend"})
    assert session.undo_label == "Cheapest fixes"
    assert not any(f.severity == "error" for f in session.results.findings)
    hopeless = Session(far_rack())
    layout = hopeless.layout
    hopeless.open(layout.replaced(layout.element("ports").replaced(length_m=10_000.0)))
    FindingsView(hopeless)._handle_msg({"type": "mend"})
    assert "No technology on the market" in hopeless.notice
    assert not hopeless.can_undo


def test_the_comparison_marks_the_best_the_current_and_what_fails():
    session = Session(small_rack())
    tab = TechnologiesTab(session)
    tab.show()
    table = tab.view.object
    (current,) = re.findall(r'<tr class="current">(.*?)</tr>', table)
    assert "800G DR8 / 2xDR4 DSP" in current
    assert table.count('class="best"') >= 5
    assert '<tr class="fails">' in table
    assert "nan" not in table
    text = tab.view.object
    tab.show()
    assert tab.view.object is text


def test_without_links_there_is_a_word_and_no_error():
    session = Session(small_rack().removed("r1.sw1"))
    tab = TechnologiesTab(session)
    tab.show()
    assert "No link group" in tab.view.object
    assert shown_link(session) == ""
    assert links_message(session)["rows"] == links_message(session)["charts"] == []
    assert curve_message(session)["points"] == []
    assert fabric_table(session.results).empty


def test_watts_over_distance_step_up_with_the_class():
    session = Session(shipped("switch_51t_cpo"))
    message = curve_message(session)
    classes = list(dict.fromkeys(point[2] for point in message["points"]))
    assert classes == ["XSR", "XSR+", "VSR", "MR", "LR"]
    power = [point[1] for point in message["points"]]
    assert power == sorted(power)
    assert message["points"][0][0] == 2.0
    assert message["points"][-1][0] == 300.0
    here = max(h.trace_mm.max() for h in session.results.link_states["ports"].hosts.values())
    assert message["here_mm"] == pytest.approx(here)
    tab = DistanceTab(session)
    messages = sent(tab.view)
    tab.show()
    tab.show()
    assert len(messages) == 1


def test_fabrics_in_words(nvl72):
    table = fabric_table(nvl72.results)
    assert list(table["Fabric"]) == ["Scale-up", "Scale-out"]
    assert table["Inject Tb/s"][0] == "518.4"
    assert table["Switch lost Gb/s"][1] == ""


def test_fabrics_are_sought_when_their_tab_is_opened_and_not_of_previews():
    session = Session(small_rack())
    tab = FabricTab(session)
    assert tab.view.object == ""
    session.preview(session.layout.moved("r1.sw1", u=5))
    tab.show()
    assert tab.view.object == ""
    session.cancel()
    tab.show()
    assert "Scale-out" in tab.view.object
    text = tab.view.object
    tab.show()
    assert tab.view.object is text
