"""Reads the text of a layout file: gives a layout, or one error that says what to correct."""

from typing import NamedTuple

import param

from explorer.errors import FileError, LayoutError
from explorer.files.checks import (
    check_fan_curves,
    check_ids,
    check_places,
    check_references,
    check_technologies,
)
from explorer.files.faults import Faults, shortened
from explorer.files.migrations import migrated
from explorer.files.sections import LISTS, PARTS, SITE, TOP_KEYS, Section, keys_of, own_key_fault
from explorer.files.yaml_tree import Block, line_of, yaml_tree
from explorer.model import PART_KINDS, Element, Layout
from explorer.model.element import fault

KIND = param.Selector(objects=list(PART_KINDS))


class Row(NamedTuple):
    """One line of a section: its data, and the class and values of its element."""

    section: str
    who: str
    block: dict
    element: type[Element] | None
    values: dict
    extras: dict

    @property
    def line(self) -> int | None:
        return line_of(self.block)


def parse(text: str, file: str = "<text>") -> Layout:
    """The layout that a text describes.

    Raises
    ------
    FileError
        If the text is not a layout; the message has the first fault by line and the number of others.

    >>> layout = parse("schema: 1\\nracks:\\n- {id: r1, height_u: 42}\\n")
    >>> layout.element("r1").height_u
    42
    >>> parse("schema: 1\\nracks:\\n- {id: r1, height_u: 420}\\n", "a.layout.yaml")
    Traceback (most recent call last):
    explorer.errors.FileError: a.layout.yaml:3: r1, height_u: 420 is outside the allowed range 1 to 60
    """
    data = yaml_tree(text, file)
    if not isinstance(data, dict):
        reason = "the file is empty" if data is None else f"the file holds {_sort(data)}"
        raise FileError(f"{reason}; a layout begins with schema: 1", file=file, line=1)
    data = migrated(data, file)
    faults = Faults(file)
    _check_head(data, faults)
    rows = _rows(data, faults)
    check_ids(rows, faults)
    check_references(rows, faults)
    check_technologies(rows, faults)
    check_fan_curves(rows, faults)
    if faults.found:
        raise faults.first()
    layout = _layout(data, rows, file)
    check_places(layout, rows, faults)
    if faults.found:
        raise faults.first()
    return layout


def element_lines(text: str, file: str = "<text>") -> dict[str, int]:
    """Line number of every element by its id; a site that the text leaves out has none.

    >>> element_lines("schema: 1\\nsite: {id: site}\\nracks:\\n- {id: r1}\\n")
    {'site': 2, 'r1': 4}
    """
    data = migrated(yaml_tree(text, file), file)
    rows = _rows(data, Faults(file))
    return {row.who: row.line for row in rows if row.line is not None}


def _check_head(data, faults):
    for key, value in data.items():
        line = line_of(data, key)
        if key in ("catalog", "title", "note"):
            if not isinstance(value, str):
                faults.add(line, f"{_said(value)} is not text{_quoted(value)}", None, key)
        elif key not in TOP_KEYS and own_key_fault(key, TOP_KEYS):
            faults.add(line, own_key_fault(key, TOP_KEYS), None, _short(key), key, lambda: TOP_KEYS)


def _rows(data, faults) -> list[Row]:
    rows = []
    if SITE.key in data:
        rows += _row(SITE, data[SITE.key], SITE.key, line_of(data, SITE.key), faults)
    for section in LISTS:
        listed = data.get(section.key, [])
        if not isinstance(listed, list):
            problem = f"a list is needed, one line '- {{id: ...}}' each, not {_sort(listed)}"
            faults.add(line_of(data, section.key), problem, section.key)
            continue
        for i, item in enumerate(listed):
            rows += _row(section, item, f"{section.key}[{i}]", line_of(data, section.key), faults)
    return rows


def _row(section: Section, block, place: str, line, faults) -> list[Row]:
    if not isinstance(block, dict):
        faults.add(line, f"a mapping {{id: ...}} is needed, not {_sort(block)}", place)
        return []
    named = block.get("id")
    who = named if isinstance(named, str) and 0 < len(named) <= 80 else place
    element = section.element
    if section is PARTS:
        kind = block.get("kind")
        element = PART_KINDS.get(kind) if isinstance(kind, str) else None
        if element is None and "kind" in block:
            faults.add(line_of(block, "kind"), _worded(fault(KIND, kind), kind), who, "kind")
    for key in ("id", *section.required):
        if key not in block:
            faults.add(line_of(block), "the key is missing", who, key)
    if element is None:
        return [Row(section.key, who, block, None, {}, {})]
    values, extras = _values(section, element, block, who, faults)
    return [Row(section.key, who, block, element, values, extras)]


def _values(section, element, block, who, faults):
    keys = keys_of(section, element)
    values, extras = {}, {}
    for key, value in block.items():
        line = line_of(block, key)
        if key not in keys:
            refused = own_key_fault(key, keys)
            if refused:
                faults.add(line, refused, who, _short(key), key, lambda: keys)
            else:
                extras[key] = _plain(value)
        elif key == "kind" and section is PARTS:
            continue
        elif key == "design" and section is PARTS:
            if not isinstance(value, str):
                faults.add(line, f"{_said(value)} is not text{_quoted(value)}", who, key)
        else:
            declared = element.param[key]
            if isinstance(value, float) and value.is_integer() and isinstance(declared, param.Integer):
                value = int(value)
            problem = fault(declared, value)
            if problem:
                faults.add(line, _worded(problem, value), who, key)
            values[key] = value
    return values, extras


def _layout(data, rows, file) -> Layout:
    built: dict[str, list] = {section: [] for section in TOP_KEYS}
    boards: dict[str, list] = {}
    for row in (r for r in rows if r.section == PARTS.key):
        boards.setdefault(row.block["design"], []).append(row.element(**row.values, extras=row.extras))
    for row in (r for r in rows if r.section != PARTS.key):
        parts = {"parts": tuple(boards.get(row.values["id"], ()))} if row.section == "designs" else {}
        built[row.section].append(row.element(**row.values, extras=row.extras, **parts))
    extras = {key: _plain(value) for key, value in data.items() if key.startswith("x_")}
    head = {key: data[key] for key in ("catalog", "title", "note") if key in data}
    groups = {group: built[group] for group in Layout.GROUPS}
    try:
        return Layout(**head, **groups, extras=extras, site=next(iter(built["site"]), None))
    except LayoutError as refused:
        raise FileError(str(refused), file=file) from None


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _worded(problem: str, value) -> str:
    if value is None:
        problem = problem.replace("None", "null", 1)
    return problem + (_quoted(value) if problem.endswith("is not text") else "")


def _quoted(value) -> str:
    return f'; in quotes it is: "{_said(value)}"' if isinstance(value, (int, float)) else ""


def _said(value) -> str:
    words = {None: "null", True: "true", False: "false"}
    return words[value] if value is None or isinstance(value, bool) else _short(repr(value))


def _short(text: str) -> str:
    return shortened(text, 80)


def _sort(value) -> str:
    if isinstance(value, Block):
        return "a mapping"
    return "a list" if isinstance(value, list) else _said(value)
