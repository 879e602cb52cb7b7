"""One figure: a column of a table, a field of a record or of an element, a total."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from explorer.quantities import numbers
from explorer.units import unit_of

BETTER, WORSE, NEITHER = 1, -1, 0
"""Values of `Figure.sense`: whether more of a figure is better, worse, or neither."""

LEVELS = frozenset({"K", "dB", "°C"})
"""Units of levels; a change of a level has no meaning in percent."""


@dataclass(frozen=True)
class Figure:
    """Name, unit and format of a number. Its order among others is that of its table."""

    key: str
    """Name of the column or field that holds it"""
    label: str
    """Name as a heading, with a capital"""
    unit: str | None = None
    """Unit of the shown number; by default the one that the key ends with"""
    decimals: int | None = None
    """Decimals in a column; None: as many as four digits take"""
    sense: int = NEITHER
    """Whether more of it is `BETTER`, `WORSE` or `NEITHER`"""
    short: str | None = None
    """Name in the head of a column, before the unit; by default the label, empty if the unit is enough"""
    digits_of_change: int | None = None
    """Significant digits in a table of changes, if the decimals of a column would hide a change"""
    times: float = 1.0
    """Shown number over the stored one: 100 for a share that is shown in percent"""
    is_scientific: bool = False
    """Whether it is written with a power of ten"""

    def __post_init__(self):
        if self.unit is None:
            object.__setattr__(self, "unit", unit_of(self.key))
        if self.short is None:
            object.__setattr__(self, "short", self.label)

    def but(self, **changed) -> Self:
        """A copy with some fields changed, such as a label that fits a certain table."""
        return replace(self, **changed)

    @property
    def is_level(self) -> bool:
        """Whether a change of it has no meaning in percent."""
        return self.unit in LEVELS

    @property
    def head(self) -> str:
        """Head of a column: short name and unit.

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
        """Head of a column in a table whose heads begin in lower case.

        >>> Figure("t_limit_c", "Temperature limit", short="Limit").small_head
        'limit °C'
        """
        return f"{in_a_sentence(self.short)} {self.unit}".strip()

    def places(self, *values: float) -> int:
        """Decimals for values that are shown together: the declared ones, else by the largest value.

        >>> Figure("rack_kw", "Rack input").places(119.27), Figure("n_links", "Links", decimals=0).places(4.0)
        (1, 0)
        """
        return numbers.decimals(*values) if self.decimals is None else self.decimals

    def places_of_change(self, *values: float) -> int:
        """Decimals for a value before and after a change.

        >>> Figure("power_w", "Power", decimals=0, digits_of_change=4).places_of_change(5.68, 8.06)
        3
        """
        digits = self.digits_of_change
        return numbers.decimals(*values, digits=digits) if digits else self.places(*values)

    def text(self, value: float | None) -> str:
        """A value as written in a column, without its unit; empty for None and NaN.

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
    """`max` or `min`, whichever finds the worst of several values; `max` if more of it is neither.

    >>> worst_of(Figure("headroom_k", "Headroom", sense=BETTER)) is min
    True
    """
    return min if figure.sense == BETTER else max


def best_of(figure: Figure) -> Callable:
    """`max` or `min`, whichever finds the best of several values; `min` if more of it is neither.

    >>> best_of(Figure("headroom_k", "Headroom", sense=BETTER)) is max
    True
    """
    return max if figure.sense == BETTER else min


def in_a_sentence(words: str) -> str:
    """Words with their first letter in lower case, unless it begins an abbreviation or a name like SerDes.

    >>> [in_a_sentence(words) for words in ("Power", "PUE", "X", "SerDes", "Pre-FEC BER", "")]
    ['power', 'PUE', 'X', 'SerDes', 'pre-FEC BER', '']
    """
    first = re.match("[A-Za-z]*", words)[0]
    return words[:1].lower() + words[1:] if first[1:].islower() else words
