"""Failure rates of links: the catalog's FIT by cause, what heat adds, and the interval of a year's count."""

import math
from typing import NamedTuple

import numpy as np

from explorer.analysis.links.electrical import COPPER
from explorer.analysis.links.serdes import is_retimed
from explorer.catalog import Technology, typical
from explorer.model import LinkGroup
from explorer.solvers.links.channel import arrhenius_factor
from explorer.units import HOURS_PER_YEAR

DRAWS, SEED = 4000, 20_26
"""Draws and seed of the Monte Carlo interval; fixed, so that a layout always gives the same interval."""

INTERVAL = (0.05, 0.95)
LANES_A_CHIP = 4
"""Lanes of one driver or one amplifier; only the proportion of a module's parts depends on it."""


class Failures(NamedTuple):
    """Failures in a year over all ends of a link group."""

    expected: float
    low: float
    high: float
    """`low` to `high` holds nine years of ten, including the uncertainty of the catalog's FIT"""
    acceleration: float
    """Rate at its temperatures over the catalog's"""


class Cause(NamedTuple):
    """One cause of failures at the end of a link."""

    name: str
    share: float
    """of the catalog's FIT"""
    factor: float
    """rate at its temperature over the rate where the catalog's FIT was counted"""


def failures(tech: Technology, n_ends: float, module_c: float, laser_c: float) -> Failures:
    """Failures of a link group in a year; temperatures as in `causes`."""
    factor = acceleration(tech, module_c, laser_c)
    per_year = n_ends * factor * HOURS_PER_YEAR / 1e9
    fit = tech.fit
    low, high = _interval(*(round(per_year * x, 12) for x in (fit.low, fit.typical, fit.high)))
    return Failures(per_year * fit.typical, low, high, factor)


def acceleration(tech: Technology, module_c: float, laser_c: float) -> float:
    """Failure rate of an end over the catalog's FIT; temperatures as in `causes`."""
    return sum(cause.share * cause.factor for cause in causes(tech, module_c, laser_c))


def causes(tech: Technology, module_c: float, laser_c: float) -> tuple[Cause, ...]:
    """What makes an end fail, with its share of the catalog's FIT and what its temperature does to it.

    Dirt and flaps do not depend on temperature, lasers wear out, and electronics fail at random, which heat
    speeds up less. A rate counted in the field contains the heat of its place: each part is accelerated
    from the temperature that it has there, a laser outside the module from that of its own place. Conductors
    alone do not wear.

    Parameters
    ----------
    module_c : temperature of the modules or engines; NaN for that of the field
    laser_c : the same of external laser sources; lasers inside modules are at `module_c`
    """
    if is_only_wire(tech):
        return (Cause("Conductors", 1.0, 1.0),)
    at_c = typical("field_module_c" if tech.placement in ("faceplate", "rear") else "field_engine_c")
    dirt = typical("contamination_share") if has_mated_fiber(tech) else 0.0
    if tech.light_source_key and tech.fit.typical:
        lasers = min(1.0, tech.n_lasers * typical("fit_els_laser") / tech.fit.typical)
        dirt *= 1.0 - lasers
        worn = _arrhenius("arrhenius_ea_wearout_ev", typical("field_laser_c"), laser_c)
    else:
        lasers = (1.0 - dirt) * _laser_share(tech)
        worn = _arrhenius("arrhenius_ea_wearout_ev", at_c, module_c)
    random = _arrhenius("arrhenius_ea_random_ev", at_c, module_c)
    found = (
        Cause("Dirt and flaps", dirt, 1.0),
        Cause("Lasers", lasers, worn),
        Cause("Electronics", 1.0 - dirt - lasers, random),
    )
    return tuple(cause for cause in found if cause.share > 0.0)


def is_only_wire(tech: Technology) -> bool:
    """Whether an end has no electronics but a memory."""
    return tech.medium in COPPER and tech.module_w.typical < 1.0


def has_mated_fiber(tech: Technology) -> bool:
    """Whether fibers are plugged in the field, where dirt gets in; those of an active cable are glued in."""
    return tech.medium in ("SMF", "MMF") and not tech.key.startswith("aoc")


def _laser_share(tech: Technology) -> float:
    """Share of the lasers in the failures of a module's parts, which all are within it.

    Drivers and amplifiers are chips for `LANES_A_CHIP` lanes; linear optics have no DSP.
    """
    lanes, lasers = tech.n_lanes, tech.n_lasers * typical("fit_dfb_laser")
    chips = math.ceil(lanes / LANES_A_CHIP) * (typical("fit_driver") + typical("fit_tia"))
    dsp = typical("fit_dsp") if is_retimed(tech) else 0.0
    return lasers / (lasers + chips + dsp + lanes * typical("fit_photodiode")) if lasers else 0.0


def _arrhenius(energy: str, at_c: float, t_c: float) -> float:
    return 1.0 if math.isnan(t_c) else arrhenius_factor(typical(energy), at_c, t_c)


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
