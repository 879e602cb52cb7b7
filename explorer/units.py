"""Units of the data-center trade, and conversions between them and SI."""

import math

U_MM = 44.45
"""One rack unit of EIA-310, in mm."""

OU_MM = 48.0
"""One OpenU of OCP Open Rack, in mm."""

PITCH_MM = {"U": U_MM, "OU": OU_MM}
"""Height of one rack position in mm, by its name; one entry per rack standard."""

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


UNITS = {
    "mm": "mm", "m": "m", "u": "U", "kg": "kg", "s": "s", "ms": "ms", "ns": "ns",
    "w": "W", "kw": "kW", "v": "V", "a": "A", "uohm": "µΩ", "uohm_per_m": "µΩ/m",
    "c": "°C", "k": "K", "kw_per_k": "kW/K", "k_per_u": "K/U", "w_per_m2_k": "W/m²K",
    "pa": "Pa", "cfm": "CFM", "l_per_min": "L/min",
    "db": "dB", "gbps": "Gb/s", "tbps": "Tb/s", "gb": "GB", "pj_per_bit": "pJ/bit",
    "usd": "$", "usd_per_year": "$/yr", "usd_per_kwh": "$/kWh", "gco2_per_kwh": "g/kWh", "per_year": "1/yr",
    "percent": "%",
}  # fmt: skip
"""Units as written for people, by the suffix that names end with."""


def stem_and_unit(name: str) -> tuple[str, str]:
    """A name without its unit suffix, and that unit as written for people.

    >>> stem_and_unit("coolant_l_per_min"), stem_and_unit("n_links")
    (('coolant', 'L/min'), ('n_links', ''))
    """
    words = name.split("_")
    # The longest suffix is the unit. A name without a stem, such as `u`, has no unit.
    for start in range(1, len(words)):
        unit = UNITS.get("_".join(words[start:]))
        if unit:
            return "_".join(words[:start]), unit
    return name, ""


def unit_of(name: str) -> str:
    """The unit that a name ends with, as written for people; empty if it has none.

    >>> unit_of("coolant_l_per_min"), unit_of("x_mm"), unit_of("cdu_kw_per_k"), unit_of("n_links")
    ('L/min', 'mm', 'kW/K', '')
    """
    return stem_and_unit(name)[1]
