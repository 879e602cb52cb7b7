"""NetBox types as people really write them: patch panels, chassis, words for booleans, line ends, tabs."""

import pytest
import yaml

from explorer.errors import FileError
from explorer.files import dump, parse
from explorer.files.netbox import Fix, preview_layout, preview_type, read_type, type_text
from explorer.files.netbox.preview import LONGEST_TOLD, LONGEST_VALUE, MOST_COMPARED, Notices
from explorer.model import Layout, TrayDesign
from tests.files.netbox_files import OWN, found, rules

PORT = "800gbase-x-osfp"
HEAD = "manufacturer: M\nmodel: X\nslug: m-x\nis_full_depth: true\n"


def type_of(*lines: str):
    return preview_type(HEAD + "\n".join(lines) + "\n", "x.yaml")


def test_a_patch_panel_is_told_port_by_port():
    preview = read_type(OWN / "patch-panel.yaml")
    assert {
        "bad_slug", "half_u", "word_for_boolean", "unit_converted", "quoted_number", "out_of_range",
        "position_shared", "position_beyond", "dangling_reference", "range_in_name", "half_depth",
        "passive_panel",
    } <= rules(preview)  # fmt: skip
    assert preview.mass_kg == pytest.approx(80 * 0.028349523125, abs=1e-3)
    assert preview.element.height_u == 2
    assert (preview.draw_w, preview.element.supply) == (0.0, "none")
    shared = found(preview, "position_shared")
    assert (shared.field, shared.line) == ("front-ports[1].rear_port_position", 29)
    assert "that of F1" in shared.done
    assert found(preview, "position_beyond").valid == "1 to 2 of R2"
    assert found(preview, "range_in_name").value == "F[5-8]"
    # leading zeros are part of a name
    assert yaml.safe_load(type_text(preview.element))["slug"] == "example-MPO Panel"
    assert "part_number: 0042\n" in type_text(preview.element)


def test_a_chassis_says_too_little_and_too_much():
    preview = read_type(OWN / "chassis.yml")
    assert {
        "supplies_in_bays", "doubled_name", "missing_key", "device_bays", "child_with_height", "child_device",
        "bays_without_parent", "unknown_word", "no_weight_unit", "unknown_key", "range_in_name",
    } <= rules(preview)  # fmt: skip
    assert preview.mass_kg is None
    assert {n.valid for n in preview.notices if n.rule == "unknown_word"} >= {
        "did you mean 'front-to-rear'?",
        "did you mean 'lb'?",
    }
    # `mgmt_only: yes` is a yes, and is told
    assert {n.field for n in preview.notices if n.rule == "word_for_boolean"} == {"interfaces[0].mgmt_only"}
    (cage,) = (part for part in preview.element.parts if part.kind == "cage")
    assert cage.extras["x_netbox_ports"] == ["Ethernet[1-32]"]


def test_line_ends_are_kept_where_a_file_is_sent_back():
    fixes = [Fix("weight_unit", "lb", "data sheet"), Fix("airflow", "front-to-rear", "seen")]
    fixes += [Fix("interfaces[1].mgmt_only", False, "data sheet"), Fix("part_number", "EX-8", "label")]
    preview = read_type(OWN / "chassis.yml", fixes)
    assert preview.mass_kg == pytest.approx(212.5 * 0.45359237, abs=1e-3)
    before = (OWN / "chassis.yml").read_bytes().decode("utf-8-sig")
    layout = Layout(designs=[preview.element])
    after = type_text(parse(dump(layout)).designs[0])
    assert after.count("\n") == after.count("\r\n") == before.count("\n") + 2
    lines = set(after.split("\r\n")) - set(before.split("\r\n"))
    assert lines == {
        "weight_unit: lb", "airflow: front-to-rear", "    mgmt_only: false", "part_number: EX-8",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "mgmt"),
    [("yes", True), ("on", True), ("True", True), ("no", False), ("off", False), ("1", True)],
)
def test_words_for_booleans_are_taken_and_told(word, mgmt):
    preview = type_of(
        "u_height: 1", "interfaces:", f"- {{name: p1, type: 800gbase-x-osfp, mgmt_only: {word}}}"
    )
    assert bool([p for p in preview.element.parts if p.kind == "cage"]) is not mgmt
    assert preview.counts["word_for_boolean"] == 1


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("u_height: 0.5", "half_u"),
        ("u_height: 1.3", "odd_height"),
        ("u_height: 0", "zero_u"),
        ("u_height: 21", "too_high"),
        ("u_height: -1", "out_of_range"),
        ("u_height: 1:30", "bad_value"),
        ("u_height: 0o17", "bad_value"),
        ("u_height: .nan", "bad_value"),
        ("u_height: .inf", "bad_value"),
        ("u_height: '2'", "quoted_number"),
        ("u_height: 2026-11-24", "bad_value"),
        ("u_height: yes", "bad_value"),
        ("u_height: [1]", "bad_value"),
        ("u_height:", "height_assumed"),
    ],
)
def test_heights_that_are_none(line, rule):
    preview = type_of(line)
    assert rule in rules(preview)
    assert 1 <= preview.element.height_u <= 20


@pytest.mark.parametrize(
    ("weight", "unit", "kg"),
    [
        ("105", "lb", 47.627),
        ("12.5", "kg", 12.5),
        ("799", "g", 0.799),
        ("17.3", "oz", 0.49),
        ("'9'", "kg", 9.0),
    ],
)
def test_weights_in_every_unit(weight, unit, kg):
    preview = type_of("u_height: 1", f"weight: {weight}", f"weight_unit: {unit}")
    assert preview.mass_kg == preview.element.mass_kg == kg


@pytest.mark.parametrize(
    ("port", "rule", "watts"),
    [
        ("maximum_draw: 1", "absurd_watts", None),
        ("maximum_draw: 1e6", "absurd_watts", None),
        ("maximum_draw: -5", "out_of_range", None),
        ("maximum_draw: 650 W", "bad_value", None),
        ("maximum_draw: '650'", "quoted_number", 650.0),
        ("maximum_draw: 650.5", "fraction_of_watt", 650.5),
        ("allocated_draw: 400", "technology_open", 400.0),
        ("maximum_draw: 300, allocated_draw: 400", "allocated_over_maximum", 300.0),
        ("maximum_draw: null", "no_watts", None),
    ],
)
def test_watts_that_are_none_or_odd(port, rule, watts):
    preview = type_of(
        "u_height: 1",
        f"power-ports: [{{name: a, type: iec-60320-c14, {port}}}]",
        "interfaces: [{name: p1, type: 800gbase-x-osfp}]",
    )
    assert rule in rules(preview)
    assert preview.draw_w == watts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "interfaces:\n\t- name: a\n", r"x.yaml:6: broken YAML .*tab"),
        (HEAD + "a: &b {name: x}\nc: *b\n", "x.yaml:5: the anchor &b is refused"),
        (HEAD + "<<: {u_height: 1}\n", "x.yaml:5: the merge key << is refused"),
        (HEAD + "u_height: !!float 1\n", "x.yaml:5: the tag .* is refused"),
        (HEAD + "u_height: 1e999\n", "x.yaml:5: 1e999 is too large a number"),
        (HEAD + "---\n" + HEAD, "x.yaml:5: a second document begins here"),
    ],
)
def test_what_a_type_may_not_use_is_refused_with_its_line(text, said):
    with pytest.raises(FileError, match=said):
        preview_type(text, "x.yaml")


def test_comments_of_the_file_and_empty_lists_do_no_harm():
    preview = type_of("# a comment", "u_height: 1  # high", "comments:", "interfaces: []", "power-ports:")
    assert preview.element.height_u == 1
    assert "bad_value" not in rules(preview)


def test_a_module_type_with_entries_that_refer_to_nothing():
    preview = preview_type(
        "manufacturer: M\nmodel: Cassette\nrear-ports: [{name: R, type: mpo, positions: 1}]\n"
        "front-ports: [{name: F, type: lc, rear_port: R, rear_port_position: 2}]\n"
    )
    assert preview.sort == "module-type"
    assert {"position_beyond", "nothing_to_draw"} <= rules(preview)


def test_a_key_that_stands_twice_is_told_and_the_last_one_taken():
    text = (
        HEAD
        + "u_height: 0\nsubdevice_role: child\nsubdevice_role: parent\ndevice-bays: [{name: A, name: B}]\n"
    )
    preview = preview_type(text, "x.yaml")
    told = {(n.field, n.line) for n in preview.notices if n.rule == "doubled_key"}
    assert told == {("subdevice_role", 7), ("device-bays[0].name", 8)}
    assert not {"child_device", "bays_without_parent"} & rules(preview)
    assert type_text(preview.element) == text
    fixed = preview_type(text, "x.yaml", [Fix("subdevice_role", "child", "manual")])
    assert type_text(fixed.element) == text.replace("role: parent", "role: child")


def test_empty_texts_are_as_good_as_none():
    preview = type_of("u_height: 1", "airflow: ''", "part_number: ''", "comments: ''", "subdevice_role: ''")
    assert "unknown_word" not in rules(preview)
    assert "no_airflow" in rules(preview)


# -- what grows with the file alone ----------------------------------------------------------------


def test_near_words_are_looked_for_within_a_budget():
    notices = Notices("x")
    known = [f"rack_{i}" for i in range(MOST_COMPARED // 2)]
    assert notices.near("rack_7x", known) != ""
    assert notices.near("rack_8x", known) != ""
    assert notices.near("rack_9x", known) == ""
    assert Notices("x").near("r" * 81, ["r" * 80]) == ""


def test_findings_are_short_whatever_stands_in_the_file():
    long = "x" * 300_000
    preview = type_of(
        "u_height: 1", f"{long[:900]}: 1", f"comments: {long}", f"interfaces: [{{name: [{long}]}}]"
    )
    for notice in preview.notices:
        assert len(notice.value) <= LONGEST_VALUE + 5
        assert len(notice.done) <= LONGEST_TOLD + 5
        assert len(str(notice)) < 1200


def test_twenty_thousand_kinds_of_port_are_answered():
    ports = (f"- {{name: p{i}, type: {i}gbase-x-osfp}}" for i in range(1, 15_000))
    preview = type_of("u_height: 1", "interfaces:", *ports)
    assert isinstance(preview.element, TrayDesign)
    assert preview.counts["too_many_ports"] > 10_000
    assert sum(p.n_modules for p in preview.element.parts if p.kind == "cage") <= 1024


def test_racks_of_one_name_for_the_computer_are_numbered():
    racks = "name,u_height\n" + "".join(f"{chr(0x4E00 + i)},42\n" for i in range(1900))
    layout = preview_layout(racks, "name,device_type\n").layout
    assert [r.id for r in layout.racks[:3]] == ["rack", "rack_2", "rack_3"]
    assert len({r.id for r in layout.racks}) == 1900


@pytest.mark.parametrize(("table", "most"), [("racks", 2_000), ("devices", 20_000)])
def test_more_rows_than_a_layout_holds_are_refused(table, most):
    tables = {"racks": "name,u_height\n", "devices": "name,device_type\n"}
    tables[table] += "a,1\n" * (most + 1)
    with pytest.raises(FileError, match=f"more than {most:,} rows are too many for a table of {table}"):
        preview_layout(**tables)


def test_columns_without_end_are_answered():
    header = "name,u_height," + ",".join(f"c{i}" for i in range(100_000))
    preview = preview_layout(header + "\n", "name,device_type\n")
    assert preview.counts["unknown_column"] == 100_000
    with pytest.raises(FileError, match="the column 'x' stands twice"):
        preview_layout("name," + "x," * 100_000 + "\n", "name,device_type\n")
