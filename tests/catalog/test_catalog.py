"""The shipped tables: complete, ordered, sourced, and equal to what they were copied from."""

import hashlib
from importlib.resources import files

import pytest

from explorer.catalog import KINDS, PLACEMENTS, Quantity, load
from explorer.errors import CatalogError
from explorer.units import pj_per_bit

CATALOG = load()
TECHNOLOGIES = list(CATALOG.technologies.values())
QUANTITIES = ("module_w", "host_pj_per_bit", "reach_m", "latency_ns", "cost_usd", "fit")
GIVEN_ROWS_SHA256 = "5c6a623369b6aa89652776e4707f768f84bca997554f688a6f8ab68dfc46a6e3"


def test_given_rows_are_unchanged():
    lines = files("explorer.catalog").joinpath("technologies.csv").read_text(encoding="utf-8").splitlines()
    given = [line for line in lines if not line.startswith("poet_lumilens_cpo,")]
    assert (len(lines), len(given)) == (38, 37)
    assert hashlib.sha256("\n".join(given).encode()).hexdigest() == GIVEN_ROWS_SHA256


def test_nobody_can_change_the_shared_catalog():
    assert load() is CATALOG
    with pytest.raises(TypeError):
        CATALOG.technologies["x"] = TECHNOLOGIES[0]
    with pytest.raises(AttributeError):
        TECHNOLOGIES[0].els_w = 1.0
    with pytest.raises(AttributeError):
        CATALOG.figure("dc_bus_v").low = 0.0


@pytest.mark.parametrize("key", CATALOG.figures)
def test_figure_is_ordered_and_sourced(key):
    _check(CATALOG.figure(key))


@pytest.mark.parametrize("technology", TECHNOLOGIES, ids=lambda t: t.key)
def test_technology_is_ordered_and_sourced(technology):
    for name in QUANTITIES:
        _check(getattr(technology, name))
    assert technology.placement in PLACEMENTS
    assert technology.unit_gbps > 0
    assert min(technology.unit_width_mm, technology.unit_depth_mm) > 0


def _check(quantity: Quantity):
    assert quantity.low <= quantity.typical <= quantity.high
    assert quantity.source
    assert set(quantity.source) <= set(CATALOG.sources)
    assert quantity.kind in KINDS
    assert 2017 <= int(quantity.date[:4]) <= 2026


@pytest.mark.parametrize("key", CATALOG.sources)
def test_source_says_what_and_when(key):
    source = CATALOG.sources[key]
    assert source.title
    assert source.date
    assert source.address or source.note


@pytest.mark.parametrize("technology", TECHNOLOGIES, ids=lambda t: t.key)
def test_placement_follows_family(technology):
    if technology.family == "npo":
        assert technology.placement == "board"
    elif technology.family in ("cpo", "oio"):
        assert technology.placement == "package"
    else:
        assert technology.placement in ("faceplate", "rear")
    optical_engine = technology.placement in ("board", "package")
    source = CATALOG.light_source(technology)
    assert (source is not None) == optical_engine == (technology.els_w > 0)
    assert source is None or source.is_light_source
    assert technology.is_light_source == (technology.host_serdes_key == "")


@pytest.mark.parametrize(
    ("key", "serdes"),
    [("dac_800", "LR"), ("lpo_800_dr8", "LR"), ("lro_800_dr8", "LR"), ("dsp_1600_dr8", "VSR")]
    + [("npo_3200_oif", "XSR+"), ("cpo_bailly_800", "XSR"), ("oio_ayar_8t", "UCIe")]
    + [("oio_lightmatter_l200", "UCIe"), ("poet_lumilens_npo", "XSR+"), ("poet_lumilens_cpo", "XSR")],
)
def test_host_serdes_class(key, serdes):
    assert CATALOG.technology(key).host_serdes_key == serdes


@pytest.mark.parametrize("key", [k for k in CATALOG.technologies if k.startswith("poet_")])
def test_poet_has_no_published_figure(key):
    technology = CATALOG.technology(key)
    assert not technology.is_published
    for name in QUANTITIES:
        assert getattr(technology, name).kind == "assumption"


def test_poet_on_the_package_differs_from_beside_it_by_its_host_alone():
    board, package = (CATALOG.technology(f"poet_lumilens_{p}") for p in ("npo", "cpo"))
    for name in QUANTITIES:
        same = getattr(board, name) == getattr(package, name)
        assert same == (name != "host_pj_per_bit")
    xsr, figure = package.host_pj_per_bit, CATALOG.figure("host_pj_224g_xsr")
    assert (xsr.low, xsr.typical, xsr.high) == (figure.low, figure.typical, figure.high)


def test_published_means_traced_to_a_document():
    assert CATALOG.technology("dsp_800_dr8").is_published
    assert CATALOG.technology("microled_800").is_published
    for technology in TECHNOLOGIES:
        if technology.module_w.source == ("GK",):
            assert not technology.is_published
            assert technology.module_w.kind == "estimate"


@pytest.mark.parametrize("key", CATALOG.technologies)
def test_host_energy_agrees_with_the_figure_of_its_class(key):
    technology = CATALOG.technology(key)
    plain = {"LR": "lr", "VSR": "vsr", "XSR": "xsr"}.get(technology.host_serdes_class)
    if plain:
        own, speed = technology.host_pj_per_bit, "224g" if technology.lane_gbps > 112 else "112g"
        of_class = CATALOG.figure(f"host_pj_{speed}_{plain}")
        assert (own.low, own.typical, own.high) == (of_class.low, of_class.typical, of_class.high)


def test_worked_checks_of_the_sources():
    dsp, bailly = CATALOG.technology("dsp_800_dr8"), CATALOG.technology("cpo_bailly_800")
    assert dsp.pj_per_bit == pj_per_bit(dsp.module_w.typical, dsp.rate_gbps) == 18.75
    assert 64 * dsp.module_w.typical == 960.0
    assert 64 * bailly.module_w.typical == 352.0
    assert 648 * CATALOG.technology("dsp_1600_dr8").module_w.at("high") == 19440.0
    assert 648 * CATALOG.technology("cpo_nv_quantumx_1600").module_w.typical == 5832.0
    assert 648 * CATALOG.technology("nvl_cartridge_200").module_w.high == 0.0


def test_chain_of_converters():
    def share(*keys):
        product = 1.0 - CATALOG.figure("busbar_share_loss").typical
        for key in keys:
            product *= CATALOG.figure(key).typical
        return product

    chain = ("chain_rectifier_efficiency", "ibc_efficiency")
    assert share(*chain, "asic_rail_efficiency") == pytest.approx(0.824, abs=5e-4)
    assert share(*chain, "optics_rail_efficiency") == pytest.approx(0.880, abs=5e-4)


def test_failures_agree_with_mean_time_between_them():
    mtbf = CATALOG.figure("pluggable_mtbf_h")
    assert (1e9 / mtbf.high, 1e9 / mtbf.low) == (1000.0, 2000.0)
    port_400g = CATALOG.figure("bailly_mtbf_h").typical
    assert CATALOG.technology("cpo_bailly_800").fit.typical == pytest.approx(2e9 / port_400g, rel=0.01)


def test_fluids_agree_with_the_rules_of_thumb():
    rho, cp = (CATALOG.figure(f"coolant_{n}").typical for n in ("density_kg_per_m3", "cp_j_per_kg_k"))
    assert rho * cp / 60000.0 == pytest.approx(CATALOG.figure("coolant_w_per_l_per_min_k").typical, rel=1e-3)
    rho, cp = (CATALOG.figure(f"air_{n}").typical for n in ("density_kg_per_m3", "cp_j_per_kg_k"))
    m3_per_s_per_w = CATALOG.figure("airflow_cfm_per_w").typical * 0.3048**3 / 60.0
    assert 1.0 / (m3_per_s_per_w * rho * cp) == pytest.approx(12.3, abs=0.2)


def test_copper_reach_of_its_coefficients():
    b = CATALOG.figure("twinax_b").typical
    for awg, at_26, at_53 in ((26, 5.6, 8.9), (30, 7.9, 12.2), (34, 11.6, 17.4)):
        a = CATALOG.figure(f"twinax_{awg}awg_a").typical
        assert a * 26.56**0.5 + b * 26.56 == pytest.approx(at_26, abs=0.06)
        assert a * 53.125**0.5 + b * 53.125 == pytest.approx(at_53, abs=0.06)


def test_light_of_the_co_packaged_chain():
    steps = (
        "els_connector",
        "pm_patch",
        "couple_in",
        "split",
        "waveguide",
        "modulator",
        "couple_out",
        "panel_mpo",
    )
    lost = sum(CATALOG.figure(f"cpo_{s}_db").typical for s in steps)
    assert CATALOG.figure("els_fiber_power_dbm").typical - lost == pytest.approx(3.3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: CATALOG.technology("dsp_1600_dr"),
            "no technology 'dsp_1600_dr'; did you mean 'dsp_1600_dr8'?",
        ),
        (lambda: CATALOG.figure("mpo_dbb"), "no figure 'mpo_dbb'; did you mean 'mpo_db'?"),
        (lambda: CATALOG.figure("????"), "the catalog has no figure '????'"),
        (lambda: CATALOG.figure("mpo_db").at("typ"), "'typ' is none of low, typical, high"),
    ],
)
def test_unknown_word_names_the_nearest(call, said):
    with pytest.raises(CatalogError) as error:
        call()
    assert said in str(error.value)
