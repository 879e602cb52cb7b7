"""Lengths in which cables are ordered."""

import math

COPPER_M = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0)
"""Order lengths of DAC, ACC and AEC (assumption: as makers list them)."""

FIBER_M = (1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 75.0, 100.0)
"""Order lengths of fiber cables and AOC (assumption: as makers list them)."""

CARTRIDGE_STEP_M = 0.1
"""Step of the lengths to which the pairs of a cartridge are cut (assumption)."""

BEYOND_STEP_M = 10.0
"""Step of order lengths beyond the longest listed one (assumption)."""


def order_m(length_m: float, medium: str, lengths_m: tuple[float, ...] | None = None) -> float:
    """The shortest order length that is long enough, in m.

    Parameters
    ----------
    medium : name in the catalog
    lengths_m : order lengths, rising, instead of those above

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
