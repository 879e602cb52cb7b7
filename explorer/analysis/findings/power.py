"""Racks, busbars and shelves asked for more than they give."""

from collections.abc import Iterable

from explorer.analysis.feed import Feed
from explorer.analysis.results import Finding
from explorer.catalog import load
from explorer.model import Layout
from explorer.model.placement import name


def power(layout: Layout, feed: Feed) -> Iterable[Finding]:
    for rack_id in feed.unfed:
        text = f"{name(layout.element(rack_id))}: no power shelf feeds its busbar"
        yield Finding("error", rack_id, "no_shelf", 0.0, 1.0, text)
    for rack_id, ladder in feed.ladders.items():
        rack = layout.element(rack_id)
        if ladder.collapsed:
            text = f"{name(rack)}: the busbar voltage collapses, the shelves cannot deliver what is drawn"
            yield Finding("error", rack_id, "bus_collapse", 0.0, 0.0, text)
            continue
        low, least = load().figure("dc_bus_v").low, float(ladder.voltage_v.min())
        if least < low:
            tray = layout.element(feed.ladder_trays[rack_id][int(ladder.voltage_v.argmin())])
            text = f"{name(tray)} gets {least:.2f} V, the bus has to stay above {low:g} V"
            yield Finding("error", tray.id, "bus_voltage", least, low, text)
    for rack in layout.racks:
        drawn_kw = feed.rack_in_w.get(rack.id, 0.0) / 1000.0
        if rack.power_limit_kw is not None and drawn_kw > rack.power_limit_kw:
            over = drawn_kw - rack.power_limit_kw
            text = f"{name(rack)} draws {drawn_kw:.1f} kW, {over:.1f} kW more than its feeds give"
            yield Finding("error", rack.id, "rack_power", drawn_kw, rack.power_limit_kw, text)
    for shelf_id, out_w in feed.shelf_out_w.items():
        shelf = layout.element(shelf_id)
        rating_w = layout.element(shelf.design).rating_kw * 1000.0
        if out_w > rating_w:
            text = f"{name(shelf)} delivers {out_w / 1000:.1f} kW, its rating is {rating_w / 1000:g} kW"
            yield Finding("error", shelf_id, "shelf_rating", out_w, rating_w, text)
