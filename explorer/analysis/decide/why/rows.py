"""Rows of an answer, and the tables that they make."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from explorer.catalog import Quantity, load


class Row(NamedTuple):
    """One part of a total, in a unit of its own table."""

    label: str
    value: float
    share: float = math.nan
    """of the sum; NaN where rows are ranked"""
    elements: tuple[str, ...] = ()
    """ids of what it belongs to: a part, a link group, or all trays of a design"""
    tray: str = ""
    """where a part is meant in one tray of several"""
    how: str = ""
    """the arithmetic, such as `288 ends of 15 W`"""
    kind: str = ""
    """of the figure behind it; empty where there is none, or more than one"""
    source: str = ""


class Table(NamedTuple):
    """Rows, and what they are to the total."""

    title: str
    sort: str
    """`sum`: they add up to it; `terms`: so do they, some of them negative; `ranking`: the first is it"""
    unit: str
    rows: tuple[Row, ...]


class Why(NamedTuple):
    """What one total is made of."""

    name: str
    label: str
    value: float
    unit: str
    said: str
    """the rule in words"""
    tables: tuple[Table, ...]


def summed(title: str, unit: str, rows: Iterable[Row]) -> Table:
    """Rows that add up, the largest first, each with its share; those that are nothing are left out."""
    rows = [row for row in rows if row.value]
    total = sum(row.value for row in rows)
    shared = (row._replace(share=row.value / total) for row in rows)
    return Table(title, "sum", unit, tuple(sorted(shared, key=lambda row: -row.value)))


def scaled(table: Table, title: str, unit: str, factor: float) -> Table:
    """The same rows in another unit."""
    rows = tuple(row._replace(value=row.value * factor) for row in table.rows)
    return table._replace(title=title, unit=unit, rows=rows)


def cited(row: Row, figure: Quantity) -> Row:
    """The row with kind and source of the figure behind it."""
    return row._replace(kind=figure.kind, source=load().citation(figure))
