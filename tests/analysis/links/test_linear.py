"""Linear optics and redrivers: the noise of both hosts reaches the decision at the far end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.links.linear import linear_of
from explorer.model.ports import with_technology
from explorer.solvers.links.channel import joined_margin_db
from tests.analysis.links.states import CATALOG, state_of
from tests.shipped import shipped

DB = st.floats(-20.0, 30.0)
LINEAR = ("lpo_800_dr8", "lro_800_dr8", "lpo_800_smvcsel")


@pytest.fixture(scope="module")
def on_one_board():
    """The ports of one 51.2T board on linear, half linear and retimed modules."""
    layout = shipped("switch_51t_dsp")
    keys = ("dsp_800_dr8", "lro_800_dr8", "lpo_800_dr8")
    boards = {key: with_technology(layout, "ports", key, CATALOG) for key in keys}
    return {key: evaluate(boards[key], settled=False).link_states["ports"] for key in keys}


def test_what_is_not_retimed_has_less_margin_and_more_errors(on_one_board):
    dsp, lro, lpo = on_one_board.values()
    assert lpo.margin_db < lro.margin_db <= dsp.margin_db + 0.1
    assert lpo.line_margin_db.min() < lro.line_margin_db.min() < dsp.line_margin_db.min()
    assert lpo.worst_margin_db < dsp.worst_margin_db
    assert lpo.ber_pre_fec > 100.0 * dsp.ber_pre_fec


def test_the_joined_channel_by_hand(on_one_board):
    """Powers of noise over the signal's: 16 dB bear the way in, 28 dB the way out, each less its loss."""
    lpo = on_one_board["lpo_800_dr8"]
    loss_db = lpo.worst_host_db
    optical_db = sum(s.typical_db for s in lpo.line.steps if s.name != "Noise of the hosts")
    noise = 10 ** (-0.2 * optical_db) + 10 ** (-0.1 * (16.0 - loss_db)) + 10 ** (-0.1 * (28.0 - loss_db))
    assert lpo.margin_db == pytest.approx(-5.0 * math.log10(noise), abs=1e-9)
    assert lpo.margin_db == pytest.approx(lpo.line.margin_db, abs=1e-9)
    assert lpo.host.steps == ()


def test_an_asic_farther_from_its_linear_modules_costs_margin():
    layout = shipped("switch_51t_lpo")
    asic = layout.element("sw.asic0")
    margins = [
        evaluate(layout.moved(asic.id, y_mm=asic.y_mm + mm), settled=False).links.margin_db["ports"]
        for mm in (-150.0, -75.0, 0.0, 75.0, 150.0)
    ]
    assert margins == sorted(margins, reverse=True)
    assert margins[0] - margins[2] > 1.0
    assert margins[2] - margins[4] > 1.0


@given(DB, st.lists(DB, max_size=3), st.floats(0.01, 20.0))
def test_more_noise_never_helps_and_the_joined_is_less_than_each(optical_db, electrical_db, more_db):
    joined = float(joined_margin_db(optical_db, *electrical_db))
    assert joined <= min([optical_db, *(m / 2.0 for m in electrical_db)]) + 1e-9
    assert float(joined_margin_db(optical_db + more_db, *electrical_db)) >= joined
    for i in range(len(electrical_db)):
        quieter = [m + more_db * (j == i) for j, m in enumerate(electrical_db)]
        assert float(joined_margin_db(optical_db, *quieter)) >= joined


@given(st.sampled_from(LINEAR), st.floats(-5.0, 15.0), st.floats(0.0, 30.0), st.floats(0.0, 30.0))
def test_both_directions_are_looked_at(key, optical_db, near_db, far_db):
    linear = linear_of(CATALOG.technology(key), 53.125)
    margins = [
        float(linear.margins_db(np.array(optical_db), *ends))
        for ends in ((near_db, far_db), (far_db, near_db))
    ]
    assert margins[0] == margins[1] <= optical_db


def test_retimed_optics_and_engines_are_not_joined():
    for key in ("dsp_800_dr8", "aoc_800", "npo_3200_oif", "cpo_bailly_800", "microled_800"):
        assert linear_of(CATALOG.technology(key), 53.125) is None
    assert not state_of("lro_800_dr8").is_joined
    assert state_of("lpo_800_dr8").is_joined
    assert state_of("dac_800").is_joined


def test_a_redriver_adds_its_noise_and_closes_four_meters_between_standard_hosts():
    cable = state_of("acc_800", length_m=4.0).channel
    assert cable.redriver_noise_db(6.9) == pytest.approx(
        10 * math.log10(1 + 10 ** ((10 - 6.9 - 6) / 10)), abs=1e-3
    )
    left_db = 28.0 + 10.0 - 2 * 6.9 - 4.0 * cable.warm_db_per_m() - cable.redriver_noise_db(6.9)
    assert left_db == pytest.approx(0.0, abs=0.3)
    assert state_of("dac_800").channel.redriver_noise_db(6.9) == 0.0
    with_noise, ideal = state_of("acc_800", length_m=2.0), cable.fixed_db()
    ends_db = 2 * with_noise.worst_host_db
    assert with_noise.margin_db < ideal - ends_db - 2.0 * cable.warm_db_per_m()
