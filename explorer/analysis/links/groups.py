"""Makes the link groups of a layout: their ports, trays, cable lengths and channels."""

from collections.abc import Mapping

from explorer.analysis.links.electrical import COPPER, cable
from explorer.analysis.links.geometry import cable_m
from explorer.analysis.links.optical import light
from explorer.analysis.links.ports import BoardPorts, board_ports
from explorer.analysis.links.serdes import host_baud
from explorer.analysis.links.state import LinkState
from explorer.catalog import Technology, typical
from explorer.model import Layout, LinkGroup
from explorer.model.placement import name
from explorer.model.technologies import technology


def link_states(layout: Layout, ports: Mapping[str, BoardPorts] | None = None) -> dict[str, LinkState]:
    """Every link group of the layout, by id, except those with an end whose design has no mounted tray."""
    ports = board_ports(layout) if ports is None else ports
    return {
        link.id: link_state(layout, link, ports) for link in layout.links if not unmounted_ends(layout, link)
    }


def unmounted_ends(layout: Layout, link: LinkGroup) -> list[str]:
    """Designs at the ends of a link group that have no mounted tray."""
    return [design for design, _ in link.ends if not layout.trays_of(design)]


def link_state(layout: Layout, link: LinkGroup, ports: Mapping[str, BoardPorts] | None = None) -> LinkState:
    """One link group at the reference temperatures of the catalog's figures.

    `ports` are those of the layout's boards, by design id; read from the layout if not given.
    """
    ports = board_ports(layout) if ports is None else ports
    tech = technology(layout, link.technology)
    baud = host_baud(tech, link.lane_gbps)
    in_copper = tech.medium in COPPER
    bend = typical("bend_radius_twinax_mm" if in_copper else "bend_radius_fiber_mm")
    boards = {design: ports[design] for design, _ in link.ends}
    own_ports = {design: board.of(link.id) for design, board in boards.items()}
    n_trays = {design: len(layout.trays_of(design)) for design in boards}
    return LinkState(
        link=link,
        technology=tech,
        modules={design: board.n_modules(link.id) for design, board in boards.items()},
        n_units=sum(n * boards[design].n_modules(link.id) for design, n in n_trays.items()),
        n_lights=sum(n * boards[design].n_light_sources(link.id) for design, n in n_trays.items()),
        hosted_gbps=sum(n * boards[design].hosted_gbps(link.id) for design, n in n_trays.items()),
        is_judged_by_worst=layout.site.links_judged_by == "worst",
        lit_a_source=_lit_a_source(layout, tech),
        n_pairs=round(2 * link.n_links * link.link_gbps / link.lane_gbps) if in_copper else 0,
        length_m=cable_m(layout, link, own_ports, bend),
        hosts={design: board.host_channel(link.id, baud / 2.0) for design, board in boards.items()},
        names={design: name(board.design) for design, board in boards.items()},
        baud_gbd=baud,
        channel=cable(tech, link.awg, baud) if in_copper else light(tech, link.n_connectors),
    )


def _lit_a_source(layout: Layout, tech: Technology) -> float:
    """Ends that one external laser source lights; 0 without one."""
    return (
        technology(layout, tech.light_source_key).unit_gbps / tech.rate_gbps if tech.light_source_key else 0.0
    )
