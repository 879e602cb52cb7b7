"""Labels of the values that elements declare, for forms, differences between layouts, and the history."""

import re

from explorer.quantities.figure import Figure, in_a_sentence, table
from explorer.quantities.trays import PART, TRAY
from explorer.units import stem_and_unit

DECLARED = table(
    PART["t_limit_c"],
    TRAY["mass_kg"],
    Figure("h_w_per_m2_k", "Film coefficient"),
    Figure("u", "Lowest U", ""),
    Figure("pcb_mm", "Board thickness"),
    Figure("a", "From"),
    Figure("b", "To"),
    Figure("a_role", "Chips, from"),
    Figure("b_role", "Chips, to"),
    Figure("awg", "AWG"),
    Figure("pue", "PUE"),
    Figure("grid_gco2_per_kwh", "Own grid"),
    Figure("step_gb", "Gradients of a step"),
    Figure("step_compute_ms", "Compute of a step"),
    Figure("energy_usd_per_kwh", "Electricity"),
    Figure("link_gbps", "Rate of a link"),
    Figure("lane_gbps", "Rate of a lane"),
    Figure("far_host_db", "Loss of a far host"),
    Figure("links_judged_by", "Links judged by"),
    Figure("fan_headroom_k", "Headroom fans hold"),
    Figure("facility_l_per_min", "Facility water flow"),
    Figure("coolant_l_per_min", "Coolant flow"),
    Figure("cdu_kw_per_k", "CDU exchanger"),
    Figure("bus_v", "Busbar voltage"),
    Figure("bus_uohm_per_m", "Busbar resistance"),
    Figure("busbar_a", "Busbar limit"),
    Figure("clip_uohm", "Clip resistance"),
    Figure("clip_a", "Clip limit"),
    Figure("feed_v", "Feed voltage"),
    Figure("feed_a", "Feed current limit"),
    Figure("feed_kw", "Feed power limit"),
    Figure("n_spare", "Spare supplies"),
    Figure("resistance_pa", "Pressure drop"),
    Figure("leakage_share", "Leakage share"),
    Figure("upstream_efficiency", "Upstream efficiency"),
    Figure("fan_speed", "Fan speed"),
    Figure("value", "Value"),
)
"""Declared values whose attribute names would be unclear labels, and numbers without a unit."""


def declared(name: str) -> Figure:
    """The figure of a declared value; unless it is in `DECLARED`, its label is made from its name.

    >>> [(f.label, f.unit) for f in map(declared, ("rating_kw", "n_links", "u", "height_u", "cdu_kw_per_k"))]
    [('Rating', 'kW'), ('Number of links', ''), ('Lowest U', ''), ('Height', 'U'), ('CDU exchanger', 'kW/K')]
    """
    if name in DECLARED:
        return DECLARED[name]
    words = re.sub(r"^n ", "number of ", stem_and_unit(name)[0].replace("_", " "))
    return Figure(name, words[:1].upper() + words[1:])


def in_words(text: str) -> str:
    """A text in which the names of declared values are replaced by their labels.

    >>> in_words("always at fan_speed"), in_words("own: grid_gco2_per_kwh"), in_words("from the places")
    ('always at fan speed', 'own: own grid', 'from the places')
    """
    return re.sub(r"[a-z0-9]+(?:_[a-z0-9]+)+", lambda at: in_a_sentence(declared(at[0]).label), text)
