"""NetBox files that are brought in together: told apart, looked at, mended, put into a layout."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import ExplorerError, FileError, LayoutError
from explorer.files import dump, parse, read
from explorer.files.netbox import Fix, Incoming, LayoutPreview, Preview, sort_of_text, type_text, with_type
from explorer.model.placement import misplacements

SWITCH = """manufacturer: Maker
model: S1
slug: maker-s1
u_height: 1
is_full_depth: true
weight: 10
x_color: red
power-ports:
- {name: PSU1, type: iec-60320-c14}
interfaces:
- {name: p1, type: 400gbase-x-osfp}
- {name: p2, type: 400gbase-x-osfp}
"""
SUPPLY = (
    "manufacturer: Maker\nmodel: PSU\npower-ports:\n- {name: In, type: iec-60320-c14, maximum_draw: 900}\n"
)
FRAME = """manufacturer: Maker
model: R
slug: r
form_factor: 4-post-cabinet
width: 19
u_height: 42
starting_unit: 1
"""
RACKS = "site,name,status,u_height\nHall,A1,active,42\n"
DEVICES = """name,role,manufacturer,device_type,status,site,rack,position,face
sw1,leaf,Maker,S1,active,Hall,A1,10,front
"""


@pytest.fixture(scope="module")
def layout():
    return read("layouts/gb200_nvl72.layout.yaml")


def preview_of(text, name="a.yaml", *fixes):
    incoming = Incoming().with_file(name, text)
    for fix in fixes:
        incoming = incoming.fixed(name, fix)
    return incoming.types[name]


@pytest.mark.parametrize("path", sorted(Path("layouts").glob("*.yaml")), ids=lambda path: path.name)
def test_a_layout_is_none_of_netbox(path):
    assert sort_of_text(path.read_text(), path.name) == ""


@pytest.mark.parametrize(
    ("text", "name", "sort"),
    [
        (SWITCH, "a.yaml", "type"),
        ("{manufacturer: M, model: X}", "a.yaml", "type"),
        (RACKS, "a.csv", "racks"),
        (DEVICES, "a.csv", "devices"),
        ("side_a_device,side_a_name,side_b_device,side_b_name\n", "a.CSV", "cables"),
        ("Name;Type;Rack\n", "a.csv", "devices"),
    ],
)
def test_files_are_told_apart(text, name, sort):
    assert sort_of_text(text, name) == sort


def test_a_table_of_something_else_is_named():
    with pytest.raises(FileError, match=r"bill\.csv:1: no NetBox table"):
        sort_of_text("item,price\n", "bill.csv")


def test_a_device_becomes_a_design_and_a_tray_and_keeps_what_is_not_known(layout):
    preview = preview_of(SWITCH)
    assert "x_color" in preview.unknown
    added, ids = with_type(layout, preview, rack="r1")
    assert len(added.designs) == len(layout.designs) + 1
    (tray,) = ids
    assert added.design_of(tray).label == "S1"
    assert misplacements(added) == misplacements(layout)
    again = parse(dump(added))
    assert again == added
    assert type_text(again.designs[-1]) == SWITCH


def test_the_same_type_twice_gets_ids_of_its_own(layout):
    preview = preview_of(SWITCH)
    once, _ = with_type(layout, preview, rack="r1")
    twice, _ = with_type(once, preview, rack="r1")
    thrice, _ = with_type(twice, preview)
    assert len({element.id for element in thrice.elements()}) == len(list(thrice.elements()))
    assert parse(dump(thrice)) == thrice


def test_without_room_a_design_is_added_and_not_mounted(layout):
    preview = preview_of(SWITCH.replace("u_height: 1", "u_height: 20"))
    added, ids = with_type(layout, preview, rack="r1")
    assert ids == ()
    assert len(added.trays) == len(layout.trays)


def test_a_rack_stands_at_the_end_of_the_row_and_a_module_on_a_board(layout):
    added, _ = with_type(layout, preview_of(FRAME))
    assert added.racks[-1].x_mm == max(r.x_mm + r.width_mm for r in layout.racks)
    board = next(d for d in layout.designs if d.kind == "compute")
    added, (part,) = with_type(layout, preview_of(SUPPLY), board=board.id)
    assert added.design_of(part).id == board.id
    assert misplacements(added) == misplacements(layout)
    with pytest.raises(LayoutError, match="select a tray first"):
        with_type(layout, preview_of(SUPPLY))


def test_a_fix_needs_a_source_and_is_kept_with_it(layout):
    incoming = Incoming().with_file("a.yaml", SWITCH)
    with pytest.raises(LayoutError, match="a source is needed"):
        incoming.fixed("a.yaml", Fix("weight", 12, " "))
    with pytest.raises(LayoutError, match="entries 0 to 0"):
        incoming.fixed("a.yaml", Fix("power-ports[3].maximum_draw", 800, "label"))
    fixed = incoming.fixed("a.yaml", Fix("power-ports[0].maximum_draw", 700, "label"))
    fixed = fixed.fixed("a.yaml", Fix("power-ports[0].maximum_draw", 800, "label"))
    assert fixed.types["a.yaml"].draw_w == 800
    added, _ = with_type(layout, fixed.types["a.yaml"])
    assert "label" in added.designs[-1].note
    assert "maximum_draw: 800" in type_text(added.designs[-1])
    assert fixed.unfixed("a.yaml", "power-ports[0].maximum_draw").types["a.yaml"].draw_w != 800


def test_tables_make_a_layout_once_both_are_there():
    incoming = Incoming().with_file("t.yaml", SWITCH).with_file("racks.csv", RACKS)
    assert incoming.missing == ("devices",)
    assert incoming.layout is None
    incoming = incoming.with_file("devices.csv", DEVICES)
    assert incoming.missing == ()
    assert isinstance(incoming.layout, LayoutPreview)
    assert [tray.u for tray in incoming.layout.layout.trays] == [10]
    assert all(notice.file == "devices.csv" for notice in incoming.notices("devices.csv"))
    assert incoming.without_file("racks.csv").missing == ("racks",)


@pytest.mark.parametrize(
    "text",
    [
        "manufacturer: &a [x]\nmodel: [*a, *a]\n",
        "manufacturer: M\nmodel: {a: {b: {c: {d: {e: {f: {g: 1}}}}}}}\n",
        "manufacturer: M\nmodel: 'open",
        "manufacturer: !!python/object/apply:os.system [ls]\n",
        "manufacturer: M\n" + "#" * 1_100_000,
    ],
)
def test_a_hostile_type_is_one_error_beside_its_name(text):
    incoming = Incoming().with_file("bad.yaml", text).with_file("good.yaml", SWITCH)
    assert incoming.problem("bad.yaml").startswith("bad.yaml")
    assert "\n" not in incoming.problem("bad.yaml")
    assert incoming.problem("good.yaml") == ""
    assert isinstance(incoming.types["good.yaml"], Preview)


@given(st.text(max_size=200), st.sampled_from(["a.yaml", "a.csv"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_sort_or_refused(text, name):
    for head in ("", "manufacturer: ", "name,device_type\n"):
        try:
            incoming = Incoming().with_file(name, head + text)
            incoming = incoming.with_file("racks.csv", RACKS)
            found = [incoming.problem(n) for n in incoming.texts], incoming.layout
        except ExplorerError as refused:
            found = str(refused)
        assert found
