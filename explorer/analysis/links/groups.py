"""From a layout to its link groups: where their ports and trays are, and what lies between them."""

import numpy as np

from explorer.analysis.links.electrical import COPPER, HostChannel, cable, ends_db, trace_db_per_mm
from explorer.analysis.links.geometry import cable_m, trace_mm
from explorer.analysis.links.optical import light
from explorer.analysis.links.serdes import host_baud
from explorer.analysis.links.state import LinkState
from explorer.catalog import typical
from explorer.model import Layout, LinkGroup, Port, TrayDesign
from explorer.model.kept import kept
from explorer.model.naming import name
from explorer.model.technologies import technology


def link_states(layout: Layout) -> dict[str, LinkState]:
    """Every link group of the layout, by id; without those that have an end on no mounted tray."""
    return {link.id: link_state(layout, link) for link in layout.links if not unmounted_ends(layout, link)}


def unmounted_ends(layout: Layout, link: LinkGroup) -> list[str]:
    """Designs at the ends of a link group of which no tray is mounted."""
    return [design for design, _ in link.ends if not layout.trays_of(design)]


def ports_of(layout: Layout, link: LinkGroup) -> dict[str, list[Port]]:
    """The ports of a link group that carry data, by design id."""
    return {design: ports_on(layout.design(design), link.id) for design, _ in link.ends}


@kept(256)
def ports_on(design: TrayDesign, link_id: str) -> list[Port]:
    """The ports of a link group on one board that carry data."""
    return [p for p in design.parts if isinstance(p, Port) and p.links == link_id and p.carries_data]


def link_state(layout: Layout, link: LinkGroup) -> LinkState:
    """One link group at the temperatures of the catalog's figures."""
    tech = technology(layout, link.technology)
    baud = host_baud(tech, link.lane_gbps)
    in_copper = tech.medium in COPPER
    bend = typical("bend_radius_twinax_mm" if in_copper else "bend_radius_fiber_mm")
    designs = {design: layout.design(design) for design, _ in link.ends}
    return LinkState(
        link=link,
        technology=tech,
        n_ends=link.n_links * link.link_gbps / tech.rate_gbps * len(link.ends),
        n_pairs=round(2 * link.n_links * link.link_gbps / link.lane_gbps) if in_copper else 0,
        length_m=cable_m(layout, link, ports_of(layout, link), bend),
        hosts={key: _host_channel(design, link.id, baud / 2.0) for key, design in designs.items()},
        names={key: name(design) for key, design in designs.items()},
        baud_gbd=baud,
        channel=cable(tech, link.awg, baud) if in_copper else light(tech, link.n_connectors),
    )


@kept(256)
def _host_channel(design, link_id: str, f_ghz: float) -> HostChannel:
    hosts = {p.id: p for p in design.parts}
    ports = ports_on(design, link_id)
    traces = np.array([trace_mm(p, hosts[p.host]) if p.host else 0.0 for p in ports])
    per_mm = np.array([trace_db_per_mm(design.trace, p, f_ghz) for p in ports])
    return HostChannel(traces, traces * per_mm, np.array([ends_db(p, f_ghz) for p in ports]))
