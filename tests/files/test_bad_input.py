"""Every bad input is one error that says where it is and what to mend."""

import pytest

from explorer.errors import FileError
from explorer.files import parse
from explorer.files.migrations import migrated
from explorer.files.yaml_tree import Block, yaml_tree
from tests.files.layouts import GOOD


def refused(old: str, new: str, text: str = GOOD) -> FileError:
    """The error of a good text in which one place is spoiled."""
    assert text.count(old) == 1
    with pytest.raises(FileError) as caught:
        parse(text.replace(old, new), "rack.layout.yaml")
    error = caught.value
    assert error.file == "rack.layout.yaml"
    assert str(error).startswith(f"rack.layout.yaml:{error.line}: ")
    return error


def line_of(fragment: str) -> int:
    (number,) = [i for i, line in enumerate(GOOD.splitlines(), 1) if fragment in line]
    return number


# fmt: off
CASES = {
    "unknown key": ("u: 7}", "uu: 7}", "{id: r1.sw1", "r1.sw1", "uu", ["unknown key", "did you mean 'u'?"]),
    "unknown section": ("overrides:\n", "override:\n", "overrides:", None, "override", ["unknown key",
        "did you mean 'overrides'?"]),
    "wrong type": ("u: 7}", "u: seven}", "{id: r1.sw1", "r1.sw1", "u", ["'seven' is not a whole number"]),
    "empty": ("u: 7}", "u: }", "{id: r1.sw1", "r1.sw1", "u", ["null is not a whole number"]),
    "a number for a text": ("Rack 1", "7", "Rack 1", "r1", "label", ["7 is not text", '"7"']),
    "a list for a number": ("22.5", "[1, 2]", "22.5", "site", "supply_air_c", ["[1, 2] is not a number"]),
    "out of range": ("22.5", "99", "22.5", "site", "supply_air_c", ["99", "allowed range 5 to 50"]),
    "too large a number": ("22.5", "1" * 299, "22.5", "site", "supply_air_c", ["allowed range 5 to 50"]),
    "unknown word": ("management", "managment", "{id: mgmt,", "mgmt", "kind", ["one of",
        "did you mean 'management'?"]),
    "unknown part": ("kind: cage", "kind: cgae", "sw.cage1", "sw.cage1", "kind", ["one of",
        "did you mean 'cage'?"]),
    "no kind": ("kind: cage, ", "", "sw.cage1", "sw.cage1", "kind", ["the key is missing"]),
    "no design": ("design: sw, kind: cage", "kind: cage", "sw.cage1", "sw.cage1", "design",
        ["the key is missing"]),
    "no id": ("id: r1.sw1, ", "", "{id: r1.sw1", "trays[0]", "id", ["the key is missing"]),
    "bad id": ("id: r1.mgmt,", "id: Tray 7,", "{id: r1.mgmt", "Tray 7", "id", ["'Tray 7' is not an id"]),
    "unknown technology": ("technology: dsp_800_dr8, a", "technology: dsp_800_dr9, a", "{id: up",
                           "up", "technology", ["'dsp_800_dr9'", "did you mean 'dsp_800_dr8'?"]),
    "a light source for a link": ("technology: dsp_800_dr8, a", "technology: els_module_vhp, a", "{id: up",
                                  "up", "technology", ["carries no data"]),
    "unknown technology of an override": ("technology: dsp_800_dr8, field", "technology: dsp_800_dr9, field",
                                          "{id: o1", "o1", "technology", ["did you mean 'dsp_800_dr8'?"]),
    "unknown value of an override": ("module_w.typical", "module_w.typicl", "{id: o1", "o1", "field",
        ["'module_w.typicl'", "did you mean 'module_w.typical'?"]),
    "override out of range": ("value: 14", "value: 20000", "{id: o1", "o1", "value", ["20000",
        "0 to 2000 W"]),
    "override against its range": ("module_w.typical, value: 14", "module_w.high, value: 1", "{id: o1", "o1",
                                   "value", ["below", "module_w.typical"]),
    "two trays in one U": ("u: 9", "u: 8", "{id: r1.sw2", "r1.sw2", "u", ["U8", "taken twice: by r1.sw1"]),
    "a tray beyond the rack": (" u: 42}", " u: 43}", "{id: r1.mgmt", "r1.mgmt", "u", ["U43", "ends at U42"]),
    "a link to nowhere": ("a: sw,", "a: sv,", "{id: up", "up", "a",
        ["no TrayDesign 'sv'", "there are sw, mgmt"]),
    "a link to no design": ("a: sw,", "a: r1,", "{id: up", "up", "a", ["no TrayDesign 'r1'"]),
    "a link from nothing": ("a: sw,", 'a: "",', "{id: up", "up", "a", ["no TrayDesign ''"]),
    "a tray in no rack": ("rack: r1, design: mgmt", "rack: r11, design: mgmt", "{id: r1.mgmt", "r1.mgmt",
        "rack",
        ["no Rack 'r11'", "did you mean 'r1'?"]),
    "a part of no design": ("design: mgmt, kind: load", "design: mgt, kind: load", "mgmt.cpu", "mgmt.cpu",
        "design",
        ["no TrayDesign 'mgt'", "did you mean 'mgmt'?"]),
    "a part of no host": ("host: sw.asic", "host: sw.asci", "sw.cage1", "sw.cage1", "host",
        ["no Asic 'sw.asci'", "did you mean 'sw.asic'?"]),
    "an id used twice": ("id: r1.sw2", "id: r1.sw1", "{id: r1.sw2", "r1.sw1", "id",
        ["used twice, first in line 18"]),
    "an own key like a declared one": ("x_mm: 12.5", "x_m: 12.5", "sw.cage1", "sw.cage1", "x_m",
        ["unknown key", "did you mean 'x_mm'?"]),
    "a row that is no mapping": ("{id: mgmt, kind: management}", "mgmt", None, "designs[1]", None,
        ["a mapping"]),
    "a section that is no list": ("site: {id: site, supply_air_c: 22.5}\nracks:\n", "racks:\n  of:\n  ", None,
                                  "racks", None, ["a list is needed", "a mapping"]),
    "newer schema": ("schema: 1", "schema: 7", "schema: 1", None, "schema",
        ["schema 7 is newer than this program reads (1)", "update"]),
    "schema of no number": ("schema: 1", "schema: one", "schema: 1", None, "schema",
        ["'one' is not a whole number"]),
    "schema 0": ("schema: 1", "schema: 0", "schema: 1", None, "schema", ["outside the allowed range 1 to 1"]),
    "no schema": ("schema: 1\n", "", None, None, "schema", ["missing", "schema: 1"]),
    "broken YAML": ("u: 7}", "u: 7", None, None, None, ["broken YAML at column", "the line reads", "r1.sw2"]),
    "an anchor": ("Rack 1", "&a Rack", "Rack 1", None, None, ["anchor &a"]),
    "an alias": ("Rack 1", "*a", "Rack 1", None, None, ["alias *a"]),
    "a tag": ("Rack 1", "!!python/name:os.system Rack", "Rack 1", None, None, ["tag"]),
    "a merge": ("label: Rack 1", "<<: {u: 1}", "Rack 1", None, None, ["merge key"]),
    "a key twice": ("label: Rack 1", "id: r2", "Rack 1", None, None, ["key 'id' stands twice"]),
    "a second document": ("racks:\n", "---\n", None, None, None, ["second document"]),
    "too deep": ("name: Ada", "name: [[[[[[1]]]]]]", "Ada", None, None, ["more than 6 deep"]),
    "infinity": ("22.5", "1e999", "22.5", None, None, ["too large a number"]),
    "many digits": ("22.5", "9" * 5000, "22.5", None, None, ["300 digits"]),
    "a control character": ("Rack 1", "Rack\0", "Rack 1", None, None, ["U+0000"]),
}
# fmt: on


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_error_names_line_element_field_and_what_is_allowed(case):
    old, new, where, element, field, said = case
    error = refused(old, new)
    if where:
        assert error.line == line_of(where)
    assert (error.element, error.field) == (element, field)
    assert all(words in error.problem for words in said), error.problem
    assert len(str(error)) < 700


def test_the_first_of_several_faults_is_told_and_the_others_are_counted():
    spoiled = GOOD.replace("u: 7}", "u: 70}").replace("22.5", "-1").replace("kind: switch", "kind: swatch")
    with pytest.raises(FileError) as caught:
        parse(spoiled)
    assert (caught.value.line, caught.value.field) == (line_of("22.5"), "supply_air_c")
    assert caught.value.problem.endswith("(2 more faults in the file)")


def test_a_faulty_element_is_not_also_reported_as_missing():
    assert "more fault" not in str(refused("height_u: 42", "height_u: 420"))


def test_an_element_cannot_take_the_id_of_a_room_that_is_left_out():
    with pytest.raises(FileError, match="belongs to the room") as caught:
        parse("schema: 1\nracks:\n- {id: site}\n")
    assert caught.value.line == 3


def test_one_value_replaced_twice_is_refused():
    last = GOOD.splitlines()[-1]
    error = refused(last, last + "\n" + last.replace("o1", "o2"))
    assert (error.element, error.field) == ("o2", "field")
    assert "first by o1" in error.problem


@pytest.mark.parametrize("text", ["", "# nothing\n", "null", "[1, 2]", "just words", "7"])
def test_what_is_no_layout_at_all_is_told_how_one_begins(text):
    with pytest.raises(FileError, match="a layout begins with schema: 1"):
        parse(text)


def test_a_made_up_step_lifts_an_older_file_and_keeps_its_lines():
    data = yaml_tree("schema: 1\nname: Old\nracks:\n- {id: r1}\n")

    def renamed(old):
        old["title"] = old.pop("name")
        return old

    steps = {1: renamed, 2: lambda old: {**old, "note": "lifted"}}
    new = migrated(data, steps=steps, newest=3)
    assert new == {"schema": 3, "title": "Old", "racks": [{"id": "r1"}], "note": "lifted"}
    assert isinstance(new["racks"][0], Block)
    assert new["racks"][0].line == 4


def test_a_version_without_a_step_is_refused():
    with pytest.raises(FileError, match="no way leads from schema 1 to 2"):
        migrated({"schema": 1}, steps={}, newest=2)
