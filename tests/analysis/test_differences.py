"""What differs between two layouts: nothing is missed, nothing is said twice."""

import pytest

from explorer.analysis import evaluate
from explorer.analysis.differences import change_lines, finding_changes, layout_changes, total_changes
from explorer.catalog import load
from explorer.files import read
from explorer.model.additions import duplicated
from explorer.model.edits import placed
from explorer.model.ports import with_technology
from explorer.views.page import LAYOUTS


@pytest.fixture(scope="module")
def nvl72():
    return read(LAYOUTS / "gb200_nvl72.layout.yaml")


def test_a_layout_differs_in_nothing_from_itself(nvl72):
    again = read(LAYOUTS / "gb200_nvl72.layout.yaml")
    assert layout_changes(nvl72, again) == []
    assert change_lines(nvl72, again) == []


def test_a_move_is_one_change_and_its_way_back_the_reverse(nvl72):
    moved = placed(nvl72, {"r1.sw9": {"u": 35}})
    assert change_lines(nvl72, moved) == ["NVLink switch 9: u 24 -> 35"]
    assert change_lines(moved, nvl72) == ["NVLink switch 9: u 35 -> 24"]


def test_what_comes_is_added_and_what_goes_is_removed(nvl72):
    more, _ = duplicated(nvl72, ["r1.sw9", "r1.mg1"])
    assert change_lines(nvl72, more) == ["2 trays added"]
    assert change_lines(more, nvl72) == ["2 trays removed"]


def test_equal_changes_of_many_are_one_line(nvl72):
    cooler = nvl72.replaced(*(p.replaced(t_limit_c=80.0) for p in nvl72.designs[0].parts if p.kind == "asic"))
    lines = change_lines(nvl72, cooler)
    assert len(lines) == len({p.t_limit_c for p in nvl72.designs[0].parts if p.kind == "asic"} - {80.0})


def test_another_technology_names_the_ports_that_came_and_went(nvl72):
    optical = with_technology(nvl72, "nvlink", "cpo_nv_quantumx_1600", load())
    lines = change_lines(nvl72, optical)
    assert any("connectors removed on NVLink switch" in line for line in lines)
    assert any("engines added on NVLink switch" in line for line in lines)
    assert any("technology nvl_cartridge_200 -> cpo_nv_quantumx_1600" in line for line in lines)
    assert len(lines) < 20


def test_totals_and_findings_go_both_ways(nvl72):
    hot = nvl72.replaced(nvl72.site.replaced(supply_air_c=45.0))
    a, b = evaluate(nvl72), evaluate(hot)
    forth, back = total_changes(a, b), total_changes(b, a)
    assert (forth.change.dropna() == -back.change.dropna()).all()
    assert forth.loc["headroom_k", "change"] < 0
    gone, new = finding_changes(a, b)
    assert finding_changes(b, a) == (new, gone)
    assert new
