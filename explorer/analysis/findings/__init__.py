"""What breaks a rule, by how much: one file a subject."""

from explorer.analysis.findings import cooling, heat, links, places, power
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.power.contingency import Outcome
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import RackCooling, TrayState
from explorer.model import Layout

SEVERITIES = ("error", "warning", "note")


def findings(
    layout: Layout,
    states,
    boards: dict[str, Board],
    trays: dict[str, TrayState],
    racks: dict[str, RackCooling],
    feed: Feed,
    left_k: float = 0.0,
    outcomes: tuple[Outcome, ...] = (),
):
    """Everything that is wrong with the layout, worst first; `outcomes` are those of single failures."""
    found = [
        *places.places(layout),
        *places.unmounted(layout),
        *links.links(states),
        *links.lanes(states),
        *links.ports(layout, states),
        *links.beachfront(layout, states),
        *heat.temperatures(layout, boards, trays),
        *power.power(layout, feed),
        *power.contingencies(feed, outcomes),
        *heat.coolant(layout, boards),
        *heat.loop(layout, boards, left_k),
        *heat.air(layout),
        *cooling.air(layout, trays),
        *cooling.water(layout),
        *cooling.cdus(layout, racks),
    ]
    return tuple(sorted(found, key=lambda f: SEVERITIES.index(f.severity)))
