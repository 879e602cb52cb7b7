"""What a link does besides its margin: latency, wear, failures, rate."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.links.reliability import _interval, acceleration, causes
from explorer.catalog import typical
from tests.analysis.links.states import CATALOG, DATA, state_of
from tests.shipped import solved


def test_latency_by_what_takes_it():
    state = state_of("dsp_800_dr8", length_m=100.0)
    assert sum(state.latency.values()) == pytest.approx(state.latency_ns)
    assert state.latency["Flight"] == pytest.approx(100.0 * typical("fiber_ns_per_m"))
    assert state.latency["Inner code"] == 0.0
    assert state_of("dsp_1600_2fr4", length_m=100.0).latency["Inner code"] == typical("inner_fec_ns")


def factors(tech, module_c, laser_c):
    return {cause.name: cause.factor for cause in causes(tech, module_c, laser_c)}


def test_lasers_wear_twice_as_fast_ten_kelvin_warmer_and_dirt_does_not_care():
    dsp = CATALOG.technology("dsp_800_dr8")
    at = typical("field_module_c")
    assert set(factors(dsp, math.nan, math.nan).values()) == set(factors(dsp, at, math.nan).values()) == {1.0}
    warm = factors(dsp, at + 10.0, math.nan)
    assert warm["Lasers"] == pytest.approx(2.13, abs=0.01)
    assert warm["Electronics"] == pytest.approx(math.sqrt(warm["Lasers"]), rel=1e-6)
    assert warm["Dirt and flaps"] == 1.0


@pytest.mark.parametrize("key", [t.key for t in DATA])
def test_the_causes_make_up_the_catalogs_rate_where_it_was_counted(key):
    found = causes(CATALOG.technology(key), math.nan, math.nan)
    assert sum(cause.share for cause in found) == pytest.approx(1.0)
    assert all(cause.share > 0.0 for cause in found)
    assert acceleration(CATALOG.technology(key), math.nan, math.nan) == pytest.approx(1.0)


def test_wire_alone_does_not_wear():
    assert acceleration(CATALOG.technology("dac_800"), 90.0, math.nan) == 1.0
    assert [c.name for c in causes(CATALOG.technology("aec_800"), 60.0, math.nan)] == ["Electronics"]
    # the fibers of an active cable are not plugged
    assert "Dirt and flaps" not in factors(CATALOG.technology("aoc_800"), 60.0, math.nan)


def test_engines_and_their_lasers_wear_apart():
    cpo = CATALOG.technology("cpo_bailly_800")
    engine, laser = typical("field_engine_c"), typical("field_laser_c")
    share = cpo.n_lasers * typical("fit_els_laser") / cpo.fit.typical
    hot = acceleration(cpo, engine, laser + 10.0)
    assert hot - 1.0 == pytest.approx(share * (factors(cpo, engine, laser + 10.0)["Lasers"] - 1.0))
    # an engine without lasers of its own has nothing that wears out
    assert factors(cpo, engine + 10.0, laser)["Lasers"] == 1.0
    assert acceleration(cpo, engine + 10.0, laser) < 1.15


def test_the_field_figures_of_pluggable_and_co_packaged_optics():
    """Meta, ECOC 2025: of 800G pluggables 0.88 to 1.75 % a year, of Bailly per 800G 0.67 %: 1.3 to 2.6."""
    of = {name: solved(name).link_states["ports"] for name in ("switch_51t_dsp", "switch_51t_cpo")}
    yearly = {name: s.failures.expected / s.n_ends for name, s in of.items()}
    assert 0.0088 < yearly["switch_51t_dsp"] < 0.0175
    assert yearly["switch_51t_cpo"] == pytest.approx(0.0067, rel=0.1)
    assert 1.3 < yearly["switch_51t_dsp"] / yearly["switch_51t_cpo"] < 2.6


def test_the_interval_holds_nine_years_of_ten_and_is_the_same_every_time():
    low, high = _interval(1.0, 3.0, 9.0)
    assert (low, high) == _interval(1.0, 3.0, 9.0)
    random = np.random.default_rng(99)
    rates = np.exp(random.triangular(math.log(1.0), math.log(3.0), math.log(9.0), 20_000))
    counts = random.poisson(rates)
    assert 0.86 < ((counts >= low) & (counts <= high)).mean() < 0.97
    assert _interval(0.0, 0.0, 0.0) == (0.0, 0.0)


@given(st.sampled_from([t.key for t in DATA]), st.integers(1, 64))
def test_more_links_never_carry_less(key, n):
    few, more = (state_of(key, n_links=k) for k in (n, n + 1))
    assert more.end_gbps >= few.end_gbps
    assert more.n_ends >= few.n_ends
    assert more.module_w()[1] >= few.module_w()[1]
