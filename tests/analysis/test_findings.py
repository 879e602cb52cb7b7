"""Every rule that is broken gives one finding: which element, which rule, by how much."""

import pytest

from explorer import catalog
from explorer.analysis import evaluate
from explorer.analysis.findings.links import links
from explorer.analysis.links.groups import link_states
from explorer.model import Cage, Override, Tray
from explorer.model.ports import with_technology
from tests.analysis.racks import small_rack, without_leakage
from tests.shipped import shipped, solved


def only(layout):
    """The one finding of a layout."""
    found = evaluate(layout).findings
    assert len(found) == 1, [f.message for f in found]
    assert found[0].message
    return found[0]


def changed(id, **values):
    layout = small_rack()
    return layout.replaced(layout.element(id).replaced(**values))


def test_a_sound_rack_has_none():
    assert evaluate(small_rack()).findings == ()
    assert evaluate(small_rack()).findings_table.empty


def test_a_tray_in_a_taken_u():
    found = only(changed("r1.b1", u=3))
    assert found[:5] == ("error", "r1.b1", "u_free", 3, 3)
    assert "r1.sw1" in found.message


def test_a_tray_over_the_top():
    assert only(changed("r1.b1", u=11))[:5] == ("error", "r1.b1", "tray_in_rack", 11, 10)


def test_an_overlap():
    found = only(changed("sw.cpu", x_mm=25.0, y_mm=150.0))
    assert found[:3] == ("error", "sw.cpu", "parts_apart") or found.element == "sw.asic"
    assert found[3:5] == (pytest.approx(5.0), 0.0)
    assert "sw.cpu" in found.message
    assert "sw.asic" in found.message


def test_a_part_off_the_board():
    found = only(changed("sw.cpu", x_mm=-7.0))
    assert found[:5] == ("error", "sw.cpu", "part_on_board", pytest.approx(7.0), 0.0)


def test_a_part_over_its_temperature():
    layout = changed("sw.asic", t_limit_c=40.0)
    found = only(layout)
    t_c = evaluate(layout).parts("r1.sw1")["sw.asic"].t_c
    assert found[:5] == ("error", "sw.asic", "temperature", pytest.approx(t_c), 40.0)
    assert t_c > 40.0


def test_a_port_has_the_limit_of_its_technology_as_the_layout_knows_it():
    """Once the catalog's for all modules, whatever the layout said."""
    own = Override(id="o1", technology="dsp_800_dr8", field="t_limit_c", value=31.0, source="our module")
    layout = small_rack().added("overrides", own)
    t_c = evaluate(layout).parts("r1.sw1")["sw.cage"].t_c
    hot, dim = evaluate(layout).findings
    assert hot[:5] == ("error", "sw.cage", "temperature", pytest.approx(t_c), 31.0)
    # above its limit a laser dims
    assert dim[:3] == ("warning", "ports", "worst_margin")
    lit = solved("switch_51t_npo").parts("r1.sw1")
    source = catalog.load().technology(catalog.load().technology("npo_3200_oif").light_source_key)
    assert {s.t_limit_c for key, s in lit.items() if "_els" in key} == {source.t_limit_c}


def test_a_part_near_its_temperature():
    t_c = evaluate(small_rack()).parts("r1.sw1")["sw.asic"].t_c
    found = only(changed("sw.asic", t_limit_c=t_c + 1.0))
    assert found[:5] == ("warning", "sw.asic", "temperature", pytest.approx(t_c, abs=1e-3), t_c + 1.0)


def test_the_hottest_of_a_kind_speaks_for_the_others():
    layout = shipped("switch_51t_dsp")
    hot = layout.replaced(layout.site.replaced(supply_air_c=50.0))
    found = [f for f in evaluate(hot).findings if "cage" in f.element]
    assert len(found) == 1
    states = evaluate(hot).parts("r1.sw1")
    cages = {p.id: states[p.id].t_c for p in layout.element("sw").parts if isinstance(p, Cage)}
    assert found[0].element == max(cages, key=cages.get)
    over = sum(t > found[0].limit for t in cages.values())
    assert f"and {over - 1} more" in found[0].message


def test_a_margin_below_zero():
    layout = shipped("switch_51t_dsp")
    layout = layout.moved("sw.asic0", y_mm=layout.element("sw.asic0").y_mm + 60.0)
    found = only(layout)
    margin = evaluate(layout).links.margin_db["ports"]
    assert found[:5] == ("error", "ports", "margin", pytest.approx(margin), 0.0)
    assert margin < 0


def test_a_margin_near_zero():
    layout = shipped("switch_51t_dsp")
    found = only(layout.moved("sw.asic0", y_mm=layout.element("sw.asic0").y_mm + 5.0))
    assert found[:3] == ("warning", "ports", "margin")
    assert 0 < found.value < found.limit == 1.0


def test_a_link_beyond_its_reach():
    assert only(changed("ports", length_m=600.0))[:5] == ("error", "ports", "reach", 600.0, 500.0)


def test_a_rack_over_its_power_limit():
    layout = changed("r1", power_limit_kw=0.1)
    found = only(layout)
    drawn = evaluate(layout).totals["rack_kw"].typical
    assert found[:5] == ("error", "r1", "rack_power", pytest.approx(drawn), 0.1)


def test_a_busbar_without_a_shelf():
    layout = small_rack().removed("r1.ps1")
    found = only(layout)
    assert found[:5] == ("error", "r1", "no_shelf", 0.0, 1.0)
    # its trays are counted, as what they would draw
    drawn = evaluate(layout).tray_states["r1.sw1"].power_w
    assert evaluate(layout).feed.input_w == pytest.approx(drawn)


def test_a_shelf_beyond_its_rating():
    layout = changed("shelf", rating_kw=0.2)
    found = only(layout)
    out_w = evaluate(layout).feed.shelf_out_w["r1.ps1"]
    assert found[:5] == ("error", "r1.ps1", "shelf_rating", pytest.approx(out_w), 200.0)


def test_a_bus_that_sags_and_one_that_collapses():
    found = only(changed("r1", bus_v=12.0))
    assert found[:3] == ("error", "r1.sw1", "bus_voltage")
    assert found.value < 12.0 < found.limit
    # 12 V behind a shelf of 1 kW, 1.44 mohm, and two clips cannot give more than 24 kW
    layout = changed("r1", bus_v=12.0)
    layout = layout.replaced(
        layout.element("shelf").replaced(rating_kw=1.0),
        layout.element("sw.cpu").replaced(power_w=20000.0, t_limit_c=200.0),
        *(layout.element(id).replaced(power_w=20000.0) for id in ("sw.asic",)),
        layout.element("shelf.ctl").replaced(power_w=20000.0),
    )
    results = evaluate(layout)
    found = [f for f in results.findings if f.rule.startswith("bus")]
    assert [f[:3] for f in found] == [("error", "r1", "bus_collapse")]


def test_cold_plates_without_coolant():
    """Once refused as a flow of 0 kg/s, so that nobody saw which tray lacked it."""
    layout = changed("r1", coolant_l_per_min=0.0)
    layout = layout.replaced(layout.element("sw.asic").replaced(power_w=1.0, t_limit_c=200.0))
    assert only(layout)[:5] == ("error", "sw", "coolant", 0.0, 0.0)
    state = evaluate(layout).tray_states["r1.sw1"]
    assert state.coolant_w == 0.0
    assert state.air_w + state.board_w == pytest.approx(state.power_w, rel=1e-4)


def test_a_dry_cold_plate_under_full_power_is_too_hot():
    rules = {(f.element, f.rule) for f in evaluate(changed("r1", coolant_l_per_min=0.0)).findings}
    assert {("sw", "coolant"), ("sw.asic", "thermal_runaway")} <= rules
    still = without_leakage(changed("r1", coolant_l_per_min=0.0))
    rules = {(f.element, f.rule) for f in evaluate(still).findings}
    assert {("sw", "coolant"), ("sw.asic", "temperature")} <= rules


def test_a_link_whose_trays_are_not_mounted():
    """Once an error about an empty array."""
    layout = small_rack().removed("r1.sw1")
    assert only(layout)[:5] == ("error", "ports", "link_ends", 0.0, 1.0)
    nvl72 = shipped("gb200_nvl72")
    nvl72 = nvl72.removed(*(tray.id for tray in nvl72.trays_of("nvsw")))
    assert only(nvl72)[:5] == ("error", "nvlink", "link_ends", 0.0, 1.0)


def test_ports_that_carry_too_little():
    """Two trays share what one had ports for; and without a receiver no margin is made up."""
    layout = small_rack().added("trays", Tray(id="r1.sw2", rack="r1", design="sw", u=4))
    assert only(layout)[:5] == ("warning", "sw", "port_rate", 800.0, 400.0)
    results = evaluate(small_rack().removed("sw.cage"))
    assert [f[:5] for f in results.findings] == [("warning", "sw", "port_rate", 0, 800.0)]
    assert results.totals["margin_db"].typical < 10.0


def test_the_worst_come_first():
    layout = shipped("poet_lumilens_1600")
    found = evaluate(layout.replaced(layout.element("r1").replaced(power_limit_kw=0.5))).findings
    assert [f.severity for f in found] == ["error", "note"]


# -- lanes, ports and edges of links ---------------------------------------------------------------


def test_a_rate_that_lanes_do_not_divide():
    layout = changed("ports", link_gbps=750.0)
    found = [f for f in evaluate(layout).findings if f.rule == "lanes"]
    assert [f[:5] for f in found] == [("error", "ports", "lanes", 750.0, 800.0)]
    assert "nearest rate is 800 Gb/s" in found[0].message


def test_lanes_that_the_technology_has_not():
    """A cage of OSFP has eight lanes: no module gears those of its host up or down."""
    for key in ("dsp_800_dr8", "lpo_800_dr8", "aec_800"):
        layout = changed("ports", lane_gbps=50.0, technology=key)
        found = [f for f in evaluate(layout).findings if f.rule == "lane_rate"]
        assert found[0][:4] == ("error", "ports", "lane_rate", 100.0)
        assert "the nearest technology that fits is" in found[0].message
    layout = with_technology(shipped("switch_51t_dsp"), "ports", "dsp_1600_dr8", catalog.load())
    assert "lane_rate" in {f.rule for f in evaluate(layout, settled=False).findings}
    layout = with_technology(shipped("switch_51t_dsp"), "ports", "xd_1600_dr16", catalog.load())
    assert "lane_rate" not in {f.rule for f in evaluate(layout, settled=False).findings}


def test_a_link_that_closes_with_typical_parts_alone_is_told_and_refused_where_the_worst_judge():
    layout = shipped("gb200_nvl72")
    (told,) = [f for f in solved("gb200_nvl72").findings if f.rule == "worst_margin"]
    assert (told.severity, told.element, told.limit) == ("warning", "nvlink", 0.0)
    state = solved("gb200_nvl72").link_states["nvlink"]
    assert told.value == state.worst_margin_db < 0.0 < state.margin_db
    strict = evaluate(layout.replaced(layout.site.replaced(links_judged_by="worst")), settled=False)
    assert [f.severity for f in strict.findings if f.rule == "worst_margin"] == ["error"]


def test_hosts_that_no_link_reaches_are_named():
    layout = shipped("gb200_nvl72")
    few = layout.replaced(layout.element("nvlink").replaced(n_links=36))
    few = with_technology(few, "nvlink", "oio_lightmatter_l200", catalog.load())
    told = [f for f in evaluate(few, settled=False).findings if f.rule == "host_without_port"]
    assert [(f.element, f.value) for f in told] == [("compute", 2.0)]
    assert "GPU 2, GPU 3 have no port of NVLink 5; its 36 links" in told[0].message
    all_of_them = with_technology(layout, "nvlink", "oio_lightmatter_l200", catalog.load())
    assert not [f for f in evaluate(all_of_them, settled=False).findings if f.rule == "host_without_port"]


def test_a_port_used_twice():
    layout = small_rack()
    cage = layout.element("sw.cage").replaced(rate_gbps=1600.0)
    layout = layout.replaced(cage, layout.element("ports").replaced(n_links=2))
    found = [f for f in evaluate(layout).findings if f.rule == "port_used_twice"]
    assert [f[:5] for f in found] == [("error", "sw.cage", "port_used_twice", 1600.0, 800.0)]


def test_ends_that_differ_in_form():
    layout = shipped("gb200_nvl72")
    boards = with_technology(layout, "nvlink", "cpo_nv_quantumx_1600", catalog.load())
    mixed = layout.replaced(boards.element("nvsw"))
    found = [f for f in evaluate(mixed, settled=False).findings if f.rule == "port_form"]
    assert [f[:3] for f in found] == [("error", "nvlink", "port_form")]
    assert "connectors in Compute tray, engines in NVLink switch tray" in found[0].message


def test_a_die_too_small_for_its_lanes():
    layout = shipped("switch_51t_dsp")
    asic = layout.element("sw.asic0").replaced(die_width_mm=12.0, die_depth_mm=12.0)
    found = [f for f in evaluate(layout.replaced(asic), settled=False).findings if f.rule == "beachfront"]
    assert [f[:4] for f in found] == [("error", "sw.asic0", "beachfront", pytest.approx(51200 / 48))]


def test_lasers_off_their_grid():
    layout = with_technology(shipped("switch_51t_dsp"), "ports", "dsp_800_2fr4", catalog.load())
    state = link_states(layout)["ports"]
    assert list(links({"ports": state.warmed(receiver_c=70.0)})) == []
    found = list(links({"ports": state.warmed(receiver_c=120.0)}))
    assert "wavelength" in [f.rule for f in found]
