"""Failure rates of links: catalog FIT, acceleration by temperature, and the interval of a year's count."""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.links.electrical import COPPER
from explorer.catalog import Technology, typical
from explorer.model import LinkGroup
from explorer.solvers.links.channel import arrhenius_factor
from explorer.units import HOURS_PER_YEAR

DRAWS, SEED = 4000, 20_26
"""Draws and seed of the Monte Carlo interval; fixed, so that a layout always gives the same interval."""

INTERVAL = (0.05, 0.95)


class Failures(NamedTuple):
    """Failures in a year over all ends of a link group."""

    expected: float
    low: float
    high: float
    """`low` to `high` holds nine years of ten, including the uncertainty of the catalog's FIT"""
    acceleration: float
    """Wear at its temperature over wear at the catalog's"""


def failures(tech: Technology, n_ends: float, module_c: float, laser_c: float) -> Failures:
    """Failures of a link group in a year; temperatures as in `acceleration`."""
    factor = acceleration(tech, module_c, laser_c)
    per_year = n_ends * factor * HOURS_PER_YEAR / 1e9
    fit = tech.fit
    low, high = _interval(*(round(per_year * x, 12) for x in (fit.low, fit.typical, fit.high)))
    return Failures(per_year * fit.typical, low, high, factor)


def acceleration(tech: Technology, module_c: float, laser_c: float) -> float:
    """Failure rate of a link group over the catalog's FIT.

    Modules and engines wear with `module_c`, external lasers with `laser_c`, by Arrhenius' law; NaN means the
    temperature of the catalog's FIT. Copper without electronics does not wear.
    """
    lasers = tech.n_lasers * typical("fit_els_laser") if tech.light_source_key else 0.0
    share = min(1.0, lasers / tech.fit.typical) if tech.fit.typical else 0.0
    return (1.0 - share) * wear(tech, module_c) + share * wear(tech, laser_c)


def wear(tech: Technology, t_c: float) -> float:
    """Failure rate of a part at a temperature, over the catalog's FIT."""
    passive = tech.medium in COPPER and tech.module_w.typical < 1.0
    if passive or math.isnan(t_c):
        return 1.0
    return arrhenius_factor(typical("arrhenius_ea_wearout_ev"), typical("wear_reference_c"), t_c)


def _interval(low: float, middle: float, high: float) -> tuple[float, float]:
    """Quantiles of failures counted in one year, with the rate uncertain over the catalog's range.

    The rate is drawn log-triangular over that range, the count from a Poisson distribution.
    """
    if high <= 0.0:
        return 0.0, 0.0
    draw = np.random.default_rng(SEED)
    rates = np.full(DRAWS, middle)
    if 0.0 < low < high:
        rates = np.exp(draw.triangular(math.log(low), math.log(middle), math.log(high), DRAWS))
    counts = np.quantile(draw.poisson(rates), INTERVAL)
    return float(counts[0]), float(counts[1])


class Blast(NamedTuple):
    """Extent of one failure until it is repaired."""

    what: str
    gbps: float
    """each way"""


def blast(tech: Technology, link: LinkGroup, tray_gbps: float) -> Blast:
    """The unit that is replaced when a link of this technology fails, and the rate that is down meanwhile.

    A module or cable end is pulled from its cage; an engine on the package or the board takes its tray with
    it; a cartridge is changed with all that runs through it to one tray.
    """
    if tech.placement == "faceplate":
        return Blast("module" if tech.medium not in COPPER else "cable", tech.unit_gbps)
    if tech.placement == "rear":
        return Blast("cartridge", tray_gbps)
    return Blast("tray", tray_gbps)
