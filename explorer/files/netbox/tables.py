"""Reads NetBox's CSV tables of racks, devices and cables, also as saved by spreadsheets, as rows of text."""

import csv
import io
from collections import Counter
from typing import NamedTuple

from explorer.errors import FileError
from explorer.files.faults import shortened
from explorer.files.netbox.preview import Notices
from explorer.files.yaml_tree import check_size

MOST_ROWS = {"racks": 2_000, "devices": 20_000, "cables": 100_000}
"""Most rows by table: with more, the layout could not be saved in a file."""
WHAT = "a NetBox table"

LONGEST_COLUMN = 100

RACK_COLUMNS = """
site location name facility_id tenant status role rack_type form_factor serial asset_tag width u_height
starting_unit desc_units outer_width outer_height outer_depth outer_unit mounting_depth airflow weight
max_weight weight_unit description comments tags id
"""

DEVICE_COLUMNS = """
name role tenant manufacturer device_type platform serial asset_tag status site location rack position face
latitude longitude parent device_bay airflow virtual_chassis vc_position vc_priority cluster config_template
description comments tags id u_height
"""

CABLE_COLUMNS = """
side_a_site side_a_device side_a_type side_a_name side_b_site side_b_device side_b_type side_b_name
side_a_power_panel side_b_power_panel side_a_circuit side_b_circuit type status profile bundle tenant
label color length length_unit description comments tags id
"""

COLUMNS = {
    "racks": tuple(RACK_COLUMNS.split()),
    "devices": tuple(DEVICE_COLUMNS.split()),
    "cables": tuple(CABLE_COLUMNS.split()),
}
"""Columns of NetBox's import forms (`netbox/dcim/forms/bulk_import.py`), and its ``id``."""

NEEDED = {
    "racks": ("name",),
    "devices": ("name", "device_type"),
    "cables": ("side_a_device", "side_a_name", "side_b_device", "side_b_name"),
}

ALIASES = {
    "type": "device_type", "device type": "device_type", "height": "u_height", "device a": "side_a_device",
    "device b": "side_b_device", "termination a": "side_a_name", "termination b": "side_b_name",
    "rack type": "rack_type", "descending units": "desc_units", "cable type": "type",
}  # fmt: skip
"""Columns by the headings of NetBox's exports."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    """One line of a table."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows_of(text: str, table: str, notices: Notices) -> list[Row]:
    """The rows of one of the tables in `COLUMNS`; columns unknown to NetBox are reported and preserved.

    Raises
    ------
    FileError
        If the text is not CSV, has too many rows, or lacks a column that is needed.

    >>> rows_of("name,u_height\\nA1,42\\n", "racks", Notices("racks.csv"))[0]["u_height"]
    '42'
    """
    file = notices.file
    check_size(len(text), file, WHAT)
    text = text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [_heading(cell, table) for cell in next(reader, [])]
        _check_header(header, table, notices)
        rows: list[Row] = []
        for cells in reader:
            if not any(cells):
                continue
            if len(rows) >= MOST_ROWS[table]:
                problem = f"more than {MOST_ROWS[table]:,} rows are too many for a table of {table}"
                raise FileError(problem, file=file, line=reader.line_num)
            rows.append(_row(reader.line_num, header, cells, notices))
    except csv.Error as broken:
        raise FileError(f"broken CSV: {broken}", file=file, line=reader.line_num) from None
    return rows


def _heading(cell: str, table: str) -> str:
    word = " ".join(cell.lower().split())
    if word == "type" and table == "cables":
        return word
    return ALIASES.get(word, word.replace(" ", "_"))


def _check_header(header, table, notices):
    known, file = COLUMNS[table], notices.file
    for column in NEEDED[table]:
        if column not in header:
            near = notices.near(column, header)
            has = f"; {near}" if near else f"; the first line has {', '.join(header[:20])[:200] or 'nothing'}"
            raise FileError(f"the column {column} is missing in {table}{has}", file=file, line=1)
    for column in header:
        if column not in known and not column.startswith("cf_"):
            near = notices.near(column, known)
            notices.add("warning", "unknown_column", 1, column, None, "kept, not read", near)
    long = next((column for column in header if len(column) > LONGEST_COLUMN), None)
    if long:
        problem = f"the name of the column {shortened(long, 80)!r} is longer than {LONGEST_COLUMN} characters"
        raise FileError(problem, file=file, line=1)
    doubled = sorted(column for column, n in Counter(header).items() if n > 1)
    if doubled:
        raise FileError(f"the column {shortened(doubled[0], 80)!r} stands twice", file=file, line=1)


def _row(line: int, header, cells, notices) -> Row:
    if len(cells) != len(header):
        done = f"{len(cells)} cells under {len(header)} columns; missing ones are empty, others kept unread"
        notices.add("warning", "ragged_row", line, "row", None, done, f"{len(header)} cells")
    read = {}
    for column, cell in zip(header, cells, strict=False):
        cell = cell.strip(" ")
        # Remove the quote that protects a text from being read as a formula by spreadsheets.
        if cell.startswith("'") and cell[1:2] in FORMULA:
            cell = cell[1:]
        if cell.startswith(FORMULA) and not _is_number(cell):
            notices.add("note", "formula_cell", line, column, cell, "taken as text")
        read[column] = cell
    if len(cells) > len(header):
        read["unread"] = " | ".join(cells[len(header) :])
    return Row(line, read)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def decimal(row: Row, column: str, notices: Notices, low=0.0, high=1e6) -> float | None:
    """The number in a cell; ``None`` if it is empty, or, with a finding, if it is invalid."""
    cell = row[column]
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        notices.add(
            "warning", "bad_value", row.line, column, cell, "not taken", f"a number, {low:g} to {high:g}"
        )
        return None
    return value


def yes(row: Row, column: str) -> bool:
    """Whether a cell says yes."""
    return row[column].lower() in ("true", "yes", "1", "on", "✔", "\u2713")
