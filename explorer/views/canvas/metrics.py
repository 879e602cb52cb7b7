"""How figures are read: what the racks are colored by, which totals are shown, and which way is better."""

import math
from typing import NamedTuple

from explorer.analysis import Results


class Scale(NamedTuple):
    """How a metric is named and read: `higher_is` worse, better or more (neither)."""

    label: str
    unit: str
    higher_is: str


SCALES = {
    "power": Scale("Power", "W", "more"),
    "temperature": Scale("Hottest part", "°C", "worse"),
    "headroom": Scale("Headroom", "K", "better"),
    "margin": Scale("Link margin", "dB", "better"),
    "bandwidth": Scale("Bandwidth", "Tb/s", "more"),
    "weight": Scale("Weight", "kg", "more"),
    "cost": Scale("Links cost", "$", "more"),
}

COLUMNS = {
    "power": "power_w",
    "headroom": "headroom_k",
    "margin": "margin_db",
    "bandwidth": "rate_tbps",
    "cost": "links_usd",
}


TILES = (
    "rack_kw",
    "interconnect_kw",
    "bandwidth_tbps",
    "pj_per_bit",
    "headroom_k",
    "margin_db",
    "failures_per_year",
    "cost_usd",
    "kgco2e_per_year",
)
"""Totals that are shown, in their order."""

HIGHER_IS_BETTER = frozenset({"bandwidth_tbps", "headroom_k", "margin_db"})

LEVELS = frozenset({"K", "dB"})
"""Units in which a change has no meaning in percent."""


def tray_value(results: Results, metric: str, tray: str) -> float:
    """The value of a metric in a tray, in its unit; nan where it has none."""
    state = results.tray_states[tray]
    if metric == "temperature":
        return state.t_max_c if state.hottest else state.air_out_c
    if metric == "weight":
        mass_kg = results.layout.design_of(tray).mass_kg
        return math.nan if mass_kg is None else mass_kg
    return getattr(state, COLUMNS[metric])
