"""Turns NetBox's table of cables into link groups, where the technology is certain."""

from typing import NamedTuple

from explorer.catalog import load
from explorer.files.netbox.fields import M
from explorer.files.netbox.mounting import Mounted
from explorer.files.netbox.preview import CableGroup, Notices
from explorer.files.netbox.tables import Row, decimal
from explorer.model import Cage, LinkGroup

MEDIA = {
    **dict.fromkeys(("dac-passive", "dac-active"), ("twinax",)),
    **dict.fromkeys(("smf", "smf-os1", "smf-os2"), ("SMF",)),
    **dict.fromkeys(("mmf", "mmf-om1", "mmf-om2", "mmf-om3", "mmf-om4", "mmf-om5"), ("MMF",)),
    "aoc": ("MMF", "SMF"),
}
"""Media by type of cable, by their names in the catalog."""

FAMILY = {"dac-passive": "dac_", "aoc": "aoc_"}
"""Key prefix of the catalog's family by type of cable; within one family, the rate decides the technology."""

LINK_TYPES = ("dcim.interface", "interface", "")

LONGEST_M = 10_000.0


class Ends(NamedTuple):
    """The values that the cables of one group share."""

    a: str
    b: str
    cable: str
    gbps: float | None


def groups_of(mounted: Mounted, rows: list[Row], notices: Notices) -> list[CableGroup]:
    """Groups of the data cables that have the designs at their ends, their type and their rate in common."""
    rates = {id: _port_rates(design) for id, design in _designs(mounted).items()}
    found: dict[Ends, list[float | None]] = {}
    unplaced = {cells.get("name") for cells in mounted.unplaced}
    other = 0
    for row in rows:
        if any(row[f"side_{s}_type"].lower() not in LINK_TYPES for s in "ab"):
            other += 1
            continue
        sides = [_side(mounted, unplaced, row, side, notices) for side in "ab"]
        if None in sides:
            continue
        (a, port_a), (b, port_b) = sorted(sides)
        both = {rates[a].get(port_a), rates[b].get(port_b)} - {None}
        gbps = both.pop() if len(both) == 1 else None
        cable = row["type"].lower()
        if cable and cable not in MEDIA:
            near = notices.near(cable, MEDIA)
            notices.add("note", "unknown_cable", row.line, "type", row["type"], "grouped by its name", near)
        found.setdefault(Ends(a, b, cable, gbps), []).append(_length_m(row, notices))
    if other:
        done = f"{other} cables of power and consoles are not links of data; not drawn"
        notices.add("note", "other_cables", None, "side_a_type", None, done)
    return [_group(ends, lengths, notices) for ends, lengths in found.items()]


def _designs(mounted: Mounted) -> dict:
    return {design.id: design for design in mounted.designs.values()}


def _side(mounted: Mounted, unplaced: set, row: Row, side: str, notices: Notices) -> tuple[str, str] | None:
    device = row[f"side_{side}_device"]
    tray = mounted.trays.get(device)
    if tray is not None:
        return tray.design, row[f"side_{side}_name"]
    if device in unplaced:
        why, near = "the device is not mounted", ""
    else:
        why, near = "there is no such device", notices.near(device, mounted.trays)
    done = f"the cable is not drawn: {why}"
    notices.add("warning", "cable_to_nowhere", row.line, f"side_{side}_device", device, done, near)
    return None


def _port_rates(design) -> dict[str, float]:
    """Rate of each port by its name in the type file."""
    rates = {}
    for cage in design.parts:
        names = cage.extras.get("x_netbox_ports") if isinstance(cage, Cage) else None
        for name in names or ():
            rates[name] = cage.rate_gbps / len(names)
    return rates


def _length_m(row: Row, notices: Notices) -> float | None:
    length = decimal(row, "length", notices)
    if length is None:
        return None
    unit = row["length_unit"].lower()
    if unit not in M:
        done = "the length is not taken"
        notices.add(
            "warning", "no_length_unit", row.line, "length_unit", row["length_unit"], done, ", ".join(M)
        )
        return None
    meters = round(length * M[unit], 4)
    if not 0.01 <= meters <= LONGEST_M:
        stated = f"{row['length']} {unit}"
        notices.add(
            "warning", "out_of_range", row.line, "length", stated, "not taken", f"0.01 to {LONGEST_M:g} m"
        )
        return None
    return meters


def _group(ends: Ends, lengths, notices: Notices) -> CableGroup:
    known = [m for m in lengths if m is not None]
    technology, could_be = _technology(ends)
    who = f"{len(lengths)} cables {ends.a} to {ends.b}" + (f", {ends.cable}" if ends.cable else "")
    if not technology:
        rate = f"{ends.gbps:g} Gb/s" if ends.gbps else "a rate that is not known"
        done = f"{who}, {rate}: the technology is open, no link is drawn"
        valid = ", ".join(could_be) or "a technology of the catalog"
        notices.add("warning", "technology_open", None, "type", ends.cable, done, valid)
    if known and len(known) < len(lengths):
        done = f"{who}: {len(known)} have a length, the longest of them stands for all"
        notices.add("note", "lengths_missing", None, "length", None, done)
    elif known and max(known) > min(known):
        done = f"{who}: {min(known):g} to {max(known):g} m, the longest stands for all"
        notices.add("note", "lengths_differ", None, "length", None, done)
    longest, shortest = (max(known), min(known)) if known else (None, None)
    return CableGroup(
        ends.a, ends.b, ends.cable, len(lengths), ends.gbps, longest, shortest, technology, could_be
    )


def _technology(ends: Ends) -> tuple[str, tuple[str, ...]]:
    if not ends.gbps:
        return "", ()
    media = MEDIA.get(ends.cable)
    could_be = tuple(
        t.key
        for t in load().technologies.values()
        if t.rate_gbps == ends.gbps and t.placement == "faceplate" and (media is None or t.medium in media)
    )
    family = [key for key in could_be if key.startswith(FAMILY.get(ends.cable, "?"))]
    return (family[0] if len(family) == 1 else ""), could_be


def links_of(mounted: Mounted, groups: list[CableGroup]) -> list[LinkGroup]:
    """Link groups of the cable groups whose technology is certain."""
    return [
        LinkGroup(
            id=mounted.id(f"{group.a}_to_{group.b}_{group.technology}", "links"),
            label=f"{group.cable} {group.a} to {group.b}",
            technology=group.technology,
            fabric="scale_out",
            a=group.a,
            b=group.b,
            n_links=group.n,
            link_gbps=group.gbps,
            lane_gbps=load().technology(group.technology).lane_gbps,
            length_m=group.longest_m,
            note="NetBox cables; the longest length stands for all",
        )
        for group in groups
        if group.technology
    ]
