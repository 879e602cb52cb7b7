"""The shipped layouts come to what is known of the machines that they draw."""

import pytest

from explorer import catalog
from explorer.analysis import evaluate
from explorer.model.ports import with_technology
from tests.shipped import NAMES, shipped, solved

NVL72 = "gb200_nvl72"
OWN_30_W = "o1"
"""The override of the shipped rack that sets a 1.6T module to 30 W."""


def test_all_nine_are_shipped():
    assert len(NAMES) == 9


@pytest.mark.parametrize("name", NAMES)
def test_none_breaks_a_rule(name):
    assert [f.message for f in solved(name).findings if f.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_total_lies_in_its_range(name):
    for key, total in solved(name).totals.items():
        assert total.low <= total.typical <= total.high, key


@pytest.mark.parametrize("name", [NVL72, "gb200_nvl72_cpo"])
def test_the_nvl72_draws_115_to_135_kw(name):
    assert 115.0 <= solved(name).totals["rack_kw"].typical <= 135.0


def test_the_nvl72_has_72_gpus_in_18_trays_9_switch_trays_and_8_shelves():
    layout = shipped(NVL72)
    mounted = {d.id: len(layout.trays_of(d.id)) for d in layout.designs}
    assert (mounted["compute"], mounted["nvsw"], mounted["shelf"]) == (18, 9, 8)
    assert sum(getattr(p, "role", "") == "gpu" for p in layout.element("compute").parts) * 18 == 72
    assert {layout.element("shelf").rating_kw} == {33.0}


def test_nvlink_on_copper_takes_5184_pairs_of_062_m_and_no_module_watts():
    nvlink = solved(NVL72).links.loc["nvlink"]
    assert nvlink.n_pairs == 72 * 18 * 4 == 5184
    assert 0.55 <= nvlink.length_m <= 0.68
    assert (nvlink.n_modules, nvlink.module_w) == (0, 0.0)


@pytest.mark.parametrize(
    ("key", "n_modules", "module_w"),
    [
        ("dsp_1600_dr8", 684, 684 * 30.0),
        ("cpo_nv_quantumx_1600", 684, 684 * 9.0),
        ("nvl_cartridge_200", 0, 0.0),
    ],
)
def test_nvlink_moved_to_another_technology(key, n_modules, module_w):
    """Each of 72 GPUs buys five modules of 1.6T for its 7.2 Tb/s, each of 18 switch chips eighteen."""
    layout = with_technology(shipped(NVL72), "nvlink", key, catalog.load())
    results = evaluate(layout, previous=solved(NVL72))
    nvlink = results.links.loc["nvlink"]
    assert nvlink.n_modules == n_modules
    # the parts on the boards draw what the table says: with lasers a little less or more than the catalog's
    # watts, as they are cooler or warmer than the 45 C of those
    assert nvlink.module_w == pytest.approx(module_w, rel=0.03)
    parts = [p.id for d in layout.designs for p in d.parts if getattr(p, "links", "") == "nvlink"]
    on_boards = results.components.power_w[results.components.index.isin(parts, level="part")].sum()
    assert on_boards == pytest.approx(nvlink.module_w, rel=1e-9)


def test_the_30_w_of_a_module_are_the_layouts_own_and_sourced():
    override = shipped(NVL72).element(OWN_30_W)
    assert (override.technology, override.field, override.value) == ("dsp_1600_dr8", "module_w.typical", 30)
    assert override.source
    layout = with_technology(shipped(NVL72).removed(OWN_30_W), "nvlink", "dsp_1600_dr8", catalog.load())
    catalog_w = catalog.load().technology("dsp_1600_dr8").module_w.typical
    assert catalog_w != 30.0
    assert evaluate(layout, settled=False).links.loc["nvlink"].module_w == pytest.approx(684 * catalog_w)


@pytest.mark.parametrize(("name", "module_w"), [("switch_51t_cpo", 64 * 5.5), ("switch_51t_dsp", 64 * 15.0)])
def test_64_ports_of_800g(name, module_w):
    results = solved(name)
    # lasers that are cooler than the 45 C of the published watts take less
    rel = 0.03 if name == "switch_51t_cpo" else 1e-6
    assert results.totals["module_kw"].typical * 1000 == pytest.approx(module_w, rel=rel)
    at_rail_w = results.power.loc["Optics rails"].out_w
    assert at_rail_w == pytest.approx(results.totals["module_kw"].typical * 1000, rel=1e-9)
    assert results.totals["bandwidth_tbps"].typical == pytest.approx(51.2)


def test_linear_optics_are_not_credited_with_what_the_host_still_spends():
    dsp, lpo = (solved(f"switch_51t_{kind}").links.loc["ports"] for kind in ("dsp", "lpo"))
    assert lpo.host_w > dsp.host_w
    assert lpo.module_w < dsp.module_w
    assert lpo.power_w < dsp.power_w


def test_quantum_x800_as_published():
    pluggable = solved("quantum_x800_pluggable").tray_states["r1.sw1"].power_w
    photonics = solved("quantum_x800_photonics").tray_states["r1.sw1"].power_w
    assert pluggable == pytest.approx(7000.0, rel=0.05)
    assert photonics == pytest.approx(3950.0, rel=0.07)
    for name in ("quantum_x800_pluggable", "quantum_x800_photonics"):
        assert solved(name).totals["bandwidth_tbps"].typical == pytest.approx(115.2)


def test_only_the_layout_on_unpublished_engines_says_so():
    noted = {name for name in NAMES for f in solved(name).findings if f.rule == "published"}
    assert noted == {"poet_lumilens_1600"}
    note = next(f for f in solved("poet_lumilens_1600").findings if f.rule == "published")
    assert (note.severity, note.element) == ("note", "ports")
    assert not solved("poet_lumilens_1600").links.loc["ports"].is_published
