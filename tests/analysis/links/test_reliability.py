"""What a link does besides its margin: latency, wear, failures, rate."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.links.reliability import _interval, failures, wear
from explorer.catalog import typical
from tests.analysis.links.states import CATALOG, DATA, state_of

# -- what links do ---------------------------------------------------------------------------------


def test_latency_by_what_takes_it():
    state = state_of("dsp_800_dr8", length_m=100.0)
    assert sum(state.latency.values()) == pytest.approx(state.latency_ns)
    assert state.latency["Flight"] == pytest.approx(100.0 * typical("fiber_ns_per_m"))
    assert state.latency["Inner code"] == 0.0
    assert state_of("dsp_1600_2fr4", length_m=100.0).latency["Inner code"] == typical("inner_fec_ns")


def test_wear_doubles_every_ten_kelvin_and_copper_does_not_wear():
    dsp, dac = CATALOG.technology("dsp_800_dr8"), CATALOG.technology("dac_800")
    at = typical("wear_reference_c")
    assert wear(dsp, math.nan) == wear(dsp, at) == wear(dac, 90.0) == 1.0
    assert wear(dsp, at + 10.0) == pytest.approx(2.08, abs=0.01)
    cold, hot = failures(dsp, 64, at, at), failures(dsp, 64, at + 10.0, at)
    assert hot.expected == pytest.approx(cold.expected * wear(dsp, at + 10.0))


def test_engines_and_their_lasers_wear_apart():
    cpo = CATALOG.technology("cpo_bailly_800")
    at = typical("wear_reference_c")
    lasers = cpo.n_lasers * typical("fit_els_laser") / cpo.fit.typical
    hot = failures(cpo, 64, at, at + 10.0).acceleration
    assert hot == pytest.approx(1 - lasers + lasers * wear(cpo, at + 10.0))


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
