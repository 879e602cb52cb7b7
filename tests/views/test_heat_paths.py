"""The Heat tab: what it writes of a rack, and the classes that are chosen on it."""

import re

from explorer.session import Session
from explorer.views.tabs.heat_paths import HeatTab, paths_html, rack_html
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved


def columns(html):
    return [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr class.*?</tr>", html)]


def test_the_rows_are_the_rack_its_busbar_and_its_trays_the_selected_first():
    layout, results = shipped("gb200_nvl72"), solved("gb200_nvl72")
    rows = columns(paths_html(layout, results, layout.element("r1"), "r1.c01"))
    assert [row[0] for row in rows[:3]] == ["NVL72", "Busbar", "Compute 01"]
    assert len(rows) == 2 + len(layout.trays)
    whole, bus = rows[0], rows[1]
    parts = [int(cell.replace(",", "")) for cell in (*whole[3:6], bus[1])]
    assert abs(sum(parts) - int(whole[1].replace(",", ""))) <= 2
    assert {row[6] for row in rows if row[6]} == {"0.00"}


def test_a_name_stays_text():
    layout = small_rack()
    tray = layout.element("r1.sw1").replaced(label="<img src=x onerror=alert(1)>")
    session = Session(layout.replaced(tray, layout.element("r1").replaced(label="<b>rack</b>")))
    tab = HeatTab(session)
    assert "<img" not in tab._paths.object
    assert "<b>" not in tab._paths.object
    assert "&lt;img" in tab._paths.object


def test_a_cdu_that_cannot_is_told_by_how_much():
    state = solved("gb200_nvl72").rack_cooling["r1"]
    assert "1.1 K left" in rack_html(state)
    assert "0.5 K over" in rack_html(state._replace(cdu_headroom_k=-0.5))
    dry = rack_html(solved("switch_51t_dsp").rack_cooling["r1"])
    assert "Coolant" not in dry
    assert "nan" not in dry


def test_a_chosen_class_is_one_step_and_follows_undo():
    session = Session(small_rack())
    tab = HeatTab(session)
    tab._air.select.value = "A1"
    assert session.layout.site.air_class == "A1"
    tab.show()
    assert tab._air.left.object == "7.0 K left"
    session.undo()
    tab.show()
    assert (tab._air.select.value, tab._air.left.object) == ("", "")
    assert not session.can_undo


def test_a_tray_that_runs_away_has_watts_and_no_paths():
    """A dry cold plate under full power has no steady state."""
    layout = small_rack()
    session = Session(layout.replaced(layout.element("r1").replaced(coolant_l_per_min=0.0)))
    tab = HeatTab(session)
    assert session.results.boards["sw"].runaway
    rows = {row[0]: row for row in columns(tab._paths.object)}
    assert rows["r1.sw1"][3:] == ["–", "0", "–", "–"]
    assert float(rows["r1.sw1"][1]) > 200
    assert "nan" not in tab._paths.object + tab._rack.object
