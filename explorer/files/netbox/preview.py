"""What an import would add, and everything that was found on the way: nothing is dropped in silence."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from explorer.errors import LayoutError, nearest
from explorer.files.faults import shortened
from explorer.model import Element, Layout, Part

SEVERITIES = ("error", "warning", "note")
"""Cannot be taken as it stands; taken, but look at it; taken as follows."""

LONGEST_VALUE, LONGEST_TOLD = 120, 400

MOST_COMPARED = 10_000
"""Words that unknown ones of a file are compared with; beyond that they are no slips of a finger."""

LONGEST_WORD = 80


def counted(n: int, word: str) -> str:
    """A number of things.

    >>> counted(1, "port"), counted(3, "port")
    ('1 port', '3 ports')
    """
    return f"{n} {word}{'s' * (n != 1)}"


class Notice(NamedTuple):
    """One thing that the reader of a file has to know."""

    severity: str
    """One of `SEVERITIES`"""
    rule: str
    """Sort of the finding, such as ``doubled_name``; what counts are made of"""
    file: str
    line: int | None
    field: str
    """Where in the file, such as ``power-ports[1].maximum_draw``; a `Fix` names it in the same words"""
    value: str
    """As it stands in the file"""
    done: str
    """What was made of it"""
    valid: str = ""
    """What would be valid"""

    def __str__(self):
        place = f"{self.file}:{self.line}" if self.line else self.file
        field = shortened(self.field, LONGEST_VALUE)
        stated = [self.severity, field, *([self.value] if self.value else []), self.done]
        return f"{place}: {': '.join(stated)}" + (f" (valid: {self.valid})" if self.valid else "")


class Notices:
    """Collects the findings of one file."""

    def __init__(self, file: str):
        self.file = file
        self.found: list[Notice] = []
        self._compared = 0

    def add(self, severity, rule, line, field, value, done, valid="") -> None:
        """Note one finding; the other words are those of `Notice`."""
        stated = "" if value is None else shortened(str(value), LONGEST_VALUE)
        done, valid = shortened(done, LONGEST_TOLD), shortened(valid, LONGEST_TOLD)
        self.found.append(Notice(severity, rule, self.file, line, field, stated, done, valid))

    def near(self, word, known: Collection[str]) -> str:
        """The sentence that follows an unknown word; empty if nothing is near, or too much was asked for."""
        if not isinstance(word, str) or not 0 < len(word) <= LONGEST_WORD:
            return ""
        self._compared += len(known)
        return nearest(word, known) if self._compared <= MOST_COMPARED else ""

    def listed(self) -> tuple[Notice, ...]:
        """The findings, the worst first, then by line."""
        return tuple(sorted(self.found, key=lambda n: (SEVERITIES.index(n.severity), n.line or 0)))


class Fix(NamedTuple):
    """A value that the user knows better than the file, with the reason to believe it."""

    field: str
    """As the findings name it, such as ``weight`` or ``power-ports[1].maximum_draw``"""
    value: object
    source: str
    """Where it comes from; never empty"""

    def checked(self) -> "Fix":
        """The fix itself.

        Raises
        ------
        LayoutError
            If it has no source: an override without one is a rumor.
        """
        if not isinstance(self.source, str) or not self.source.strip():
            raise LayoutError(f"fix of {self.field}: a source is needed, where the value comes from")
        return self


@dataclass(frozen=True)
class Preview:
    """What one type file would add to a layout."""

    sort: str
    """``device-type``, ``module-type`` or ``rack-type``"""
    file: str
    manufacturer: str
    model: str
    notices: tuple[Notice, ...]
    element: Element | None = None
    """The `TrayDesign` or `Rack`; ``None`` for a module, which has only parts"""
    parts: tuple[Part, ...] = ()
    """Of a module type: what it would put on a board"""
    mass_kg: float | None = None
    u_height: float | None = None
    """As NetBox counts: 0 beside the positions, halves allowed"""
    draw_w: float | None = None
    """What the whole draws at most, redundant supplies counted once; ``None`` where the file does not say"""
    unknown: dict = field(default_factory=dict)
    """Keys that NetBox does not know, with their values"""

    @property
    def counts(self) -> dict[str, int]:
        """Findings by rule."""
        return dict(Counter(n.rule for n in self.notices))

    def worst(self) -> str:
        """The worst severity; empty without findings."""
        return self.notices[0].severity if self.notices else ""


class CableGroup(NamedTuple):
    """Cables between two kinds of device, alike in medium."""

    a: str
    """id of the design"""
    b: str
    cable: str
    """NetBox's type of the cable, such as ``dac-passive``; may be empty"""
    n: int
    gbps: float | None
    """Of the ports at their ends, where both say the same"""
    longest_m: float | None
    shortest_m: float | None
    technology: str
    """Key of the catalog, where it is certain; else empty"""
    could_be: tuple[str, ...]
    """Keys of the same medium and rate"""


@dataclass(frozen=True)
class LayoutPreview:
    """What a set of NetBox tables would make."""

    layout: Layout
    notices: tuple[Notice, ...]
    groups: tuple[CableGroup, ...]
    """All cables of data; those without a technology are no links of the layout yet"""

    @property
    def counts(self) -> dict[str, int]:
        """Findings by rule."""
        return dict(Counter(n.rule for n in self.notices))
