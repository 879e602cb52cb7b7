"""NetBox files that are imported together, types and tables, with the user's fixes and their previews."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from explorer.errors import ExplorerError, FileError, LayoutError
from explorer.files.netbox.layout import TABLES, preview_layout
from explorer.files.netbox.preview import Fix, LayoutPreview, Notice, Preview
from explorer.files.netbox.types import preview_type
from explorer.files.yaml_tree import MAX_DIGITS, NUMBER

TYPE = re.compile(r"^[\"']?(manufacturer|slug|model)[\"']?\s*:", re.MULTILINE)
LAYOUT = re.compile(r"^[\"']?schema[\"']?\s*:", re.MULTILINE)
FLOW = re.compile(r"\ufeff?\s*\{[^}]{0,2000}\b(manufacturer|slug)[\"']?\s*:")

MOST_FILES = 40


def sort_of_text(text: str, file: str) -> str:
    """Sort of a NetBox file: ``type``, ``racks``, ``devices`` or ``cables``; '' for any other file.

    It is recognized by its keys or column heads only; reading it checks whether it is valid.

    Raises
    ------
    FileError
        If it is a CSV file but none of these tables.

    >>> sort_of_text("manufacturer: Nvidia\\nmodel: SN5600\\n", "sn5600.yaml")
    'type'
    >>> sort_of_text("name,device_type,rack,position\\n", "all.csv")
    'devices'
    """
    if file.lower().endswith(".csv"):
        return _table(text, file)
    if LAYOUT.search(text):
        return ""
    return "type" if TYPE.search(text) or FLOW.match(text) else ""


def _table(text: str, file: str) -> str:
    heading = text[:4000].removeprefix("\ufeff").partition("\n")[0].lower()
    words = {word.strip(' "\r').replace(" ", "_") for word in re.split("[,;\t]", heading)}
    if words & {"side_a_device", "device_a"}:
        return "cables"
    if words & {"device_type", "type"} and "name" in words:
        return "devices"
    if "name" in words:
        return "racks"
    problem = "no NetBox table of racks, devices or cables: no column is called name or side_a_device"
    raise FileError(problem, file=file, line=1)


def typed(value: str) -> object:
    """The value of a text that a person typed: a number, a boolean, else text.

    >>> typed(" 12.50 "), typed("true"), typed("front-to-rear"), typed("1e999")
    (12.5, True, 'front-to-rear', '1e999')
    """
    value = value.strip()
    if value in ("true", "false"):
        return value == "true"
    if len(value) > MAX_DIGITS or not NUMBER.fullmatch(value) or not math.isfinite(float(value)):
        return value
    return float(value) if re.search("[.eE]", value) else int(value)


@dataclass(frozen=True)
class Incoming:
    """Files to be previewed before anything is imported. Immutable: adding a file returns a new one."""

    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """(sort, text) by name of the file, in the order in which files were added"""
    fixes: Mapping[str, tuple[Fix, ...]] = field(default_factory=dict)
    """Fixes by name of the file"""

    def with_file(self, name: str, text: str) -> "Incoming":
        """A copy with one more file; it replaces a file of the same name, and a table one of its sort.

        Raises
        ------
        FileError
            If it is not a NetBox file, or there are too many files.
        """
        sort = sort_of_text(text, name)
        if not sort:
            problem = "this is no NetBox type: neither manufacturer nor model is given"
            raise FileError(problem, file=name)
        others = {n: s for n, s in self.texts.items() if n == name or sort == "type" or s[0] != sort}
        if len(others) >= MOST_FILES and name not in others:
            raise FileError(f"more than {MOST_FILES} files at once are too many", file=name)
        return replace(self, texts={**others, name: (sort, text)})

    def without_file(self, name: str) -> "Incoming":
        """A copy without one of the files and its fixes."""
        texts = {n: given for n, given in self.texts.items() if n != name}
        return Incoming(texts, {n: fixes for n, fixes in self.fixes.items() if n in texts})

    def fixed(self, name: str, fix: Fix) -> "Incoming":
        """A copy with a fix of a type file; it replaces a fix of the same field.

        Raises
        ------
        LayoutError
            If it has no source, or its field is not in the file.
        """
        sort, text = self.texts[name]
        if sort != "type":
            raise LayoutError(f"{name}: rows of a table are mended in the table; fixes are for types")
        fixes = (*(f for f in self.fixes.get(name, ()) if f.field != fix.field), fix.checked())
        preview_type(text, name, fixes)
        return replace(self, fixes={**self.fixes, name: fixes})

    def unfixed(self, name: str, field: str) -> "Incoming":
        """A copy without the fix of a field."""
        left = tuple(f for f in self.fixes.get(name, ()) if f.field != field)
        return replace(self, fixes={**self.fixes, name: left})

    @cached_property
    def types(self) -> dict[str, Preview | ExplorerError]:
        """Preview of every type file by name, or the error that prevents reading it."""
        found = {}
        for name, (sort, text) in self.texts.items():
            if sort == "type":
                try:
                    found[name] = preview_type(text, name, self.fixes.get(name, ()))
                except ExplorerError as refused:
                    found[name] = refused
        return found

    @cached_property
    def layout(self) -> LayoutPreview | ExplorerError | None:
        """Preview of the tables, or the error that prevents it; ``None`` without both racks and devices."""
        tables = {sort: (name, text) for name, (sort, text) in self.texts.items() if sort in TABLES}
        if not {"racks", "devices"} <= tables.keys():
            return None
        types = [preview for preview in self.types.values() if isinstance(preview, Preview)]
        try:
            return preview_layout(
                **{sort: text for sort, (_, text) in tables.items()},
                types=types,
                files={sort: name for sort, (name, _) in tables.items()},
            )
        except ExplorerError as refused:
            return refused

    @property
    def missing(self) -> tuple[str, ...]:
        """Sorts of tables that are still needed for a preview of the present tables."""
        sorts = {sort for sort, _ in self.texts.values()}
        return tuple(sort for sort in ("racks", "devices") if sort not in sorts) if sorts & {*TABLES} else ()

    def notices(self, name: str) -> tuple[Notice, ...]:
        """The findings in one of the files."""
        if name in self.types:
            found = self.types[name]
            return found.notices if isinstance(found, Preview) else ()
        if not isinstance(self.layout, LayoutPreview):
            return ()
        return tuple(notice for notice in self.layout.notices if notice.file == name)

    def problem(self, name: str) -> str:
        """Why a file cannot be read; '' if it can."""
        found = self.types.get(name, self.layout)
        if not isinstance(found, ExplorerError):
            return ""
        return str(found) if getattr(found, "file", name) in (name, None) else ""
