"""Links that miss their budget, their reach or their ports."""

from collections.abc import Iterable

from explorer.analysis.channel_electrical import is_passive
from explorer.analysis.links import LinkState, ports_of
from explorer.analysis.results import Finding
from explorer.analysis.technologies import is_published
from explorer.model import Layout
from explorer.model.placement import name
from explorer.model.ports import end_gbps


def links(states: dict[str, LinkState]) -> Iterable[Finding]:
    for key, s in states.items():
        who, longest = name(s.link), float(s.length_m.max())
        margin = float(s.margins_db.min())
        if margin < 0:
            what = (
                "channel"
                if is_passive(s.technology)
                else "host channel"
                if s.host_margin_db <= margin
                else "line"
            )
            text = f"{who}: the {what} of {s.technology.name} misses its budget by {-margin:.1f} dB"
            yield Finding("error", key, "margin", margin, 0.0, text)
        elif margin < 1.0:
            yield Finding(
                "warning", key, "margin", margin, 1.0, f"{who}: only {margin:.1f} dB of margin left"
            )
        reach = s.technology.reach_m.high
        if longest > reach:
            text = f"{who}: {longest:.2f} m is beyond the {reach:g} m reach of {s.technology.name}"
            yield Finding("error", key, "reach", longest, reach, text)
        if not is_published(s.technology.key):
            text = f"{who}: {s.technology.name} has no published figures; its watts and dB are assumptions"
            yield Finding("note", key, "published", 0.0, 0.0, text)


def ports(layout: Layout, states: dict[str, LinkState]) -> Iterable[Finding]:
    for link in (state.link for state in states.values()):
        for design_id, ports in ports_of(layout, link).items():
            carried, needed = sum(p.rate_gbps for p in ports), end_gbps(layout, link, design_id)
            if abs(carried - needed) > 1e-3 * needed:
                design = layout.element(design_id)
                text = (
                    f"{name(design)}: its ports carry {carried / 1000:.2f} of the {needed / 1000:.2f} Tb/s "
                    f"of {name(link)}; choose the technology again to rebuild them"
                )
                yield Finding("warning", design_id, "port_rate", carried, needed, text)
