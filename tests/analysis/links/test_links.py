"""Loss, margin, errors and SerDes energy of links, against the figures of the trade."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.links.optical import launch_dbm
from explorer.analysis.links.rows import link_row
from explorer.catalog import typical
from explorer.model import Override
from explorer.model.ports import with_technology
from explorer.solvers.links.channel import (
    arrhenius_factor,
    at_frequency,
    johnson_penalty_db,
    line_loss_db_per_m,
    pam4_ber,
)
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved


def test_26_awg_loses_56_db_a_meter_at_112g():
    loss = line_loss_db_per_m(26.56, typical("twinax_26awg_a"), typical("twinax_b"))
    assert loss == pytest.approx(5.6, abs=0.05)


def test_pam4_at_the_kp4_limit():
    assert pam4_ber(0.0)[0] == pytest.approx(2.4e-4, rel=1e-3)
    # half a decibel each way: ten log of the amplitude, as optics count
    q = 3.4140705542 * 10 ** (np.array([-0.5, 0.5]) / 10)
    expected = [3 / 8 * math.erfc(x / math.sqrt(2)) for x in q]
    np.testing.assert_allclose(pam4_ber([-0.5, 0.5]), expected, rtol=1e-12)
    assert (np.diff(pam4_ber(np.linspace(-5, 8, 50))) < 0).all()


@given(st.floats(0.1, 10.0), st.floats(1.0, 3.0), st.floats(10.0, 43.0))
def test_a_loss_known_twice_is_met_twice_and_grows_between(loss_db, growth, f_ghz):
    known = (26.56, loss_db, 53.125, loss_db * growth)
    assert at_frequency(26.56, *known) == pytest.approx(loss_db)
    assert at_frequency(53.125, *known) == pytest.approx(loss_db * growth)
    # a power law: the same factor of frequency gives the same factor of loss
    once, twice = at_frequency(f_ghz, *known) / loss_db, at_frequency(f_ghz**2 / 26.56, *known) / loss_db
    assert twice == pytest.approx(once**2)


def test_heat_costs_a_receiver_and_wears_it():
    assert johnson_penalty_db(25.0, 25.0) == 0.0
    # four times the absolute temperature, twice the noise current
    assert johnson_penalty_db(4 * 300.0 - 273.15, 300.0 - 273.15) == pytest.approx(10 * math.log10(2))
    assert arrhenius_factor(0.7, 55.0, 65.0) * arrhenius_factor(0.7, 65.0, 55.0) == pytest.approx(1.0)
    assert arrhenius_factor(0.7, 55.0, 65.0) == pytest.approx(2.08, abs=0.01)


def test_copper_on_one_channel_from_die_to_die():
    """Budget, less both packages, both hosts' traces and the cable; each pair of trays has its own."""
    state = solved("gb200_nvl72").link_states["nvlink"]
    cold = line_loss_db_per_m(state.technology.baud_gbd / 2, typical("twinax_26awg_a"), typical("twinax_b"))
    per_m = cold * (1 + typical("copper_loss_per_k") * (state.cable_c - typical("copper_reference_c")))
    margins = state.margins_db
    slope = (margins[0, 0] - margins[-1, 0]) / (state.length_m[-1, 0] - state.length_m[0, 0])
    assert slope == pytest.approx(per_m)
    assert margins.max() - margins.min() == pytest.approx(np.ptp(state.length_m) * per_m)


def test_the_worst_tray_of_a_cartridge_is_the_farthest():
    results = solved("gb200_nvl72")
    compute = results.trays[results.trays.index.str.startswith("r1.c")]
    # U34 is 18 U from the lowest switch tray, U8 is 16 U from the highest
    assert compute.margin_db.idxmin() == "r1.c18"
    assert compute.margin_db.nunique() > 5


@pytest.mark.parametrize("name", ["gb200_nvl72", "switch_51t_lpo", "switch_51t_npo", "switch_51t_cpo"])
def test_serdes_back_off_from_the_catalogs_energy_within_their_range(name):
    for state in solved(name).link_states.values():
        full = state.technology.host_pj_per_bit.typical
        if state.serdes.key != state.technology.host_serdes_key:
            full = state.serdes.pj_per_bit.typical
        assert full * (1 - typical("serdes_backoff")) <= state.host_pj_per_bit[1] <= full


def test_nearer_optics_take_less_serdes():
    watts = {
        kind: solved(f"switch_51t_{kind}").links.host_w["ports"] for kind in ("lpo", "dsp", "npo", "cpo")
    }
    assert watts["lpo"] > watts["dsp"] > watts["npo"] > watts["cpo"] > 0


@pytest.mark.parametrize("name", ["gb200_nvl72", "quantum_x800_photonics"])
def test_what_links_cost_the_hosts_is_in_the_trays(name):
    results = solved(name)
    layout = results.layout
    boards = sum(results.boards[d.id].power.serdes_w * len(layout.trays_of(d.id)) for d in layout.designs)
    assert boards == pytest.approx(results.links.host_w.sum(), rel=1e-9)
    assert results.totals["serdes_kw"].typical * 1000 == pytest.approx(boards, rel=1e-9)


@pytest.mark.parametrize("name", ["gb200_nvl72", "switch_51t_dsp", "switch_51t_cpo"])
def test_latency_is_electronics_fec_and_flight(name):
    for state in solved(name).link_states.values():
        row, tech = link_row(state), state.technology
        speed = "200g" if tech.baud_gbd > 80 else "100g"
        fec = typical(f"kp4_latency_{speed}_ns") if "KP4" in tech.fec else 0.0
        per_m = typical("twinax_ns_per_m" if "twinax" in tech.medium else "fiber_ns_per_m")
        hosts = 2 * typical(f"serdes_ns_{state.serdes.key.lower()}")
        expected = hosts + tech.latency_ns.typical + fec + per_m * row["length_m"]
        assert row["latency_ns"] == pytest.approx(expected)


def test_light_from_a_source_is_followed_to_the_faceplate():
    tech = catalog.load().technology("cpo_bailly_800")
    assert tech.light_source_key
    assert launch_dbm(tech) < typical("els_fiber_power_dbm")
    steps = {
        k: q.typical for k, q in catalog.load().figures.items() if k.startswith("cpo_") and k.endswith("_db")
    }
    assert typical("els_fiber_power_dbm") - launch_dbm(tech) <= sum(steps.values()) + 1e-9


def test_the_layouts_own_value_replaces_the_catalogs():
    layout = small_rack()
    own = Override(
        id="o1", technology="dsp_800_dr8", field="module_w.typical", value=12.0, source="our sample"
    )
    before, after = evaluate(layout), evaluate(layout.added("overrides", own))
    assert before.links.module_w["ports"] == catalog.load().technology("dsp_800_dr8").module_w.typical
    assert after.links.module_w["ports"] == 12.0
    assert after.parts("r1.sw1")["sw.cage"].power_w == 12.0
    assert after.totals["rack_kw"].typical < before.totals["rack_kw"].typical


@pytest.mark.parametrize(
    "key",
    [
        "aec_800",
        "lpo_800_dr8",
        "dsp_800_dr8",
        "dsp_1600_dr8",
        "npo_3200_oif",
        "cpo_bailly_800",
        "poet_1600_module",
    ],
)
def test_a_switch_on_any_technology_carries_its_rate_and_its_watts(key):
    layout = with_technology(shipped("switch_51t_dsp"), "ports", key, catalog.load())
    results = evaluate(layout, previous=solved("switch_51t_dsp"))
    assert not any(f.rule == "port_rate" for f in results.findings)
    state = results.link_states["ports"]
    drawn = sum(
        results.parts("r1.sw1")[p.id].power_w for p in layout.element("sw").parts if hasattr(p, "links")
    )
    # lasers take less or more than the table's watts, as they are cooler or warmer than 45 C
    lit = any(p.kind == "laser" for p in layout.element("sw").parts)
    assert drawn == pytest.approx(state.module_w()[1], rel=0.03 if lit else 1e-9)
    assert results.tray_states["r1.sw1"].rate_tbps == pytest.approx(51.2)
