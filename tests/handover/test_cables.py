"""Cables against the layout they come from."""

import csv
import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis import evaluate
from explorer.catalog import load
from explorer.handover import handed_over, netbox_tables, schedule
from explorer.handover.cables import cables, spread
from explorer.handover.lengths import order_m
from explorer.model.ports import with_technology
from tests.shipped import solved

ALL = (
    "gb200_nvl72", "gb200_nvl72_cpo", "quantum_x800_pluggable", "quantum_x800_photonics", "switch_51t_dsp",
    "switch_51t_lpo", "switch_51t_npo", "switch_51t_cpo", "poet_lumilens_1600",
)  # fmt: skip


def rows(raw: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_an_nvl72_has_5184_pairs_and_72_fiber_cables(nvl72):
    listed = rows(handed_over(nvl72, "cables-csv"))
    assert sum(int(row["n_pairs"]) for row in listed) == 5184 == nvl72.links.n_pairs.sum()
    assert Counter(row["technology"] for row in listed) == {"nvl_cartridge_200": 1296, "dsp_400_dr4": 72}
    assert len({row["cable_id"] for row in listed}) == 1368


def test_every_gpu_meets_every_switch_asic_once(nvl72):
    met = Counter(
        (c.a.tray.id, c.a.slot.host, c.b.tray.id, c.b.slot.host)
        for c in cables(nvl72)
        if c.state.link.id == "nvlink"
    )
    assert len(met) == 72 * 18
    assert set(met.values()) == {1}


@pytest.mark.parametrize("name", ALL)
def test_no_port_is_used_twice_and_every_link_is_there(name):
    results = solved(name)
    listed = cables(results)
    ends = [(e.device, e.port) for c in listed for e in (c.a, c.b) if e.tray]
    assert len(ends) == len(set(ends))
    for link in results.layout.links:
        assert sum(c.n_links for c in listed if c.state.link.id == link.id) == link.n_links
    assert all(e.slot.part for c in listed for e in (c.a, c.b) if e.tray)


@pytest.mark.parametrize("name", ALL)
def test_lengths_margins_and_orders_are_those_of_the_results(name):
    results = solved(name)
    listed = cables(results)
    for key, row in results.links.iterrows():
        own = [c for c in listed if c.state.link.id == key]
        assert max(c.length_m for c in own) == pytest.approx(row.length_max_m)
        assert sum(c.length_m for c in own) / len(own) == pytest.approx(row.length_m)
        assert min(c.margin_db for c in own) == pytest.approx(row.margin_db)
    for c in listed:
        assert c.order_m >= c.length_m - 1e-9
        assert c.route_m + c.slack_m == pytest.approx(c.length_m)


def test_copper_cables_fill_their_modules():
    layout = solved("gb200_nvl72").layout
    copper = evaluate(with_technology(layout, "nvlink", "dac_1600", load()))
    own = [c for c in cables(copper) if c.state.link.id == "nvlink"]
    assert len(own) == 324  # 1296 links of 400G in cables of 1.6T
    assert {c.n_links for c in own} == {4}
    assert sum(c.n_pairs for c in own) == 5184 == copper.links.n_pairs["nvlink"]


def test_twin_ports_are_called_as_nvidia_calls_them():
    ports = [c.a.port for c in cables(solved("quantum_x800_pluggable"))]
    assert sorted(ports) == sorted(f"sw{n}p{k}" for n in range(1, 73) for k in (1, 2))


@given(st.integers(1, 400), st.integers(1, 12), st.integers(1, 12))
def test_links_are_spread_evenly(n, n_a, n_b):
    found = list(spread(n, n_a, n_b))
    assert sum(k for *_, k in found) == n
    for end, size in ((0, n_a), (1, n_b)):
        load_of = Counter()
        for row in found:
            load_of[row[end]] += row[2]
        counts = [load_of[i] for i in range(size)]
        assert max(counts) - min(counts) <= 1
    counts = [k for *_, k in found] + [0] * (n_a * n_b - len(found))
    assert max(counts) - min(counts) <= 1


@given(st.floats(0.01, 500.0), st.sampled_from(["twinax", "SMF", "MMF", "twinax backplane"]))
def test_an_ordered_cable_is_long_enough_and_no_longer_than_needed(length_m, medium):
    ordered = order_m(length_m, medium)
    assert ordered >= length_m - 1e-6
    assert order_m(ordered, medium) == pytest.approx(ordered)


def test_own_order_lengths_are_taken(nvl72):
    table = schedule.table(nvl72, lengths_m=(2.0, 32.0))
    assert {row[schedule.COLUMNS.index("order_m")] for row in table.rows} == {2.0, 32.0}


def test_netbox_cables_join_ports_that_the_types_have(nvl72):
    import yaml

    types = {t["model"]: t for t in yaml.safe_load_all(handed_over(nvl72, "netbox-types"))}
    model_of = {r["name"]: r["device_type"] for r in rows(handed_over(nvl72, "netbox-devices"))}
    listed = rows(handed_over(nvl72, "netbox-cables"))
    assert len(listed) == 1296
    assert netbox_tables.left_out(nvl72) == 72
    for row in listed:
        for side in "ab":
            names = {i["name"] for i in types[model_of[row[f"side_{side}_device"]]]["interfaces"]}
            assert row[f"side_{side}_name"] in names
