"""Type files as text and as data: reading them, applying the user's fixes, and writing them again."""

import copy
import re
from collections.abc import Sequence
from itertools import islice

import yaml

from explorer.errors import FileError, LayoutError, nearest
from explorer.files.netbox.preview import Fix, Notices
from explorer.files.yaml_tree import Block, check_size, line_of, yaml_tree

MOST_BYTES = 1_000_000
"""Limit for a type file, whose text is saved in the layout; those of the library take 100 kB at most."""

WHAT = "a NetBox type"

MOST_TRIED = 100
"""Top-level keys that are tested for typing errors."""

PLACE = re.compile(r"(?:(?P<list>[a-z-]+)\[(?P<index>\d{1,7})\]\.)?(?P<key>[A-Za-z_-][\w-]*)\Z")

LINE = r"^(?P<head>\s*(?:-\s+)?{key}:)(?:[ ]+(?P<value>[^\s#'\"&*!|>\[{{][^#\n]*?))?(?P<rest>\s*(?:\s#.*)?)$"


def tree_of(text: str, file: str) -> Block:
    """The data of a type file.

    Raises
    ------
    FileError
        If the text is not YAML of plain data, is too large, or is not a mapping.
    """
    if len(text) > MOST_BYTES:
        raise FileError(f"{len(text) / 1e6:.1f} MB are too large for {WHAT}, the limit is 1 MB", file=file)
    check_size(len(text), file, WHAT)
    data = yaml_tree(text, file, WHAT, last_counts=True)
    if not isinstance(data, Block):
        reason = "the file is empty" if data is None else "the file holds no keys"
        raise FileError(f"{reason}; {WHAT} begins with manufacturer and model", file=file, line=1)
    if not {"manufacturer", "model"} & data.keys():
        near = next((k for k in islice(data, MOST_TRIED) if nearest(k, ("manufacturer", "model"))), "")
        hint = f"; '{near[:40]}': {nearest(near, ('manufacturer', 'model'))}" if near else ""
        raise FileError(
            f"neither manufacturer nor model is given, this is no NetBox type{hint}", file=file, line=1
        )
    return data


def tell_doubled(data, notices: Notices, where: str = "") -> None:
    """Report keys that are repeated in a mapping or in those below it; the last one counts, as in PyYAML."""
    for key, first, line in getattr(data, "doubled", ()):
        done = f"the key stands twice, first in line {first}; the last one is taken"
        notices.add("warning", "doubled_key", line, f"{where}{key}", None, done, "one of them")
    if isinstance(data, dict):
        for key, item in data.items():
            for i, entry in enumerate(item if isinstance(item, list) else ()):
                tell_doubled(entry, notices, f"{where}{key}[{i}].")
            if isinstance(item, dict):
                tell_doubled(item, notices, f"{where}{key}.")


def mended(data: Block, fixes: Sequence[Fix], notices: Notices) -> Block:
    """A copy of the data with the fixes applied.

    Raises
    ------
    LayoutError
        If a fix has no source, or its field is not in the file.
    """
    data = copy.deepcopy(data) if fixes else data
    for fix in fixes:
        fix.checked()
        block, key = _place(data, fix.field)
        was = block.get(key)
        line = line_of(block, key)
        block[key] = fix.value
        done = f"taken as {fix.value} by the user [{fix.source}]"
        notices.add("note", "fixed", line, fix.field, "missing" if was is None else was, done)
    return data


def _place(data: Block, field: str) -> tuple[Block, str]:
    found = PLACE.match(field)
    if not found:
        raise LayoutError(f"fix of {field[:80]!r}: a place reads weight or power-ports[1].maximum_draw")
    if not found["list"]:
        return data, found["key"]
    listed = data.get(found["list"])
    if not isinstance(listed, list):
        near = nearest(found["list"], [k for k, v in data.items() if isinstance(v, list)])
        raise LayoutError(f"fix of {field}: the file has no {found['list']}" + (f"; {near}" if near else ""))
    index = int(found["index"])
    if index >= len(listed) or not isinstance(listed[index], dict):
        raise LayoutError(f"fix of {field}: {found['list']} has the entries 0 to {len(listed) - 1}")
    return listed[index], found["key"]


def sent_back(text: str, fixes: Sequence[Fix], file: str = "<text>") -> str:
    """The text of the file with the fixes applied, ready to be sent back to its library.

    Lines that need no change stay as they are, with comments and unknown keys. If a value cannot be
    changed within its line, the whole file is written from its data, without its comments.

    Raises
    ------
    FileError, LayoutError
        As `tree_of` and `mended` do.

    >>> text = "model: X\\nmanufacturer: Y  # who\\nweight: 3\\n"
    >>> print(sent_back(text, [Fix("weight", 4, "our scale")]), end="")
    model: X
    manufacturer: Y  # who
    weight: 4
    """
    data = tree_of(text, file)
    wanted = mended(data, fixes, Notices(file))
    lines = text.split("\n")
    added = 0
    for fix in sorted(fixes, key=lambda fix: line_of(*_place(data, fix.field)) or 0):
        block, key = _place(data, fix.field)
        written = _scalar(fix.value)
        if written is None:
            return _anew(wanted)
        if key in block:
            at = line_of(block, key) - 1 + added
            line = re.match(LINE.format(key=re.escape(key)), lines[at]) if at < len(lines) else None
            if line is None:
                return _anew(wanted)
            lines[at] = f"{line['head']} {written}{line['rest']}"
        else:
            at = _after(block) + added
            lead = re.match(r"^(\s*)(-\s+)?", lines[at - 1])
            end = "\r" if lines[at - 1].endswith("\r") else ""
            lines.insert(at, " " * len(lead[0]) + f"{key}: {written}{end}")
            added += 1
    changed = "\n".join(lines)
    try:
        same = tree_of(changed, file) == wanted
    except FileError:
        same = False
    return changed if same else _anew(wanted)


def _after(block: Block) -> int:
    """Number of the line after which a key can be inserted: that of a value which takes only one line."""
    for key in ("slug", "model", "name"):
        if key in block:
            return line_of(block, key)
    return block.line


def _scalar(value) -> str | None:
    if isinstance(value, (list, dict)):
        return None
    written = yaml.safe_dump(value, allow_unicode=True, width=10_000).removesuffix("...\n").strip()
    return None if "\n" in written else written


def _anew(data) -> str:
    return "---\n" + yaml.safe_dump(_plain(data), sort_keys=False, allow_unicode=True, width=110)


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
