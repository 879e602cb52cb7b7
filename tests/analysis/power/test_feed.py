"""Which feed carries what, what is refused or found, and that every watt is accounted for."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.analysis.inputs import inputs_of
from explorer.analysis.power.board_parts import board_parts
from explorer.analysis.power.board_power import board_power
from explorer.analysis.power.converters import chain_efficiency, rail_efficiency
from explorer.analysis.power.feed import feed, upstream
from explorer.analysis.power.wiring import feed_limit_w, phase_a, wiring
from explorer.catalog import load, typical
from explorer.errors import LayoutError
from explorer.model import Asic, Cage, Layout, Load, Rack, Tray, TrayDesign
from explorer.units import M3_PER_S_PER_CFM, kg_per_s
from tests.analysis.racks import small_rack
from tests.shipped import shipped, solved


def only(layout):
    found = evaluate(layout).findings
    assert len(found) == 1, [f.message for f in found]
    return found[0]


def changed(id, layout=None, **values):
    layout = layout or small_rack()
    return layout.replaced(layout.element(id).replaced(**values))


# -- wiring --------------------------------------------------------------------------------------


def test_eight_shelves_of_an_nvl72_hang_four_and_four_on_two_feeds():
    layout = shipped("gb200_nvl72")
    wired = wiring(layout, layout.element("r1"))
    shelves = [t.id for t in layout.trays if t.design == "shelf"]
    assert [wired[s] for s in shelves] == [[i % 2] * 6 for i in range(8)]
    assert wired["r1.mg1"] == [0, 1]
    assert sorted(wired["r1.mg2"]) == [0, 1]
    rows = solved("gb200_nvl72").feed.racks["r1"].feeds()
    assert [r["feed"] for r in rows] == ["A", "B"]
    assert rows[0]["power_w"] == pytest.approx(rows[1]["power_w"], rel=1e-3)


def test_a_feed_has_the_current_of_its_phases():
    three = Rack(id="r1", feed_v=400.0, feed_a=100.0)
    one = Rack(id="r1", feed_v=230.0, feed_phases="single", feed_a=100.0, feed_kw=20.0)
    pf = typical("supply_power_factor")
    assert phase_a(three, 50e3) == pytest.approx(50e3 / (math.sqrt(3) * 400 * pf))
    assert phase_a(one, 50e3) == pytest.approx(50e3 / (230 * pf))
    assert phase_a(three, feed_limit_w(three)) == pytest.approx(100.0)
    assert feed_limit_w(one) == 20e3
    assert feed_limit_w(Rack(id="r1")) == math.inf


def test_a_shelf_on_a_feed_that_the_rack_does_not_have_is_named():
    layout = changed("r1.ps1", feed="C")
    found = [f for f in evaluate(layout).findings if f.severity == "error"]
    assert [f[:3] for f in found] == [("error", "r1.ps1", "no_feed"), ("error", "r1", "no_shelf")]
    assert "feed C" in found[0].message
    assert "A and B" in found[0].message
    assert evaluate(layout).busbar.empty


def test_an_ac_tray_on_no_feed_is_named_and_counted():
    layout = changed("r1.sw1", shipped("quantum_x800_pluggable"), feed="none")
    found = [f for f in evaluate(layout).findings if f.severity == "error"]
    assert [f[:3] for f in found] == [("error", "r1.sw1", "no_feed")]
    results = evaluate(layout)
    assert results.feed.input_w == pytest.approx(results.tray_states["r1.sw1"].power_w)
    assert [row["power_w"] for row in results.feed.racks["r1"].feeds()] == [0.0, 0.0]


def test_a_feed_over_its_limit():
    layout = changed("r1", feed_kw=0.2, n_feeds=1)
    found = only(layout)
    drawn = evaluate(layout).feed.racks["r1"].flow.feed_w[0]
    assert found[:5] == ("error", "r1", "feed_limit", pytest.approx(drawn), 200.0)
    assert "feed A" in found.message


def test_a_clip_and_a_segment_over_their_current():
    found = only(changed("r1", clip_a=1.0))
    # the shelf's clip carries what the one tray's does
    assert found.rule == "clip_current"
    assert found.element in ("r1.ps1", "r1.sw1")
    found = only(changed("r1", busbar_a=1.0))
    assert found[:3] == ("error", "r1.ps1", "busbar_current")
    assert "r1.ps1" in found.message
    assert "r1.sw1" in found.message


def test_a_shelf_without_the_supply_that_it_should_have_to_spare():
    layout = changed("shelf", n_supplies=2, rating_kw=0.4)
    found = only(layout)
    out_w = evaluate(layout).feed.shelf_out_w["r1.ps1"]
    assert found[:5] == ("warning", "r1.ps1", "shelf_spare", pytest.approx(out_w), 200.0)
    assert evaluate(changed("shelf", layout, n_spare=0)).findings == ()


def test_a_collapse_names_the_tray_and_what_could_be_delivered():
    layout = changed("r1", bus_v=12.0)
    layout = changed("sw.asic", changed("shelf", layout, rating_kw=0.5), power_w=20000.0, t_limit_c=200.0)
    results = evaluate(layout)
    found = next(f for f in results.findings if f.rule == "bus_collapse")
    assert "r1.sw1" in found.message
    assert 0 < found.limit < found.value
    assert results.busbar.empty
    assert results.power.volt_v["r1.ps1"] != results.power.volt_v["r1.ps1"]
    assert np.isfinite([t.typical for key, t in results.totals.items() if key.endswith("_kw")]).all()


def test_a_pue_below_what_the_transformer_loses():
    layout = small_rack()
    layout = layout.replaced(layout.site.replaced(pue=1.02))
    assert only(layout)[:5] == ("warning", "site", "pue", 1.02, pytest.approx(1 / 0.95))


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ("50:97 10:94", "loads have to grow"),
        ("10:94 50:101", "1.01 is outside"),
        ("10:40 11:99", "takes less than"),
        ("ten:94", "points load:efficiency in percent are needed"),
        ("10:94:3 20:95:4", "points load:efficiency"),
    ],
)
def test_an_efficiency_curve_that_cannot_be_names_its_design(curve, words):
    with pytest.raises(LayoutError, match=f"TrayDesign 'shelf', efficiency_curve: .*{words}"):
        evaluate(changed("shelf", efficiency_curve=curve))


def test_a_shelf_follows_its_own_curve():
    results = evaluate(changed("shelf", efficiency_curve="10:80 100:80"))
    out, into = results.feed.shelf_out_w["r1.ps1"], results.feed.shelf_in_w["r1.ps1"]
    assert into == pytest.approx(out / 0.8)


def test_transformer_and_ups_are_the_sites_or_the_catalogs():
    known = load().figure("upstream_efficiency")
    assert upstream(small_rack()) == (known.low, known.typical, known.high)
    layout = small_rack()
    layout = layout.replaced(layout.site.replaced(upstream_efficiency=0.98))
    results = evaluate(layout)
    assert results.feed.wall_w == pytest.approx(results.feed.input_w / 0.98)
    total = results.totals["wall_kw"]
    assert total.typical == pytest.approx(results.feed.wall_w / 1000)


def test_800_v_loses_less_in_the_busbar_and_has_a_window_of_its_own():
    low, high = (evaluate(changed("r1", bus_v=v)).feed.racks["r1"] for v in (50.0, 800.0))
    assert high.bus_loss_w == pytest.approx(low.bus_loss_w / 256, rel=0.05)
    assert high.chain.plan.limits.v_low == load().figure("dc_bus_800_v").low
    assert high.flow.tray_v.min() > high.chain.plan.limits.v_low


def test_warm_copper_loses_more_of_the_same_rack():
    layout, plans = shipped("gb200_nvl72"), solved("gb200_nvl72").inputs.plans
    powers = {key: b.power for key, b in solved("gb200_nvl72").boards.items()}
    everywhere = [dict.fromkeys((t.id for t in layout.trays), t_c) for t_c in (20.0, 70.0)]
    unknown, cold, warm = (feed(layout, powers, plans, bus_c=t).racks["r1"] for t in (None, *everywhere))
    assert warm.segment_loss_w.sum() == pytest.approx(1.195 * cold.segment_loss_w.sum(), rel=0.02)
    np.testing.assert_allclose(cold.flow.voltage_v, unknown.flow.voltage_v, rtol=1e-15)
    # one warm tray warms half of the segments beside it
    one = (
        feed(layout, powers, plans, bus_c=everywhere[0] | {"r1.c05": 70.0})
        .racks["r1"]
        .chain.delivery.g_segment
    )
    share = cold.chain.delivery.g_segment / one
    i = [t.id for t in cold.chain.plan.trays].index("r1.c05")
    np.testing.assert_allclose(share[i - 1 : i + 1], 1.0 + 25.0 * typical("copper_resistance_per_k"))
    np.testing.assert_array_equal(np.delete(share, [i - 1, i]), 1.0)


# -- every watt ----------------------------------------------------------------------------------


@st.composite
def racks(draw):
    """A rack of some designs on busbar and AC, shelves of several ratings, on one to four feeds."""
    n_feeds = draw(st.integers(1, 4))
    watts = st.floats(0.0, 2000.0)
    designs, trays, u = [], [], 1
    for k in range(draw(st.integers(1, 3))):
        key = f"d{k}"
        parts = (
            Asic(id=f"{key}.gpu", role="gpu", power_w=draw(watts)),
            Load(id=f"{key}.cpu", role="cpu", power_w=draw(watts)),
            Load(id=f"{key}.fan", role="fan", power_w=draw(st.floats(0.0, 100.0))),
            Load(id=f"{key}.psu", role="psu"),
            Cage(id=f"{key}.cage"),
        )
        supply = draw(st.sampled_from(["busbar", "busbar", "ac"]))
        designs.append(
            TrayDesign(id=key, kind="compute", supply=supply, rating_kw=draw(st.sampled_from([0, 10])),
                       n_supplies=draw(st.integers(0, 4)), parts=parts)
        )  # fmt: skip
    for k in range(draw(st.integers(1, 2))):
        parts = (Load(id=f"s{k}.ctl", role="control", power_w=draw(st.floats(0.0, 30.0))),)
        designs.append(
            TrayDesign(id=f"s{k}", kind="power_shelf", rating_kw=draw(st.floats(10.0, 40.0)),
                       n_supplies=draw(st.integers(1, 6)), parts=parts)
        )  # fmt: skip
    for design in designs:
        for _ in range(draw(st.integers(1, 6))):
            feed_ = draw(st.sampled_from(["auto", "auto", "auto", "A", "D"]))
            trays.append(Tray(id=f"r1.t{u}", rack="r1", design=design.id, u=u, feed=feed_))
            u += 1
    bus_v = draw(st.sampled_from([48.0, 54.0, 800.0]))
    clip = draw(st.floats(0.0, 100.0))
    rack = Rack(id="r1", height_u=48, n_feeds=n_feeds, bus_v=bus_v, clip_uohm=clip)
    ports = draw(st.lists(st.floats(0.0, 500.0), min_size=len(designs), max_size=len(designs)))
    return Layout(racks=[rack], designs=designs, trays=trays), ports


@settings(max_examples=100)
@given(racks())
def test_watts_in_are_the_loads_and_the_losses_of_a_random_rack(case):
    layout, ports = case
    boards = {}
    for design, port_w in zip(layout.designs, ports, strict=True):
        own = np.array([port_w if isinstance(p, Cage) else p.power_w for p in design.parts])
        boards[design.id] = board_power(board_parts(design), own)
    chain = feed(layout, boards, inputs_of(layout).plans)
    power = chain.racks["r1"]
    assert not power.flow.collapsed
    trays = sum(boards[t.design].drawn_w for t in layout.trays if _draws(layout, t, power))
    shelves = (power.flow.shelf_in_w - power.flow.shelf_out_w).sum()
    assert chain.input_w == pytest.approx(trays + shelves + power.bus_loss_w, rel=1e-9, abs=1e-9)
    # and tray by tray down to the parts
    parts = sum(boards[t.design].own_w.sum() for t in layout.trays if _draws(layout, t, power))
    lost = sum(i - o for stage, (i, o) in chain.stages.items() if stage != "Transformer and UPS")
    assert chain.input_w == pytest.approx(parts + lost, rel=1e-9, abs=1e-6)


def _draws(layout, tray, power) -> bool:
    """A shelf that gives nothing does not draw either."""
    return layout.element(tray.design).kind != "power_shelf" or tray in power.chain.plan.shelves


# -- published -----------------------------------------------------------------------------------


def test_from_component_to_ac_inlet_824_and_880_percent():
    """FBOSS: rectifier, less than 1 % of busbar, brick, and rails of at least 88 and 94 %."""
    assert chain_efficiency("asic") == pytest.approx(0.824, abs=5e-4)
    assert chain_efficiency("optics") == pytest.approx(0.880, abs=5e-4)


def test_a_solved_nvl72_comes_to_the_same_efficiency():
    """Its busbar loses less than the 1 % allowed, its shelves work near their best load."""
    factor = solved("gb200_nvl72").feed.racks["r1"].bus_factor
    for rail, published in (("asic", 0.824), ("optics", 0.880)):
        solved_efficiency = rail_efficiency(rail) / factor
        assert published <= solved_efficiency <= published + 0.01


def test_0146_cfm_a_watt_warms_air_by_123_k():
    """FBOSS: airflow ceiling of a switch at sea level, and the rise at its exhaust."""
    cp, flow = typical("air_cp_j_per_kg_k"), typical("airflow_cfm_per_w") * M3_PER_S_PER_CFM
    density = load().figure("air_density_kg_per_m3")
    rise = [1.0 / (flow * rho * cp) for rho in (density.high, density.low)]
    assert rise[0] < typical("exhaust_rise_k") < rise[1]
    assert typical("exhaust_rise_k") == 12.3


def test_15_l_per_min_a_kw_warms_pg25_by_10_k():
    """FBOSS: most coolant that a rack may ask for."""
    flow = kg_per_s(typical("coolant_l_per_min_per_kw"), typical("coolant_density_kg_per_m3"))
    assert 1000.0 / (flow * typical("coolant_cp_j_per_kg_k")) == pytest.approx(10.0, abs=0.15)
