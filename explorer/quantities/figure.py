"""One figure: a column of a table, a field of a record or of an element, a total."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from explorer.quantities import numbers
from explorer.units import unit_of

BETTER, WORSE, NEITHER = 1, -1, 0
"""Senses: what more of a figure is."""

LEVELS = frozenset({"K", "dB", "°C"})
"""Units of levels: a change of one has no meaning in percent."""


@dataclass(frozen=True)
class Figure:
    """How a number is named and read. Its place is that in its table."""

    key: str
    """Name of the column or field that holds it"""
    label: str
    """As it stands by itself, with a capital"""
    unit: str | None = None
    """Of what is shown; by default that with which the key ends"""
    decimals: int | None = None
    """In a column; None: as many as four digits take"""
    sense: int = NEITHER
    """`BETTER` or `WORSE`: what more of it is"""
    short: str | None = None
    """In the head of a column, before the unit; by default the label, empty where the unit says it all"""
    digits_of_change: int | None = None
    """In a table of changes, where the decimals of a column would hide them"""
    times: float = 1.0
    """What is shown, over what the column holds: 100 for a share in percent"""
    is_scientific: bool = False
    """Written as a power of ten"""

    def __post_init__(self):
        if self.unit is None:
            object.__setattr__(self, "unit", unit_of(self.key))
        if self.short is None:
            object.__setattr__(self, "short", self.label)

    def but(self, **changed) -> Self:
        """The same figure with other values of some fields, as where its subject gives it another name."""
        return replace(self, **changed)

    @property
    def is_level(self) -> bool:
        """Whether a change of it has no meaning in percent."""
        return self.unit in LEVELS

    @property
    def head(self) -> str:
        """Of a column.

        >>> Figure("t_limit_c", "Temperature limit", short="Limit").head
        'Limit °C'
        >>> Figure("power_w", "Power", short="").head, Figure("failures_per_year", "Failures").head
        ('W', 'Failures/yr')
        """
        if self.unit.startswith("1/"):
            return self.short + self.unit[1:]
        return f"{self.short} {self.unit}".strip()

    @property
    def small_head(self) -> str:
        """Of a column in a table whose heads begin with small letters.

        >>> Figure("t_limit_c", "Temperature limit", short="Limit").small_head
        'limit °C'
        """
        return f"{in_a_sentence(self.short)} {self.unit}".strip()

    def places(self, *values: float) -> int:
        """Decimals that show all of some values.

        >>> Figure("rack_kw", "Rack input").places(119.27), Figure("n_links", "Links", decimals=0).places(4.0)
        (1, 0)
        """
        return numbers.decimals(*values) if self.decimals is None else self.decimals

    def places_of_change(self, *values: float) -> int:
        """Decimals that show how one value became another.

        >>> Figure("power_w", "Power", decimals=0, digits_of_change=4).places_of_change(5.68, 8.06)
        3
        """
        digits = self.digits_of_change
        return numbers.decimals(*values, digits=digits) if digits else self.places(*values)

    def text(self, value: float | None) -> str:
        """A value in a column, without its unit; empty where there is none.

        >>> Figure("cost_usd", "Cost", decimals=0).text(27520.0), Figure("reach_m", "Reach").text(2.5)
        ('27,520', '2.5')
        >>> Figure("share", "Of step", "%", decimals=0, times=100.0).text(0.118)
        '12'
        >>> Figure("ber", "BER", is_scientific=True).text(2.4e-6), Figure("t_c", "Hottest").text(float("nan"))
        ('2e-06', '')
        """
        if value is None or value != value:
            return ""
        if self.is_scientific:
            return f"{value:.{self.decimals or 0}e}"
        shown = self.times * value
        if self.decimals is None:
            return numbers.short(shown)
        write = numbers.part_of_whole if self.unit == "%" else numbers.fixed
        return write(shown, self.decimals)


F = TypeVar("F", bound=Figure)


def table(*figures: F) -> dict[str, F]:
    """Figures by key, in the order in which they are shown.

    >>> list(table(Figure("power_w", "Power"), Figure("t_c", "Temperature")))
    ['power_w', 't_c']
    """
    return {figure.key: figure for figure in figures}


def worst_of(figure: Figure) -> Callable:
    """`max` or `min`, whichever finds the worst of several values; `max` where neither way is worse.

    >>> worst_of(Figure("headroom_k", "Headroom", sense=BETTER)) is min
    True
    """
    return min if figure.sense == BETTER else max


def best_of(figure: Figure) -> Callable:
    """The other one of both.

    >>> best_of(Figure("headroom_k", "Headroom", sense=BETTER)) is max
    True
    """
    return max if figure.sense == BETTER else min


def in_a_sentence(words: str) -> str:
    """Words without their capital; abbreviations and names of classes keep it.

    >>> [in_a_sentence(words) for words in ("Power", "PUE", "X", "SerDes", "Pre-FEC BER", "")]
    ['power', 'PUE', 'X', 'SerDes', 'pre-FEC BER', '']
    """
    first = re.match("[A-Za-z]*", words)[0]
    return words[:1].lower() + words[1:] if first[1:].islower() else words
