"""A table as a document shows it: texts in rows, some columns right-aligned."""

from typing import NamedTuple


class Table(NamedTuple):
    """Cells are texts; a terminal, a sheet and a merge request write the same ones."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """Columns of numbers"""
    wide: int | None = None
    """The column that takes the room that is left"""
