"""Lengths that follow from places: traces on the board, cables in the rack."""

import numpy as np

from explorer.model import Asic, Cage, Connector, Engine, LaserSource, Layout, LinkGroup, Port, TrayDesign
from explorer.units import PITCH_MM, m


def trace_mm(port: Port, host: Asic) -> float:
    """Length of the lanes from a host to its port, running along x and y.

    On the package they start at the die, on the board at the package's edge. A cage is entered at
    its rear, a backplane connector at its front, an engine in its middle.

    >>> host = Asic(id="a", x_mm=100, y_mm=100, width_mm=60, depth_mm=60)
    >>> trace_mm(Cage(id="c", x_mm=120, y_mm=0, width_mm=20, depth_mm=40), host)
    60.0
    """
    x, y = port.center_mm
    if isinstance(port, (Cage, LaserSource)):
        y = port.y_mm + port.depth_mm
    elif isinstance(port, Connector):
        y = port.y_mm
    on_package = isinstance(port, Engine) and port.seat == "package"
    left, front, right, rear = host.die_mm if on_package else host.box_mm
    return float(max(left - x, 0.0, x - right) + max(front - y, 0.0, y - rear))


def cable_m(layout: Layout, link: LinkGroup, ports: dict[str, list[Port]]) -> np.ndarray:
    """Lengths between every pair of trays of a link group, shape (trays of a, trays of b), in m.

    Straight up or down the rack, across from port to port, and the slack; between racks over the top
    of the higher one. Links that leave the layout have the length written in it.
    """
    if link.length_m is not None or not link.b:
        shape = len(layout.trays_of(link.a)), len(layout.trays_of(link.b)) if link.b else 1
        return np.full(shape, link.length_m if link.length_m is not None else link.slack_m)
    za, xa, ra, top_a = _places(layout, link.a, ports)
    zb, xb, rb, top_b = _places(layout, link.b, ports)
    across = np.abs(xa[:, None] - xb[None, :])
    direct = np.abs(za[:, None] - zb[None, :])
    top = np.maximum(top_a[:, None], top_b[None, :])
    over = 2 * top - za[:, None] - zb[None, :]
    return m(np.where(ra[:, None] == rb[None, :], direct, over) + across) + link.slack_m


def _places(layout, design_id, ports):
    """Height, sideways place, rack number and height of that rack's top, of each tray of a design."""
    design: TrayDesign = layout.element(design_id)
    own = ports.get(design_id) or []
    middle = np.mean([p.center_mm[0] for p in own]) if own else design.width_mm / 2
    racks = {rack.id: (i, rack) for i, rack in enumerate(layout.racks)}
    z, x, r, tops = [], [], [], []
    for tray in layout.trays_of(design_id):
        i, rack = racks[tray.rack]
        z.append((tray.u - 1 + design.height_u / 2) * PITCH_MM[rack.pitch])
        x.append(rack.x_mm + middle - design.width_mm / 2)
        r.append(i)
        tops.append(rack.height_u * PITCH_MM[rack.pitch])
    return np.array(z), np.array(x), np.array(r), np.array(tops)
