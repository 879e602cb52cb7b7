"""Findings on contradictions in a type file, and on entries of valid words that NetBox would refuse.

The rules are those of NetBox's models (`netbox/dcim/models/device_component_templates.py`, `devices.py`) and
of the schema of netbox-community/devicetype-library.
"""

import re

from explorer.files.netbox.components import listed
from explorer.files.netbox.fields import Within, number
from explorer.files.netbox.preview import Notices
from explorer.files.netbox.vocabulary import COMPONENTS
from explorer.files.yaml_tree import Block

SLUG = re.compile(r"[-a-z0-9_]+")
RANGE = re.compile(r"\[\w{1,6}-\w{1,6}(?:,[\w-]{1,20}){0,20}\]")

MOST_POSITIONS = 1024
"""Most positions of a rear port."""


def check_device(top: Within, notices: Notices) -> None:
    """Report contradictions in a device type."""
    check_lists(top.block, notices)
    _slug(top, notices)
    _bays(top, notices)


def check_lists(data: Block, notices: Notices) -> None:
    """Report entries that refer to nothing, share a position, or have a range as their name."""
    _references(data, notices)
    _positions(data, notices)
    _ranges(data, notices)


def _rows(data: Block, section: str) -> list[Within]:
    return listed(data, section, Notices(""))


def _references(data: Block, notices: Notices) -> None:
    for section, key, target in (
        ("power-outlets", "power_port", "power-ports"),
        ("front-ports", "rear_port", "rear-ports"),
    ):
        there = {str(row.block.get("name")) for row in _rows(data, target)}
        for row in _rows(data, section):
            named = row.block.get(key)
            if named is not None and str(named) not in there:
                near = notices.near(str(named), there) if there else f"the file has no {target}"
                stated = (row.line(key), row.name(key), named)
                notices.add("warning", "dangling_reference", *stated, "refers to nothing, kept", near)


def _positions(data: Block, notices: Notices) -> None:
    """Report front ports on a rear port's position that does not exist or that another front port takes."""
    room = {
        str(row.block.get("name")): number(row, "positions", notices, 1, MOST_POSITIONS) or 1.0
        for row in _rows(data, "rear-ports")
    }
    taken: dict[tuple[str, float], str] = {}
    key = "rear_port_position"
    for row in _rows(data, "front-ports"):
        rear = str(row.block.get("rear_port"))
        if rear not in room:
            continue
        position = number(row, key, notices, 1, MOST_POSITIONS) or 1.0
        stated = (row.line(key), row.name(key), row.block.get(key))
        if position > room[rear]:
            valid = f"1 to {room[rear]:g} of {rear}"
            notices.add("warning", "position_beyond", *stated, "kept; NetBox refuses it", valid)
        elif (rear, position) in taken:
            done = f"position {position:g} of {rear} is that of {taken[rear, position]}; both are kept"
            notices.add("warning", "position_shared", *stated, done, "a position of its own")
        taken.setdefault((rear, position), str(row.block.get("name")))


def _ranges(data: Block, notices: Notices) -> None:
    """Report ranges in names: NetBox expands them in its forms but not in files."""
    for section in COMPONENTS:
        for row in _rows(data, section):
            name = row.block.get("name")
            found = RANGE.search(name[:200]) if isinstance(name, str) else None
            if found:
                done = f"{found[0]} is not expanded in a file; taken as one"
                stated = (row.line("name"), row.name("name"), name)
                notices.add("warning", "range_in_name", *stated, done, "one entry each")


def _slug(top: Within, notices: Notices) -> None:
    stated = top.block.get("slug")
    if isinstance(stated, str) and stated and not SLUG.fullmatch(stated):
        done = "its id is made from it; NetBox refuses it"
        notices.add("warning", "bad_slug", top.line("slug"), "slug", stated, done, "a-z, 0-9, - and _")


def _bays(top: Within, notices: Notices) -> None:
    """Report contradictions between a device's subdevice role, its height and its device bays."""
    role, height = top.block.get("subdevice_role"), top.block.get("u_height")
    line = top.line("subdevice_role")
    if role == "child" and height not in (None, 0):
        done = "stands in a bay and yet takes positions of the rack"
        notices.add("warning", "child_with_height", top.line("u_height"), "u_height", height, done, "0")
    if role == "parent" and not _rows(top.block, "device-bays"):
        done = "holds other devices and has no bay for them"
        notices.add("warning", "no_device_bays", line, "subdevice_role", role, done, "device-bays")
    if role != "parent" and _rows(top.block, "device-bays"):
        done = "has bays for other devices and is not called their parent"
        notices.add("warning", "bays_without_parent", line, "subdevice_role", role, done, "parent")
