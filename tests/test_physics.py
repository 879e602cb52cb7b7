"""The tables of ``docs/physics.md`` are those that ``make physics`` would write, numbers apart."""

import re

from tests.making.physics_tables import DOCUMENT, PICTURE, TABLES, tables_in

NUMBER = re.compile(r"[-+]?\d")


def test_the_document_has_the_tables_of_the_program():
    found = tables_in(DOCUMENT.read_text())
    assert list(found) == ["live", "verify", "ev6", "order", "grids", "drags"]
    assert set(found) == set(TABLES)
    for name, (header, *rows) in found.items():
        assert tuple(header) == TABLES[name].header, name
        assert tuple(row[0] for row in rows) == TABLES[name].keys, f"{name}: run `make physics`"
        assert all(NUMBER.match(cell) for row in rows for cell in row[1:2]), name


def test_no_reference_case_fails_in_the_document():
    (_, *rows) = tables_in(DOCUMENT.read_text())["verify"]
    assert {row[-1] for row in rows} == {"pass"}


def test_the_picture_of_the_document_is_there():
    assert f"../assets/{PICTURE.name}" in DOCUMENT.read_text()
    assert PICTURE.exists()
