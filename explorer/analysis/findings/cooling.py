"""Inlets outside the class that the site has to keep to, and CDUs asked for more than they can."""

from collections.abc import Iterable

from explorer.analysis.ashrae import air_range_c, water_limit_c
from explorer.analysis.results import Finding, RackCooling, TrayState
from explorer.model import Layout
from explorer.model.placement import name


def inlets(layout: Layout, trays: dict[str, TrayState]) -> Iterable[Finding]:
    """Facility water, and in each rack the coldest and the warmest inlet air."""
    site = layout.site
    if site.water_class and any(rack.coolant_l_per_min > 0 for rack in layout.racks):
        limit = water_limit_c(site.water_class)
        water_c = site.facility_water_c
        if water_c > limit:
            over = f"{water_c - limit:.1f} K over the {limit:g} °C of ASHRAE {site.water_class}"
            text = f"Facility water at {water_c:g} °C is {over}"
            yield Finding("error", site.id, "water_class", water_c, limit, text)
    if not site.air_class:
        return
    low, high = air_range_c(site.air_class, site.altitude_m)
    what = "the recommended range" if site.air_class == "recommended" else f"class {site.air_class}"
    what += f" at {site.altitude_m:g} m" if site.altitude_m else ""
    severity = "warning" if site.air_class == "recommended" else "error"
    for rack in layout.racks:
        by_air = sorted((t for t in layout.trays if t.rack == rack.id), key=lambda t: trays[t.id].air_in_c)
        for tray, sign, limit, word in ((by_air[:1], -1, low, "below"), (by_air[-1:], 1, high, "over")):
            for worst in tray:
                air_c = trays[worst.id].air_in_c
                if sign * (air_c - limit) > 1e-9:
                    by = f"{abs(air_c - limit):.1f} K {word} the {limit:.1f} °C of ASHRAE's {what}"
                    text = f"Inlet air of {name(worst)} at {air_c:.1f} °C is {by}"
                    yield Finding(severity, worst.id, "air_class", air_c, limit, text)


def cdus(layout: Layout, racks: dict[str, RackCooling]) -> Iterable[Finding]:
    """Coolant that comes warmer than it is asked for, or is asked for colder than the facility's water."""
    water_c = layout.site.facility_water_c
    for rack in layout.racks:
        state = racks[rack.id]
        if state.cdu_headroom_k < 0:
            text = (
                f"{name(rack)}: the CDU cannot hold {rack.coolant_supply_c:g} °C; with "
                f"{state.coolant_w / 1000:.1f} kW over facility water at {water_c:g} °C it supplies "
                f"{state.coolant_supply_c:.1f} °C"
            )
            yield Finding("warning", rack.id, "cdu", state.coolant_supply_c, rack.coolant_supply_c, text)
        elif rack.coolant_l_per_min > 0 and rack.coolant_supply_c < water_c:
            text = (
                f"{name(rack)}: coolant at {rack.coolant_supply_c:g} °C is colder than the facility water "
                f"at {water_c:g} °C; no CDU makes that without a chiller"
            )
            yield Finding("warning", rack.id, "cdu", rack.coolant_supply_c, water_c, text)
