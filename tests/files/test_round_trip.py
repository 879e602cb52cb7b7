"""What is written is read back, and reads back the same, byte for byte."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from explorer.errors import LayoutError
from explorer.files import dump, parse, read
from explorer.model import Layout, Part, Rack, Tray, TrayDesign
from tests.files.layouts import GOOD, layouts

SHIPPED = Path(__file__).parents[2] / "layouts"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_any_layout_comes_back_equal_and_its_text_the_same(layout):
    text = dump(layout)
    again = parse(text)
    assert again == layout
    assert [type(e) for e in again.elements()] == [type(e) for e in layout.elements()]
    assert dump(again) == text
    assert not re.search("[^\n\x20-\x7e\xa1-\U0010ffff]|[\u200b-\u200f\u2028-\u202e\ufeff]", text)


def test_a_canonical_text_is_kept_byte_for_byte():
    assert dump(parse(GOOD)) == GOOD


def test_one_drag_changes_one_line():
    moved = dump(parse(GOOD).moved("sw.cage1", x_mm=17.5))
    changed = [(a, b) for a, b in zip(GOOD.splitlines(), moved.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert "x_mm: 17.5" in changed[0][1]


def test_the_version_of_the_catalog_is_kept_until_an_edit():
    old = parse(GOOD.replace("2026.11", "1999.01"))
    assert 'catalog: "1999.01"' in dump(old)
    assert "1999.01" not in dump(old.titled("Edited"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (30.0, "30"),
        (12.5, "12.5"),
        (-0.0, ""),
        (1e16, "1e16"),
        (1e-7, "1e-7"),
        (0.1 + 0.2, "0.30000000000000004"),
        (np.float64(2.5), "2.5"),
        (np.int64(3), "3"),
        (True, "1"),
    ],
)
def test_numbers_are_written_short(value, written):
    layout = Layout(racks=[Rack(id="r1", x_mm=value)])
    line = f"- {{id: r1, x_mm: {written}}}" if written else "- {id: r1}"
    assert line in dump(layout).splitlines()
    assert parse(dump(layout)) == layout


@pytest.mark.parametrize(
    "word", ["no", "on", "2026-11-24", "007", "1e3", "null", "~", "", "12:30:00", "0o7", "True"]
)
def test_words_that_some_reader_takes_for_something_else_are_quoted(word):
    layout = Layout(racks=[Rack(id="r1", note=word, extras={"x_w": word})])
    assert f'x_w: "{word}"' in dump(layout)
    assert parse(dump(layout)) == layout


def test_bare_words_of_other_yaml_readers_stay_text():
    rack = parse("schema: 1\nracks:\n- {id: r1, label: no, note: 2026-11-24, x_a: 007, x_b: yes}\n").element(
        "r1"
    )
    assert (rack.label, rack.note, rack.extras) == ("no", "2026-11-24", {"x_a": "007", "x_b": "yes"})


@pytest.mark.parametrize(
    "layout",
    [
        Layout(extras={"owner": 1}),
        Layout(racks=[Rack(id="r1", extras={"x_m": 1})]),
        Layout(racks=[Rack(id="r1", extras={"x_a": (1, 2)})]),
        Layout(racks=[Rack(id="r1", extras={"x_a": float("nan")})]),
        Layout(racks=[Rack(id="r1", extras={"x_a": 10**400})]),
        Layout(racks=[Rack(id="r1", extras={"x_a": [[[[1]]]]})]),
        Layout(racks=[Rack(id="r1", extras={"x_" + "a" * 999: 1})]),
        Layout(racks=[Rack(id="r1", note="\ud800")]),
        Layout(title=7),
        Layout(note="n" * 5_000_001),
        Layout(designs=[TrayDesign(id="d", parts=(Part(id="d.p"),))]),
    ],
)
def test_what_no_file_can_hold_is_refused_when_written(layout):
    with pytest.raises(LayoutError):
        dump(layout)


def test_a_reader_of_numbers_takes_whole_floats_for_whole_numbers():
    trays = (
        "schema: 1\nracks:\n- {id: r1}\ndesigns:\n- {id: d}\ntrays:\n- {id: t, rack: r1, design: d, u: 7.0}\n"
    )
    assert parse(trays).trays == (Tray(id="t", rack="r1", design="d", u=7),)
    assert dump(parse(trays)).endswith("u: 7}\n")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.layout.yaml")), ids=lambda path: path.name)
def test_a_shipped_layout_is_canonical(path):
    assert dump(read(path)) == path.read_text(encoding="utf-8")
