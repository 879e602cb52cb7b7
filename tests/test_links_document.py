"""The tables of ``docs/links.md`` are those that the program makes."""

from tests.bench.link_tables import DOCUMENT, PLACE, TABLES, made_anew


def test_the_tables_are_those_of_the_program():
    text = DOCUMENT.read_text()
    assert {name for name, _ in PLACE.findall(text)} == set(TABLES)
    for now, made in zip(text.splitlines(), made_anew(text).splitlines(), strict=True):
        assert now == made, "run `make links`"
