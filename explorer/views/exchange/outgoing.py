"""Every file that the page can export: the review sheet and the handover formats."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from explorer.analysis import Results
from explorer.files.slugs import file_stem
from explorer.handover import FORMATS, file_name, handed_over
from explorer.report import sheet, sheet_pdf, sheet_svg

SHEETS = {"html": sheet, "pdf": sheet_pdf, "svg": sheet_svg}

MEDIA = {
    "html": "text/html",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
}
"""Media types by file extension; any other file is plain text"""


class Outgoing(NamedTuple):
    """One file that can be exported."""

    key: str
    called: str
    """Its name inside a sentence"""
    serves: str
    """Who needs it, and what for"""
    kind: str
    """Its file format: PDF, XLSX"""
    sort: str
    """The verb before its name in the command palette"""
    name: Callable[[Results], str]
    """Returns its file name, valid on any file system"""
    make: Callable[..., bytes]
    """Takes the results, and those of a pinned layout or ``None``; returns the file"""

    @property
    def title(self) -> str:
        """Its name at the beginning of a line."""
        return self.called[:1].upper() + self.called[1:]

    @property
    def words(self) -> str:
        """Its entry in the command palette."""
        return f"{self.sort}: {self.called}, {self.kind}"


def media_of(name: str) -> str:
    """Return the media type of a file by its name.

    >>> media_of("rack.cables.xlsx")[-5:], media_of("rack.simai.topo")
    ('sheet', 'text/plain')
    """
    return MEDIA.get(name.rpartition(".")[2], "text/plain")


def _sheet_name(kind: str, results: Results) -> str:
    return f"{file_stem(results.layout.title)}.review.{kind}"


def _sheet(kind: str, results: Results, against: Results | None) -> bytes:
    made = SHEETS[kind](results, against)
    return made if isinstance(made, bytes) else made.encode()


def _format(key: str, results: Results, _) -> bytes:
    return handed_over(results, key)


OUTGOING: dict[str, Outgoing] = {
    **{
        f"sheet-{kind}": Outgoing(
            f"sheet-{kind}",
            "review sheet",
            "For a review: drawings, totals, findings, tables and sources",
            kind.upper(),
            "Share",
            partial(_sheet_name, kind),
            partial(_sheet, kind),
        )
        for kind in SHEETS
    },
    **{
        key: Outgoing(
            key,
            given.called,
            given.serves,
            given.kind,
            "Hand over",
            lambda results, key=key: file_name(results, key),
            partial(_format, key),
        )
        for key, given in FORMATS.items()
    },
}
"""All files by key."""


def menu() -> list[dict]:
    """Return the entries of the share menu, one per title, with its files as [key, format]."""
    rows: dict[str, dict] = {}
    for one in OUTGOING.values():
        row = rows.setdefault(one.title, {"title": one.title, "serves": one.serves, "files": []})
        row["files"].append([one.key, one.kind])
    return list(rows.values())
