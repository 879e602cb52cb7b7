"""Numbers formatted for people: in a sentence or beside a name, in a column, as a change.

The browser formats the numbers that it computes itself with `views/kit/numbers.js`. That script repeats the
functions of the first part under the same names, and a test compares both.
"""

import math
from bisect import bisect_right

MINUS = "−"
NONE = "–"
SPACE, WIDE = "\u202f", "\u00a0"
"""Narrow and wide no-break space, between a number and its unit."""

TENS = tuple(float(f"1e{n}") for n in range(-6, 16))

LADDERS = {
    "W": ((1e7, 1e6, "MW"), (1e4, 1e3, "kW"), (0.0, 1.0, "W")),
    "kW": ((1e4, 1e3, "MW"), (1.0, 1.0, "kW"), (0.0, 1e-3, "W")),
    "$": ((1e6, 1e6, "M$"), (1e4, 1e3, "k$"), (0.0, 1.0, "$")),
    "$/yr": ((1e6, 1e6, "M$/yr"), (1e4, 1e3, "k$/yr"), (0.0, 1.0, "$/yr")),
    "kg": ((1e7, 1e6, "kt"), (1e4, 1e3, "t"), (0.0, 1.0, "kg")),
    "kg/yr": ((1e7, 1e6, "kt/yr"), (1e4, 1e3, "t/yr"), (0.0, 1.0, "kg/yr")),
    "Gb/s": ((1e4, 1e3, "Tb/s"), (0.0, 1.0, "Gb/s")),
    "Tb/s": ((1e4, 1e3, "Pb/s"), (0.0, 1.0, "Tb/s")),
}
"""Prefixes by unit, the largest first: (least size that takes it, divisor of the value, unit shown)."""

WRITTEN = {"1/yr": "per year"}
"""Replacements for units that would run into the number before them: 7.90 1/yr reads as 7.901/yr."""


def known(value: float | None) -> bool:
    """Whether a value is a finite number."""
    return value is not None and math.isfinite(value)


def fixed(value: float | None, decimals: int, none: str = "") -> str:
    """A number with a fixed number of decimals, so that a column lines up; `none` for None and NaN.

    >>> fixed(5816.72, 0), fixed(-0.04, 1), fixed(-3.903, 1), fixed(None, 1), fixed(float("-inf"), 1)
    ('5,817', '0.0', '−3.9', '', '−∞')
    """
    if value is None or value != value:
        return none
    if math.isinf(value):
        return f"{MINUS if value < 0 else ''}∞"
    text = f"{abs(value):,.{decimals}f}"
    return f"{MINUS if value < 0 and text.strip('0.,') else ''}{text}"


def decimals(*values: float, digits: int = 4) -> int:
    """Decimals that show the largest of some numbers with `digits` significant digits; at most 6.

    >>> decimals(116.9, 119.3), decimals(5.68, 8.06), decimals(54000.0, 540000.0), decimals(0.0)
    (1, 3, 0, 1)
    """
    most = max((abs(v) for v in values if known(v)), default=0.0)
    return min(6, max(0, digits - 1 - decade(most))) if most else 1


def decade(size: float) -> int:
    """Exponent of the greatest power of ten that is not above a size.

    >>> decade(999.0), decade(1000.0), decade(0.02)
    (2, 3, -2)
    """
    return bisect_right(TENS, size) - 7


def number(value: float | None, digits: int = 3) -> str:
    """A number with `digits` significant digits, or all digits of its whole part; a dash if not finite.

    >>> number(116.8804), number(577912.29), number(7.9), number(float("nan")), number(-2.5), number(0.0)
    ('117', '577,912', '7.90', '–', '−2.50', '0')
    """
    if not known(value):
        return NONE
    return fixed(value, decimals(value, digits=digits) if value else 0)


def signed(value: float | None, digits: int = 3) -> str:
    """A number with its sign.

    >>> signed(2.385), signed(-3452.9), signed(0.0)
    ('+2.38', '−3,453', '0')
    """
    return f"{'+' if known(value) and value > 0 else ''}{number(value, digits)}"


def tidy(value: float) -> str:
    """A number with three decimals at most, without trailing zeros: for scales and sizes.

    >>> tidy(0.1 + 0.2), tidy(20.0), tidy(-7.25), tidy(20000.0)
    ('0.3', '20', '−7.25', '20,000')
    """
    whole, _, part = fixed(value, 3).partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def step(size: float, unit: str) -> tuple[float, str]:
    """Divisor and unit with which values up to a size are shown, by the prefixes of `LADDERS`.

    >>> step(10500.0, "W"), step(9382.0, "W"), step(0.38, "kW"), step(577911.0, "kg/yr"), step(85.0, "°C")
    ((1000.0, 'kW'), (1.0, 'W'), (0.001, 'W'), (1000.0, 't/yr'), (1.0, '°C'))
    """
    if known(size) and size:
        for least, per, shown in LADDERS.get(unit, ()):
            if abs(size) >= least:
                return per, shown
    return 1.0, unit


def number_and_unit(value: float | None, unit: str) -> tuple[str, str]:
    """A number and its unit, as two texts.

    >>> number_and_unit(119.27, "kW"), number_and_unit(54000.0, "$"), number_and_unit(7.903, "1/yr")
    (('119.3', 'kW'), ('54.0', 'k$'), ('7.90', 'per year'))
    >>> number_and_unit(None, "dB"), number_and_unit(64.0, "")
    (('–', 'dB'), ('64', ''))
    """
    if not unit and known(value) and float(value).is_integer():
        return fixed(value, 0), ""
    per, shown = step(value, unit)
    digits = 4 if per == 1.0 and known(value) and abs(value) >= 100.0 else 3
    return number(value if value is None else value / per, digits), WRITTEN.get(shown, shown)


def amount(value: float | None, unit: str) -> str:
    """A number with its unit, as one text.

    >>> [amount(v, u).replace(SPACE, " ") for v, u in ((0.381, "kW"), (577911.0, "kg/yr"), (0.0, "$"))]
    ['381 W', '578 t/yr', '0 $']
    """
    text, shown = number_and_unit(value, unit)
    # A unit of several words is as far from the number as its words are from each other.
    space = WIDE if " " in shown else SPACE
    return f"{text}{space}{shown.replace(' ', WIDE)}" if shown else text


def gain(value: float | None, unit: str) -> str:
    """A change with its sign and its unit.

    >>> [gain(v, u).replace(SPACE, " ") for v, u in ((745000.0, "$"), (-9382.0, "W"), (0.0, "dB"))]
    ['+745 k$', '−9,382 W', '0 dB']
    """
    return f"{'+' if known(value) and value > 0 else ''}{amount(value, unit)}"


def unit_of_change(unit: str) -> str:
    """Unit of a change: kelvin for degrees Celsius, else the same unit."""
    return "K" if unit == "°C" else unit


def relative(percent: float) -> str:
    """A change in percent; as a multiple from +200 % on; empty if it rounds to zero or is not finite.

    >>> relative(2.04), relative(-68.15), relative(5966.3), relative(900.0), relative(float("nan"))
    ('+2.0 %', '−68.2 %', 'x 61', 'x 10.0', '')
    """
    if known(percent) and percent >= 200.0:
        times = 1.0 + percent / 100.0
        return f"x {fixed(times, decimals(times, digits=3 if times < 20.0 else 2))}"
    told = shift(percent, 1)
    return f"{told} %" if told else ""


def shift(value: float, n_decimals: int) -> str:
    """A change in a column, with its sign; empty if it rounds to zero or is not finite.

    >>> shift(2.385, 1), shift(-3452.9, 0), shift(0.04, 1)
    ('+2.4', '−3,453', '')
    """
    text = fixed(value, n_decimals) if known(value) else ""
    if not text.strip(f"0.,{MINUS}"):
        return ""
    return text if value < 0 else f"+{text}"


def part_of_whole(percent: float, n_decimals: int) -> str:
    """A percentage that reads 100 only if nothing is missing: otherwise it gets more decimals.

    >>> part_of_whole(96.4, 1), part_of_whole(99.97, 1), part_of_whole(100.0, 1), part_of_whole(99.99999, 1)
    ('96.4', '99.97', '100.0', '> 99.9')
    """
    for n in range(n_decimals, 4):
        text = fixed(percent, n)
        if not (percent < 100.0 and text.startswith("100")):
            return text
    return "> 99.9"


def percent(share: float) -> str:
    """A share in percent.

    >>> percent(0.0004), percent(0.0312), percent(0.42), percent(0.998), percent(1.0)
    ('< 0.1\u202f%', '3.1\u202f%', '42\u202f%', '99.8\u202f%', '100\u202f%')
    """
    hundred = 100.0 * share
    text = "< 0.1" if 0.0 < hundred < 0.1 else part_of_whole(hundred, 1 if hundred < 9.95 else 0)
    return f"{text}{SPACE}%"


# -- for tables only, without a twin in numbers.js ---------------------------------------------------


def short(value: float | None, digits: int = 4) -> str:
    """A number with `digits` significant digits, without trailing zeros; empty for None and NaN.

    >>> short(116.8804), short(577912.29), short(0.02), short(float("nan")), short(-2.5)
    ('116.9', '577,912', '0.02', '', '−2.5')
    """
    if not known(value):
        return fixed(value, 0)
    text = f"{value:,.0f}" if abs(value) >= 10.0**digits else f"{value:,.{digits}g}"
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def change(a: float, b: float, n_decimals: int) -> str:
    """A change as `old → new`; one number if both are written alike.

    >>> change(80.24, 80.53, 1), change(5.96, 5.96, 1), change(float("nan"), 2.0, 1)
    ('80.2 → 80.5', '6.0', '– → 2.0')
    """
    old, new = fixed(a, n_decimals), fixed(b, n_decimals)
    return new if old == new else f"{old or NONE} → {new or NONE}"


def last(value: float) -> float:
    """A value to sort by: NaN comes behind all others."""
    return value if value == value else math.inf
