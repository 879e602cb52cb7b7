"""The watts of a layout as one flow from the wall to the parts, as a Sankey diagram draws it."""

from collections import defaultdict
from typing import NamedTuple

from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_power import BoardPower
from explorer.analysis.power.converters import rail_inputs_w
from explorer.analysis.power.feed import Feed, RackPower
from explorer.analysis.power.part_power import serdes_w
from explorer.analysis.power.wiring import feed_names
from explorer.model import Layout

WALL, SHELVES, SUPPLIES, BUS = "Wall", "Power shelves", "AC supplies", "Intermediate bus"
RAILS = {"asic": "ASIC rails", "optics": "Optics rails"}
UNFED = "No feed"
SERDES = "Host SerDes"


class Stream(NamedTuple):
    """Watts from one stage to the next. The loss of a stage flows to a separate node."""

    source: str
    target: str
    watts: float
    is_loss: bool = False


def power_flow(
    layout: Layout, boards: dict[str, BoardPower], states: dict[str, LinkState], feed: Feed
) -> list[Stream]:
    """All streams, starting at the wall. The inflow of every inner node equals its outflow.

    >>> from explorer import evaluate, read
    >>> results = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
    >>> streams = results.power_flow
    >>> into = sum(s.watts for s in streams if s.target == "Intermediate bus")
    >>> round(into - sum(s.watts for s in streams if s.source == "Intermediate bus"), 6)
    0.0
    """
    if feed.input_w <= 0:
        return []
    watts: dict[tuple[str, str], float] = defaultdict(float)
    lost: dict[tuple[str, str], float] = defaultdict(float)
    lost[WALL, "Transformer and UPS"] = feed.wall_w - feed.input_w
    for rack in feed.racks.values():
        _rack(rack, boards, layout, watts)
    stages = feed.stages
    for stage, loss in ((SHELVES, "Shelf supplies"), (SUPPLIES, "Tray supplies")):
        into, out = stages.get(stage, (0.0, 0.0))
        lost[stage, loss] += into - out
    delivered, drawn = stages.get("Busbar and clips", (0.0, 0.0))
    lost[SHELVES, "Busbar and clips"] += delivered - drawn
    watts[SHELVES, BUS] += drawn
    watts[SUPPLIES, BUS] += stages.get(SUPPLIES, (0.0, 0.0))[1]
    into, out = stages.get(BUS, (0.0, 0.0))
    lost[BUS, "Bus converters"] += into - out
    idle = {t.id for rack in feed.racks.values() for t in rack.chain.plan.unfed}
    for design in layout.designs:
        n = sum(design.kind != "power_shelf" or t.id not in idle for t in layout.trays_of(design.id))
        board = boards[design.id]
        into = rail_inputs_w(board.rail_w)
        for rail, name in RAILS.items():
            watts[BUS, name] += n * into[rail]
            lost[name, "Regulators"] += n * (into[rail] - board.rail_w[rail])
        serdes = serdes_w(board.parts, states)
        for part, w in zip(design.parts, board.own_w, strict=True):
            of_links = serdes.get(part.id, 0.0)
            watts[RAILS.get(part.rail, BUS), part.draw] += n * (float(w) - of_links)
            watts[RAILS["asic"], SERDES] += n * of_links
    streams = [Stream(*ends, float(w)) for ends, w in watts.items()]
    streams += [Stream(*ends, float(w), True) for ends, w in lost.items()]
    return [s for s in streams if s.watts > 1e-9 * feed.wall_w]


def _rack(rack: RackPower, boards, layout: Layout, watts):
    plan, d, flow = rack.chain.plan, rack.chain.delivery, rack.flow
    names = [f"Feed {name}" for name in feed_names(rack.rack)]
    for k, into in enumerate(flow.shelf_in_w):
        watts[names[d.shelf_feed[k]], SHELVES] += float(into)
    for t, into in enumerate(flow.ac_in_w):
        for name, n in zip(names, d.ac_supplies[t], strict=True):
            watts[name, SUPPLIES] += float(into * n / d.ac_supplies[t].sum())
    for name, w in zip(names, flow.feed_w, strict=True):
        watts[WALL, name] += float(w)
    for tray in plan.unfed:
        design = layout.design(tray.design)
        if design.kind != "power_shelf":
            drawn = boards[tray.design].drawn_w
            watts[WALL, UNFED] += drawn
            watts[UNFED, SUPPLIES if design.supply == "ac" else BUS] += drawn
