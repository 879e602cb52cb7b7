"""The Heat tab: what it shows of a rack, and the classes that are chosen on it."""

import math

import pytest

from explorer.session import Session
from explorer.views.tabs.heat_paths import HeatTab, path_rows, rack_rows
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved


def test_the_rows_are_the_rack_its_busbar_and_its_trays_the_selected_first():
    layout, results = shipped("gb200_nvl72"), solved("gb200_nvl72")
    rows = path_rows(layout, results, layout.element("r1"), "r1.c01")
    frame = rows.frame
    assert list(frame.name[:3]) == ["NVL72", "Busbar", "Compute 01"]
    assert rows.selected == "r1.c01"
    assert len(frame) == 2 + len(layout.trays)
    whole, bus = frame.iloc[0], frame.iloc[1]
    paths = whole.air_w + whole.coolant_w + whole.board_w + bus.power_w
    assert paths == pytest.approx(whole.power_w, abs=0.01)
    assert frame.unaccounted_w.max() < 0.005
    assert math.isnan(bus.air_w)


def test_the_bar_of_a_tray_is_its_part_of_the_hottest():
    layout, results = shipped("gb200_nvl72"), solved("gb200_nvl72")
    frame = path_rows(layout, results, layout.element("r1"), "").frame.iloc[2:]
    assert frame.paths.max() == pytest.approx(100.0, abs=0.1)
    tray = frame.loc["r1.sw9"]
    assert tray.coolant_share == pytest.approx(100.0 * tray.coolant_w / frame.power_w.max(), abs=0.01)


def test_a_row_of_a_tray_selects_it():
    session = Session(shipped("gb200_nvl72"))
    tab = HeatTab(session)
    tab.show()
    tab._select("r1.c05")
    assert session.tray == "r1.c05"
    tab._select("r1")
    tab._select("r1 bus")
    assert session.tray == "r1.c05"


def test_a_cdu_that_cannot_has_less_than_nothing_left():
    state = solved("gb200_nvl72").rack_cooling["r1"]
    fluids = rack_rows(state).frame
    assert list(fluids.fluid) == ["Air", "Coolant", "Facility", "CDU"]
    assert fluids.left_k["cdu"] == pytest.approx(1.1, abs=0.05)
    over = rack_rows(state._replace(cdu_headroom_k=-0.5))
    assert over.frame.left_k["cdu"] == -0.5
    assert "--bad" in over.styles.left_k["cdu"]
    free = rack_rows(state._replace(cdu_headroom_k=math.inf)).frame
    assert math.isnan(free.left_k["cdu"])
    dry = rack_rows(solved("switch_51t_dsp").rack_cooling["r1"]).frame
    assert list(dry.fluid) == ["Air"]


def test_a_chosen_class_is_one_step_and_follows_undo():
    session = Session(small_rack())
    tab = HeatTab(session)
    tab.show()
    tab._air.select.value = "A1"
    assert session.layout.site.air_class == "A1"
    tab.show()
    assert tab.fluids.value.left_k["air"] == pytest.approx(7.0)
    session.undo()
    tab.show()
    assert tab._air.select.value == ""
    assert math.isnan(tab.fluids.value.left_k["air"])
    assert not session.can_undo


def test_a_tray_that_runs_away_has_watts_and_no_paths():
    """A dry cold plate under full power has no steady state."""
    layout = small_rack()
    session = Session(layout.replaced(layout.element("r1").replaced(coolant_l_per_min=0.0)))
    tab = HeatTab(session)
    tab.show()
    assert session.results.boards["sw"].runaway
    tray = tab.paths.value.loc["r1.sw1"]
    assert tray.coolant_w == 0.0
    assert tray[["air_w", "board_w", "unaccounted_w"]].astype(float).isna().all()
    assert tray.power_w > 200
    assert tray.air_share == 0.0
