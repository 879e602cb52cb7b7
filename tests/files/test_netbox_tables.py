"""NetBox's tables of racks, devices and cables as a layout."""

import random
from pathlib import Path

import pytest

from explorer.errors import CatalogError, ExplorerError, FileError, LayoutError
from explorer.files import dump, parse
from explorer.files.netbox import LayoutPreview, preview_layout, preview_type, read_layout
from tests.files.netbox_files import mutated

SWITCH = preview_type(
    "{manufacturer: Example, model: Leaf, slug: example-leaf, u_height: 2, interfaces: "
    "[{name: swp1, type: 800gbase-x-osfp}, {name: swp2, type: 800gbase-x-osfp}, "
    "{name: swp3, type: 100gbase-x-qsfp28}]}",
    "leaf.yaml",
)
PDU = preview_type(
    "{manufacturer: Example, model: PDU, slug: example-pdu, u_height: 0, is_full_depth: false}", "pdu.yaml"
)
TYPES = (SWITCH, PDU)

RACKS = """\
site,name,status,u_height,starting_unit,desc_units,outer_width,outer_depth,outer_unit,owner
North,A1,active,42,1,false,600,1200,mm,us
North,A2,active,48,,true,23.62,,in,us
North,A3,active,,5,,,,,
North,A1,active,42,,,,,,
"""

DEVICES = """\
name,role,manufacturer,device_type,status,site,rack,position,face
leaf1,switch,Example,Leaf,active,North,A1,40,front
leaf2,switch,Example,Leaf,active,North,A2,1,front
leaf3,switch,Example,Leaf,active,North,A3,5,front
leaf4,switch,Example,Leaf,active,North,A1,41,front
tall,server,Example,Unknown 4U,active,North,A1,10.5,front
above,switch,Example,Leaf,active,North,A1,42,front
strip,pdu,Example,PDU,active,North,A1,,
loose,switch,Example,Leaf,active,North,,,
lost,switch,Example,Leaf,active,North,A9,1,front
=cmd|' /C calc'!A0,switch,Example,Leaf,active,North,A1,1,front
"""

CABLES = """\
side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,type,status,length,length_unit
leaf1,dcim.interface,swp1,leaf2,dcim.interface,swp1,dac-passive,planned,250,cm
leaf1,dcim.interface,swp2,leaf2,dcim.interface,swp2,dac-passive,planned,10,ft
leaf1,dcim.interface,swp3,leaf2,dcim.interface,swp3,smf-os2,planned,5,m
leaf1,dcim.powerport,PSU1,strip,dcim.poweroutlet,1,power,planned,1,m
leaf1,dcim.interface,swp1,ghost,dcim.interface,x,dac-passive,planned,1,m
leaf3,dcim.interface,swp1,leaf2,dcim.interface,swp2,dac-passive,planned,3,yards
"""


def preview(racks=RACKS, devices=DEVICES, cables=CABLES, **more):
    return preview_layout(racks, devices, cables, TYPES, **more)


def test_positions_become_units_from_the_bottom():
    trays = {tray.label: tray for tray in preview().layout.trays}
    assert trays["leaf1"].u == 40
    assert trays["leaf2"].u == 47  # from the top, the lowest-numbered unit of two is U1
    assert trays["leaf3"].u == 1  # the first unit of its rack is 5
    assert trays["tall"].u == 10
    assert trays["=cmd|' /C calc'!A0"].u == 1
    assert set(trays) == {"leaf1", "leaf2", "leaf3", "tall", "=cmd|' /C calc'!A0"}


def test_racks_stand_side_by_side_with_their_sizes():
    racks = preview().layout.racks
    assert [(r.label, r.height_u, r.width_mm, r.depth_mm) for r in racks] == [
        ("A1", 42, 600.0, 1200.0),
        ("A2", 48, 599.948, 1068.0),
        ("A3", 42, 600.0, 1068.0),
    ]
    assert [r.x_mm for r in racks] == [0.0, 600.0, pytest.approx(1199.948)]


def test_everything_odd_is_told_and_nothing_is_lost():
    made = preview()
    counts = made.counts
    expected = {
        "half_u": 1, "unknown_type": 1, "outside_rack": 1, "position_taken": 1, "zero_u": 1, "no_rack": 1,
        "unknown_rack": 1, "cable_to_nowhere": 1, "other_cables": 1, "no_length_unit": 1, "unknown_column": 1,
        "height_assumed": 1, "lengths_missing": 1, "formula_cell": 1, "technology_open": 1, "doubled_name": 1,
    }  # fmt: skip
    assert {rule: counts.get(rule) for rule in expected} == expected
    kept = {row["name"] for row in made.layout.extras["x_netbox_unplaced"]}
    assert kept == {"leaf4", "above", "strip", "loose", "lost"}
    taken = next(n for n in made.notices if n.rule == "position_taken")
    assert (taken.line, "is taken by leaf1" in taken.done) == (5, True)


def test_cables_become_links_where_the_technology_is_certain():
    made = preview()
    (link,) = made.layout.links
    assert (link.technology, link.n_links, link.link_gbps, link.length_m) == ("dac_800", 3, 800.0, 3.048)
    open_group = next(g for g in made.groups if not g.technology)
    assert (open_group.cable, open_group.n, open_group.gbps, open_group.longest_m) == (
        "smf-os2",
        1,
        100.0,
        5.0,
    )
    assert made.layout.extras["x_netbox_cables"][0]["type"] == "smf-os2"


def test_the_user_decides_what_the_table_leaves_open():
    made = preview(technologies={("example_leaf", "example_leaf"): "aec_800"})
    assert {link.technology for link in made.layout.links} == {"aec_800"}
    assert sum(link.n_links for link in made.layout.links) == 4
    with pytest.raises(CatalogError, match="did you mean 'aec_800'"):
        preview(technologies={("example_leaf", "example_leaf"): "aec_80"})
    with pytest.raises(LayoutError, match="no cable joins"):
        preview(technologies={("example_leaf", "example_lead"): "aec_800"})


def test_the_layout_can_be_kept():
    layout = preview().layout
    assert parse(dump(layout)) == layout


def test_an_unknown_type_gets_a_placeholder_of_the_height_that_the_table_gives():
    devices = "name,device_type,rack,position,u_height\nx,Box,A1,3,3\n"
    layout = preview(devices=devices, cables="").layout
    (design,) = layout.designs
    assert (design.height_u, design.extras["x_netbox_placeholder"]) == (3, True)


def test_exports_with_headings_and_semicolons_are_read(tmp_path):
    racks = tmp_path / "r.csv"
    racks.write_bytes("\ufeffName;Height;Descending units\nA1;42;✔\n".encode())
    devices = tmp_path / "d.csv"
    devices.write_text("Name;Type;Rack;Position\nleaf;Leaf;A1;1\n")
    made = read_layout(racks, devices, types=TYPES)
    assert made.layout.trays[0].u == 41


@pytest.mark.parametrize(
    ("racks", "said"),
    [
        ("", "the column name is missing in racks"),
        ("nam,u_height\n", "did you mean 'nam'"),
        ("name,name\nA,B\n", "stands twice"),
        ("name\n" + "A\n" * 100_001, "more than 2,000 rows"),
        ("name\n" + '"' + "x" * 200_000 + '"\n', "broken CSV"),
        ("x" * 6_000_000, "too large for a NetBox table"),
    ],
)
def test_broken_tables_get_one_error(racks, said):
    with pytest.raises(FileError, match=said) as refused:
        preview(racks=racks)
    assert str(refused.value).startswith("racks.csv")


def test_wrong_encoding_is_told(tmp_path):
    path = Path(tmp_path, "r.csv")
    path.write_bytes("name\nKöln\n".encode("latin-1"))
    with pytest.raises(FileError, match=r"r\.csv:2: the byte 0xf6 is not UTF-8"):
        read_layout(path, path)


def test_2000_mutations_give_a_preview_or_one_error():
    dice = random.Random(11)
    made, refused = 0, []
    for _ in range(2000):
        tables = [RACKS, DEVICES, CABLES]
        for _ in range(dice.randint(1, 3)):
            i = dice.randrange(3)
            tables[i] = mutated(tables[i], dice)
        try:
            result = preview(*tables)
        except ExplorerError as error:
            refused.append(str(error))
            continue
        assert isinstance(result, LayoutPreview)
        made += 1
        if made % 10 == 0:
            assert parse(dump(result.layout)) == result.layout
    assert made > 500
    assert len(refused) > 50
