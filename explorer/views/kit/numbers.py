"""Numbers as a person reads them, where they are written on this side of the page."""

import math

NONE = "–"
MINUS = "\u2212"


def number(value: float | None, digits: int = 3) -> str:
    """A number of about so many significant digits with a true minus sign; a dash where there is none.

    >>> number(1234.4), number(-0.0123), number(math.nan)
    ('1234', '−0.0123', '–')
    """
    if value is None or not math.isfinite(value):
        return NONE
    size = abs(value)
    decimals = 0 if size == 0.0 else min(max(digits - 1 - math.floor(math.log10(size)), 0), 6)
    words = f"{size:{',' if size >= 10_000.0 else ''}.{decimals}f}"
    return (MINUS if value < 0.0 and float(words.replace(",", "")) > 0.0 else "") + words


def brief(value: float | None) -> str:
    """Large numbers in thousands, millions, billions.

    >>> brief(51200.0), brief(2.5e6), brief(870.0)
    ('51.2\\u202fk', '2.50\\u202fM', '870.0')
    """
    if value is None or not math.isfinite(value):
        return NONE
    for limit, of, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if abs(value) >= limit:
            return f"{number(value / of)}\u202f{letter}"
    return number(value, 4 if abs(value) >= 100.0 else 3)


def signed(value: float | None, write=brief) -> str:
    """The same with a sign in front of what is more than nothing.

    >>> signed(2.0), signed(-0.5)
    ('+2.00', '−0.500')
    """
    return ("+" if value is not None and value > 0.0 else "") + write(value)
