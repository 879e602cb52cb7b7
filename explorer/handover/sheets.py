"""Writes tables as CSV or XLSX files; text that begins like a formula stays text.

A spreadsheet program may run a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return
(OWASP, CSV Injection). In CSV such a text gets an apostrophe in front, in XLSX the cell type text. Numbers
are written as numbers in both.
"""

import csv
import io
import math
from collections.abc import Sequence
from typing import NamedTuple

from explorer.errors import ExplorerError

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 1_048_575
"""Rows of an XLSX sheet below its heading."""

LONGEST_TEXT = 32_767
"""Characters of an XLSX cell."""

WIDEST = 48


class Table(NamedTuple):
    """Named columns and their rows; a cell is text, a number, or ``None``."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence]


def csv_bytes(table: Table, bom: bool = True) -> bytes:
    """The table as CSV in UTF-8; a byte order mark makes spreadsheet programs read it as UTF-8.

    >>> csv_bytes(Table("t", ("name", "w"), [("=1+1", -0.5), ("plain", None)]), bom=False)
    b"name,w\\r\\n'=1+1,-0.5\\r\\nplain,\\r\\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8", errors="replace")


def _csv_cell(cell):
    if isinstance(cell, str):
        plain = cell.replace("\0", "\ufffd")
        return f"'{plain}" if plain.startswith(FORMULA) else plain
    return _number(cell)


def _number(cell):
    if cell is None or not math.isfinite(cell):
        return None
    return int(cell) if float(cell).is_integer() and abs(cell) < 1e15 else float(cell)


def xlsx_bytes(*tables: Table) -> bytes:
    """The tables as sheets of one XLSX file, with frozen headings and filters.

    Raises
    ------
    ExplorerError
        If openpyxl is not installed, or a table has more rows than a sheet takes.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise ExplorerError("XLSX files need openpyxl: pip install openpyxl; CSV works without") from None
    book = Workbook(write_only=True)
    for table in tables:
        if len(table.rows) > MOST_ROWS:
            n = f"{len(table.rows):,}"
            raise ExplorerError(
                f"{table.name}: {n} rows are more than a sheet takes ({MOST_ROWS:,}); take CSV"
            )
        _sheet(book, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book, table: Table) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.name[:31])
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    for i, column in enumerate(table.columns):
        widest = max((len(str(row[i])) for row in table.rows[:500] if row[i] is not None), default=0)
        sheet.column_dimensions[get_column_letter(i + 1)].width = min(max(len(column), widest) + 2, WIDEST)
    bold = Font(bold=True)
    headings = [WriteOnlyCell(sheet, value=column) for column in table.columns]
    for cell in headings:
        cell.font = bold
    sheet.append(headings)
    for row in table.rows:
        sheet.append([_xlsx_cell(sheet, cell) for cell in row])


def _xlsx_cell(sheet, cell):
    if not isinstance(cell, str):
        return _number(cell)
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell)[:LONGEST_TEXT]
    if not text.startswith(FORMULA):
        return text
    kept = WriteOnlyCell(sheet, value=text)
    kept.data_type = "s"
    kept.quotePrefix = True
    return kept
