"""What a total is made of adds up to it, names its elements, and explains the worst."""

import math

import pytest

from explorer.analysis import evaluate
from explorer.analysis.decide.why import why
from explorer.analysis.decide.why.reasons import RULES
from explorer.errors import LayoutError
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, solved


def holds(results, total):
    """Sums add up, rankings are in order with the total first, and every element is of the layout."""
    answer, value = why(results, total), results.totals[total].typical
    assert {table.unit for table in answer.tables} <= {answer.unit}
    for table in answer.tables:
        values = [row.value for row in table.rows]
        if table.sort == "ranking":
            assert values == sorted(values)
            assert values[0] == pytest.approx(value, rel=1e-9)
        else:
            # responses are solved so that the sum over a tray's sources holds to 1e-5 K, all else to rounding
            error = 1e-5 if total == "headroom_k" else 0.0
            assert sum(values) == pytest.approx(value, rel=1e-9, abs=error + 1e-9)
        if table.sort == "sum":
            assert sum(row.share for row in table.rows) == pytest.approx(1.0)
        assert all(
            id in results.layout
            for row in table.rows
            for id in (*row.elements, *filter(None, [row.tray]))
            if id != ""
        )
    return answer


@pytest.mark.parametrize("name", NAMES)
def test_every_total_is_the_sum_or_the_first_of_its_rows(name):
    results = solved(name)
    assert set(RULES) == set(results.totals)
    for total in results.totals:
        answer = holds(results, total)
        assert answer.tables
        assert answer.said
        assert (answer.label, answer.unit) == (results.totals[total].label, results.totals[total].unit)


def test_racks_on_ac_and_trays_that_nothing_feeds_are_counted():
    layout = small_rack()
    on_ac = layout.replaced(layout.element("sw").replaced(supply="ac", n_supplies=2))
    for changed in (layout, on_ac, layout.removed("r1.ps1")):
        results = evaluate(changed)
        assert results.totals["rack_kw"].typical > 0.2
        for total in ("rack_kw", "wall_kw", "energy_usd_per_year", "kgco2e_per_year"):
            holds(results, total)


def test_several_racks_and_the_trays_of_one_design_are_taken_together():
    (by_tray, _) = why(solved("gb200_nvl72"), "rack_kw").tables
    computes = by_tray.rows[0]
    assert computes.label.startswith("18 x ")
    assert len(computes.elements) == 18
    assert computes.share > 0.8


def test_figures_carry_their_kind_and_source():
    (table,) = why(solved("gb200_nvl72"), "cost_usd").tables
    assert {row.kind for row in table.rows} <= {"measured", "datasheet", "estimate", "assumption"}
    assert all(row.source for row in table.rows)


def test_the_worst_part_is_warmed_by_itself_and_its_neighbors():
    results = solved("switch_51t_cpo")
    ranking, terms = why(results, "headroom_k").tables
    worst = ranking.rows[0]
    assert worst.tray == "r1.sw1"
    rows = {row.label: row.value for row in terms.rows}
    assert rows["Limit"] == results.parts("r1.sw1")[worst.elements[0]].t_limit_c
    assert rows["Inlet air"] == -results.layout.site.supply_air_c
    assert rows["TH5"] < 0.0


def test_the_binding_budget_is_that_of_the_worst_link():
    for name in NAMES:
        results = solved(name)
        ranking, terms = why(results, "margin_db").tables
        state = results.link_states[ranking.rows[0].elements[0]]
        assert ranking.rows[0].value == state.margin_db
        assert terms.rows[0].value > 0.0 > terms.rows[-1].value


def test_nothing_is_made_of_nothing():
    layout = small_rack()
    empty = evaluate(layout.removed("ports", "sw.cage", *(t.id for t in layout.trays)))
    for total in RULES:
        answer = why(empty, total)
        assert not any(
            row.value for table in answer.tables for row in table.rows if not math.isnan(row.value)
        )


def test_a_part_that_runs_away_has_no_headroom_and_says_so():
    layout = small_rack()
    hot = layout.element("sw.asic").replaced(power_w=3000, leakage_share=0.9)
    results = evaluate(layout.replaced(hot))
    assert any(board.runaway for board in results.boards.values())
    (ranking,) = why(results, "headroom_k").tables
    assert ranking.rows[0].how == "runs away"


def test_an_unknown_total_names_the_nearest():
    with pytest.raises(LayoutError, match="rack_kw"):
        why(solved("switch_51t_cpo"), "rack_kv")


@pytest.mark.parametrize("name", NAMES)
def test_little_is_lost_between_feeds_and_trays(name):
    results = solved(name)
    (by_tray, _) = why(results, "rack_kw").tables
    lost = sum(row.value for row in by_tray.rows if row.label.startswith("Lost"))
    assert 0.0 <= lost <= 0.1 * results.totals["rack_kw"].typical
