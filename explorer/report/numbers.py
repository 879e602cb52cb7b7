"""Numbers as a person reads them in a table."""

import math

MINUS = "−"


def number(value: float | None, digits: int = 4) -> str:
    """A number with so many digits that count; empty where there is none.

    >>> number(116.8804), number(577912.29), number(0.02), number(float("nan")), number(-2.5)
    ('116.9', '577,912', '0.02', '', '−2.5')
    """
    if value is None or value != value:
        return ""
    if math.isinf(value):
        return f"{MINUS if value < 0 else ''}∞"
    text = f"{value:,.0f}" if abs(value) >= 10.0**digits else f"{value:,.{digits}g}"
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def fixed(value: float | None, decimals: int) -> str:
    """A number with so many decimals, so that a column lines up; empty where there is none.

    >>> fixed(5816.72, 0), fixed(-0.04, 1), fixed(-3.903, 1), fixed(None, 1)
    ('5,817', '0.0', '−3.9', '')
    """
    if value is None or not math.isfinite(value):
        return number(value)
    rounded = round(value, decimals) or 0.0  # no minus before a zero
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,.{decimals}f}"


def signed(value: float, decimals: int) -> str:
    """A change; empty where it is nothing at these decimals.

    >>> signed(2.385, 1), signed(-3452.9, 0), signed(0.04, 1)
    ('+2.4', '−3,453', '')
    """
    if not math.isfinite(value) or round(value, decimals) == 0:
        return ""
    return f"{'+' if value > 0 else MINUS}{abs(value):,.{decimals}f}"


def decimals(*values: float, digits: int = 4) -> int:
    """Decimals that show the largest of some numbers with so many digits.

    >>> decimals(116.9, 119.3), decimals(5.68, 8.06), decimals(54000.0, 540000.0), decimals(0.0)
    (1, 3, 0, 1)
    """
    most = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if most == 0.0:
        return 1
    return min(6, max(0, digits - 1 - math.floor(math.log10(most))))


PLACES = {"": 0, "K": 1, "dB": 1}
"""Decimals of what is counted, and of levels, which are known no better."""


def places(unit: str, *values: float) -> int:
    """Decimals for a total: those of its unit, else four digits.

    >>> places("kW", 119.27), places("dB", 4.17)
    (1, 1)
    """
    return PLACES[unit] if unit in PLACES else decimals(*values)


def relative(percent: float) -> str:
    """A change in percent; as a multiple where nobody thinks in percent any more, empty where it is none.

    >>> relative(2.04), relative(-68.15), relative(5966.3), relative(900.0), relative(float("nan"))
    ('+2.0 %', '−68.2 %', 'x 61', 'x 10.0', '')
    """
    if percent >= 200.0 and math.isfinite(percent):
        times = 1.0 + percent / 100.0
        return f"x {fixed(times, decimals(times, digits=3 if times < 20.0 else 2))}"
    told = signed(percent, 1)
    return f"{told} %" if told else ""


def change(a: float, b: float, n_decimals: int) -> str:
    """A number that became another, or one that stayed.

    >>> change(80.24, 80.53, 1), change(5.96, 5.96, 1), change(float("nan"), 2.0, 1)
    ('80.2 → 80.5', '6.0', '– → 2.0')
    """
    old, new = fixed(a, n_decimals), fixed(b, n_decimals)
    return new if old == new else f"{old or '–'} → {new or '–'}"


def last(value: float) -> float:
    """A number to sort by, behind all others where there is none."""
    return value if value == value else math.inf
