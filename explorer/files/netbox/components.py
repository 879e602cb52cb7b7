"""The component lists of a type file: their entries, and findings on repeated names and unknown keys."""

import re
from collections.abc import Iterable

from explorer.files.netbox.fields import YES, Within, flag
from explorer.files.netbox.preview import Notices
from explorer.files.netbox.vocabulary import COMPONENTS, REQUIRED, interface_types
from explorer.files.yaml_tree import Block, line_of

MANAGEMENT_NAME = re.compile(r"(mgmt|management|bmc|ipmi|ilo|idrac|oob|eth0$|me0$|fxp0$|em0$)", re.IGNORECASE)
MANAGEMENT_WORDS = re.compile(r"\b(management|bmc|ipmi|out.of.band)\b", re.IGNORECASE)
IN_BAND = re.compile(r"\bin.?band\b", re.IGNORECASE)

FEWEST_IN_A_ROW = 8
"""Numbered ports from which a gap in the numbers is reported (assumption)."""

MOST_GAPS = 0.1
"""Share of missing numbers up to which ports count as a row with gaps (assumption)."""


def unknown_keys(data: Block, known: tuple[str, ...], notices: Notices) -> dict:
    """Top-level keys that NetBox does not know, with their values; each is reported."""
    unknown = {}
    for key, value in data.items():
        if key not in known:
            unknown[key] = value
            _unknown(notices, line_of(data, key), key, value, notices.near(key, known))
    return unknown


def listed(data: Block, section: str, notices: Notices) -> list[Within]:
    """The entries of one list, in order; items that are no mapping are reported."""
    entries = data.get(section)
    if entries is None:
        return []
    if not isinstance(entries, list):
        line = line_of(data, section)
        notices.add(
            "error", "bad_value", line, section, entries, "not taken", "a list of entries '- name: ...'"
        )
        return []
    rows = []
    for i, entry in enumerate(entries):
        where = f"{section}[{i}]"
        if isinstance(entry, Block):
            rows.append(Within(entry, where))
        else:
            wanted = "an entry '- name: ...'"
            notices.add("error", "bad_value", line_of(data, section), where, entry, "not taken", wanted)
    return rows


def check(data: Block, notices: Notices) -> None:
    """Report repeated names, missing keys and unknown keys in all lists."""
    for section, known in COMPONENTS.items():
        rows = listed(data, section, notices)
        names: dict[str, int | None] = {}
        for row in rows:
            for key in row.block:
                if key not in known:
                    near = notices.near(key, known)
                    _unknown(notices, row.line(key), row.name(key), row.block[key], near)
            for key in REQUIRED.get(section, ("name", "type")):
                if row.block.get(key) in (None, ""):
                    notices.add(
                        "warning",
                        "missing_key",
                        row.line(),
                        row.name(key),
                        None,
                        "is missing, kept without",
                        "a value",
                    )
            _name(row, names, notices)


def _name(row: Within, names: dict, notices: Notices) -> None:
    name = row.block.get("name")
    if name is None:
        return
    stated = (row.line("name"), row.name("name"), name)
    if not isinstance(name, str):
        notices.add("note", "quoted_number", *stated, f"taken as the text '{name}'", f"in quotes: '{name}'")
        name = str(name)
    if name in names:
        done = f"the name stands twice, first in line {names[name]}; both are kept"
        notices.add("warning", "doubled_name", *stated, done, "names that differ; NetBox refuses the second")
    names.setdefault(name, row.line("name"))


def _unknown(notices, line, where, value, near):
    notices.add("warning", "unknown_key", line, where, value, "kept, and sent back as it is", near)


def interfaces(data: Block, notices: Notices) -> list[Within]:
    """The interfaces; reports unknown types, unmarked management ports and gaps in their numbers."""
    rows = listed(data, "interfaces", Notices(notices.file))
    for row in rows:
        word = row.block.get("type")
        if isinstance(word, str) and word not in interface_types():
            near = notices.near(word, interface_types())
            done = "no type of NetBox; read by its words"
            notices.add(
                "warning", "unknown_interface_type", row.line("type"), row.name("type"), word, done, near
            )
        elif word is not None and not isinstance(word, str):
            wanted = "a type such as 800gbase-x-osfp"
            notices.add("warning", "bad_value", row.line("type"), row.name("type"), word, "not taken", wanted)
        _management(row, notices)
    _gaps(rows, notices)
    return rows


def is_management(row: Within) -> bool:
    """Whether a port is for management: by `mgmt_only` if given, else by its name and description."""
    if row.block.get("mgmt_only") is not None:
        return str(row.block["mgmt_only"]).lower() in YES
    return _reads_as_management(row)


def _reads_as_management(row: Within) -> bool:
    name, stated = str(row.block.get("name", ""))[:100], str(row.block.get("description", ""))[:300]
    return not IN_BAND.search(stated) and bool(MANAGEMENT_NAME.match(name) or MANAGEMENT_WORDS.search(stated))


def _management(row: Within, notices: Notices) -> None:
    flag(row, "mgmt_only", notices)
    if row.block.get("mgmt_only") is None and _reads_as_management(row):
        done = "its name or description says management; taken for a management port"
        notices.add(
            "warning", "management_unmarked", row.line("name"), row.name("mgmt_only"), row.block.get("name"),
            done, "mgmt_only: true",
        )  # fmt: skip


def _gaps(rows: Iterable[Within], notices: Notices) -> None:
    """Report ports that are missing in a numbered row, such as P22.1 between P22.0 and P23.1."""
    families: dict[tuple, dict[tuple[int, ...], Within]] = {}
    for row in rows:
        name = str(row.block.get("name", ""))[:60]
        pieces = re.split(r"(\d{1,4})", name)
        numbers = tuple(map(int, pieces[1::2]))
        if numbers:
            families.setdefault((str(row.block.get("type")), *pieces[::2]), {})[numbers] = row
    for (_, *words), seen in families.items():
        if len(seen) < FEWEST_IN_A_ROW:
            continue
        missing = [numbers for numbers in _grid(seen) if numbers not in seen]
        if not missing or len(missing) > MOST_GAPS * len(seen):
            continue
        names = [_join(words, numbers) for numbers in missing]
        first = next(iter(seen.values()))
        done = f"{len(seen)} ports in a row that misses {len(missing)}: {', '.join(names[:8])}"
        notices.add(
            "warning", "gap_in_ports", first.line(), "interfaces", None, done, "every port of the row"
        )


def _grid(seen) -> Iterable[tuple[int, ...]]:
    """All numbers of a row of ports, or of a grid if two numbers vary; nothing if more vary."""
    columns = list(zip(*seen, strict=True))
    varying = [i for i, column in enumerate(columns) if len(set(column)) > 1]
    if not 1 <= len(varying) <= 2:
        return
    start = next(iter(seen))
    spans = [range(min(columns[i]), max(columns[i]) + 1) for i in varying]
    if len(spans) == 2:
        spans[1] = sorted(set(columns[varying[1]]))
    n = 1
    for span in spans:
        n *= len(span)
    if n > 1.2 * len(seen) + 2:
        return
    for first in spans[0]:
        for second in spans[1] if len(spans) == 2 else (None,):
            numbers = list(start)
            numbers[varying[0]] = first
            if second is not None:
                numbers[varying[1]] = second
            yield tuple(numbers)


def _join(words, numbers) -> str:
    return "".join(
        w + (str(n) if n is not None else "") for w, n in zip(words, [*numbers, None], strict=True)
    )
