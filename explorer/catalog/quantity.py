"""A number that nobody knows exactly: its range, and the reason to believe it."""

import math
from dataclasses import dataclass

from explorer.errors import CatalogError, nearest

KINDS = ("measured", "datasheet", "estimate", "assumption")
"""From best to least: measured, printed by its maker or a standard, engineering estimate, assumed."""

WHICH = ("low", "typical", "high")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that figures come from."""

    key: str
    title: str
    address: str
    date: str
    """Year or year-month of publication; where none is printed, when it was read"""
    note: str
    """What to know before trusting it"""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Low, typical and high value of one figure.

    Raises
    ------
    CatalogError
        If a value is not finite, the three are out of order, or the kind is unknown.

    >>> q = Quantity(13.0, 15.0, 17.0, "W", ("NV-DR8",), "2025", "datasheet")
    >>> q.at("high"), q.is_published
    (17.0, True)
    """

    low: float
    typical: float
    high: float
    unit: str
    source: tuple[str, ...]
    """Keys of sources; the user's own words where a layout replaced the value"""
    date: str
    kind: str
    note: str = ""

    def __post_init__(self):
        values = (self.low, self.typical, self.high)
        if not all(map(math.isfinite, values)):
            raise CatalogError(f"low, typical and high must be finite, not {self._words()}")
        if not self.low <= self.typical <= self.high:
            raise CatalogError(f"low, typical and high must not fall, as {self._words()} do")
        if self.kind not in KINDS:
            hint = nearest(self.kind, KINDS)
            known = ", ".join(KINDS)
            raise CatalogError(f"'{self.kind}' is no kind of figure (one of {known}) {hint}".rstrip())

    @property
    def is_published(self) -> bool:
        """Whether a measurement or a document of its maker gives it."""
        return self.kind in ("measured", "datasheet")

    def at(self, which: str) -> float:
        """The `low`, `typical` or `high` value.

        Raises
        ------
        CatalogError
            For any other word.
        """
        if which not in WHICH:
            raise CatalogError(f"'{which}' is none of {', '.join(WHICH)} {nearest(which, WHICH)}".rstrip())
        return getattr(self, which)

    def _words(self) -> str:
        return f"{self.low:g}, {self.typical:g}, {self.high:g} {self.unit}".rstrip()
