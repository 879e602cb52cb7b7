"""Previews of an import: what it would add, and every finding, so that nothing is dropped silently."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from explorer.errors import LayoutError, nearest
from explorer.files.faults import shortened
from explorer.model import Element, Layout, Part

SEVERITIES = ("error", "warning", "note")
"""Of a finding: not taken as it stands; taken, but needs checking; taken with an interpretation."""

LONGEST_VALUE, LONGEST_TOLD = 120, 400

MOST_COMPARED = 10_000
"""Comparisons per file for hints on unknown words; beyond that, they are hardly typing errors."""

LONGEST_WORD = 80


def counted(n: int, word: str) -> str:
    """A count with its noun in the singular or plural.

    >>> counted(1, "port"), counted(3, "port")
    ('1 port', '3 ports')
    """
    return f"{n} {word}{'s' * (n != 1)}"


class Notice(NamedTuple):
    """One finding in a file."""

    severity: str
    """One of `SEVERITIES`"""
    rule: str
    """Key of the rule, such as ``doubled_name``, by which findings are counted"""
    file: str
    line: int | None
    field: str
    """Path in the file, such as ``power-ports[1].maximum_draw``; the `field` of a `Fix` has the same form"""
    value: str
    """Value as written in the file"""
    done: str
    """How the value was treated"""
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
        """Record one finding; the arguments are those of `Notice`."""
        stated = "" if value is None else shortened(str(value), LONGEST_VALUE)
        done, valid = shortened(done, LONGEST_TOLD), shortened(valid, LONGEST_TOLD)
        self.found.append(Notice(severity, rule, self.file, line, field, stated, done, valid))

    def near(self, word, known: Collection[str]) -> str:
        """Hint for an unknown word; empty if none is similar, or after `MOST_COMPARED` comparisons."""
        if not isinstance(word, str) or not 0 < len(word) <= LONGEST_WORD:
            return ""
        self._compared += len(known)
        return nearest(word, known) if self._compared <= MOST_COMPARED else ""

    def listed(self) -> tuple[Notice, ...]:
        """The findings, the worst first, then by line."""
        return tuple(sorted(self.found, key=lambda n: (SEVERITIES.index(n.severity), n.line or 0)))


class Fix(NamedTuple):
    """A user's correction of a value in a type file, with its source."""

    field: str
    """Path as in findings, such as ``weight`` or ``power-ports[1].maximum_draw``"""
    value: object
    source: str
    """Source of the value; never empty"""

    def checked(self) -> "Fix":
        """This fix, after a check.

        Raises
        ------
        LayoutError
            If it has no source.
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
    """Parts that a module type would put on a board"""
    mass_kg: float | None = None
    u_height: float | None = None
    """Height as in NetBox: 0 if it takes no position, halves allowed"""
    draw_w: float | None = None
    """Most that the whole device draws, without its spare supply; ``None`` if the file does not say"""
    unknown: dict = field(default_factory=dict)
    """Keys that NetBox does not know, with their values"""

    @property
    def counts(self) -> dict[str, int]:
        """Findings by rule."""
        return dict(Counter(n.rule for n in self.notices))

    def worst(self) -> str:
        """The worst severity; empty if there are no findings."""
        return self.notices[0].severity if self.notices else ""


class CableGroup(NamedTuple):
    """Cables between the same two designs, of the same type and rate."""

    a: str
    """Id of the design"""
    b: str
    cable: str
    """NetBox's type of the cable, such as ``dac-passive``; may be empty"""
    n: int
    gbps: float | None
    """Rate of the ports at their ends, if both agree"""
    longest_m: float | None
    shortest_m: float | None
    technology: str
    """Key in the catalog, if it is certain; else empty"""
    could_be: tuple[str, ...]
    """Keys of the technologies with the same medium and rate"""


@dataclass(frozen=True)
class LayoutPreview:
    """The layout that a set of NetBox tables would make."""

    layout: Layout
    notices: tuple[Notice, ...]
    groups: tuple[CableGroup, ...]
    """All groups of data cables; those without a technology are not links of the layout"""

    @property
    def counts(self) -> dict[str, int]:
        """Findings by rule."""
        return dict(Counter(n.rule for n in self.notices))
