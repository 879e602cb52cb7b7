"""Single failures: what takes over, what is overloaded, how far the rack has to throttle."""

import math

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.analysis.power.contingency import failures, outcome
from explorer.solvers.power.delivery import deliver, is_within
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved

NVL72 = "gb200_nvl72"


def limited(**rack):
    layout = shipped(NVL72)
    return layout.replaced(layout.element("r1").replaced(**rack))


def row(table, kind, element="r1"):
    return table[(table.kind == kind) & (table.element == element)].iloc[0]


def test_an_nvl72_survives_every_single_failure():
    table = solved(NVL72).n_minus_1
    assert table.survives.all()
    assert (table.throttle_percent == 0).all()
    assert table.kind.value_counts().to_dict() == {"supply": 12, "shelf": 8, "feed": 2}
    assert not [f for f in solved(NVL72).findings if f.rule.startswith("lost")]
    # with one feed lost four shelves of 33 kW carry 115 kW
    lost = table[table.kind == "feed"]
    assert lost.shelf_percent.between(80, 95).all()
    assert (lost.tray_v < table[table.kind == "shelf"].tray_v.min()).all()


def test_the_table_is_of_every_supply_shelf_and_feed():
    table = solved(NVL72).n_minus_1
    assert table[table.kind == "supply"].n_alike.sum() == 8 * 6 + 2 * 2


def test_a_lost_feed_that_overloads_the_other_is_survived_by_throttling():
    layout = limited(feed_kw=90.0)
    results = evaluate(layout)
    lost = row(results.n_minus_1, "feed")
    assert not lost.survives
    assert "feed B" in lost.passed
    assert lost.feed_percent == pytest.approx(100 * lost.rack_kw / 90.0, rel=1e-3)
    # closed: what is left at that throttle is the limit
    power = results.feed.racks["r1"]
    left = next(f for f in failures(power) if f.kind == "feed").left
    flow = deliver(left, 1.0 - lost.throttle_percent / 100.0)
    assert flow.feed_w[1] == pytest.approx(90e3, rel=1e-6)
    assert is_within(left, power.chain.plan.limits, flow)
    found = next(f for f in results.findings if f.rule == "lost_feed")
    assert (found.severity, found.element) == ("warning", "r1")
    assert f"{lost.throttle_percent:.0f} %" in found.message
    assert "1 more" in found.message


def test_what_no_throttling_helps_is_said():
    results = evaluate(limited(feed_kw=5.0))
    lost = row(results.n_minus_1, "feed")
    assert math.isnan(lost.throttle_percent)
    message = next(f.message for f in results.findings if f.rule == "lost_feed")
    assert "throttling the processors does not help" in message


def test_the_limit_of_the_rack_holds_with_a_feed_lost_too():
    drawn = solved(NVL72).feed.input_w / 1000.0
    results = evaluate(limited(power_limit_kw=drawn + 0.01))
    assert not [f for f in results.findings if f.severity == "error"]
    lost = row(results.n_minus_1, "feed")
    # the shelves that are left work above their best load and take a little more
    assert lost.rack_kw > drawn + 0.01
    assert 0 < lost.throttle_percent < 1


def test_all_shelves_on_one_feed_go_dark_with_it():
    layout = shipped(NVL72)
    on_a = [t.replaced(feed="A") for t in layout.trays if t.design == "shelf"]
    results = evaluate(layout.replaced(*on_a))
    lost = row(results.n_minus_1, "feed")
    assert not lost.survives
    assert lost.dark.count("Compute") == 18
    assert np.isnan([lost.tray_v, lost.shelf_percent, lost.rack_kw]).all()
    found = next(f for f in results.findings if f.rule == "lost_feed")
    assert "would lose power" in found.message
    second = results.n_minus_1[results.n_minus_1.label == "feed B of NVL72"]
    assert second.survives.all()


def test_an_ac_tray_of_one_supply_goes_dark_with_it():
    layout = shipped(NVL72)
    table = evaluate(layout.replaced(layout.element("mgmt").replaced(n_supplies=1))).n_minus_1
    assert row(table, "supply", "r1.mg1").dark == "Management 1"
    assert row(table, "feed").dark == "Management 1"


def test_half_of_the_supplies_of_a_q3400_carry_it():
    table = solved("quantum_x800_pluggable").n_minus_1
    assert table.survives.all()
    assert table[table.kind == "supply"].n_alike.sum() == 8


def test_a_rack_on_one_shelf_is_not_blamed_for_it():
    results = evaluate(small_rack())
    assert results.findings == ()
    lost = row(results.n_minus_1, "shelf", "r1.ps1")
    assert not lost.survives
    assert "no working power shelf is left" in lost.passed


def test_a_live_evaluation_tries_no_failure():
    layout = limited(feed_kw=90.0)
    live = evaluate(layout, previous=solved(NVL72), settled=False)
    assert not [f for f in live.findings if f.rule.startswith("lost")]
    assert live.outcomes == ()


def test_less_load_needs_no_more_throttling():
    loads = []
    for watts in (1000.0, 900.0, 800.0):
        layout = limited(feed_kw=90.0)
        gpus = [layout.element(f"compute.gpu{i}").replaced(power_w=watts) for i in range(4)]
        power = evaluate(layout.replaced(*gpus)).feed.racks["r1"]
        loads.append(outcome(power, next(f for f in failures(power) if f.kind == "feed")).throttle_percent)
    assert loads[0] > loads[1] > loads[2] >= 0
