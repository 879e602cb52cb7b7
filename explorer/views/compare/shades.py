"""One value as one color, for trays, which are too small for a map: as the elevation has them."""

import numpy as np

from explorer.report.colors import WORSE, between

RAMPS = {
    False: {"worse": WORSE, "more": ("#e2f0f3", "#a5d3db", "#5ea7bb", "#287192", "#124064")},
    True: {
        "worse": ("#3a3335", "#704234", "#b05434", "#e87e42", "#ffcb80"),
        "more": ("#263440", "#225268", "#287a94", "#56acc0", "#a8e0e6"),
    },
}
"""Weak to strong, by theme (dark or not). On a dark page the strong end is the bright one, so that the same
trays stand out."""


def shade(value: float, low: float, high: float, higher_is: str, dark: bool) -> str:
    """The color of a value in a range; what is worse is stronger.

    >>> shade(80.0, 40.0, 80.0, "worse", dark=False), shade(80.0, 40.0, 80.0, "better", dark=False)
    ('#86202e', '#fff3d8')
    """
    part = (value - low) / (high - low) if high > low else 0.25
    stops = RAMPS[dark]["more" if higher_is == "more" else "worse"]
    return "#{:02x}{:02x}{:02x}".format(
        *between(stops, np.float64(1.0 - part if higher_is == "better" else part))
    )


def ramp(higher_is: str, dark: bool, n: int = 25) -> list[str]:
    """The colors of a range from its low to its high end."""
    return [shade(i / (n - 1), 0.0, 1.0, higher_is, dark) for i in range(n)]
