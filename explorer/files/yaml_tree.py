"""YAML restricted to what JSON can hold, as plain data with line numbers.

The text is parsed event by event, and aliases are refused before they are expanded, so that a small file that
would expand to gigabytes costs no more than its few bytes.
"""

import math
import re

import yaml

from explorer.errors import FileError

MAX_BYTES = 5_000_000
MAX_DEPTH = 6
MAX_NODES = 200_000
MAX_DIGITS = 300

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None, "": None}
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Block(dict):
    """A mapping with the line it begins on and the line of each key."""

    def __init__(self, line: int):
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.doubled: list[tuple[str, int, int]] = []
        """Repeated keys, if the last one counts: (key, line of the first, line of the next)"""


class Rows(list):
    """A list with the line it begins on."""

    def __init__(self, line: int):
        super().__init__()
        self.line = line


def line_of(block: dict, key: str | None = None) -> int | None:
    """Line of a key, else of the mapping; ``None`` for a mapping that a migration has made."""
    return getattr(block, "lines", {}).get(key, getattr(block, "line", None))


def yaml_tree(text: str, file: str = "<text>", what: str = "a layout", last_counts: bool = False):
    """The data of one YAML document: `Block`, `Rows`, text, numbers, booleans and ``None``.

    Quoted scalars are text. Unquoted ``true``, ``false``, ``null`` and numbers in JSON's notation have
    their JSON meaning; anything else is text, so that ``no``, ``2026-11-24`` and ``007`` stay as they were
    written. `what` the file should hold is named in errors. A repeated key is refused, or, with
    `last_counts`, recorded in its `Block`.

    Raises
    ------
    FileError
        If the text is not one such document, or exceeds `MAX_BYTES`, `MAX_DEPTH` or `MAX_NODES`.

    >>> yaml_tree("{a: 1.5, b: [no, 007, 'true', true]}")
    {'a': 1.5, 'b': ['no', '007', 'true', True]}
    """
    _check_characters(text, file, what)
    builder = _Builder(file, what, last_counts)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as broken:
        raise _broken(broken, text, file) from None
    return builder.root


def check_size(n_bytes: int, file: str, what: str = "a layout") -> None:
    """Refuse a text of more than `MAX_BYTES`."""
    if n_bytes > MAX_BYTES:
        reason, most = f"{n_bytes / 1e6:.1f} MB", f"{MAX_BYTES / 1e6:g} MB"
        raise FileError(f"{reason} are too large for {what}, the limit is {most}", file=file)


def _check_characters(text, file, what):
    if len(text) > MAX_BYTES:
        check_size(len(text), file, what)
    bad = FORBIDDEN.search(text, 1 if text.startswith("\ufeff") else 0)
    if bad:
        line = len(LINE_END.findall(text, 0, bad.start())) + 1
        problem = f"the character U+{ord(bad[0]):04X} cannot stand in a file; escape it within double quotes"
        raise FileError(problem, file=file, line=line)
    check_size(len(text.encode()), file, what)


def _broken(broken, text, file):
    mark = getattr(broken, "problem_mark", None) or getattr(broken, "context_mark", None)
    reason = ", ".join(p for p in (getattr(broken, "context", None), getattr(broken, "problem", None)) if p)
    if mark is None:
        return FileError(f"broken YAML: {reason or getattr(broken, 'reason', 'unreadable')}", file=file)
    if "nesting depth" in reason:  # newer parsers fail before `_Builder` counts the depth
        return FileError(f"nested more than {MAX_DEPTH} deep", file=file, line=mark.line + 1)
    lines = LINE_END.split(text)
    line = lines[min(mark.line, len(lines) - 1)]
    if "cannot start any token" in reason and line[mark.column : mark.column + 1] == "\t":
        reason = "a tab stands where only spaces may indent"
    written = line.strip()[:100]
    problem = f"broken YAML at column {mark.column + 1}: {reason}; the line reads: {written}"
    return FileError(problem, file=file, line=mark.line + 1)


class _Builder:
    """Builds the tree from parser events, one by one."""

    def __init__(self, file, what, last_counts):
        self.file, self.what, self.root, self.line = file, what, None, 1
        self.last_counts = last_counts
        self.open: list = []
        self.keys: list = []
        self.n_nodes = self.n_documents = 0

    def take(self, event):
        self.line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self.refuse(f"the alias *{event.anchor[:40]} is refused: {self.what} file writes everything out")
        if isinstance(event, yaml.DocumentStartEvent):
            self.n_documents += 1
            if self.n_documents > 1:
                self.refuse(f"a second document begins here; {self.what} file holds one")
        elif isinstance(event, yaml.NodeEvent):
            self.node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()
            self.keys.pop()

    def node(self, event):
        if event.anchor is not None:
            self.refuse(f"the anchor &{event.anchor[:40]} is refused: {self.what} file writes everything out")
        if event.tag is not None:
            self.refuse(f"the tag {event.tag[:40]} is refused: plain text and numbers only")
        self.n_nodes += 1
        if self.n_nodes > MAX_NODES:
            self.refuse(f"more than {MAX_NODES} values are too many for {self.what}")
        scalar = isinstance(event, yaml.ScalarEvent)
        if self.open and isinstance(self.open[-1], Block) and self.keys[-1] is None:
            self.key(event, scalar)
        elif scalar:
            self.put(self.scalar(event))
        else:
            self.begin(Block(self.line) if isinstance(event, yaml.MappingStartEvent) else Rows(self.line))

    def key(self, event, scalar):
        if not scalar:
            self.refuse("a list or mapping cannot be a key")
        block, key = self.open[-1], event.value
        if key == "<<" and event.implicit[0]:
            self.refuse(f"the merge key << is refused: {self.what} file writes everything out")
        if key in block and self.last_counts:
            block.doubled.append((key, block.lines[key], self.line))
        elif key in block:
            self.refuse(f"the key '{key[:40]}' stands twice, first in line {block.lines[key]}")
        block.lines[key] = self.line
        self.keys[-1] = key

    def begin(self, container):
        if len(self.open) >= MAX_DEPTH:
            self.refuse(f"nested more than {MAX_DEPTH} deep")
        self.put(container)
        self.open.append(container)
        self.keys.append(None)

    def put(self, value):
        if not self.open:
            self.root = value
        elif isinstance(self.open[-1], Block):
            self.open[-1][self.keys[-1]] = value
            self.keys[-1] = None
        else:
            self.open[-1].append(value)

    def scalar(self, event):
        written = event.value
        if not event.implicit[0]:
            return written
        number = NUMBER.fullmatch(written)
        if not number:
            return WORDS.get(written, written)
        if len(written) > MAX_DIGITS:
            self.refuse(f"the number {written[:20]}... has more than {MAX_DIGITS} digits")
        if number[2] is None and number[3] is None:
            return int(written)
        if not math.isfinite(float(written)):
            self.refuse(f"{written} is too large a number")
        return float(written)

    def refuse(self, problem):
        raise FileError(problem, file=self.file, line=self.line)
