"""The loop between watts and temperature: closed where it can be, and named where it cannot."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.power.growth import laser_drift
from explorer.model import Asic, Layout, Rack, Tray, TrayDesign
from explorer.solvers.power.feedback import Drift, drifted_w, leakage, stable_w
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved

BETA, T0 = (catalog.typical(f"asic_leakage_{n}") for n in ("beta_per_k", "reference_c"))


def one_asic(power_w, share, supply_air_c=25.0, cooling="heat_sink"):
    """A single processor on a board in air."""
    part = Asic(
        id="sw.asic", x_mm=60, y_mm=60, width_mm=60, depth_mm=60, cooling=cooling, power_w=power_w,
        leakage_share=share, t_limit_c=200,
    )  # fmt: skip
    design = TrayDesign(id="sw", width_mm=180, depth_mm=200, airflow_cfm=30, supply="busbar", parts=(part,))
    layout = Layout(
        racks=[Rack(id="r1", height_u=4)], designs=[design], trays=[Tray(id="r1.sw", rack="r1", design="sw")]
    )
    return layout.replaced(layout.site.replaced(supply_air_c=supply_air_c))


def resistance(layout):
    """Its whole resistance to the inlet air, from two watts that do not depend on temperature."""
    fixed = [
        evaluate(layout.replaced(layout.element("sw.asic").replaced(power_w=w, leakage_share=0.0)))
        for w in (100.0, 200.0)
    ]
    t = [f.parts("r1.sw")["sw.asic"].t_c for f in fixed]
    return (t[1] - t[0]) / 100.0, 2 * t[0] - t[1]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("load", [0.2, 0.6, 0.95, 1.05, 3.0])
def test_one_part_is_lamberts_w_up_to_its_runaway(share, load):
    """``load`` is R times the steepest slope over 1/e, the closed form's limit of a pure exponential."""
    r, ambient_c = resistance(one_asic(100.0, 0.0))
    ambient_c = 25.0 + (ambient_c - 25.0)

    def exact(power_w):
        return leakage(r, share * power_w, BETA, T0, ambient_c + r * (1 - share) * power_w)

    low, high = 1.0, 1e5
    for _ in range(80):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if exact(middle).runaway else (middle, high)
    power_w = load * low
    layout, expected = one_asic(min(power_w, 20000.0), share), exact(min(power_w, 20000.0))
    results = evaluate(layout)
    found = results.parts("r1.sw")["sw.asic"]
    runaways = [f for f in results.findings if f.rule == "thermal_runaway"]
    assert bool(runaways) == expected.runaway == (load > 1.0)
    if expected.runaway:
        assert math.isnan(found.t_c)
        assert runaways[0].element == "sw.asic"
        assert "runs away" in runaways[0].message
        assert np.isnan(results.field("r1.sw").t_c).all()
        assert math.isfinite(results.totals["rack_kw"].typical)
    else:
        assert found.t_c == pytest.approx(expected.t_c, abs=0.02)
        assert found.power_w == pytest.approx((1 - share) * power_w + expected.power_w, rel=1e-3)
        assert results.loop_k <= 0.001


def test_after_a_runaway_cooler_air_brings_the_temperatures_back():
    r, ambient_c = resistance(one_asic(100.0, 0.0))
    power_w = next(
        w for w in range(50, 20000, 10)
        if leakage(r, 0.8 * w, BETA, T0, 45.0 + r * 0.2 * w).runaway
    )  # fmt: skip
    hot, cool = (one_asic(power_w, 0.8, t) for t in (45.0, 10.0))
    lost = evaluate(hot)
    assert lost.boards["sw"].runaway == ("sw.asic",)
    again, fresh = evaluate(cool, previous=lost), evaluate(cool)
    assert not again.boards["sw"].runaway
    assert again.parts("r1.sw")["sw.asic"].t_c == pytest.approx(fresh.parts("r1.sw")["sw.asic"].t_c, abs=0.01)
    live = evaluate(hot, previous=fresh, settled=False)
    assert live.boards["sw"].runaway in ((), ("sw.asic",))


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_layout_closes_its_loop_and_reports_what_is_left(name):
    results = solved(name)
    assert results.loop_k <= 0.001
    assert results.loop_w <= 1e-4 * 1000.0 * results.totals["rack_kw"].typical


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("power_w", [0.0, 5e-324, 1e-310, 1e-9])
def test_a_part_that_draws_next_to_nothing_keeps_no_loop_open(power_w):
    """Its rise per watt overflows, and nothing times infinity is no number."""
    layout = small_rack()
    results = evaluate(layout.replaced(layout.element("sw.cpu").replaced(power_w=power_w)))
    assert results.loop_passes <= 5
    assert results.loop_k <= 0.001


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("share", [0.1, 0.9])
def test_a_runaway_is_found_without_a_warning(share):
    lost = evaluate(one_asic(20000.0, share))
    assert lost.boards["sw"].runaway == ("sw.asic",)
    live = evaluate(one_asic(20000.0, share), evaluate(one_asic(100.0, share)), settled=False)
    evaluate(one_asic(20000.0, share, 30.0), live)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_dead_coolant_loop_runs_away_by_name_and_shows_no_number():
    layout = shipped("gb200_nvl72")
    dry = layout.replaced(layout.racks[0].replaced(coolant_l_per_min=0.0))
    results = evaluate(dry, previous=solved("gb200_nvl72"))
    named = {f.element for f in results.findings if f.rule == "thermal_runaway"}
    assert named & {f"compute.gpu{i}" for i in range(4)}
    assert math.isnan(results.totals["headroom_k"].typical)


TERM = st.tuples(st.floats(0.0, 500.0), st.floats(0.001, 0.05), st.floats(20.0, 110.0))


@settings(max_examples=200)
@given(st.floats(0.0, 800.0), TERM, TERM, st.floats(0.0, 60.0), st.floats(0.0, 2.0))
def test_a_stable_power_solves_its_equation_and_is_the_lowest(fixed, one, two, ambient, r):
    terms = [np.array([[a, b]]) for a, b in zip(one, two, strict=True)]
    drift = Drift(np.array([fixed]), *terms)
    found = stable_w(drift, ambient, r)
    t = np.linspace(ambient, ambient + 600.0, 6001)
    left = ambient + r * (fixed + sum(g * np.exp(b * (t - t0)) for g, b, t0 in (one, two))) - t
    if found.runaway[0]:
        assert left.min() > -1e-6 * (1 + ambient + r * (fixed + one[0] + two[0]))
        return
    own = ambient + r * float(found.power_w[0])
    assert float(drifted_w(drift, [own])[0]) == pytest.approx(float(found.power_w[0]), rel=1e-6, abs=1e-9)
    assert not (left[t < own - 0.2] <= 0.0).any()


def test_one_term_is_the_closed_form_of_leakage():
    for r in np.linspace(0.01, 0.2, 24):
        one = leakage(r, 400.0, 0.012, 85.0, 40.0)
        found = stable_w(Drift(np.zeros(1), *(np.full((1, 1), v) for v in (400.0, 0.012, 85.0))), 40.0, r)
        assert bool(found.runaway[0]) == one.runaway
        if not one.runaway:
            assert float(found.power_w[0]) == pytest.approx(one.power_w, rel=1e-9)


def test_a_laser_takes_about_one_percent_more_a_kelvin():
    """The rule of the catalog's `laser_efficiency_slope_per_k`, which the two exponentials were set by."""
    shares, per_k, reference_c = laser_drift()
    drift = Drift(np.zeros(1), np.array([shares]), np.array([per_k]), np.full((1, 2), reference_c))
    rule = catalog.load().figure("laser_efficiency_slope_per_k")
    for t_c in (50.0, 60.0, 70.0):
        more = float(drifted_w(drift, [t_c])[0]) - 1.0
        assert rule.low <= more / (t_c - reference_c) <= rule.high


def test_a_share_beyond_its_bounds_is_refused_by_name():
    with pytest.raises(Exception, match=r"sw\.asic.*leakage_share.*0 to 0\.9"):
        one_asic(100.0, 0.95)
