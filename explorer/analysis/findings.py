"""What breaks a rule, by how much."""

from collections.abc import Iterable

import numpy as np

from explorer.analysis.budget import is_passive
from explorer.analysis.heat import Board
from explorer.analysis.links import LinkState, ports_of, unmounted_ends
from explorer.analysis.power import Feed
from explorer.analysis.results import Finding, TrayState
from explorer.analysis.technologies import is_published
from explorer.catalog import load
from explorer.model import Layout
from explorer.model.placement import misplacements, name
from explorer.model.ports import end_gbps

NEAR_K = 3.0
"""Optics are kept this far below their case limit in switches."""


def findings(layout: Layout, states, boards: dict[str, Board], trays: dict[str, TrayState], feed: Feed):
    """Everything that is wrong with the layout, worst first."""
    found = [
        *_places(layout),
        *_unmounted(layout),
        *_links(states),
        *_ports(layout, states),
        *_temperatures(layout, boards, trays),
        *_power(layout, feed),
        *_coolant(layout, boards),
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(found, key=lambda f: order[f.severity]))


def _places(layout) -> Iterable[Finding]:
    for m in misplacements(layout):
        yield Finding("error", m.element, m.rule, m.value, m.limit, m.message)


def _unmounted(layout: Layout) -> Iterable[Finding]:
    for link in layout.links:
        for design in unmounted_ends(layout, link):
            text = f"{name(link)} leads nowhere: no {name(layout.element(design))} is mounted"
            yield Finding("error", link.id, "link_ends", 0.0, 1.0, text)


def _links(states: dict[str, LinkState]) -> Iterable[Finding]:
    for key, s in states.items():
        who, longest = name(s.link), float(s.length_m.max())
        margin = float(s.margins_db.min())
        if margin < 0:
            what = (
                "channel"
                if is_passive(s.technology)
                else "host channel"
                if s.host_margin_db <= margin
                else "line"
            )
            text = f"{who}: the {what} of {s.technology.name} misses its budget by {-margin:.1f} dB"
            yield Finding("error", key, "margin", margin, 0.0, text)
        elif margin < 1.0:
            yield Finding(
                "warning", key, "margin", margin, 1.0, f"{who}: only {margin:.1f} dB of margin left"
            )
        reach = s.technology.reach_m.high
        if longest > reach:
            text = f"{who}: {longest:.2f} m is beyond the {reach:g} m reach of {s.technology.name}"
            yield Finding("error", key, "reach", longest, reach, text)
        if not is_published(s.technology.key):
            text = f"{who}: {s.technology.name} has no published figures; its watts and dB are assumptions"
            yield Finding("note", key, "published", 0.0, 0.0, text)


def _ports(layout: Layout, states: dict[str, LinkState]) -> Iterable[Finding]:
    for link in (state.link for state in states.values()):
        for design_id, ports in ports_of(layout, link).items():
            carried, needed = sum(p.rate_gbps for p in ports), end_gbps(layout, link, design_id)
            if abs(carried - needed) > 1e-3 * needed:
                design = layout.element(design_id)
                text = (
                    f"{name(design)}: its ports carry {carried / 1000:.2f} of the {needed / 1000:.2f} Tb/s "
                    f"of {name(link)}; choose the technology again to rebuild them"
                )
                yield Finding("warning", design_id, "port_rate", carried, needed, text)


def _temperatures(layout: Layout, boards: dict[str, Board], trays: dict[str, TrayState]) -> Iterable[Finding]:
    for design_id, board in boards.items():
        mounted = layout.trays_of(design_id)
        if not mounted or not board.design.parts:
            continue
        warmest = max(mounted, key=lambda t: trays[t.id].air_in_c)
        t = board.part_c(trays[warmest.id].air_in_c)
        over = t - board.limits_c
        # one line per kind of part keeps a tray of 64 hot modules readable
        for kind in dict.fromkeys(p.kind for p in board.design.parts):
            own = [i for i, p in enumerate(board.design.parts) if p.kind == kind]
            i = own[int(np.argmax(over[own]))]
            part, more = board.design.parts[i], sum(over[j] > 0 for j in own) - 1
            who = f"{name(part)} of {name(board.design)}"
            if over[i] > 0:
                rest = f", and {more} more" if more > 0 else ""
                text = f"{who} at {t[i]:.1f} °C is {over[i]:.1f} K over its limit{rest}"
                yield Finding("error", part.id, "temperature", float(t[i]), float(board.limits_c[i]), text)
            elif over[i] > -NEAR_K:
                text = f"{who} at {t[i]:.1f} °C is within {-over[i]:.1f} K of its limit"
                yield Finding("warning", part.id, "temperature", float(t[i]), float(board.limits_c[i]), text)


def _power(layout: Layout, feed: Feed) -> Iterable[Finding]:
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


def _coolant(layout: Layout, boards: dict[str, Board]) -> Iterable[Finding]:
    for design in layout.designs:
        wet = any(p.cooling == "cold_plate" for p in design.parts)
        if wet and layout.trays_of(design.id) and boards[design.id].coolant_l_per_min <= 0:
            text = f"{name(design)} has cold plates, but no coolant flows through it"
            yield Finding("error", design.id, "coolant", 0.0, 0.0, text)
        supplies = {
            (rack.coolant_supply_c, rack.coolant_l_per_min)
            for rack in (layout.element(tray.rack) for tray in layout.trays_of(design.id))
        }
        if wet and len(supplies) > 1:
            text = (
                f"{name(design)} stands in racks with {len(supplies)} different coolant supplies; "
                "its trays are solved with one of them: make a design of its own for each"
            )
            yield Finding("warning", design.id, "coolant_supplies", float(len(supplies)), 1.0, text)
