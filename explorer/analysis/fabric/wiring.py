"""Makes the fabrics of a layout: ASICs as nodes, link groups as cables.

Links of a group are spread evenly over the ASICs at its ends. Where the links of endpoints leave the layout,
the network outside is one non-blocking node; where those of switches do, each ends at an endpoint.
"""

import numpy as np

from explorer.analysis.fabric.network import Fabric
from explorer.analysis.links.groups import unmounted_ends
from explorer.model import Layout, LinkGroup, Tray
from explorer.model.ports import hosts

OUTSIDE = "outside"


def fabrics(layout: Layout) -> dict[str, Fabric]:
    """The fabrics of a layout by the name in their link groups' ``fabric``."""
    found = {}
    for key in dict.fromkeys(link.fabric for link in layout.links):
        groups = [g for g in layout.links if g.fabric == key and not unmounted_ends(layout, g)]
        if groups:
            found[key] = _fabric(layout, groups)
    return found


def _fabric(layout: Layout, groups: list[LinkGroup]) -> Fabric:
    numbers: dict[str, int] = {}
    roles: dict[str, str] = {}
    cables: list[tuple[str, str, float, str]] = []

    def nodes(design_id: str, role: str) -> list[str]:
        trays = sorted(layout.trays_of(design_id), key=lambda tray: _place(layout, tray))
        own = [f"{t.id}/{asic.id}" for t in trays for asic in hosts(layout.design(design_id), role)]
        roles.update(dict.fromkeys(own, role))
        return own

    for link in groups:
        near = nodes(link.a, link.a_role)
        total = link.n_links * link.link_gbps
        if link.b:
            far = nodes(link.b, link.b_role)
            pairs = [(a, b) for a in near for b in far if a != b]
            if near == far:
                pairs = [(a, b) for a, b in pairs if a < b]
        elif link.a_role == "switch":
            far = [f"{link.id}/{i + 1}" for i in range(link.n_links)]
            roles.update(dict.fromkeys(far, "port"))
            pairs = _planes(near, far, len(layout.trays_of(link.a)))
        else:
            roles[OUTSIDE] = "switch"
            pairs = [(a, OUTSIDE) for a in near]
        cables += [(a, b, total / len(pairs), link.id) for a, b in pairs]
    for name in roles:
        numbers[name] = len(numbers)
    ends = [name for name, role in roles.items() if role != "switch"]
    tail = np.array([numbers[a] for a, *_ in cables] + [numbers[b] for _, b, *_ in cables])
    head = np.array([numbers[b] for _, b, *_ in cables] + [numbers[a] for a, *_ in cables])
    gbps = np.array([g for *_, g, _ in cables] * 2)
    group = tuple(key for *_, key in cables) * 2
    endpoints = np.array([numbers[name] for name in ends], int)
    return Fabric(tuple(roles), endpoints, tail, head, gbps, group, "switch" not in roles.values())


def _planes(near: list[str], far: list[str], n_trays: int) -> list[tuple[str, str]]:
    """Pairs of ASIC and port of switch trays: each port has lanes to all ASICs of its tray."""
    per_tray, each = len(near) // n_trays, -(-len(far) // n_trays)
    return [(a, port) for i, port in enumerate(far) for a in near[i // each * per_tray :][:per_tray]]


def _place(layout: Layout, tray: Tray):
    rack = layout.rack(tray.rack)
    return rack.x_mm, rack.id, tray.u
