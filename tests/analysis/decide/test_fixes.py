"""Ways out of links that fail: each passes and tells what it changes; the cheapest set repairs a layout."""

import pytest

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.decide.comparison import BEST, comparison
from explorer.analysis.decide.fixes import ON_THE_MARKET, cheapest, fixes, is_broken
from explorer.analysis.links.groups import link_states
from explorer.model import Layout
from explorer.model.ports import with_technology
from explorer.quantities import best_of
from explorer.quantities.links import LINK
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved


def far_nvl72() -> Layout:
    """Cartridge links of 3 m, which nothing passive closes."""
    layout = shipped("gb200_nvl72")
    return layout.replaced(layout.element("nvlink").replaced(length_m=3.0))


@pytest.fixture(scope="module")
def far():
    return evaluate(far_nvl72())


@pytest.fixture(scope="module")
def ways(far):
    return fixes(far.layout, "nvlink", far)


def test_three_meters_are_closed_by_active_copper_and_by_optics_in_order_of_watts(ways):
    carried = [fix for fix in ways if not fix.obstacle]
    kinds = [fix.kind for fix in carried]
    assert {"AEC", "LPO", "DSP", "NPO", "CPO"} <= set(kinds)
    assert len(kinds) == len(set(kinds))
    assert [fix.power_w for fix in carried] == sorted(fix.power_w for fix in carried)
    assert kinds.index("CPO") < kinds.index("LPO") < kinds.index("AEC") < kinds.index("DSP")
    assert "DAC" not in kinds


def test_a_fix_is_what_it_says(far, ways):
    """Of each, what is offered is what is found once it is applied and everything has settled."""
    before = far.link_states["nvlink"]
    assert is_broken(before)
    for fix in ways:
        if fix.kind in ("AEC", "DSP", "CPO"):
            after = evaluate(fix.layout).link_states["nvlink"]
            assert not is_broken(after)
            assert after.margin_db == pytest.approx(fix.margin_db, abs=0.02)
            assert after.power_w - before.power_w == pytest.approx(fix.power_w, rel=5e-3)
            assert after.cost_usd - before.cost_usd == pytest.approx(fix.cost_usd)
            assert after.latency_ns - before.latency_ns == pytest.approx(fix.latency_ns)
            change = after.failures.expected - before.failures.expected
            assert change == pytest.approx(fix.failures_per_year, rel=0.02)


def test_a_tray_moved_too_far_is_offered_the_way_back():
    layout = shipped("gb200_nvl72").moved("r1.sw1", u=47)
    assert is_broken(link_states(layout)["nvlink"])
    first = next(fix for fix in fixes(layout, "nvlink") if fix.kind == "move")
    assert "from U47 to" in first.label
    assert first.layout.element("r1.sw1").u < 40
    assert abs(first.power_w) < 200.0
    assert first.cost_usd == 0.0


def test_the_cheapest_set_makes_every_link_pass(far, ways):
    fixed, applied = cheapest(far.layout, results=far)
    assert [fix.link for fix in applied] == ["nvlink"]
    assert applied[0].status in ON_THE_MARKET
    assert not any(is_broken(state) for state in evaluate(fixed).link_states.values())
    open_ways = [f for f in ways if not f.obstacle and f.status in ON_THE_MARKET]
    assert applied[0].power_w == min(f.power_w for f in open_ways)
    by_cost = cheapest(far.layout, by="cost_usd", results=far)[1][0]
    assert by_cost.cost_usd == min(f.cost_usd for f in open_ways)
    assert cheapest(shipped("gb200_nvl72")) == (shipped("gb200_nvl72"), [])


def test_a_fixed_layout_breaks_no_link_rule_when_it_is_evaluated():
    layout = small_rack()
    layout = layout.replaced(layout.element("ports").replaced(length_m=600.0))
    assert any(f.rule == "reach" for f in evaluate(layout).findings)
    fixed, applied = cheapest(layout)
    assert applied
    errors = [f for f in evaluate(fixed).findings if f.severity == "error" and f.element == "ports"]
    assert errors == []


def test_a_link_to_nowhere_has_no_fix():
    layout = small_rack().removed("r1.sw1")
    assert fixes(layout, "ports") == []
    assert comparison(layout, "ports").empty


# -- technologies side by side ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def table():
    return comparison(shipped("switch_51t_dsp"), "ports")


def test_every_technology_has_its_row(table):
    data = [k for k, t in catalog.load().technologies.items() if not t.is_light_source]
    assert list(table.index) == data
    assert not table.drop(columns=["best", "binding"]).isna().any().any()


def test_what_passes_and_what_stops_the_rest(table):
    assert table.passes["dsp_800_dr8"]
    assert table.passes["cpo_bailly_800"]
    assert table.binding["dac_800"] == "margin"
    assert "lane rate" in table.binding["lpo_1600_dr8"]
    assert not table.passes["lpo_1600_dr8"]


def test_of_what_passes_the_least_margin_is_named():
    table = comparison(shipped("gb200_nvl72"), "nvlink")
    assert table.binding["nvl_cartridge_200"] == "channel"
    assert table.binding["dsp_1600_dr8"] == "line"
    assert table.binding["cpo_nv_quantumx_1600"] == "host channel"


def test_the_best_are_marked_among_those_that_pass(table):
    passing = table[table.passes]
    assert best_of(LINK["power_w"]) is min
    assert best_of(LINK["margin_db"]) is max
    for column in BEST:
        ahead = best_of(LINK[column])
        marked = table.index[table.best.str.split().map(lambda names, c=column: c in names)]
        assert list(marked) == list(passing.index[passing[column] == ahead(passing[column])])


@pytest.mark.parametrize("key", ["dsp_800_dr8", "lpo_800_dr8", "npo_3200_oif", "cpo_bailly_800"])
def test_a_row_is_what_the_layout_comes_to_on_it(table, key):
    layout = shipped("switch_51t_dsp")
    state = evaluate(with_technology(layout, "ports", key, catalog.load())).link_states["ports"]
    row = table.loc[key]
    assert row.power_w == pytest.approx(state.power_w, rel=5e-3)
    assert row.margin_db == pytest.approx(state.margin_db, abs=0.01)
    assert row.failures_per_year == pytest.approx(state.failures.expected, rel=0.01)
    assert (table.blast["cpo_bailly_800"], table.blast_gbps["cpo_bailly_800"]) == ("tray", 51200.0)
    assert (table.blast["dsp_800_dr8"], table.blast_gbps["dsp_800_dr8"]) == ("module", 800.0)


def test_the_row_of_the_layouts_own_technology_is_its_result(table):
    state = solved("switch_51t_dsp").link_states["ports"]
    assert table.failures_per_year["dsp_800_dr8"] == pytest.approx(state.failures.expected, rel=1e-6)
    assert table.margin_db["dsp_800_dr8"] == pytest.approx(state.margin_db, abs=1e-6)
