"""Lengths in which cables are ordered."""

import math

COPPER_M = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0)
"""Of DAC, ACC and AEC (assumption: what makers list)."""

FIBER_M = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0)
"""Of fiber cables and AOC (assumption: what makers list)."""

CARTRIDGE_STEP_M = 0.1
"""Pairs of a cartridge are cut to length (assumption)."""

BEYOND_STEP_M = 10.0
"""Steps beyond the longest of a set (assumption)."""


def order_m(length_m: float, medium: str, lengths_m: tuple[float, ...] | None = None) -> float:
    """The shortest length to order that is long enough.

    Parameters
    ----------
    medium : as the catalog names it
    lengths_m : rising, instead of the sets of this file

    >>> order_m(2.51, "twinax"), order_m(31.0, "SMF"), order_m(0.61, "twinax backplane")
    (3.0, 40.0, 0.7)
    """
    if lengths_m is None and medium == "twinax backplane":
        return round(math.ceil(round(length_m / CARTRIDGE_STEP_M, 6)) * CARTRIDGE_STEP_M, 6)
    known = lengths_m or (COPPER_M if medium == "twinax" else FIBER_M)
    fit = next((m for m in known if m >= length_m - 1e-9), None)
    if fit is not None:
        return fit
    return math.ceil(round(length_m / BEYOND_STEP_M, 9)) * BEYOND_STEP_M
