"""What lies side by side: the tray that stands for another, maps of both, and the figures that differ."""

import numpy as np
import pytest

from explorer import compare, evaluate
from explorer.looking import Looking
from explorer.model import Tray
from explorer.session import Session
from explorer.views.compare.changed_rows import changed_rows
from explorer.views.compare.compared import boards, counterpart, racks
from explorer.views.compare.ranges import difference
from explorer.views.compare.side_by_side import SideBySideView
from explorer.views.compare.tables import changed_table, differences_html, totals_rows
from tests.shipped import shipped, solved


@pytest.fixture(scope="module")
def dsp():
    return solved("switch_51t_dsp")


@pytest.fixture(scope="module")
def cpo():
    return solved("switch_51t_cpo")


@pytest.fixture(scope="module")
def rack():
    return solved("gb200_nvl72")


def test_a_tray_stands_for_itself_for_one_at_its_place_or_for_the_first(rack, dsp):
    layout = rack.layout
    assert counterpart(layout, "r1.sw9", layout) == "r1.sw9"
    renamed = layout.removed("r1.sw9").added(
        "trays", Tray(id="r1.other", design="nvsw", rack="r1", u=layout.element("r1.sw9").u)
    )
    assert counterpart(renamed, "r1.sw9", layout) == "r1.other"
    assert counterpart(dsp.layout, "r1.c01", layout) == "r1.sw1"


def test_maps_of_both_are_of_one_quantity(dsp, cpo):
    both = boards(cpo, dsp, "r1.sw1", "headroom", "body")
    assert (both.quantity, both.figure.least_is_hottest, both.hint) == ("headroom", True, "")
    for board, results in ((both.a, cpo), (both.b, dsp)):
        field = results.map("r1.sw1", "headroom")
        np.testing.assert_allclose(board.field, field, rtol=1e-6)
        design = results.layout.design_of("r1.sw1")
        assert board.parts == design.parts
        assert (board.across_mm, board.deep_mm) == (design.width_mm, design.depth_mm)
    assert boards(cpo, dsp, "r1.sw1", "crosstalk", "body").quantity == "temperature"
    assert boards(cpo, dsp, "", "temperature", "body") is None


def test_the_difference_is_in_the_cells_of_a_and_ends_where_b_does(dsp, rack):
    other = boards(dsp, rack, "r1.sw1", "temperature", "body")
    change = difference(other.a, other.b)
    assert change.shape == other.a.field.shape
    reach = np.isfinite(change)
    assert reach.any()
    deep_mm = (np.arange(change.shape[0]) + 0.5) / change.shape[0] * other.a.deep_mm
    across_mm = (np.arange(change.shape[1]) + 0.5) / change.shape[1] * other.a.across_mm
    inside = (deep_mm <= other.b.deep_mm)[:, None] & (across_mm <= other.b.across_mm)[None, :]
    assert (reach == inside).all()
    of_b = other.a.field[reach] - change[reach]
    assert other.b.field.min() - 1e-3 <= of_b.min() <= of_b.max() <= other.b.field.max() + 1e-3
    same = boards(dsp, dsp, "r1.sw1", "temperature", "body")
    assert not difference(same.a, same.b).any()


def test_racks_and_totals_are_those_of_the_results(rack, dsp):
    of_a, of_b, metric = racks(rack, dsp, "power")
    assert [len(side.trays) for side in (of_a, of_b)] == [37, 1]
    assert metric.figure.label == "Power"
    assert of_b.trays[0].value == pytest.approx(dsp.trays.power_w["r1.sw1"], abs=1e-3)
    rows = totals_rows(rack, dsp).frame
    assert rows.a["rack_kw"] == pytest.approx(rack.totals["rack_kw"].typical)
    assert rows.b["rack_kw"] == pytest.approx(dsp.totals["rack_kw"].typical)
    assert rows.a_range["rack_kw"] == "115.5\u202fkW to 118.8\u202fkW"
    # more kilowatts are worse, more margin is better
    assert (rows.verdict["rack_kw"], rows.sign["rack_kw"]) == ("worse", "▲")
    more = rack.totals["margin_db"].typical > dsp.totals["margin_db"].typical
    assert rows.verdict["margin_db"] == ("better" if more else "worse")
    alike = totals_rows(rack, rack).frame
    assert set(alike.sign) == {"="}
    assert set(alike.verdict) == {""}


def test_rows_go_from_b_to_a_and_equal_changes_of_equal_trays_are_one(rack, dsp, cpo):
    rows, more = changed_rows(compare(dsp, cpo))
    power = next(row for row in rows if row.figure == "Power" and row.who.startswith("Switch"))
    assert power.a == pytest.approx(cpo.trays.power_w["r1.sw1"], abs=1e-3)
    assert power.b == pytest.approx(dsp.trays.power_w["r1.sw1"], abs=1e-3)
    assert more == 0
    warmer = evaluate(rack.layout.moved(rack.layout.racks[0].id, coolant_supply_c=40.0))
    rows, _ = changed_rows(compare(rack, warmer))
    switches = [row for row in rows if row.figure == "Hottest part" and row.who.startswith("NVLink")]
    assert any("like it" in row.who for row in switches)
    assert changed_rows(compare(rack, rack)) == ([], 0)


def test_rows_of_the_table_say_whose_they_are_and_which_way_is_better(dsp, cpo, rack):
    frame = changed_table(compare(dsp, cpo)).frame
    power = frame[(frame.figure == "Power") & frame.who.str.startswith("Switch")].iloc[0]
    assert power.change == pytest.approx(power.a - power.b)
    assert (power.kind, power.sign) == (("better", "▼") if power.change < 0 else ("worse", "▲"))
    alone = changed_table(compare(dsp, rack)).frame
    assert {"A only", "B only"} & set(alone.change_words)
    assert changed_table(compare(rack, rack)) == "No figure of a tray or a link differs"


def test_names_in_what_differs_stay_text(cpo):
    label = "<img src=x onerror=alert(1)>"
    fan = cpo.layout.element("sw.fan0").replaced(label=label, x_mm=cpo.layout.element("sw.fan0").x_mm - 5.0)
    html = differences_html(compare(cpo, evaluate(cpo.layout.replaced(fan))))
    assert "<img" not in html
    assert "&lt;img" in html


def test_without_b_it_compares_with_the_layout_as_opened_and_says_nothing_while_closed(monkeypatch):
    session, told = Session(shipped("switch_51t_cpo")), []
    looking = Looking(session)
    view = SideBySideView(session, looking)
    monkeypatch.setattr(view, "_send_msg", told.append)
    looking.quantity = "rise"
    assert told == []
    looking.is_comparing = True
    assert session.pinned is session.opened
    assert [message["type"] for message in told] == ["open"]
    view._on_sized({"w": 1400.0, "h": 800.0, "docked": False})
    view._on_placed({"name": "content"})
    contents = view.contents
    assert len(contents.maps) == 3
    assert "The layouts are the same" in contents.words.object
    contents.choices["metric"].value = "cost"
    assert looking.metric == "cost"
    contents.kind.value = "racks"
    assert contents.racks.bars[0].title == "Links cost, k$"
    session.commit(session.layout.moved("sw.fan0", x_mm=session.layout.element("sw.fan0").x_mm - 5), "Move")
    assert "Fan 1" in contents.words.object
    view._on_closed({})
    assert told[-1] == {"type": "close"}
    assert (view.content, len(contents.maps)) == (None, 0)


def test_it_opens_again_after_it_was_compared_with_nothing(monkeypatch):
    session, told = Session(shipped("switch_51t_cpo")), []
    looking = Looking(session)
    view = SideBySideView(session, looking)
    monkeypatch.setattr(view, "_send_msg", told.append)
    for _ in range(2):
        looking.is_comparing = True
        assert told[-1]["type"] == "open"
        looking.is_comparing = False
        session.unpin()


def test_b_is_any_step_or_the_layout_as_opened():
    session = Session(shipped("switch_51t_cpo"))
    session.commit(session.layout.moved("sw.fan0", x_mm=session.layout.element("sw.fan0").x_mm - 5), "Move")
    looking = Looking(session)
    view = SideBySideView(session, looking)
    looking.is_comparing = True
    b = view.contents.b
    assert b.value == "0", "as it was opened is the first step"
    b.value = "1"
    assert session.pinned is session.results
    b.value = "opened"
    assert session.pinned is session.opened
    session.pin(at=1)
    session.open(shipped("switch_51t_dsp"))
    assert b.value == "outside"
    assert next(iter(b.options)) == "Move"


def test_maps_are_moved_within_the_whole():
    session = Session(shipped("switch_51t_cpo"))
    looking = Looking(session)
    view = SideBySideView(session, looking)
    looking.is_comparing = True
    panes = view.contents.boards
    wide, high = panes.world
    view._on_key({"key": "+"})
    assert panes.zoom == pytest.approx(1.25)
    for key in ("arrowleft", "arrowup"):
        for _ in range(3):
            view._on_key({"key": key})
    assert (panes.x.start, panes.y.end) == pytest.approx((0.0, 0.0))
    for _ in range(20):
        view._on_key({"key": "+"})
    assert panes.zoom == pytest.approx(16.0)
    for _ in range(200):
        view._on_key({"key": "arrowright"})
    assert panes.x.end == pytest.approx(wide)
    view._on_key({"key": "f"})
    assert (panes.x.start, panes.x.end, panes.y.start, panes.y.end) == (0.0, wide, high, 0.0)
