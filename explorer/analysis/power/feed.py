"""The power chain from the wall to the trays: facility, rack feeds, shelves, busbar, and their tables."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from explorer.analysis.power.board_power import BoardPower, spread
from explorer.analysis.power.converters import RAILS, rail_inputs_w
from explorer.analysis.power.rack_chain import RackChain, RackPlan, rack_chain
from explorer.analysis.power.wiring import feed_names, phase_a
from explorer.catalog import load
from explorer.model import Layout, Rack
from explorer.solvers.power.delivery import Flow, deliver
from explorer.solvers.power.efficiency import input_power

STAGE = ("stage", "in_w", "out_w", "loss_w", "load_percent", "current_a", "volt_v")
"""Columns of the table of conversion stages, feeds and shelves."""

NODE = ("tray", "rack", "u", "bus_v", "tray_v", "clip_a", "segment_a")
"""Columns of the busbar's table. `segment_a` flows to the next node above; NaN for the topmost."""


class RackPower(NamedTuple):
    """One rack's chain, solved."""

    chain: RackChain
    flow: Flow
    unfed_w: float
    """watts that unfed trays would draw; counted at the inlet"""

    @property
    def rack(self) -> Rack:
        return self.chain.plan.rack

    @property
    def input_w(self) -> float:
        """Watts at the rack's inlets."""
        return float(self.flow.feed_w.sum()) + self.unfed_w

    @property
    def segment_loss_w(self) -> np.ndarray:
        """(n - 1,) loss in the busbar between neighbors."""
        return self.flow.segment_a**2 / self.chain.delivery.g_segment

    @property
    def clip_loss_w(self) -> np.ndarray:
        """(n,) loss in the clips of trays and shelves, by node of the busbar."""
        d = self.chain.delivery
        lost = self.flow.tray_a**2 * d.r_clip
        np.add.at(lost, d.shelf_node, self.flow.shelf_a**2 * d.shelf_clip)
        return lost

    @property
    def bus_loss_w(self) -> float:
        """Loss in busbar and clips; 0 if the busbar has collapsed."""
        return 0.0 if self.flow.collapsed else float(self.segment_loss_w.sum() + self.clip_loss_w.sum())

    @property
    def bus_factor(self) -> float:
        """Watts at the inlet per watt that a tray takes from the busbar."""
        drawn = self.flow.drawn_w.sum() + self.chain.delivery.own_w.sum()
        return float(self.flow.shelf_in_w.sum() / drawn) if drawn > 0 else 1.0

    def bus_heat_w(self) -> dict[str, float]:
        """Loss of busbar and clips behind each tray by id, into the air at the rack's rear.

        Half of a segment's loss goes to each of the trays at its ends.
        """
        if self.flow.collapsed or not self.chain.has_bus:
            return {}
        lost = self.clip_loss_w
        halves = self.segment_loss_w / 2.0
        lost[:-1] += halves
        lost[1:] += halves
        return {tray.id: float(w) for tray, w in zip(self.chain.plan.trays, lost, strict=True)}

    def nodes(self) -> list[dict]:
        """One row per tray on the busbar, from the bottom up; none after a collapse."""
        if self.flow.collapsed or not self.chain.has_bus:
            return []
        d, flow = self.chain.delivery, self.flow
        given = np.zeros(flow.voltage_v.size)
        np.add.at(given, d.shelf_node, flow.shelf_a)
        onward = np.append(flow.segment_a, np.nan)
        values = zip(flow.voltage_v, flow.tray_v, flow.tray_a - given, onward, strict=True)
        return [
            dict(zip(NODE, (tray.id, self.rack.id, tray.u, *map(float, row)), strict=True))
            for tray, row in zip(self.chain.plan.trays, values, strict=True)
        ]

    def feeds(self) -> list[dict]:
        """One row per feed: watts, current of each phase, limit and load."""
        limit = self.chain.plan.limits.feed_w
        return [
            {
                "rack": self.rack.id,
                "feed": name,
                "power_w": float(w),
                "phase_a": phase_a(self.rack, float(w)),
                "limit_w": float(limit[i]),
                "load_percent": float(100.0 * w / limit[i]) if np.isfinite(limit[i]) else np.nan,
            }
            for i, (name, w) in enumerate(zip(feed_names(self.rack), self.flow.feed_w, strict=True))
        ]


class Feed(NamedTuple):
    """The chain of all racks."""

    stages: dict[str, tuple[float, float]]
    """stage: (watts in, watts out), from the wall to the rails"""
    racks: dict[str, RackPower]
    shelf_out_w: dict[str, float]
    shelf_in_w: dict[str, float]
    upstream: tuple[float, float, float]
    """efficiency of transformer and UPS: low, typical, high"""

    @property
    def input_w(self) -> float:
        """Watts at the inlets of all racks."""
        return sum(rack.input_w for rack in self.racks.values())

    @property
    def wall_w(self) -> float:
        """Watts before transformer and UPS."""
        return self.input_w / self.upstream[1]

    @property
    def tray_factor(self) -> float:
        """Watts at the inlets per watt at the trays' intermediate bus converters."""
        into = self.stages.get("Intermediate bus", (0.0, 0.0))[0]
        return self.input_w / into if into > 0 else 1.0

    def rows(self) -> list[dict]:
        """One row per stage, feed and shelf."""
        rows = [_row(stage, i, o) for stage, (i, o) in self.stages.items()]
        for rack in self.racks.values():
            for feed in rack.feeds():
                name = f"{rack.rack.label or rack.rack.id}, feed {feed['feed']}"
                w, a = feed["power_w"], feed["phase_a"]
                rows.append(_row(name, w, w, feed["load_percent"], a, rack.rack.feed_v))
            ratings, flow = rack.chain.plan.limits.shelf_w, rack.flow
            node = rack.chain.delivery.shelf_node
            for k, shelf in enumerate(rack.chain.plan.shelves):
                percent = 100.0 * flow.shelf_out_w[k] / max(ratings[k], 1.0)
                volt = float(flow.voltage_v[node[k]])
                rows.append(
                    _row(shelf.id, flow.shelf_in_w[k], flow.shelf_out_w[k], percent, flow.shelf_a[k], volt)
                )
        return rows


def _row(stage, in_w, out_w, load_percent=np.nan, current_a=np.nan, volt_v=np.nan):
    return {
        "stage": stage,
        "in_w": float(in_w),
        "out_w": float(out_w),
        "loss_w": float(in_w - out_w),
        "load_percent": float(load_percent),
        "current_a": float(current_a),
        "volt_v": float(volt_v),
    }


def feed(
    layout: Layout,
    boards: dict[str, BoardPower],
    plans: Iterable[RackPlan],
    bus_c: Mapping[str, float] | None = None,
) -> Feed:
    """The solved power chain of all racks: busbars, shelves, feeds and facility.

    `plans` are those of the layout's racks. `bus_c` is the temperature of the busbars' copper behind each
    tray by id, 20 C if missing; the layout declares its resistance at 20 C.
    """
    racks = {}
    for plan in plans:
        chain = rack_chain(plan, boards, bus_c)
        flow = deliver(chain.delivery, 1.0)
        unfed = sum(boards[t.design].drawn_w for t in plan.unfed if not _is_shelf(boards[t.design]))
        racks[plan.rack.id] = RackPower(chain, _asked(flow, chain) if flow.collapsed else flow, float(unfed))
    efficiency = upstream(layout)
    return Feed(
        _stages(layout, boards, racks, efficiency[1]),
        racks,
        _by_shelf(racks, "shelf_out_w"),
        _by_shelf(racks, "shelf_in_w"),
        efficiency,
    )


def _is_shelf(board: BoardPower) -> bool:
    return board.parts.design.kind == "power_shelf"


def upstream(layout: Layout) -> tuple[float, float, float]:
    """(low, typical, high) efficiency of transformer and UPS: the site's, or the catalog's range."""
    own = layout.site.upstream_efficiency
    known = load().figure("upstream_efficiency")
    return (known.low, known.typical, known.high) if own is None else (own, own, own)


def with_shelf_losses(layout: Layout, boards: dict[str, BoardPower], chain: Feed) -> dict[str, BoardPower]:
    """The same boards, with the loss of their supplies as heat on those of power shelves."""
    warmed, into, out = dict(boards), chain.shelf_in_w, chain.shelf_out_w
    for design in layout.designs:
        shelves = [t.id for t in layout.trays_of(design.id) if t.id in into]
        if shelves:
            lost = sum(into[s] - out[s] for s in shelves) / len(shelves)
            heat = boards[design.id].part_w.copy()
            rest = spread(heat, boards[design.id].parts.psus, lost)
            warmed[design.id] = boards[design.id]._replace(
                part_w=heat, board_w=boards[design.id].board_w + rest
            )
    return warmed


def _asked(flow: Flow, chain: RackChain) -> Flow:
    """Watts requested of the shelves of a collapsed busbar, split evenly: a figure to report, not a state."""
    d = chain.delivery
    out = flow.drawn_w.sum() / d.supplies.size + d.own_w
    into = np.array(
        [
            input_power(w, d.supplies[k] * d.supply_w[k], d.load[k], d.efficiency[k])
            for k, w in enumerate(out)
        ],
        float,
    )
    feed_w = flow.feed_w + np.bincount(d.shelf_feed, into, minlength=flow.feed_w.size)
    return flow._replace(shelf_out_w=out, shelf_in_w=into, feed_w=feed_w)


def _by_shelf(racks: dict[str, RackPower], quantity: str) -> dict[str, float]:
    return {
        shelf.id: float(w)
        for rack in racks.values()
        for shelf, w in zip(rack.chain.plan.shelves, getattr(rack.flow, quantity), strict=True)
    }


def _stages(layout, boards, racks, efficiency) -> dict[str, tuple[float, float]]:
    # a shelf without a feed delivers nothing and draws nothing
    idle = {t.id for r in racks.values() for t in r.chain.plan.unfed}
    n = {
        d.id: sum(d.kind != "power_shelf" or t.id not in idle for t in layout.trays_of(d.id))
        for d in layout.designs
    }
    into = sum(r.flow.shelf_in_w.sum() for r in racks.values())
    delivered = sum(r.flow.shelf_out_w.sum() for r in racks.values())
    drawn = sum(r.flow.drawn_w.sum() + r.chain.delivery.own_w.sum() for r in racks.values())
    input_w = sum(r.input_w for r in racks.values())
    stages: dict[str, tuple[float, float]] = {}
    if input_w:
        stages["Transformer and UPS"] = input_w / efficiency, input_w
    if delivered:
        stages["Power shelves"] = (into, delivered)
        stages["Busbar and clips"] = (delivered, drawn)
    ac = [(boards[d.id], n[d.id]) for d in layout.designs if d.supply == "ac" and n[d.id]]
    if ac:
        stages["AC supplies"] = (sum(b.drawn_w * k for b, k in ac), sum(b.converted_w * k for b, k in ac))
    rails = {r: sum(boards[d].rail_w[r] * k for d, k in n.items()) for r in RAILS}
    fed = {r: sum(rail_inputs_w(boards[d].rail_w)[r] * k for d, k in n.items()) for r in RAILS}
    if any(rails.values()):
        stages["Intermediate bus"] = (sum(boards[d].converted_w * k for d, k in n.items()), sum(fed.values()))
    for rail, name in (("asic", "ASIC rails"), ("optics", "Optics rails")):
        if rails[rail]:
            stages[name] = (fed[rail], rails[rail])
    return stages
