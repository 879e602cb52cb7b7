"""Units of the rack trade and the bridge between them and SI."""

import math

U_MM = 44.45
"""One rack unit of EIA-310, in mm."""

OU_MM = 48.0
"""One OpenU of OCP Open Rack, in mm."""

PITCH_MM = {"U": U_MM, "OU": OU_MM}

M3_PER_S_PER_CFM = 0.3048**3 / 60.0
"""One cubic foot a minute, in m3/s."""

HOURS_PER_YEAR = 8760.0


def m(length_mm):
    """Millimeters to meters.

    >>> m(480.0)
    0.48
    """
    return length_mm / 1000.0


def kelvin(t_c):
    """Degrees Celsius to kelvin.

    >>> kelvin(25.0)
    298.15
    """
    return t_c + 273.15


def db(ratio):
    """A power ratio in decibels.

    >>> db(100.0)
    20.0
    """
    return 10.0 * math.log10(ratio)


def ratio(level_db):
    """Decibels as a power ratio.

    >>> ratio(-30.0)
    0.001
    """
    return 10.0 ** (level_db / 10.0)


def dbm(power_w):
    """Optical power in dBm.

    >>> dbm(0.001)
    0.0
    """
    return db(power_w / 1e-3)


def kg_per_s(flow_l_per_min, density_kg_per_m3):
    """A liquid flow as mass flow.

    >>> round(kg_per_s(60.0, 1000.0), 9)
    1.0
    """
    return flow_l_per_min / 60000.0 * density_kg_per_m3


def pj_per_bit(power_w, rate_gbps):
    """Energy of one bit at a data rate: 1 W per Tb/s is 1 pJ/bit.

    >>> pj_per_bit(15.0, 800.0)
    18.75
    """
    return power_w / rate_gbps * 1000.0
