"""Rows and tables of a breakdown."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from explorer.catalog import Quantity, load


class Row(NamedTuple):
    """One part of a total, in the unit of its table."""

    label: str
    value: float
    share: float = math.nan
    """share of the sum; NaN in a ranking"""
    elements: tuple[str, ...] = ()
    """ids of the part, the link group, or all trays of a design that the row is about"""
    tray: str = ""
    """id of the tray, if the row is about a part in one of several trays"""
    how: str = ""
    """the arithmetic, such as `288 ends of 15 W`"""
    kind: str = ""
    """kind of the catalog figure used; empty if there is none, or more than one"""
    source: str = ""


class Table(NamedTuple):
    """Rows, and how they relate to the total."""

    title: str
    sort: str
    """`sum`: rows add up to the total; `terms`: so do they, some are negative; `ranking`: the first is it"""
    unit: str
    rows: tuple[Row, ...]


class Why(NamedTuple):
    """Breakdown of one total."""

    name: str
    label: str
    value: float
    unit: str
    said: str
    """the rule of the total in words"""
    tables: tuple[Table, ...]


def summed(title: str, unit: str, rows: Iterable[Row]) -> Table:
    """Rows that add up, the largest first, each with its share; rows of 0 are left out."""
    rows = [row for row in rows if row.value]
    total = sum(row.value for row in rows)
    shared = (row._replace(share=row.value / total) for row in rows)
    return Table(title, "sum", unit, tuple(sorted(shared, key=lambda row: -row.value)))


def scaled(table: Table, title: str, unit: str, factor: float) -> Table:
    """The same rows in another unit."""
    rows = tuple(row._replace(value=row.value * factor) for row in table.rows)
    return table._replace(title=title, unit=unit, rows=rows)


def cited(row: Row, figure: Quantity) -> Row:
    """The row with kind and source of the catalog figure that it uses."""
    return row._replace(kind=figure.kind, source=load().citation(figure))
