"""Fabrics after the failure of the fullest link, of one of its ports, or of a switch."""

from collections.abc import Iterator

from explorer.analysis.fabric.network import Fabric
from explorer.analysis.fabric.wiring import OUTSIDE
from explorer.analysis.links.ports import ports_of
from explorer.model import Layout


def losses(layout: Layout, fabric: Fabric) -> dict[str, Fabric]:
    """The fabric after each failure, by its name; endpoints that are cut off are removed."""
    return {what: after.connected() for what, after in _losses(layout, fabric)}


def _losses(layout: Layout, fabric: Fabric) -> Iterator[tuple[str, Fabric]]:
    if not fabric.all_to_all.load.size:
        # links of a chip to itself join no two nodes
        return
    fullest = int(fabric.all_to_all.load.argmax())
    ends = [fabric.names[n] for n in (fabric.tail[fullest], fabric.head[fullest])]
    link = layout.link(fabric.group[fullest])
    outside = [name for name in ends if name.startswith(f"{link.id}/")]
    # a link out of the layout is the only one of its far end
    yield (
        "a link",
        (fabric.without_node(outside[0]) if outside else fabric.without_gbps(fullest, link.link_gbps)),
    )
    own = {port.host: [] for ports in ports_of(layout, link).values() for port in ports}
    for port in (port for ports in ports_of(layout, link).values() for port in ports):
        own[port.host].append(port)
    for name in ends:
        ports = own.get(name.partition("/")[2])
        if ports:
            largest = max(p.rate_gbps / getattr(p, "n_modules", 1) for p in ports)
            lost = largest / sum(p.rate_gbps for p in ports)
            yield "a port", fabric.without_share(name, link.id, lost)
            break
    endpoints = {int(n) for n in fabric.endpoints}
    for n, name in enumerate(fabric.names):
        if n not in endpoints and name != OUTSIDE:
            yield "a switch", fabric.without_node(name)
            break
