"""The formats that `convert` reads and writes, found by name or by the suffix of a file.

To support another program's format, add an entry to `READERS` or `WRITERS`.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from explorer.analysis import evaluate
from explorer.errors import ExplorerError, FileError, choices
from explorer.files import dump
from explorer.handover import FORMATS, handed_over
from explorer.model import Layout
from explorer.terminal.netbox import read_netbox
from explorer.terminal.opening import Opened


class Taken(NamedTuple):
    """A layout, and the findings from reading it."""

    layout: Layout
    notes: tuple[str, ...] = ()


class Reader(NamedTuple):
    """A format from which a layout can be read."""

    suffixes: tuple[str, ...]
    what: str
    read: Callable[[str], Taken]


class Writer(NamedTuple):
    """A format in which a layout can be written, as bytes, since spreadsheets are binary."""

    suffixes: tuple[str, ...]
    what: str
    bytes_of: Callable[[Layout], bytes]


def _taken(layout: Layout, notices) -> Taken:
    return Taken(layout, tuple(map(str, notices)))


READERS: Mapping[str, Reader] = {
    "layout": Reader(
        (".layout.yaml", ".yaml", ".yml"),
        "a layout of any schema version, also REVISION:FILE in git",
        lambda path: Taken(Opened(path).layout),
    ),
    "netbox": Reader(
        (),
        "a NetBox type, or a folder of racks.csv, devices.csv, cables.csv and types, by --from netbox",
        lambda path: _taken(*read_netbox(path)),
    ),
}


def _handed_over(name: str, layout: Layout) -> bytes:
    return handed_over(evaluate(layout), name)


WRITERS: Mapping[str, Writer] = {
    "layout": Writer(
        (".layout.yaml", ".yaml", ".yml"),
        "the layout in its canonical form",
        lambda layout: dump(layout).encode(),
    ),
    **{
        name: Writer((given.suffix,), given.about, partial(_handed_over, name))
        for name, given in FORMATS.items()
    },
}


def named(formats: Mapping, path: str, requested: str | None):
    """The requested format, else the one with the longest suffix that the path ends with.

    Raises
    ------
    ExplorerError
        If there is none; the message names the nearest, or lists all.
    """
    if requested is not None:
        if requested in formats:
            return formats[requested]
        hint = choices(requested, formats)
        raise ExplorerError(f"there is no format '{requested}'; {hint}")
    fitting = [(len(s), f) for f in formats.values() for s in f.suffixes if path.lower().endswith(s)]
    if fitting:
        return max(fitting, key=lambda found: found[0])[1]
    known = ", ".join(suffix for format in formats.values() for suffix in format.suffixes)
    problem = f"no format has names that end with '{Path(path).suffix or path}'; known are {known}"
    raise FileError(problem, file=path)
