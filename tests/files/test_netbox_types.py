"""NetBox type files: defects told, nothing dropped, fixes sent back."""

import pytest
import yaml

from explorer.analysis import evaluate
from explorer.errors import LayoutError
from explorer.files import dump, parse
from explorer.files.netbox import Fix, preview_type, read_type, type_text
from explorer.files.netbox.source import sent_back
from explorer.model import Layout, Rack, Tray, TrayDesign
from tests.files.netbox_files import FILES, OWN, SHARED, found, rules


def test_an_odd_switch_is_told_defect_by_defect():
    preview = read_type(OWN / "odd-switch.yaml")
    assert {
        "airflow_direction", "unit_converted", "unknown_key", "comment_says_watts", "comment_says_size",
        "not_modelled", "absurd_watts", "doubled_name", "redundant_supplies", "management_unmarked",
        "gap_in_ports", "unknown_interface_type", "twin_ports", "technology_open",
    } <= rules(preview)  # fmt: skip
    assert preview.unknown == {"colour": "black"}
    assert preview.mass_kg == pytest.approx(24.5 * 0.45359237, abs=1e-3)
    absurd = found(preview, "absurd_watts")
    assert (absurd.line, absurd.field, absurd.value) == (17, "power-ports[0].maximum_draw", "180000")
    assert "3750 W" in absurd.valid
    assert "P3.1" in found(preview, "gap_in_ports").done
    assert "800gbase-x-osfp" in found(preview, "unknown_interface_type").valid
    assert "speed_hint" in {n.field.rpartition(".")[2] for n in preview.notices if n.rule == "unknown_key"}


def test_redundant_supplies_are_not_summed():
    preview = read_type(OWN / "supplies.yaml")
    design = preview.element
    assert preview.draw_w == 7 * 875
    assert sum(p.power_w for p in design.parts if p.kind == "load") == 7 * 875
    assert (design.n_supplies, design.n_spare, design.rating_kw) == (8, 1, 7.0)
    assert "3,500 W" in found(preview, "redundant_supplies").done
    two = preview_type(
        "{manufacturer: M, model: X, u_height: 1, power-ports: "
        "[{name: a, type: other, maximum_draw: 500}, {name: b, type: other, maximum_draw: 500}]}"
    )
    assert two.draw_w == 500


def test_ports_become_cages_and_keep_their_rate():
    design = read_type(OWN / "supplies.yaml").element
    cages = [p for p in design.parts if p.kind == "cage"]
    assert sum(c.rate_gbps for c in cages) == 5 * 800
    assert sum(c.n_modules for c in cages) == 3
    names = [name for c in cages for name in c.extras["x_netbox_ports"]]
    assert sorted(names) == ["sw1p1", "sw1p2", "sw2p1", "sw2p2", "x1"]
    assert all(c.links == "" for c in cages)


@pytest.mark.parametrize(
    ("name", "u", "height_u", "kg", "rule"),
    [("half-u.yml", 0.5, 1, 0.799, "half_u"), ("pdu.yaml", 0.0, 1, 6.4, "zero_u")],
)
def test_heights_and_weights(name, u, height_u, kg, rule):
    preview = read_type(OWN / name)
    assert (preview.u_height, preview.element.height_u, preview.mass_kg) == (u, height_u, kg)
    assert rule in rules(preview)
    assert preview.element.extras["x_netbox_weight"]["mass_kg"] == kg
    assert preview.element.mass_kg == kg


@pytest.mark.parametrize(("weight", "unit"), [(0, "kg"), (1, "g"), (3000, "kg"), (1e300, "lb")])
def test_a_weight_that_cannot_be_is_told_and_not_taken(weight, unit):
    preview = preview_type(
        f"{{manufacturer: M, model: X, u_height: 1, weight: {weight}, weight_unit: {unit}}}"
    )
    assert (preview.mass_kg, preview.counts["absurd_weight"]) == (None, 1)


def test_a_pdu_draws_nothing_and_its_dangling_outlet_is_told():
    preview = read_type(OWN / "pdu.yaml")
    assert preview.draw_w == 0.0
    assert preview.counts["absurd_watts"] == 1
    assert "'Cord'" in found(preview, "dangling_reference").valid


def test_a_tray_without_power_ports_is_fed_as_its_comment_says():
    preview = read_type(OWN / "busbar-tray.yaml")
    assert (preview.element.supply, preview.element.kind, preview.draw_w) == ("busbar", "compute", None)


def test_a_supply_module_is_a_part():
    preview = read_type(OWN / "psu-module.yaml")
    assert (preview.sort, preview.element, preview.draw_w) == ("module-type", None, 1500)
    assert [p.role for p in preview.parts] == ["psu"]


def test_a_rack_in_inches():
    preview = read_type(OWN / "rack-inches.yaml")
    rack = preview.element
    assert isinstance(rack, Rack)
    assert (rack.width_mm, rack.depth_mm, rack.height_u) == (599.948, 1199.896, 42)
    assert preview.mass_kg == pytest.approx(133.81, abs=0.01)
    assert {"mounting_depth", "desc_units", "unit_converted", "unknown_key"} <= rules(preview)
    assert preview.unknown == {"shelves": 3}


def test_what_is_brought_in_can_be_kept_and_evaluated():
    design = read_type(OWN / "supplies.yaml").element
    layout = Layout(
        racks=[Rack(id="r1")], designs=[design], trays=[Tray(id="r1.t1", rack="r1", design=design.id)]
    )
    again = parse(dump(layout))
    assert again == layout
    assert type_text(again.designs[0]) == (OWN / "supplies.yaml").read_text()
    results = evaluate(again)
    assert results.totals["rack_kw"].typical == pytest.approx(6.6, abs=0.6)


# -- fixes and the way back ------------------------------------------------------------------------


def test_a_file_comes_back_unchanged_but_for_its_fixes():
    fixes = [
        Fix("power-ports[0].maximum_draw", 900, "data sheet, p. 3"),
        Fix("interfaces[0].mgmt_only", True, "it is"),
        Fix("airflow", "front-to-rear", "seen"),
        Fix("weight", 11.2, "scale"),
        Fix("weight_unit", "kg", "scale"),
    ]
    before = (OWN / "odd-switch.yaml").read_text()
    preview = read_type(OWN / "odd-switch.yaml", fixes)
    assert not {"absurd_watts", "management_unmarked", "airflow_direction"} & rules(preview)
    assert preview.counts["fixed"] == 5
    assert (preview.draw_w, preview.mass_kg) == (1800, 11.2)
    assert "data sheet, p. 3" in preview.element.note
    after = type_text(preview.element)
    changed = set(after.split("\n")) ^ set(before.split("\n"))
    assert len(after.split("\n")) == len(before.split("\n")) + 1
    assert changed == {
        "    maximum_draw: 180000", "airflow: rear-to-front", "airflow: front-to-rear",
        "weight: 24.5  # on our scale", "weight: 11.2  # on our scale", "weight_unit: lb", "weight_unit: kg",
        "    mgmt_only: true",
    }  # fmt: skip
    expected = yaml.safe_load(before)
    expected["power-ports"][0]["maximum_draw"] = 900
    expected["interfaces"][0]["mgmt_only"] = True
    expected.update(airflow="front-to-rear", weight=11.2, weight_unit="kg")
    assert yaml.safe_load(after) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_without_fixes_the_file_comes_back_byte_for_byte(path):
    preview = read_type(path)
    kept = preview.element or preview.parts[0]
    assert type_text(kept) == path.read_bytes().decode("utf-8-sig")


def test_a_value_that_cannot_change_in_its_line_writes_the_file_anew():
    text = "manufacturer: M\nmodel: X\ncomments: |\n  two\n  lines\nodd: 1\n"
    after = sent_back(text, [Fix("comments", "one", "us")])
    assert yaml.safe_load(after) == {"manufacturer": "M", "model": "X", "comments": "one", "odd": 1}


@pytest.mark.parametrize(
    ("fix", "said"),
    [
        (Fix("weight", 3, " "), "a source is needed"),
        (Fix("power-ports[9].maximum_draw", 3, "us"), "has the entries 0 to 2"),
        (Fix("power-port[0].maximum_draw", 3, "us"), "did you mean 'power-ports'"),
        (Fix("../x", 3, "us"), "a place reads"),
    ],
)
def test_a_fix_without_source_or_place_is_refused(fix, said):
    with pytest.raises(LayoutError, match=said):
        read_type(OWN / "odd-switch.yaml", [fix])


# -- real files ------------------------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.exists(), reason="the real files are not here")
def test_real_files_are_read_with_their_known_defects():
    expected = {
        "NVLink-5-Switch": {"not_modelled", "busbar_by_comment"},
        "ARS-121GL-NB3-LCC-R1": {"busbar_by_comment"},
        "Q3400-RA": {"redundant_supplies", "twin_ports"},
        "SN5600": {"supplies_in_bays"},
        "QM9700": {"gap_in_ports", "no_watts"},
        "SN2201": {"management_unmarked"},
        "DGC-A100": {"comment_says_watts", "redundant_supplies", "doubled_name"},
        "LCS-SCDU-250L4001": {"comment_says_watts"},
        "AP8888": {"zero_u", "passes_power_on", "unit_converted"},
        "IES3110-8TF-R": {"half_u"},
        "PowerEdge-MX7000": {"device_bays", "unit_converted"},
        "QFX5130-32CD-AFI": {"unit_converted", "airflow_direction"},
        "PWR-1511-AC-RED": {"supply_module"},
        "AR3300": {"mounting_depth", "size_assumed"},
    }
    for path in sorted(SHARED.glob("*.y*ml")):
        preview = read_type(path)
        assert expected[path.stem.rpartition("__")[2]] <= rules(preview), path
        kept = preview.element or preview.parts[0]
        assert type_text(kept) == path.read_text()
        if isinstance(preview.element, TrayDesign):
            layout = Layout(designs=[preview.element])
            assert parse(dump(layout)) == layout
