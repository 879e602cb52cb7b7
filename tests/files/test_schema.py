"""The published schema says what the reader says."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from explorer.errors import FileError
from explorer.files import SCHEMA, dump, json_schema, parse, read, schema
from explorer.files.writer import FIRST_LINE
from explorer.files.yaml_tree import yaml_tree
from tests.files.layouts import GOOD, layouts

CHECKER = jsonschema.Draft202012Validator(schema())


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_shipped_file_is_up_to_date():
    advice = 'run: python -c "from explorer.files import json_schema as s; s.publish()"'
    assert json.loads(json_schema.PATH.read_text(encoding="utf-8")) == json.loads(json_schema.text()), advice


def test_the_first_line_of_a_shipped_layout_leads_to_it():
    address = FIRST_LINE.partition("$schema=")[2]
    layouts_folder = json_schema.PATH.parents[2] / "layouts"
    assert (layouts_folder / address).resolve() == json_schema.PATH.resolve()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(layouts())
def test_whatever_is_written_obeys_it(layout):
    CHECKER.validate(yaml_tree(dump(layout)))


SPOILED = {
    "u: 7": "uu: 7",
    "u: 9": "u: 70",
    " u: 42}": " u: top}",
    "kind: switch": "kind: swich",
    "kind: cage": "kind: cgae",
    "schema: 1": "schema: 2",
    "technology: dsp_800_dr8, a": "technology: dsp_800, a",
    "module_w.typical": "module_w",
    "rack: r1, design: mgmt": "design: mgmt",
    "id: r1,": "id: R 1,",
    "length_m: 30": "length_m: -1",
    "title: Two": "titel: Two",
}


@pytest.mark.parametrize(("old", "new"), SPOILED.items())
def test_it_refuses_what_the_reader_refuses(old, new):
    assert GOOD.count(old) == 1
    spoiled = GOOD.replace(old, new)
    assert not CHECKER.is_valid(yaml_tree(spoiled))
    with pytest.raises(FileError):
        parse(spoiled)
    assert CHECKER.is_valid(yaml_tree(GOOD))


@pytest.mark.parametrize("version", range(1, SCHEMA + 1))
def test_a_file_of_every_version_is_kept_and_read(version):
    """One for each, for ever: add the next to `versions` when the schema's number rises."""
    path = Path(__file__).parent / f"versions/schema_{version}.layout.yaml"
    assert f"\nschema: {version}\n" in path.read_text(encoding="utf-8")
    layout = read(path)
    assert len(layout.trays) == 3
    assert dump(layout).startswith(f"{FIRST_LINE}\nschema: {SCHEMA}\n")
