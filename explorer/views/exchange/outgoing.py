"""Everything that leaves the page as a file: the review sheet and the formats that are handed over."""

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
"""By the end of a file's name; anything else is plain text"""


class Outgoing(NamedTuple):
    """One file that can be had."""

    key: str
    called: str
    """What it is, inside a sentence"""
    serves: str
    """Who wants it, and what for"""
    kind: str
    """Of file, as people say it: PDF, XLSX"""
    sort: str
    """In the command palette, before its title"""
    name: Callable[[Results], str]
    """Of the file, safe on any disk"""
    make: Callable[..., bytes]
    """Takes the results, and those of another layout or ``None``"""

    @property
    def title(self) -> str:
        """What it is, at the beginning of a line."""
        return self.called[:1].upper() + self.called[1:]

    @property
    def words(self) -> str:
        """As a command: what is done."""
        return f"{self.sort}: {self.called}, {self.kind}"


def media_of(name: str) -> str:
    """Media type of a file by its name.

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
"""Every file by key."""


def menu() -> list[dict]:
    """What can be had, one entry a title, with its files as pairs of key and kind."""
    rows: dict[str, dict] = {}
    for one in OUTGOING.values():
        row = rows.setdefault(one.title, {"title": one.title, "serves": one.serves, "files": []})
        row["files"].append([one.key, one.kind])
    return list(rows.values())
