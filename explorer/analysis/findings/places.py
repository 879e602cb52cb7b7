"""Misplaced parts and trays, and links without a mounted tray at an end."""

from collections.abc import Iterable

from explorer.analysis.inputs import Inputs
from explorer.analysis.links.groups import unmounted_ends
from explorer.analysis.states import Finding
from explorer.model import Layout, TrayDesign
from explorer.model.naming import name
from explorer.model.placement import misplaced_on, tray_misplacements


def places(inputs: Inputs) -> Iterable[Finding]:
    found = tray_misplacements(inputs.layout)
    for board in inputs.boards.values():
        found = [*found, *board.misplacements]
    for m in found:
        yield Finding("error", m.element, m.rule, m.value, m.limit, m.message, m.more)


def crowded(design: TrayDesign) -> dict[str, str]:
    """Message by id for each misplaced part of a board, also for those that findings only count."""
    return {id: _SAID[rule] for id, rule in misplaced_on(design) if rule in _SAID}


_SAID = {
    "part_on_board": "It leaves the board",
    "parts_apart": "It overlaps another part",
    "engine_on_package": "It is too far from its host's package",
}


def unmounted(layout: Layout) -> Iterable[Finding]:
    for link in layout.links:
        for design in unmounted_ends(layout, link):
            text = f"{name(link)} has an end without a tray: no {name(layout.element(design))} is in a rack"
            yield Finding("error", link.id, "link_ends", 0.0, 1.0, text)
