"""Limits of ASHRAE's classes at the inlets: air (A1 to A4, recommended) and facility water (W17 to W+)."""

import math

from explorer.catalog import load, typical


def air_range_c(air_class: str, altitude_m: float) -> tuple[float, float]:
    """Coldest and warmest inlet air [C] of a class; the upper limit falls with altitude: thin air cools less.

    >>> air_range_c("A2", 0.0), air_range_c("A2", 1500.0)
    ((10.0, 35.0), (10.0, 33.0))
    """
    key = f"ashrae_{air_class.lower()}"
    allowed = load().figure(f"{key}_c")
    above_m = max(0.0, altitude_m - typical("ashrae_derating_from_m"))
    return allowed.low, allowed.high - above_m / typical(f"{key}_derating_m_per_k")


def water_limit_c(water_class: str) -> float:
    """Warmest facility water [C] of a class; W+ has no limit.

    >>> water_limit_c("W32"), water_limit_c("W+")
    (32.0, inf)
    """
    return math.inf if water_class == "W+" else load().figure(f"ashrae_{water_class.lower()}_c").high
