"""Budgets element by element: reach of copper, margin of light, class and energy of SerDes, wear."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.links.budget import Budget, Step, gain, loss
from explorer.analysis.links.electrical import assembly_reach_m, cable, twinax_db_per_m
from explorer.analysis.links.groups import link_states
from explorer.analysis.links.optical import errors, launch_dbm, light, pmd
from explorer.analysis.links.serdes import built, cheapest, energy_pj, host_baud, serdes
from explorer.catalog import typical
from explorer.errors import CatalogError, SolverError
from explorer.solvers.links.channel import electrical_margins_db
from tests.analysis.links.states import CATALOG, DATA, state_of
from tests.shipped import shipped

STEP = st.builds(lambda typ, extra: Step("x", typ, typ - extra), st.floats(-20, 20), st.floats(0, 5))


# -- sums ------------------------------------------------------------------------------------------


@given(st.lists(STEP, min_size=1, max_size=8), STEP, st.randoms(), st.booleans())
def test_order_changes_nothing_and_loss_never_helps(steps, more, random, is_limits):
    budget = Budget(tuple(steps), is_limits)
    shuffled = list(steps)
    random.shuffle(shuffled)
    other = Budget(tuple(shuffled), is_limits)
    assert other.margin_db == pytest.approx(budget.margin_db, abs=1e-9)
    assert other.worst_db == pytest.approx(budget.worst_db, abs=1e-9)
    lossy = Step("loss", -abs(more.typical_db), -abs(more.typical_db) - (more.typical_db - more.worst_db))
    worse = Budget((*steps, lossy), is_limits)
    assert worse.margin_db <= budget.margin_db
    assert worse.worst_db <= budget.worst_db + 1e-9
    assert budget.worst_db <= budget.margin_db + 1e-9


@pytest.mark.parametrize("name", ["gb200_nvl72", "gb200_nvl72_cpo", "switch_51t_lpo", "poet_lumilens_1600"])
def test_the_waterfall_of_a_link_sums_up_to_its_margin(name):
    for state in link_states(shipped(name)).values():
        for s in (state, state.warmed(receiver_c=80.0, laser_c=66.0, board_c=70.0, cable_c=45.0)):
            assert s.line.margin_db == pytest.approx(float(s.line_margin_db.min()))
            parts = [s.line.margin_db] + ([s.host.margin_db] if s.host.steps else [])
            assert s.margin_db == pytest.approx(min(parts))
            assert s.worst_margin_db <= s.margin_db


@given(st.lists(st.floats(0, 20), min_size=1, max_size=4), st.lists(st.floats(0, 20), min_size=1, max_size=4))
def test_all_pairs_at_once_are_the_pairs_one_by_one(near, far):
    length = np.linspace(0.1, 3.0, len(near) * len(far)).reshape(len(near), len(far))
    got = electrical_margins_db(40.0, near, far, length, 8.9)
    for i, a in enumerate(near):
        for j, b in enumerate(far):
            assert got[i, j] == pytest.approx(40.0 - a - b - 8.9 * length[i, j])


# -- copper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lane_gbps", "awg", "least", "most"),
    [(100, 30, 1.5, 2.5), (100, 26, 2.3, 3.4), (200, 26, 0.8, 1.6), (200, 30, 0.8, 1.6)],
)
def test_copper_reaches_what_is_sold(lane_gbps, awg, least, most):
    assert least <= assembly_reach_m(lane_gbps, awg) <= most


def test_reach_of_this_board_is_the_length_at_which_its_margin_ends():
    for key in ("dac_800", "dac_1600", "nvl_cartridge_200"):
        state = state_of(key, length_m=0.3, lane_gbps=state_lane(key))
        there = state_of(key, length_m=state.copper_reach_m, lane_gbps=state_lane(key))
        assert there.margin_db == pytest.approx(0.0, abs=1e-6)


def state_lane(key):
    return CATALOG.technology(key).lane_gbps


def test_the_cartridge_passes_and_three_meters_of_it_do_not():
    layout = shipped("gb200_nvl72")
    nvlink = link_states(layout)["nvlink"]
    assert nvlink.length_m.mean() == pytest.approx(0.62, abs=0.05)
    assert nvlink.margin_db > 1.0
    far = layout.replaced(layout.element("nvlink").replaced(length_m=3.0))
    assert link_states(far)["nvlink"].margin_db < -10.0


def test_thin_copper_and_warm_copper_lose_more():
    loss = [twinax_db_per_m(awg, 26.56) for awg in (26, 28, 30, 32)]
    assert loss == sorted(loss)
    state = state_of("dac_800", length_m=1.5)
    warm = state.warmed(board_c=75.0, cable_c=45.0)
    per_k, reference = typical("copper_loss_per_k"), typical("copper_reference_c")
    traces = sum(float(h.trace_db.max()) for h in state.hosts.values())
    rise = traces * per_k * (75.0 - reference) + 1.5 * twinax_db_per_m(26, 26.5625) * per_k * (
        45.0 - reference
    )
    assert state.margin_db - warm.margin_db == pytest.approx(rise)
    # equalizers are set when a link comes up: heat takes margin, length takes watts too
    assert warm.host_pj_per_bit == state.host_pj_per_bit
    assert state_of("dac_800", length_m=2.0).host_pj_per_bit[1] > state.host_pj_per_bit[1]


def test_a_redriver_gives_back_its_gain():
    passive, active = (cable(CATALOG.technology(k), 26, 53.125) for k in ("dac_800", "acc_800"))
    gained = typical("redriver_gain_db_26ghz")
    assert active.fixed_db() - passive.fixed_db() == pytest.approx(gained, rel=1e-3)


def test_a_retimed_cable_reaches_beyond_a_passive_one_whatever_its_hosts():
    aec, dac = state_of("aec_800", length_m=3.0), state_of("dac_800", length_m=3.0)
    assert aec.copper_reach_m > 1.5 * dac.copper_reach_m
    assert aec.line_margin_db.min() > dac.line_margin_db.min()


def test_a_frequency_outside_the_model_is_named_with_the_nearest():
    with pytest.raises(SolverError, match=r"106\.25 GHz is outside .* 1 to 70 GHz; nearest is 70 GHz"):
        assembly_reach_m(400, 26)


# -- SerDes ----------------------------------------------------------------------------------------


@given(st.floats(0.0, 50.0), st.sampled_from(["56g", "112g", "224g"]))
def test_the_cheapest_class_closes_and_no_cheaper_one_does(loss_db, speed):
    found = cheapest(loss_db, speed)
    classes = [serdes(k, speed) for k in ("XSR", "VSR", "MR", "LR")]
    least = typical("serdes_design_margin_db")
    closing = [s for s in classes if s.budget_db.typical - loss_db >= least]
    if found is None:
        assert not closing
    else:
        assert found.budget_db.typical - loss_db >= least
        assert all(found.pj_per_bit.typical <= s.pj_per_bit.typical for s in closing)


@pytest.mark.parametrize("speed", ["56g", "112g", "224g"])
def test_longer_classes_take_more_energy(speed):
    known = [serdes(key, speed) for key in ("UCIe", "XSR", "VSR", "MR", "LR")]
    assert [s.pj_per_bit.typical for s in known] == sorted(s.pj_per_bit.typical for s in known)
    assert [s.budget_db.typical for s in known] == sorted(s.budget_db.typical for s in known)


@pytest.mark.parametrize(("word", "same"), [("C2M", "VSR"), ("CR", "LR")])
def test_ieee_and_oif_name_the_same_interfaces(word, same):
    assert serdes(word, "112g") == serdes(same, "112g")


def test_an_unknown_class_names_the_nearest():
    with pytest.raises(CatalogError, match="no SerDes class 'XRS' at 112g; did you mean 'XSR'"):
        serdes("XRS", "112g")


def test_linear_optics_and_dac_need_the_long_class_and_only_engines_save_it():
    for key in ("lpo_800_dr8", "dac_800", "acc_800"):
        tech = CATALOG.technology(key)
        assert {built(tech, 53.125, db).key for db in (0.5, 12.0)} == {"LR"}
    npo = CATALOG.technology("npo_3200_oif")
    assert [built(npo, 53.125, db).key for db in (2.0, 10.0, 40.0)] == ["XSR", "XSR+", "XSR+"]
    short, long = (energy_pj(npo, serdes(key, "112g"), 1.0)[1] for key in ("XSR", "XSR+"))
    assert short < long == npo.host_pj_per_bit.typical


def test_a_retimer_leaves_the_hosts_lanes_as_they_are():
    assert host_baud(CATALOG.technology("dsp_1600_2fr4"), 200.0) == pytest.approx(106.25)
    assert host_baud(CATALOG.technology("microled_800"), 100.0) == pytest.approx(53.125)
    assert host_baud(CATALOG.technology("lpo_1600_dr8"), 100.0) == pytest.approx(106.25)


# -- light -----------------------------------------------------------------------------------------


def test_dr_at_its_limits_and_as_built():
    """0.1 dB by construction of the standard; 4 to 6 dB of a typical module over its 500 m."""
    for length_m in (10.0, 500.0):
        state = state_of("dsp_800_dr8", length_m=length_m)
        assert state._line("worst").worst_db == pytest.approx(0.1)
        assert 4.0 <= state.line.margin_db <= 6.0
    beyond = state_of("dsp_800_dr8", length_m=5000.0)
    assert beyond._line("worst").worst_db < 0.0


def test_light_of_an_external_source_ends_at_33_dbm():
    assert launch_dbm(CATALOG.technology("cpo_nv_quantumx_1600")) == pytest.approx(3.3)
    # four wavelengths on a fiber have to pass a multiplexer first
    fr = launch_dbm(CATALOG.technology("cpo_bailly_800"))
    assert fr == pytest.approx(3.3 - typical("cwdm_mux_db"))
    poet = light(CATALOG.technology("poet_lumilens_npo"), 3)
    assert poet.near[0].typical_db == typical("poet_fiber_power_dbm")


@pytest.mark.parametrize(
    ("key", "kind"),
    [("dsp_800_dr8", "100g_dr"), ("dsp_800_2fr4", "100g_fr"), ("dsp_1600_dr8", "200g_dr")]
    + [("dsp_1600_2fr4", "200g_fr"), ("dsp_800_sr8", "sr"), ("aoc_800", "sr")],
)
def test_which_standard_holds(key, kind):
    assert pmd(CATALOG.technology(key)) == kind


@given(
    st.sampled_from([t.key for t in DATA if "twinax" not in t.medium]),
    st.floats(1.0, 2000.0),
    st.floats(0.0, 2000.0),
    st.floats(20.0, 120.0),
    st.floats(0.0, 60.0),
    st.integers(1, 12),
)
def test_more_fiber_heat_and_connectors_never_help(key, length_m, more_m, t_c, more_k, n):
    channel = light(CATALOG.technology(key), n)
    longer = light(CATALOG.technology(key), n + 1)
    here = channel.typical(length_m, t_c, t_c)
    for worse in (
        channel.typical(length_m + more_m, t_c, t_c),
        channel.typical(length_m, t_c + more_k, t_c),
        channel.typical(length_m, t_c, t_c + more_k),
        longer.typical(length_m, t_c, t_c),
    ):
        assert worse.margin_db <= here.margin_db + 1e-9
    worst = channel.worst(length_m, t_c, t_c).worst_db
    assert longer.worst(length_m + more_m, t_c + more_k, t_c).worst_db <= worst + 1e-9
    assert channel.margins_db(length_m, t_c, t_c) == pytest.approx(here.margin_db)


def test_a_laser_holds_its_light_up_to_its_rating():
    state = state_of("npo_3200_oif", length_m=10.0).warmed(receiver_c=60.0)
    rated = CATALOG.technology("els_module_vhp").t_limit_c
    assert state.warmed(laser_c=rated).margin_db == state.warmed(laser_c=rated - 30.0).margin_db
    lost = state.warmed(laser_c=rated).margin_db - state.warmed(laser_c=rated + 20.0).margin_db
    assert lost == pytest.approx(10 * math.log10(math.e) * 20.0 / typical("laser_t1_k"))


def test_inner_code_is_worth_its_higher_limit():
    dr, fr = (CATALOG.technology(k) for k in ("dsp_1600_dr8", "dsp_1600_2fr4"))
    assert errors(dr, 0.0).ber_pre_fec == pytest.approx(2.4e-4, rel=1e-6)
    assert errors(fr, 0.0).ber_pre_fec == pytest.approx(4.8e-3, rel=1e-6)
    # behind it, KP4 has to do as much work as without it
    assert errors(fr, 0.0).codeword_failure == pytest.approx(errors(dr, 0.0).codeword_failure, rel=9)
    assert "Inner code" in [step.name for step in light(fr, 3).far]


@given(st.floats(-3.0, 8.0), st.floats(0.0, 3.0), st.sampled_from([t.key for t in DATA]))
def test_more_margin_never_makes_more_errors(margin, more, key):
    tech = CATALOG.technology(key)
    here, better = errors(tech, margin), errors(tech, margin + more)
    assert better.ber_pre_fec <= here.ber_pre_fec
    assert better.codeword_failure <= here.codeword_failure * (1 + 1e-9)
    assert typical("ber_floor") <= here.ber_pre_fec <= 0.375


def test_a_worst_case_of_parts_and_one_of_limits():
    parts = (gain("Launch", "oma_100g_typical_module_dbm"), loss("Connectors", "mpo_db", 2))
    assert Budget(parts, is_limits=True).worst_db == pytest.approx(-0.8 - 1.5)
    assert Budget(parts).worst_db == pytest.approx(2.0 - 0.7 - math.hypot(2.8, 0.8))
    assert Budget(parts).largest.name == "Connectors"
