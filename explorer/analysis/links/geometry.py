"""Lengths of traces on the board and of cables in and between racks."""

import math
from typing import NamedTuple

import numpy as np

from explorer.model import (
    Asic,
    Engine,
    Layout,
    LinkGroup,
    Port,
    Rack,
    Tray,
    TrayDesign,
)
from explorer.units import m


def trace_mm(port: Port, host: Asic) -> float:
    """Length [mm] of the lanes from a host to its port, routed along x and y.

    On the package they start at the die, on the board at the package's edge. A cage is entered at
    its rear, a backplane connector at its front, an engine in its middle.

    >>> from explorer.model import Cage
    >>> host = Asic(id="a", x_mm=100, y_mm=100, width_mm=60, depth_mm=60)
    >>> trace_mm(Cage(id="c", x_mm=120, y_mm=0, width_mm=20, depth_mm=40), host)
    60.0
    """
    x, y = port.center_mm
    if port.edge == "front":
        y = port.y_mm + port.depth_mm
    elif port.edge == "rear":
        y = port.y_mm
    on_package = isinstance(port, Engine) and port.seat == "package"
    left, front, right, rear = host.die_mm if on_package else host.box_mm
    return float(max(left - x, 0.0, x - right) + max(front - y, 0.0, y - rear))


def cable_m(
    layout: Layout, link: LinkGroup, ports: dict[str, list[Port]], bend_mm: float = 0.0
) -> np.ndarray:
    """Lengths between every pair of trays of a link group, shape (trays of a, trays of b), in m.

    A length is the sum of the way from each port to the edge of its tray, the way between the trays, and the
    slack. A cartridge goes straight to the other tray, a cable through the cable manager at the nearer side
    of the rack, and between racks over the top of the taller one. Where a cable leaves a faceplate it turns
    with its bend radius, `bend_mm`: a quarter arc instead of a corner. A length declared in the layout
    replaces all of this; links that leave the layout need one, or have their slack only.
    """
    if link.length_m is not None or not link.b:
        shape = len(layout.trays_of(link.a)), len(layout.trays_of(link.b)) if link.b else 1
        return np.full(shape, link.length_m if link.length_m is not None else link.slack_m)
    a, b = _places(layout, link, link.a, ports), _places(layout, link, link.b, ports)
    across = np.abs(a.x[:, None] - b.x[None, :])
    direct = np.abs(a.z[:, None] - b.z[None, :])
    bends = 0.0
    if link.route != "cartridge":
        # both ends of a cable go to one of the two managers
        sides = (np.abs(a.x - a.left)[:, None] + np.abs(b.x - b.left)[None, :],)
        sides += (np.abs(a.right - a.x)[:, None] + np.abs(b.right - b.x)[None, :],)
        managed = np.minimum(*sides)
        bends = 2 * (math.pi / 2 - 1) * bend_mm
    else:
        managed = across
    same = a.rack[:, None] == b.rack[None, :]
    over = 2 * np.maximum(a.top[:, None], b.top[None, :]) - a.z[:, None] - b.z[None, :]
    inside = a.inside_mm + b.inside_mm
    return m(np.where(same, direct + managed, over + across) + inside + bends) + link.slack_m


class _Places(NamedTuple):
    """The trays of a design, each with its rack; everything in mm."""

    z: np.ndarray
    x: np.ndarray
    left: np.ndarray
    right: np.ndarray
    top: np.ndarray
    rack: np.ndarray
    inside_mm: float
    """from the port to the edge of the tray"""


def _places(layout: Layout, link: LinkGroup, design_id: str, ports) -> _Places:
    design = layout.design(design_id)
    middle, inside = _ways_in_tray(design, tuple(ports.get(design_id) or ()), link.route)
    z, x, half, top, rack = _stands(layout.trays_of(design_id), layout.racks)
    z, place = z + design.height_u / 2 * _pitches(layout.racks)[rack], x + middle - design.width_mm / 2
    return _Places(z, place, x - half, x + half, top, rack, inside)


def _ways_in_tray(design: TrayDesign, ports: tuple[Port, ...], route: str) -> tuple[float, float]:
    """Mean x of the ports from the left edge, and their mean distance to the edge of the tray [mm]."""
    if not ports:
        return design.width_mm / 2, 0.0
    ways = [inside_mm(port, design, route) for port in ports]
    return float(np.mean([p.center_mm[0] for p in ports])), float(np.mean(ways))


def _stands(trays: tuple[Tray, ...], racks: tuple[Rack, ...]) -> tuple[np.ndarray, ...]:
    """Arrays (trays,): height of the lower edge; middle, half width, top and index of the rack [mm]."""
    numbers, pitch = {rack.id: i for i, rack in enumerate(racks)}, _pitches(racks)
    number = np.array([numbers[tray.rack] for tray in trays], int)
    lower = np.array([tray.u - 1 for tray in trays]) * pitch[number]
    x = np.array([rack.x_mm for rack in racks])[number]
    half = np.array([rack.width_mm / 2 for rack in racks])[number]
    return lower, x, half, (np.array([rack.height_u for rack in racks]) * pitch)[number], number


def _pitches(racks) -> np.ndarray:
    return np.array([rack.pitch_mm for rack in racks])


def inside_mm(port: Port, design: TrayDesign, route: str) -> float:
    """Length [mm] of fiber from an engine to the tray's front edge on a front route, else to its rear edge.

    0 for cages and connectors, which are at the edge.
    """
    if port.edge:
        return 0.0
    return port.center_mm[1] if route == "front" else design.depth_mm - port.center_mm[1]
