"""Links that miss their budget, their reach, their lanes, their ports or their edge."""

from collections.abc import Iterable

from explorer.analysis.inputs import Inputs
from explorer.analysis.links.beachfront import edges
from explorer.analysis.links.electrical import is_passive
from explorer.analysis.links.ports import BoardPorts
from explorer.analysis.links.serdes import is_retimed
from explorer.analysis.links.state import LinkState
from explorer.analysis.states import Finding
from explorer.catalog import Technology, load, typical
from explorer.model import Layout, LinkGroup, Port
from explorer.model.naming import kind_in_a_sentence, name
from explorer.model.ports import end_gbps
from explorer.model.technologies import is_published

LEAST_DB = 1.0
"""A smaller margin is a warning."""


def links(states: dict[str, LinkState]) -> Iterable[Finding]:
    """What links miss. Those that close with typical parts alone are wrong if the worst are to judge them."""
    for key, s in states.items():
        who, longest, margin, worst = name(s.link), float(s.length_m.max()), s.margin_db, s.worst_margin_db
        if margin < 0:
            what = f"the {binding(s)} of {s.technology.name}"
            text = f"{who}: {what} exceeds its loss budget by {-margin:.1f} dB{_closing(s)}"
            yield Finding("error", key, "margin", margin, 0.0, text)
        elif worst < 0:
            severity = "error" if s.is_judged_by_worst else "warning"
            text = (
                f"{who}: the worst parts within specification miss their budget by {-worst:.1f} dB; "
                f"typical ones spare {margin:.1f} dB"
            )
            yield Finding(severity, key, "worst_margin", worst, 0.0, text)
        elif margin < LEAST_DB:
            text = f"{who}: only {margin:.1f} dB of link margin, {LEAST_DB:g} dB is recommended"
            yield Finding("warning", key, "margin", margin, LEAST_DB, text)
        # reach of passive copper follows from its margin, which is reported above
        if longest > s.reach_m and not is_passive(s.technology):
            most = f"the {s.reach_m:g} m reach of {s.technology.name}"
            text = f"{who}: its longest link, {longest:.2f} m, is beyond {most}"
            yield Finding("error", key, "reach", longest, s.reach_m, text)
        yield from _wavelength(key, s, who)
        if not is_published(s.technology.key):
            text = f"{who}: {s.technology.name} has no published figures; its watts and dB are assumptions"
            yield Finding("note", key, "published", 0.0, 0.0, text)


def _closing(state: LinkState) -> str:
    """How many ports close all the same, where some do."""
    margins = [margin for own in state.port_margins_db.values() for margin in own]
    n = sum(margin >= 0.0 for margin in margins)
    return f"; {n} of {len(margins)} ports close" if n else ""


def binding(state: LinkState) -> str:
    """The channel with the least margin; ``channel`` where only one runs from host to host."""
    if state.is_joined:
        return "channel"
    return "host channel" if state.host_margin_db <= state.margin_db else "line"


def _wavelength(key, state: LinkState, who: str) -> Iterable[Finding]:
    half = typical("cwdm_half_band_nm")
    shift = state.wavelength_shift_nm
    if getattr(state.channel, "drifts", False) and abs(shift) > half:
        text = f"{who}: its lasers drift by {shift:+.1f} nm; their wavelength channel allows ±{half:g} nm"
        yield Finding("error", key, "wavelength", shift, half, text)


def lanes(states: dict[str, LinkState]) -> Iterable[Finding]:
    """Links whose rate is not a whole number of lanes, and lanes that the technology cannot carry."""
    for key, s in states.items():
        link, tech, who = s.link, s.technology, name(s.link)
        n = link.link_gbps / link.lane_gbps
        if abs(n - round(n)) > 1e-9 or n < 1:
            near = max(1, round(n)) * link.lane_gbps
            text = (
                f"{who}: {link.link_gbps:g} Gb/s is not a whole number of lanes of {link.lane_gbps:g} Gb/s; "
                f"the nearest rate is {near:g} Gb/s"
            )
            yield Finding("error", key, "lanes", link.link_gbps, near, text)
        if not carries_lanes(tech, link.lane_gbps):
            rates = sorted({t.lane_gbps for t in load().technologies.values() if t.family == tech.family})
            near = min(rates, key=lambda rate: abs(rate - link.lane_gbps))
            others = [t for t in load().technologies.values() if carries_lanes(t, link.lane_gbps)]
            like = min(others, key=lambda t: (t.family != tech.family, abs(t.rate_gbps - tech.rate_gbps)))
            text = (
                f"{who}: its hosts' lanes run at {link.lane_gbps:g} Gb/s, but those of {tech.name} at "
                f"{tech.lane_gbps:g} Gb/s; the nearest technology that fits is {like.name}"
            )
            yield Finding("error", key, "lane_rate", tech.lane_gbps, near, text)


def carries_lanes(tech: Technology, lane_gbps: float) -> bool:
    """Whether a technology can carry the hosts' lanes.

    A form has as many lanes on the host's side as it has, and passes them on at their rate: none of the
    catalog's modules has a gearbox. Slow optics convert lanes of any rate.

    >>> from explorer.catalog import load
    >>> [carries_lanes(load().technology(key), 100.0) for key in ("dsp_1600_dr8", "xd_1600_dr16", "dac_800")]
    [False, True, True]
    """
    slow_optics = is_retimed(tech) and 0.0 < tech.lane_gbps < 25.0
    is_die_to_die = tech.host_serdes_key == "UCIe" and tech.lane_gbps > 0.0
    return tech.lane_gbps == lane_gbps or slow_optics or is_die_to_die


def ports(inputs: Inputs, states: dict[str, LinkState]) -> Iterable[Finding]:
    for state in states.values():
        link, layout = state.link, inputs.layout
        of_ends = {design_id: inputs.ports[design_id] for design_id, _ in link.ends}
        for design_id, board in of_ends.items():
            design = board.design
            carried, needed = board.rate_gbps(link.id), end_gbps(layout, link, design_id)
            if abs(carried - needed) > 1e-3 * needed:
                text = (
                    f"{name(design)}: its ports carry {carried / 1000:.2f} of the {needed / 1000:.2f} Tb/s "
                    f"of {name(link)}; choose the technology again to rebuild them"
                )
                yield Finding("warning", design_id, "port_rate", carried, needed, text)
            yield from _overfull(board.of(link.id), state.technology)
            yield from _portless(link, board)
        yield from _forms(layout, link, {key: board.of(link.id) for key, board in of_ends.items()})


def _portless(link: LinkGroup, board: BoardPorts) -> Iterable[Finding]:
    """Hosts of a link group's role without a port, where others on the board have one."""
    served = {port.host for port in board.of(link.id)}
    roles = {role for design, role in link.ends if design == board.design.id}
    own = [part for part in board.asics.values() if part.role in roles]
    without = [part for part in own if part.id not in served]
    if served and without:
        who = ", ".join(name(part) for part in without[:4]) + (" and others" if len(without) > 4 else "")
        n_links = f"{link.n_links:,} link" + ("s" if link.n_links != 1 else "")
        text = (
            f"{name(board.design)}: {who} {'has' if len(without) == 1 else 'have'} no port of {name(link)}; "
            f"its {n_links} do not reach all {len(own)} {own[0].role.upper()}s of every tray"
        )
        yield Finding("warning", board.design.id, "host_without_port", float(len(without)), 0.0, text)


def _overfull(ports: list[Port], technology: Technology) -> Iterable[Finding]:
    """Ports with a higher rate than their modules have, as when they are assigned to two links."""
    for port in ports:
        most = technology.unit_gbps * getattr(port, "n_modules", 1)
        if port.rate_gbps > most * (1.0 + 1e-6):
            text = (
                f"{name(port)} is assigned twice: its links need {port.rate_gbps:g} Gb/s, "
                f"but as {technology.name} it carries {most:g} Gb/s"
            )
            yield Finding("error", port.id, "port_used_twice", port.rate_gbps, most, text)


def _forms(layout: Layout, link: LinkGroup, ports: dict[str, list[Port]]) -> Iterable[Finding]:
    """Links whose two ends are ports of different kinds, so that no cable fits both."""
    kinds = {key: {kind_in_a_sentence(p) for p in at_end} for key, at_end in ports.items() if at_end}
    if len(kinds) == 2:
        (a, at_a), (b, at_b) = kinds.items()
        if at_a != at_b:
            words = f"{_said(at_a)} in {name(layout.element(a))}, {_said(at_b)} in {name(layout.element(b))}"
            text = f"{name(link)}: its ends have different ports, {words}; choose its technology again"
            yield Finding("error", link.id, "port_form", float(len(at_a ^ at_b)), 0.0, text)


def _said(kinds: set[str]) -> str:
    return " and ".join(f"{kind}s" for kind in sorted(kinds))


def beachfront(inputs: Inputs, states: dict[str, LinkState]) -> Iterable[Finding]:
    """Edges of dies and packages with more data than fits; a placement rule reports faceplates."""
    layout = inputs.layout
    for edge in edges(layout, states, inputs.ports):
        if edge.gbps > edge.most_gbps and edge.what != "faceplate":
            host = layout.element(edge.element)
            text = (
                f"{name(host)}: {edge.need_gbps_per_mm:.0f} Gb/s have to cross each mm of its {edge.what}'s "
                f"edge, but at most {edge.most_gbps_per_mm:.0f} Gb/s fit"
            )
            limits = edge.need_gbps_per_mm, edge.most_gbps_per_mm
            yield Finding("error", edge.element, "beachfront", *limits, text)
