"""A table as a document shows it: texts in rows, some columns right-aligned."""

from typing import NamedTuple


def addresses(cell: str) -> list[str]:
    """The addresses of a cell.

    >>> addresses("a.org/x ; b.org/y")
    ['a.org/x', 'b.org/y']
    """
    return [address for address in cell.split(" ; ") if address]


class Table(NamedTuple):
    """Cells are texts; a terminal, a sheet and a merge request write the same ones."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """Columns of numbers"""
    wide: int | None = None
    """The column that takes the room that is left"""
    severity: int | None = None
    """The column that holds severities of findings"""
    address: int | None = None
    """The column that holds addresses of the web, without their ``https://``"""
    is_small: bool = False
    """Whether it is set in small type, as annexes are"""
