"""Inlets outside the site's ASHRAE class, and CDUs that cannot hold their set point."""

from collections.abc import Iterable

from explorer.analysis.fluids.ashrae import air_range_c, water_limit_c
from explorer.analysis.states import Finding, RackCooling, TrayState
from explorer.model import Layout
from explorer.model.naming import name


def water(layout: Layout) -> Iterable[Finding]:
    """Facility water over the limit of its class, if any rack uses coolant."""
    site = layout.site
    if not site.water_class or not any(rack.coolant_l_per_min > 0 for rack in layout.racks):
        return
    water_c, limit = site.facility_water_c, water_limit_c(site.water_class)
    if water_c > limit:
        over = f"{water_c - limit:.1f} K over the limit of {limit:g} °C of ASHRAE class {site.water_class}"
        yield Finding(
            "error", site.id, "water_class", water_c, limit, f"Facility water at {water_c:g} °C is {over}"
        )


def air(layout: Layout, trays: dict[str, TrayState]) -> Iterable[Finding]:
    """The coldest and the warmest inlet of each rack, if outside the range of the site's air class."""
    site = layout.site
    if not site.air_class:
        return
    low, high = air_range_c(site.air_class, site.altitude_m)
    what = "recommended range" if site.air_class == "recommended" else f"class {site.air_class}"
    what += f" at {site.altitude_m:g} m" if site.altitude_m else ""
    severity = "warning" if site.air_class == "recommended" else "error"
    for rack in layout.racks:
        inlets_c = {t.id: trays[t.id].air_in_c for t in layout.trays if t.rack == rack.id}
        if not inlets_c:
            continue
        for end, limit, sign, word in ((min, low, -1.0, "below"), (max, high, 1.0, "over")):
            tray_id = end(inlets_c, key=lambda id: inlets_c[id])
            by_k = sign * (inlets_c[tray_id] - limit)
            if by_k > 1e-9:
                text = (
                    f"Inlet air of {name(layout.element(tray_id))} at {inlets_c[tray_id]:.1f} °C is "
                    f"{by_k:.1f} K {word} the limit of {limit:.1f} °C of ASHRAE's {what}"
                )
                yield Finding(severity, tray_id, "air_class", inlets_c[tray_id], limit, text)


def cdus(layout: Layout, racks: dict[str, RackCooling]) -> Iterable[Finding]:
    """Coolant warmer than its set point, or with a set point below the facility water."""
    water_c = layout.site.facility_water_c
    for rack in layout.racks:
        state = racks[rack.id]
        if state.cdu_headroom_k < 0:
            kw = (state.coolant_w + state.friction_w) / 1000
            text = (
                f"{name(rack)}: the CDU cannot supply coolant at {rack.coolant_supply_c:g} °C; with a heat "
                f"load of {kw:.1f} kW and facility water at {water_c:g} °C it supplies "
                f"{state.coolant_supply_c:.1f} °C"
            )
            yield Finding("warning", rack.id, "cdu", state.coolant_supply_c, rack.coolant_supply_c, text)
        elif rack.coolant_l_per_min > 0 and rack.coolant_supply_c < water_c:
            text = (
                f"{name(rack)}: coolant at {rack.coolant_supply_c:g} °C is colder than the facility water "
                f"at {water_c:g} °C; a CDU cannot supply that without a chiller"
            )
            yield Finding("warning", rack.id, "cdu", rack.coolant_supply_c, water_c, text)
