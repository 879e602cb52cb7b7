"""What differs between two layouts, and between what they come to."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from explorer import compare, evaluate
from explorer.analysis.decide.differences import differences
from explorer.analysis.decide.differences.drawn import edits
from explorer.analysis.decide.differences.lines import lines
from explorer.catalog import load
from explorer.model import Layout, LinkGroup, Override
from explorer.model.ports import with_technology
from tests.files.layouts import layouts
from tests.shipped import shipped, solved

LAYOUTS = Path(__file__).parents[3] / "layouts"


@pytest.fixture(scope="module")
def rack() -> Layout:
    return shipped("gb200_nvl72")


@pytest.fixture(scope="module")
def switch() -> Layout:
    return shipped("switch_51t_cpo")


def told(a: Layout, b: Layout) -> list[str]:
    return [str(line) for line in lines(a, b, edits(a, b))]


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(layouts(), layouts())
def test_there_is_no_difference_exactly_where_layouts_are_equal(a, b):
    assert bool(edits(a, b)) == (a != b)
    assert edits(a, a) == []
    assert sorted(told(a, b)) == sorted(set(told(a, b)))  # nothing is said twice
    came = sum(e.what == "added" for e in edits(a, b))
    assert came == sum(e.what == "removed" for e in edits(b, a))


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(layouts(), layouts())
def test_every_edited_element_is_named_by_a_line(a, b):
    found = edits(a, b)
    named = {id for line in lines(a, b, found) for id in line.elements}
    boards = {e.element for e in found if e.sort == "tray design" and e.what in ("added", "removed")}
    assert {e.element for e in found if e.where not in boards} <= named


def test_a_moved_tray_is_one_line_with_its_u(rack):
    assert told(rack, rack.moved("r1.sw3", u=44)) == ["NVLink switch 3 (r1.sw3): U18 → U44"]


def test_equal_moves_of_many_trays_are_one_line(rack):
    shelves = [tray for tray in rack.trays if tray.design == "shelf"]
    lower = rack.replaced(*(tray.replaced(u=tray.u - 2) for tray in shelves[:4]))
    assert told(rack, lower) == ["4 x Power shelf 33 kW in NVL72 (r1.ps1 ... r1.ps4): -2 U"]


def test_equal_changes_of_many_parts_are_one_line_with_their_unit(rack):
    gpus = [part for part in rack.element("compute").parts if part.id.startswith("compute.gpu")]
    hotter = rack.replaced(*(gpu.replaced(power_w=1100.0) for gpu in gpus))
    (line,) = lines(rack, hotter, edits(rack, hotter))
    assert str(line) == "4 ASICs on Compute tray (compute.gpu0 ... compute.gpu3): power_w 1015 → 1100 W"
    assert (line.what, line.sort, line.where, len(line.elements)) == ("changed", "ASIC", "compute", 4)


def test_a_drag_on_the_board_names_both_ways(switch):
    engine = switch.element("sw.ports_oe01")
    moved = switch.moved(engine.id, x_mm=engine.x_mm + 5.0, y_mm=engine.y_mm - 2.5)
    (line,) = told(switch, moved)
    assert line.startswith(f"engine OE1 (sw.ports_oe01) on {switch.element('sw').label}: x_mm ")
    assert f"→ {engine.x_mm + 5.0:g} mm; y_mm " in line


def test_what_a_technology_made_anew_is_counted(rack):
    optics = with_technology(rack, "nvlink", "cpo_nv_quantumx_1600", load())
    first, *boards = told(rack, optics)
    assert first == "link group NVLink 5 (nvlink): technology nvl_cartridge_200 → cpo_nv_quantumx_1600"
    assert boards == [
        "Compute tray, for NVLink 5: 20 connectors removed; 20 engines and 5 laser sources added",
        "NVLink switch tray, for NVLink 5: 36 connectors removed; 36 engines and 9 laser sources added",
    ]


def test_ports_that_a_person_drew_are_told_by_name(switch):
    gone = switch.removed("sw.ports_oe01")
    (line,) = told(switch, gone)
    assert line == f"engine OE1 (sw.ports_oe01) on {switch.element('sw').label}: removed"


def test_a_design_comes_and_goes_with_its_parts(switch):
    other = switch.element("sw").replaced(id="sx", label="Spare", parts=())
    assert told(switch, switch.added("designs", other)) == ["tray design Spare (sx): added"]
    empty = Layout(title=switch.title, note=switch.note, racks=switch.racks, site=switch.site)
    (design,) = [line for line in told(switch, empty) if line.startswith("tray design")]
    assert design.endswith(f"removed with {len(switch.element('sw').parts)} parts")
    assert not [line for line in told(switch, empty) if line.startswith("engine")]


def test_an_override_has_the_unit_of_what_it_replaces(switch):
    own = Override(id="o9", technology="dsp_800_dr8", field="module_w.typical", value=14.0, source="our lab")
    before = switch.added("overrides", own)
    (line,) = told(before, before.replaced(own.replaced(value=15.5)))
    assert line == "override o9 of dsp_800_dr8: value 14 → 15.5 W"


def test_another_order_is_a_difference(rack):
    turned = Layout(**{**_groups(rack), "trays": rack.trays[::-1]})
    assert told(rack, turned) == ["trays: in another order"]


def test_texts_are_told_short(switch):
    (line,) = told(switch, switch.titled("New"))
    assert line == f"layout: title '{switch.title}' → New"
    noted = switch.replaced(switch.element("sw").replaced(note="n" * 500))
    assert told(switch, noted)[0].endswith(": note rewritten")


def test_the_results_are_side_by_side(switch):
    hotter = switch.replaced(switch.element("sw.asic0").replaced(power_w=400.0))
    a, b = evaluate(switch), evaluate(hotter)
    found = differences(a, b)
    for key, total in b.totals.items():
        row = found.totals.loc[key]
        assert (row.a, row.b, row.unit) == (a.totals[key].typical, total.typical, total.unit)
        assert row.change == pytest.approx(total.typical - a.totals[key].typical, abs=1e-12)
    assert found.totals.change_percent.isna()["headroom_k"]
    assert found.totals.change_percent["rack_kw"] > 0
    (tray,) = found.trays.itertuples()
    assert tray.power_w_change == pytest.approx(b.trays.power_w.iloc[0] - a.trays.power_w.iloc[0])
    assert tray.t_max_c_change > 1.0 > 0.0 > tray.headroom_k_change
    (link,) = found.links.itertuples()
    assert link.technology_a == link.technology_b == switch.links[0].technology


def test_what_only_one_layout_has_keeps_its_row(switch):
    a, b = solved("switch_51t_cpo"), solved("quantum_x800_pluggable")
    trays = differences(a, b).trays
    assert set(trays.index) == set(a.trays.index) | set(b.trays.index)
    for key in set(a.trays.index) - set(b.trays.index):
        assert trays.isna().power_w_b[key]
        assert trays.hottest_b[key] == ""


def test_findings_come_and_go_by_element_and_rule(switch):
    outside = switch.moved("sw.ports_oe01", x_mm=2000.0)
    a, b = evaluate(switch), evaluate(outside)
    there = differences(a, b)
    assert ("sw.ports_oe01", "part_on_board") in {(f.element, f.rule) for f in there.came}
    assert differences(b, a).went == there.came
    farther = evaluate(outside.moved("sw.ports_oe01", x_mm=2001.0))
    assert not [f for f in differences(b, farther).came if f.rule == "part_on_board"]


def test_layouts_and_results_can_be_mixed(switch):
    found = compare(evaluate(switch), switch.titled("Same"))
    assert list(found.layout.field) == ["title"]
    assert found.totals.change.abs().max() == pytest.approx(0.0, abs=1e-9)
    assert found.came == found.went == ()


def test_a_link_group_of_another_name_is_another(switch):
    link = switch.links[0]
    assert isinstance(link, LinkGroup)
    more = switch.added("links", link.replaced(id="more", label="More"))
    assert told(switch, more) == ["link group More (more): added"]


def _groups(layout: Layout) -> dict:
    return {n: getattr(layout, n) for n in ("title", "note", "site", "extras", *Layout.GROUPS)}
