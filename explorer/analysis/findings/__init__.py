"""Findings: broken rules, and by how much; one file per subject."""

from collections import Counter
from collections.abc import Iterable

from explorer.analysis.findings import cooling, heat, links, places, power
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.contingency import Outcome
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import Finding, RackCooling, TrayState

SEVERITIES = ("error", "warning", "note")

LISTED = 10
"""Findings listed per rule; the message of the last one counts the others."""


def findings(
    inputs: Inputs,
    states: dict[str, LinkState],
    boards: dict[str, Board],
    trays: dict[str, TrayState],
    racks: dict[str, RackCooling],
    feed: Feed,
    left_k: float = 0.0,
    outcomes: tuple[Outcome, ...] = (),
) -> tuple[Finding, ...]:
    """All findings of the layout, worst first; `outcomes` are those of single failures.

    The first ten of each rule are listed, the others counted.
    """
    layout = inputs.layout
    found = [
        *places.places(inputs),
        *places.unmounted(layout),
        *links.links(states),
        *links.lanes(states),
        *links.ports(inputs, states),
        *links.beachfront(inputs, states),
        *heat.temperatures(layout, boards, trays),
        *power.power(layout, feed),
        *power.contingencies(feed, outcomes),
        *heat.coolant(inputs, boards),
        *heat.loop(layout, boards, left_k),
        *heat.air(layout),
        *cooling.air(layout, trays),
        *cooling.water(layout),
        *cooling.cdus(layout, racks),
    ]
    return tuple(sorted(counted(found), key=lambda f: SEVERITIES.index(f.severity)))


def counted(found: Iterable[Finding]) -> list[Finding]:
    """The first ten findings of each rule and severity; the message of the last one counts the others.

    >>> hot = Finding("error", "d.asic", "temperature", 120.0, 105.0, "ASIC is 15 K over its limit")
    >>> [finding.message for finding in counted(40 * [hot])][8:]
    ['ASIC is 15 K over its limit', 'ASIC is 15 K over its limit, and 30 more like it']
    """
    listed: list[Finding] = []
    seen, more, last = Counter(), Counter(), {}
    for finding in found:
        rule = finding.severity, finding.rule
        seen[rule] += 1
        more[rule] += finding.more
        if seen[rule] > LISTED:
            more[rule] += 1
        else:
            last[rule] = len(listed)
            listed.append(finding._replace(more=0))
    for rule, i in last.items():
        if more[rule]:
            message = f"{listed[i].message}, and {more[rule]:,} more like it"
            listed[i] = listed[i]._replace(message=message, more=more[rule])
    return listed
