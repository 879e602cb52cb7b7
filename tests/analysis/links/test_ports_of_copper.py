"""Passive copper port by port: each has the loss of its own lanes, and a far host that of its standard."""

import numpy as np
import pytest

from explorer.analysis import evaluate
from explorer.analysis.links.electrical import twinax_db_per_m
from explorer.analysis.links.groups import link_states
from explorer.model.ports import with_technology
from tests.analysis.links.states import CATALOG, state_of
from tests.shipped import shipped, solved


def on_dac(length_m, **link):
    layout = with_technology(shipped("switch_51t_dsp"), "ports", "dac_800", CATALOG)
    group = layout.element("ports").replaced(length_m=length_m, **link)
    return evaluate(layout.replaced(group), settled=False)


def test_a_51t_switch_reaches_a_meter_with_its_farthest_port_and_two_with_its_nearest():
    """By hand: 28 dB, less the port's own loss, 6.9 dB of the far host, and the cable."""
    state = on_dac(1.0).link_states["ports"]
    own = state.host_losses_db["sw"]
    cable_db = state.channel.warm_db_per_m(state.cable_c)
    np.testing.assert_allclose(state.port_margins_db["sw"], 28.0 - own - 6.9 - cable_db, atol=1e-9)
    assert state.margin_db == pytest.approx(state.port_margins_db["sw"].min())
    assert state.reach_m == pytest.approx((28.0 - own.max() - 6.9) / cable_db)
    assert 0.9 < state.reach_m < 1.2
    assert (28.0 - own.min() - 6.9) / cable_db > 2.0


@pytest.mark.parametrize("length_m", [0.5, 1.0, 1.5, 2.0, 3.0])
def test_the_finding_counts_the_ports_that_close_all_the_same(length_m):
    results = on_dac(length_m)
    margins = results.link_states["ports"].port_margins_db["sw"]
    told = [f.message for f in results.findings if f.rule == "margin" and f.severity == "error"]
    n = int((margins >= 0.0).sum())
    assert bool(told) == (n < len(margins))
    if 0 < n < len(margins):
        assert told[0].endswith(f"; {n} of 16 ports close")


def test_the_far_host_is_declared_or_that_of_the_standard():
    standard, easier = (link_states(on_dac(1.0, far_host_db=db).layout)["ports"] for db in (None, 3.0))
    assert standard.far_host_db(12.0) == 6.9
    assert easier.margin_db == pytest.approx(standard.margin_db + 3.9, abs=1e-9)
    # an easier channel lets the SerDes of the near host save energy too
    assert easier.host_pj_per_bit[1] < standard.host_pj_per_bit[1]
    # optics end at their module: another host matters to linear ones alone
    assert state_of("dsp_800_dr8", far_host_db=20.0).margin_db == state_of("dsp_800_dr8").margin_db
    assert state_of("lpo_800_dr8", far_host_db=20.0).margin_db < state_of("lpo_800_dr8").margin_db


def test_links_inside_a_layout_have_the_losses_of_both_their_boards():
    state = solved("gb200_nvl72").link_states["nvlink"]
    near, far = (x.max() for x in state.host_losses_db.values())
    assert state.port_margins_db["compute"].min() == pytest.approx(state.margin_db)
    assert state.port_margins_db["nvsw"].min() == pytest.approx(state.margin_db)
    total_db = sum(s.typical_db for s in state.line.steps if s.typical_db < 0.0 and "trace" in s.name)
    assert -total_db < near + far


def test_a_box_of_standard_hosts_reaches_what_is_sold():
    """26 AWG cables of 2 to 3 m are sold at 100G a lane: between hosts of 6.9 dB it is 2.5 m here."""
    reach_m = (28.0 - 2 * 6.9) / twinax_db_per_m(26, 26.5625)
    assert 2.0 < reach_m < 3.0
