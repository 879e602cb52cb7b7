"""A table of a document: texts in rows, some columns right-aligned."""

from typing import NamedTuple


def addresses(cell: str) -> list[str]:
    """The web addresses in a cell.

    >>> addresses("a.org/x ; b.org/y")
    ['a.org/x', 'b.org/y']
    """
    return [address for address in cell.split(" ; ") if address]


class Table(NamedTuple):
    """A table whose cells are texts; the terminal, the sheet and Markdown output write the same texts."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """Indices of right-aligned columns, which hold numbers"""
    wide: int | None = None
    """Index of the column that takes the remaining width"""
    severity: int | None = None
    """Index of the column with severities of findings"""
    address: int | None = None
    """Index of the column with web addresses, without their ``https://``"""
    is_small: bool = False
    """Whether it is set in small type, as in annexes"""
