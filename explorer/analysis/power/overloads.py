"""Which limit of a rack's power chain is passed, where, and by how much."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from explorer.analysis.power.rack_chain import RackChain
from explorer.analysis.power.wiring import feed_names
from explorer.model.naming import name
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.delivery import Flow


class Overload(NamedTuple):
    """A limit that is passed."""

    rule: str
    element: str
    value: float
    limit: float
    message: str


def overloads(chain: RackChain, flow: Flow) -> list[Overload]:
    """Everything that a solved chain asks of a rack beyond what it can give, the busbar first."""
    return [*_busbar(chain, flow), *_shelves(chain, flow), *_ac_trays(chain, flow), *_feeds(chain, flow)]


def _busbar(chain: RackChain, flow: Flow) -> Iterator[Overload]:
    rack = chain.plan.rack
    if not chain.has_bus:
        return
    if flow.collapsed:
        yield _collapse(chain, flow)
        return
    limits, trays = chain.plan.limits, chain.plan.trays
    i = int(flow.tray_v.argmin())
    if flow.tray_v[i] < limits.v_low:
        low = float(flow.tray_v[i])
        text = f"{name(trays[i])} gets {low:.2f} V, the bus has to stay above {limits.v_low:g} V"
        yield Overload("bus_voltage", trays[i].id, low, limits.v_low, text)
    current = np.abs(flow.segment_a)
    i = int(current.argmax()) if current.size else 0
    if current.size and current[i] > limits.segment_a:
        text = (
            f"{name(rack)}: the busbar between {name(trays[i])} and {name(trays[i + 1])} carries "
            f"{current[i]:,.0f} A, it is made for {limits.segment_a:g} A"
        )
        yield Overload("busbar_current", trays[i].id, float(current[i]), limits.segment_a, text)
    through = [*zip(trays, flow.tray_a, strict=True), *zip(chain.plan.shelves, flow.shelf_a, strict=True)]
    tray, most = max(through, key=lambda pair: pair[1])
    if most > limits.clip_a:
        text = f"{name(tray)}: its clip carries {most:,.0f} A, it is made for {limits.clip_a:g} A"
        yield Overload("clip_current", tray.id, float(most), limits.clip_a, text)


def _collapse(chain: RackChain, flow: Flow) -> Overload:
    """The collapse with its place: where the voltage is lowest at the most that can be delivered."""
    rack, asked = chain.plan.rack, float(flow.drawn_w.sum())
    most, weakest = _most_w(chain, flow)
    if most <= 0:
        text = f"{name(rack)}: nothing is left to feed its busbar"
        return Overload("bus_collapse", rack.id, asked, 0.0, text)
    text = (
        f"{name(rack)}: the busbar voltage collapses at {name(chain.plan.trays[weakest])}, "
        f"{asked / 1000:,.1f} kW are asked of it, {most / 1000:,.1f} kW are the most it can deliver"
    )
    return Overload("bus_collapse", rack.id, asked, most, text)


def _most_w(chain: RackChain, flow: Flow) -> tuple[float, int]:
    """Most that the busbar delivers if all trays are cut alike, and the node that then is lowest."""
    d = chain.delivery
    works = d.supplies > 0
    if not works.any():
        return 0.0, 0
    r_shelf = d.droop[works] / d.supplies[works] + d.shelf_clip[works]
    low, high, weakest = 0.0, 1.0, 0
    while high - low > 1e-6:
        share = 0.5 * (low + high)
        ladder = solve_ladder(
            1.0 / d.g_segment, d.shelf_node[works], r_shelf, d.v0, share * flow.drawn_w, d.r_clip
        )
        if ladder.collapsed:
            high = share
        else:
            low, weakest = share, int(ladder.tray_v.argmin())
    return low * float(flow.drawn_w.sum()), weakest


def _shelves(chain: RackChain, flow: Flow) -> Iterator[Overload]:
    d, limits = chain.delivery, chain.plan.limits
    for k, shelf in enumerate(chain.plan.shelves):
        out, working = float(flow.shelf_out_w[k]), d.supplies[k]
        most = min(float(limits.shelf_w[k]), float(working * d.supply_w[k]))
        if working > 0 and out > most:
            text = f"{name(shelf)} delivers {out / 1000:.1f} kW, its rating is {most / 1000:g} kW"
            yield Overload("shelf_rating", shelf.id, out, most, text)


def _ac_trays(chain: RackChain, flow: Flow) -> Iterator[Overload]:
    d = chain.delivery
    for t, tray in enumerate(chain.plan.ac_trays):
        working, drawn = d.ac_supplies[t].sum(), float(flow.ac_drawn_w[t])
        # a tray without supplies has no rating, which is endless: nought of it is no number
        most = float(working * chain.plan.limits.ac_supply_w[t]) if working > 0 else math.inf
        if drawn > most:
            text = (
                f"{name(tray)}: its supplies give {drawn / 1000:.2f} kW, their rating is {most / 1000:g} kW"
            )
            yield Overload("supply_rating", tray.id, drawn, most, text)


def _feeds(chain: RackChain, flow: Flow) -> Iterator[Overload]:
    rack = chain.plan.rack
    for feed, w, most in zip(feed_names(rack), flow.feed_w, chain.plan.limits.feed_w, strict=True):
        if w > most:
            text = f"{name(rack)}: feed {feed} gives {w / 1000:.1f} kW, its limit is {most / 1000:.1f} kW"
            yield Overload("feed_limit", rack.id, float(w), float(most), text)
