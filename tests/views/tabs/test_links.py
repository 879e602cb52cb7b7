"""The link tabs and the fixes under findings: what they send and what a click on them does."""

import holoviews as hv
import pandas as pd
import pytest
from bokeh.plotting import figure as Figure
from panel.models.tabulator import CellClickEvent

from explorer.looking import Looking
from explorer.session import Session
from explorer.views.canvas.elevation import ElevationView
from explorer.views.kit.theme import FONT, colors_of
from explorer.views.panels.findings import FindingsView
from explorer.views.tabs.distance import DistanceTab, distance_curves, distance_table
from explorer.views.tabs.fabric import FabricTab, fabric_rows
from explorer.views.tabs.links import LinksTab, link_rows, shown_link, waterfalls
from explorer.views.tabs.plots import Plot, PlotTab
from explorer.views.tabs.rack_power import BusbarTab
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
    rows = link_rows(nvl72)
    states = nvl72.results.link_states
    assert list(rows.frame.index) == list(states)
    assert rows.selected == "nvlink"
    assert rows.frame.margin_db["nvlink"] == states["nvlink"].margin_db
    assert rows.frame.ber_pre_fec["nvlink"] == states["nvlink"].ber_pre_fec
    (chart,) = waterfalls(states["nvlink"])
    assert chart["title"] == "From die to die"
    assert sum(db for _, db, _ in chart["steps"]) == pytest.approx(chart["margin"], abs=0.01)
    assert chart["margin"] == pytest.approx(states["nvlink"].margin_db, abs=1e-3)
    host, line = waterfalls(states["scaleout"])
    assert host["margin"] == pytest.approx(states["scaleout"].host_margin_db, abs=1e-3)
    # what is there comes before what takes
    signs = [db > 0 for _, db, _ in line["steps"]]
    assert signs == sorted(signs, reverse=True)


def test_the_bars_of_a_waterfall_stand_on_each_other_down_to_the_margin(nvl72):
    tab = LinksTab(nvl72)
    tab.show()
    bars = {name: list(values) for name, values in tab.charts[0].source.data.items()}
    state = nvl72.results.link_states["nvlink"]
    assert (bars["low"][-1], bars["high"][-1]) == pytest.approx((0.0, state.margin_db), abs=1e-6)
    level = 0.0
    for low, high, said in zip(bars["low"][:-1], bars["high"][:-1], bars["figure"], strict=False):
        assert pytest.approx(level) in (low, high)
        level = high if said.startswith("+") else low
    assert level == pytest.approx(state.margin_db, abs=1e-6)
    assert bars["color"].count("#d98a3d") == 1, "what takes most stands out"
    assert (
        tab.charts[0].figure.html_attributes["aria-label"]
        == f"From die to die: {state.margin_db:.1f}\u202fdB left"
    )


def test_a_row_selects_in_the_drawing_and_a_cable_in_the_table(nvl72):
    tab, elevation = LinksTab(nvl72), ElevationView(nvl72, Looking(nvl72))
    frames = sent(elevation)
    tab.show()
    tab.table._process_event(CellClickEvent(None, "name", 1))
    assert nvl72.link == "scaleout"
    assert [frame for frame in frames if frame["type"] == "frame"][-1]["link"] == "scaleout"
    tab.show()
    assert len(tab._stage.objects) == 2, "the host's channel and the line"
    elevation._handle_msg({"type": "link", "id": "nvlink"})
    tab.show()
    assert tab.table.selection == [0]
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
    frame = tab.table.value
    styles = tab.table._styles
    current = session.layout.element("ports").technology
    assert frame["name"][current].startswith("800G DR8 / 2xDR4 DSP")
    marked = styles.map(lambda style: "--accent-soft" in style)
    assert marked.loc[current].all()
    assert marked.sum().sum() == len(tab.table.titles)
    assert styles.map(lambda style: "--good" in style).sum().sum() >= 5
    fails = styles.binding.str.contains("--bad")
    assert fails.any()
    assert not fails.all()
    assert list(fails) == sorted(fails), "what passes comes first"
    assert frame.drop(columns=["name", "binding"]).notna().all(axis=None)
    tab.show()
    assert tab.table.value is frame


def test_without_links_there_is_a_word_and_no_error():
    session = Session(small_rack().removed("r1.sw1"))
    for tab, word in (
        (TechnologiesTab(session), "No link group"),
        (FabricTab(session), "No fabric"),
        (DistanceTab(session), "No distance"),
    ):
        tab.show()
        assert word in tab.note.object
    assert shown_link(session) == ""
    links = LinksTab(session)
    links.show()
    assert links.table.value.empty
    assert links._stage.objects == []


def test_watts_over_distance_step_up_with_the_class():
    session = Session(shipped("switch_51t_cpo"))
    table = distance_table(session.results, "ports")
    assert list(table.serdes.unique()) == ["XSR", "XSR+", "VSR", "MR", "LR"]
    assert table.power_w.is_monotonic_increasing
    assert (table.trace_mm.iloc[0], table.trace_mm.iloc[-1]) == pytest.approx((2.0, 300.0))
    here = max(h.trace_mm.max() for h in session.results.link_states["ports"].hosts.values())
    assert table.attrs["here_mm"] == pytest.approx(here)
    *curves, line = distance_curves(table)
    assert [curve.label for curve in curves] == ["XSR", "XSR+", "VSR", "MR", "LR"]
    assert line.data == pytest.approx(here)


def test_a_plot_is_drawn_once_and_again_only_when_its_table_differs():
    session = Session(shipped("switch_51t_cpo"))
    drawn = []

    def table(session):
        return pd.DataFrame({"x": [0.0, 1.0], "y": [0.0, float(len(session.steps))]})

    def draw(frame):
        drawn.append(frame)
        return hv.Curve(frame, "x", "y")

    tab = PlotTab(session, "Plot", Plot(table, draw))
    root = tab.view.get_root()
    tab.show()
    (figure,) = root.select({"type": Figure})
    made = len(drawn)
    tab.show()
    assert len(drawn) == made
    session.commit(session.layout.moved("sw.fan0", x_mm=session.layout.element("sw.fan0").x_mm - 5), "Move")
    tab.show()
    assert len(drawn) == made + 1
    assert list(root.select({"type": Figure})) == [figure], "the figure stays"
    source = figure.renderers[0].data_source
    assert list(source.data["y"]) == [0.0, 2.0]


@pytest.mark.parametrize("dark", [False, True])
def test_figures_have_the_colors_of_the_page(nvl72, dark):
    links, busbar = LinksTab(nvl72), BusbarTab(nvl72)
    for tab in (links, busbar):
        root = tab.view.get_root()
        tab.show()
        tab.show_theme(dark)
        for figure in root.select({"type": Figure}):
            assert figure.background_fill_color == figure.border_fill_color == colors_of(dark)["surface"]
            assert figure.xaxis[0].major_label_text_color == colors_of(dark)["ink-3"]
            assert figure.xaxis[0].major_label_text_font == FONT


def test_fabrics_have_numbers(nvl72):
    frame = fabric_rows(nvl72.results).frame
    assert list(frame.fabric) == ["Scale-up", "Scale-out"]
    assert frame.injection_tbps["scale_up"] == pytest.approx(518.4)
    assert pd.isna(frame.without_switch_gbps["scale_out"])
    assert frame.communication_share["scale_up"] == pytest.approx(0.18, abs=5e-4)


def test_fabrics_in_words(nvl72):
    tab = FabricTab(nvl72)
    tab.show()
    table, titles = tab.table.value, tab.table.titles
    assert table.injection_tbps_text["scale_up"] == "518.4"
    assert table.communication_share_text["scale_up"] == "18"
    assert table.communication_share["scale_up"] == pytest.approx(18.0, abs=0.05), "it is copied in percent"
    assert (titles["without_switch_gbps"], table.without_switch_gbps_text["scale_out"]) == (
        "Switch lost Gb/s",
        "",
    )


def test_fabrics_are_sought_when_their_tab_is_opened_and_not_of_previews():
    session = Session(small_rack())
    tab = FabricTab(session)
    session.preview(session.layout.moved("r1.sw1", u=5))
    tab.show()
    assert tab.view.objects == []
    session.cancel()
    tab.show()
    assert list(tab.table.value.fabric) == ["Scale-out"]
    frame = tab.table.value
    tab.show()
    assert tab.table.value is frame
