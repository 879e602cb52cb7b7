"""An uncertain figure: its range, its source and its kind of evidence."""

import math
from dataclasses import dataclass

from explorer.errors import CatalogError, nearest

KINDS = ("measured", "datasheet", "estimate", "assumption")
"""Kinds of evidence, the best first: measured, printed by its maker or a standard, estimated, assumed."""

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
    """Caveats of the document"""


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
    """Keys of sources; if a layout replaced the value, the source as the user entered it"""
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
        """Whether it was measured, or printed by its maker or a standard."""
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
