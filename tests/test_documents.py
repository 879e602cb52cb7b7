"""The tables of ``docs/links.md`` and ``docs/power.md`` are those that the program makes."""

import pytest

from tests.making import link_tables, power_tables, terminal_examples
from tests.making.documents import PLACE, alike


@pytest.mark.parametrize(
    ("document", "names"), [(link_tables, set(link_tables.TABLES)), (power_tables, {"failures"})]
)
def test_the_tables_are_those_of_the_program(document, names):
    text = document.DOCUMENT.read_text()
    assert {name for name, _ in PLACE.findall(text)} == names
    for now, made in zip(text.splitlines(), document.tables(text).splitlines(), strict=True):
        assert now == made, "run `make links power`"


def test_the_commands_of_the_terminal_print_what_the_document_says():
    text = terminal_examples.DOCUMENT.read_text()
    for now, made in zip(text.splitlines(), terminal_examples.examples(text).splitlines(), strict=True):
        assert alike(now, made), f"run `make terminal`\n{now}\n{made}"
