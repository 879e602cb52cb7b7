"""A device's power draw, from power ports that state redundant watts, few or none."""

import re
from typing import NamedTuple

from explorer.files.netbox.components import listed
from explorer.files.netbox.fields import Within, number
from explorer.files.netbox.preview import Notices, counted
from explorer.files.yaml_tree import Block, line_of

PLUG_A = {
    "iec-60320-c6": 2.5, "iec-60320-c8": 10.0, "iec-60320-c14": 15.0, "iec-60320-c16": 15.0,
    "iec-60320-c20": 20.0, "iec-60320-c22": 20.0,
}  # fmt: skip
"""Most amperes through a plug: the higher of its ratings in IEC 60320 and in North America."""

PLUG_V = 250.0

LEAST_W, MOST_W = 2.0, 20_000.0
"""Bounds for one power port: a 1 W PDU and a 180,000 W server are errors (assumption)."""

WATTS = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d{1,7}(?:\.\d{1,3})?)\s?(kW|W|kilowatts?|watts?)\b")
SUPPLY_BAY = re.compile(r"\b(psu|ps|pem|pwr|power)(?=[\W_\d]|$)", re.IGNORECASE)
BUSBAR = re.compile(r"\b(bus\s?bar|power shel(f|ves))\b", re.IGNORECASE)

ACTIVE = (
    "interfaces",
    "console-ports",
    "console-server-ports",
    "power-outlets",
    "module-bays",
    "device-bays",
)
"""Component lists that a passive panel does not have."""

FAR_OFF = 0.2
"""Relative difference between a comment's watts and the ports' from which it is reported (assumption)."""


class Draw(NamedTuple):
    """Power of a device by its power ports."""

    draw_w: float | None
    """Most that the device draws; ``None`` if unknown"""
    rating_w: float
    """Rating of all its supplies together"""
    n_supplies: int
    supply: str
    """`TrayDesign.supply`"""


def draw(data: Block, powered: bool | None, notices: Notices) -> Draw:
    """Power draw of a device.

    If there are several supplies, the largest is taken as spare (N+1): supplies share one load, so their
    watts do not add up.
    """
    ports = listed(data, "power-ports", Notices(notices.file))
    outlets = listed(data, "power-outlets", Notices(notices.file))
    watts = [w for port in ports if (w := _port_w(port, notices, bool(outlets))) is not None]
    line = line_of(data, "power-ports")
    if outlets:
        if ports:
            done = f"its {len(outlets)} outlets pass the watts on, it draws none of them itself"
            notices.add("note", "passes_power_on", line, "power-ports", None, done)
        return Draw(0.0, 0.0, 0, "none")
    if not ports:
        return _without_ports(data, powered, notices)
    supply = "ac"
    if all(str(port.block.get("type")) == "dc-terminal" for port in ports):
        done = "fed with DC; taken as supplies of its own, the model knows a busbar and AC"
        notices.add("note", "dc_fed", line, "power-ports", None, done)
    if not watts:
        done = f"{counted(len(ports), 'power port')} and no word on what is drawn; 0 W are taken"
        notices.add("warning", "no_watts", line, "power-ports", None, done, "maximum_draw in W")
        return Draw(None, 0.0, len(ports), supply)
    total = sum(watts)
    used = total - max(watts) if len(watts) > 1 else total
    if len(watts) > 1:
        half = total / 2
        done = (
            f"{len(watts)} supplies of {_w(min(watts))} to {_w(max(watts))} are not summed to {_w(total)}: "
            f"{_w(used)} with one spare" + (f", {_w(half)} if half of them are" if len(watts) > 3 else "")
        ).replace(f"{_w(min(watts))} to {_w(max(watts))}", _span(watts))
        notices.add("warning", "redundant_supplies", line, "power-ports", None, done)
    if len(watts) < len(ports):
        done = f"{len(ports) - len(watts)} of {len(ports)} power ports give no watts that can be taken"
        notices.add("warning", "no_watts", line, "power-ports", None, done, "maximum_draw in W")
    _comment_w(data, used, notices)
    return Draw(used, total, len(ports), supply)


def _port_w(port: Within, notices: Notices, is_pdu: bool) -> float | None:
    """Watts of one port: its maximum draw, else its allocated draw; None if neither is valid."""
    plug = str(port.block.get("type"))
    most = min(MOST_W, PLUG_A[plug] * PLUG_V) if plug in PLUG_A else MOST_W
    found = {}
    for key in ("maximum_draw", "allocated_draw"):
        value = port.block.get(key)
        watts = number(port, key, notices)
        if watts is None:
            continue
        stated = (port.line(key), port.name(key), value)
        valid = f"{LEAST_W:g} to {most:g} W" + (f" through {plug}" if plug in PLUG_A else "")
        if not LEAST_W <= watts <= most and not (is_pdu and watts == 0):
            done = "cannot be its watts, not taken"
            notices.add("warning", "absurd_watts", *stated, done, valid)
            continue
        if watts != int(watts):
            notices.add(
                "note", "fraction_of_watt", *stated, f"taken as {watts:g} W", "a whole number for NetBox"
            )
        found[key] = watts
    if len(found) == 2 and found["allocated_draw"] > found["maximum_draw"]:
        done = f"more than its maximum_draw of {found['maximum_draw']:g} W; the maximum is taken"
        place = (port.line("allocated_draw"), port.name("allocated_draw"), port.block["allocated_draw"])
        notices.add("warning", "allocated_over_maximum", *place, done)
    return found.get("maximum_draw", found.get("allocated_draw"))


def _without_ports(data: Block, powered: bool | None, notices: Notices) -> Draw:
    stated, quiet = str(data.get("comments", ""))[:20_000], Notices(notices.file)
    bays = [b for b in listed(data, "module-bays", quiet) if SUPPLY_BAY.search(_bay(b))]
    line = line_of(data, "comments")
    if BUSBAR.search(stated):
        done = "its comment says that the rack's busbar or shelves feed it; taken as fed from the busbar, 0 W"
        notices.add("warning", "busbar_by_comment", line, "comments", None, done, "the watts of the tray")
        drawn = Draw(None, 0.0, 0, "busbar")
    elif bays:
        done = f"{len(bays)} supplies are module bays, their types say the watts; 0 W are taken"
        line = line_of(data, "module-bays")
        notices.add("warning", "supplies_in_bays", line, "module-bays", None, done, "watts of the supplies")
        drawn = Draw(None, 0.0, len(bays), "ac")
    elif listed(data, "front-ports", quiet) and not any(listed(data, key, quiet) for key in ACTIVE):
        done = "has front and rear ports alone; taken as drawing nothing"
        notices.add("note", "passive_panel", line_of(data, "front-ports"), "front-ports", None, done)
        drawn = Draw(0.0, 0.0, 0, "none")
    elif powered is False:
        place = (line_of(data, "is_powered"), "is_powered", False)
        notices.add("note", "not_powered", *place, "taken as drawing nothing")
        drawn = Draw(0.0, 0.0, 0, "none")
    else:
        done = "no power port and no word on its feed; 0 W are taken"
        notices.add("warning", "no_watts", None, "power-ports", None, done, "power-ports with maximum_draw")
        drawn = Draw(None, 0.0, 0, "ac")
    _comment_w(data, None, notices)
    return drawn


def _comment_w(data: Block, drawn_w: float | None, notices: Notices) -> None:
    """Report watts that the comment states and that differ from the ports'."""
    stated = data.get("comments")
    if not isinstance(stated, str):
        return
    named = {}
    for found in WATTS.finditer(stated[:50_000]):
        watts = float(found[1].replace(",", "")) * (1000.0 if found[2][0] == "k" else 1.0)
        if watts >= 100.0 and (not drawn_w or abs(watts / drawn_w - 1) > FAR_OFF):
            named.setdefault(watts, found[0])
    if named:
        text = ", ".join(list(named.values())[:5])
        taken = f"the ports come to {_w(drawn_w)}" if drawn_w else "the ports say nothing"
        line = line_of(data, "comments")
        notices.add(
            "warning", "comment_says_watts", line, "comments", text, f"not taken, {taken}", "watts in a field"
        )


def _bay(bay: Within) -> str:
    return f"{bay.block.get('name', '')} {bay.block.get('position', '')}"[:200]


def _span(watts) -> str:
    return _w(min(watts)) if min(watts) == max(watts) else f"{_w(min(watts))} to {_w(max(watts))}"


def _w(watts: float) -> str:
    return f"{watts:,.0f} W"
