"""From the trays through busbar and power shelves to the rack's inlets."""

from typing import NamedTuple

import numpy as np

from explorer.analysis.board_power import RAILS, BoardPower, spread
from explorer.analysis.converters import curve, rail_efficiency
from explorer.catalog import typical
from explorer.model import Layout, Rack
from explorer.solvers.busbar import Ladder, solve_ladder
from explorer.solvers.efficiency import input_power
from explorer.units import PITCH_MM


def with_shelf_losses(layout: Layout, boards: dict[str, BoardPower], chain) -> dict[str, BoardPower]:
    """The same boards, those of power shelves warmed by what their supplies lose."""
    warmed = dict(boards)
    for design in layout.designs:
        shelves = [t.id for t in layout.trays_of(design.id) if t.id in chain.shelf_in_w]
        if shelves:
            lost = sum(chain.shelf_in_w[s] - chain.shelf_out_w[s] for s in shelves) / len(shelves)
            heat = boards[design.id].part_w.copy()
            rest = spread(heat, design.parts, lost, "psu")
            warmed[design.id] = boards[design.id]._replace(
                part_w=heat, board_w=boards[design.id].board_w + rest
            )
    return warmed


class Feed(NamedTuple):
    """The chain of all racks."""

    stages: dict[str, tuple[float, float]]
    """stage: (watts in, watts out)"""
    ladders: dict[str, Ladder]
    """by rack id, where a busbar feeds it"""
    ladder_trays: dict[str, list[str]]
    """tray or shelf id of each node"""
    shelf_out_w: dict[str, float]
    shelf_in_w: dict[str, float]
    rack_in_w: dict[str, float]
    unfed: tuple[str, ...]
    """racks whose busbar no shelf feeds"""

    @property
    def input_w(self) -> float:
        """At the inlets of all racks."""
        return sum(self.rack_in_w.values())

    def rows(self) -> list[dict]:
        """One row per stage, shelf and busbar."""
        rows = [_row(stage, i, o) for stage, (i, o) in self.stages.items()]
        return rows + [_row(shelf, self.shelf_in_w[shelf], out) for shelf, out in self.shelf_out_w.items()]


def _row(stage, in_w, out_w):
    return {"stage": stage, "in_w": in_w, "out_w": out_w, "loss_w": in_w - out_w}


def feed(layout: Layout, boards: dict[str, BoardPower]) -> Feed:
    """From the trays to the rack inlets, through busbar and shelves."""
    ladders, nodes, out, into, racks, unfed = {}, {}, {}, {}, {}, []
    for rack in layout.racks:
        trays = [t for t in layout.trays if t.rack == rack.id]
        ac = sum(boards[t.design].drawn_w for t in trays if layout.element(t.design).supply == "ac")
        bus = sorted((t for t in trays if _on_bus(layout, t)), key=lambda t: t.u)
        shelves = [t for t in bus if layout.element(t.design).kind == "power_shelf"]
        # a shelf's own controller hangs on the bus that it feeds
        drawn = np.array([boards[t.design].drawn_w if _draws(layout, t) else 0.0 for t in bus])
        racks[rack.id] = ac
        if not drawn.any():
            continue
        if not shelves:
            unfed.append(rack.id)
            racks[rack.id] += float(drawn.sum())
            continue
        ladder = _ladder(layout, rack, bus, drawn)
        ladders[rack.id], nodes[rack.id] = ladder, [t.id for t in bus]
        delivered = _delivered(rack, ladder, drawn, len(shelves))
        ratings = np.array([layout.element(s.design).rating_kw * 1000.0 for s in shelves])
        inputs = input_power(delivered, np.maximum(ratings, 1.0), *curve("rectifier"))
        for shelf, w_out, w_in in zip(shelves, delivered, inputs, strict=True):
            out[shelf.id], into[shelf.id] = float(w_out), float(w_in)
        racks[rack.id] += float(inputs.sum())
    fed = sum(boards[t.design].drawn_w for t in layout.trays if t.rack in ladders and _draws(layout, t))
    return Feed(_stages(layout, boards, out, into, fed), ladders, nodes, out, into, racks, tuple(unfed))


def _on_bus(layout, tray) -> bool:
    design = layout.element(tray.design)
    return design.kind == "power_shelf" or design.supply == "busbar"


def _draws(layout, tray) -> bool:
    return layout.element(tray.design).supply == "busbar"


def _ladder(layout, rack: Rack, bus, drawn) -> Ladder:
    heights = [t.u + layout.element(t.design).height_u / 2 for t in bus]
    gaps_m = np.maximum(np.diff(heights), 0.5) * PITCH_MM[rack.pitch] / 1000.0
    feeding = [i for i, tray in enumerate(bus) if layout.element(tray.design).kind == "power_shelf"]
    return solve_ladder(
        gaps_m * rack.bus_uohm_per_m * 1e-6,
        feeding,
        np.full(len(feeding), typical("shelf_droop_mohm") * 1e-3),
        rack.bus_v,
        drawn,
    )


def _delivered(rack, ladder: Ladder, drawn, n_shelves):
    """Watts out of each shelf; an even split where the bus has collapsed, which a finding reports."""
    if ladder.collapsed:
        return np.full(n_shelves, float(drawn.sum()) / n_shelves)
    return ladder.shelf_a * rack.bus_v - ladder.droop_loss_w


def _stages(layout, boards, shelf_out, shelf_in, fed_w) -> dict[str, tuple[float, float]]:
    n = {d.id: len(layout.trays_of(d.id)) for d in layout.designs}
    rails = {r: sum(boards[d].rail_w[r] * k for d, k in n.items()) for r in RAILS}
    stages = {}
    delivered = sum(shelf_out.values())
    if shelf_out:
        stages["Power shelves"] = (sum(shelf_in.values()), delivered)
        stages["Busbar"] = (delivered, fed_w)
    ac = [(boards[d.id], n[d.id]) for d in layout.designs if d.supply == "ac" and n[d.id]]
    if ac:
        stages["AC supplies"] = (sum(b.drawn_w * k for b, k in ac), sum(b.converted_w * k for b, k in ac))
    for rail, name in (("asic", "ASIC rails"), ("optics", "Optics rails"), ("other", "Intermediate bus")):
        if rails[rail]:
            stages[name] = (rails[rail] / rail_efficiency(rail), rails[rail])
    return stages
