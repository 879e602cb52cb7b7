"""What links cause at the rack's inlet, and why two switches of the same rate differ."""

import pytest

from explorer.analysis import evaluate
from explorer.analysis.fluids.pump import friction_w, pump_w
from explorer.analysis.power.per_bit import input_split
from explorer.catalog import typical
from tests.analysis.racks import small_rack
from tests.shipped import NAMES, shipped, solved


def split(name):
    results = solved(name)
    return input_split(results.layout, {k: b.power for k, b in results.boards.items()}, results.feed)


@pytest.mark.parametrize("name", NAMES)
def test_the_split_adds_up_to_the_input(name):
    parts = split(name)
    assert sum(parts.values()) == pytest.approx(solved(name).feed.input_w, rel=1e-12)
    assert min(parts.values()) >= 0


@pytest.mark.parametrize("name", NAMES)
def test_links_cause_their_own_watts_and_no_more_than_the_rack_draws(name):
    table, results, parts = solved(name).per_bit, solved(name), split(name)
    assert (table.filter(like="_w") >= 0).all(axis=None)
    assert table.module_w.sum() == pytest.approx(parts["modules"], rel=1e-9)
    assert table.serdes_w.sum() == pytest.approx(parts["serdes"], rel=1e-9)
    assert table.conversion_w.sum() < parts["conversion"]
    assert (
        table.fan_w.sum()
        <= parts["fans"] * results.feed.input_w / (results.feed.input_w - parts["conversion"]) * 1.2
    )
    shares = ["module_w", "serdes_w", "conversion_w", "fan_w", "pump_w"]
    assert table.total_w.to_numpy() == pytest.approx(table[shares].sum(axis=1).to_numpy())
    assert table.total_pj_per_bit.to_numpy() == pytest.approx((table.total_w / table.gbps * 1000).to_numpy())


def test_what_a_link_causes_is_what_the_rack_saves_without_it():
    """To first order: shelves change their efficiency a little with their load."""
    layout = shipped("gb200_nvl72_cpo")
    without = layout.replaced(
        *(
            p.replaced(links="")
            for d in layout.designs
            for p in d.parts
            if getattr(p, "links", "") == "nvlink"
        )
    )
    saved = evaluate(layout).feed.input_w - evaluate(without).feed.input_w
    caused = evaluate(layout).per_bit.loc["nvlink"]
    # its fans keep their speed, and cooler processors leak less
    assert saved == pytest.approx(caused.total_w - caused.fan_w - caused.pump_w, rel=0.05)


def test_modules_explain_only_half_of_the_gap_between_the_two_quantum_x800():
    """7.0 kW against 3.95 kW of the same 115.2 Tb/s [LAMBDA, WEDO]; 72 modules make 1.5 kW of the 3.05 kW."""
    pluggable, photonics = solved("quantum_x800_pluggable"), solved("quantum_x800_photonics")
    gap = pluggable.tray_states["r1.sw1"].power_w - photonics.tray_states["r1.sw1"].power_w
    assert gap == pytest.approx(3050.0, rel=0.1)
    a, b = split("quantum_x800_pluggable"), split("quantum_x800_photonics")
    by_cause = {cause: a[cause] - b[cause] for cause in a}
    assert 0.4 < by_cause["modules"] / gap < 0.6
    assert by_cause["fans"] > by_cause["serdes"] > 0
    at_input = [
        solved(n).per_bit.total_pj_per_bit["ports"]
        for n in ("quantum_x800_pluggable", "quantum_x800_photonics")
    ]
    assert at_input[0] > 3 * at_input[1]
    assert at_input[0] > solved("quantum_x800_pluggable").links.pj_per_bit["ports"]


def test_a_watt_in_a_module_costs_its_rail_its_bus_and_its_shelf():
    results = evaluate(small_rack())
    link = results.per_bit.loc["ports"]
    factor = results.feed.racks["r1"].bus_factor / typical("ibc_efficiency")
    at_inlet = factor * (
        link.module_w / typical("optics_rail_efficiency") + link.serdes_w / typical("asic_rail_efficiency")
    )
    assert link.module_w + link.serdes_w + link.conversion_w == pytest.approx(at_inlet, rel=1e-12)


def test_pumps_follow_pressure_and_flow():
    layout = shipped("gb200_nvl72")
    rack = layout.element("r1")
    made_for = sum(layout.element(t.design).coolant_l_per_min for t in layout.trays)
    hydraulic = typical("coolant_dp_kpa") * 1e3 * made_for / 60000
    full = rack.replaced(coolant_l_per_min=made_for)
    assert friction_w(layout, full) == pytest.approx(hydraulic)
    assert pump_w(layout, full) == pytest.approx(hydraulic / typical("pump_efficiency"))
    half = rack.replaced(coolant_l_per_min=made_for / 2)
    assert pump_w(layout, half) == pytest.approx(pump_w(layout, full) / 8)
    dry = layout.replaced(*(d.replaced(coolant_l_per_min=0.0) for d in layout.designs))
    assert pump_w(dry, rack) == 0.0
