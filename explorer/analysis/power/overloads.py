"""Limits of a rack's power chain that are exceeded: which, where and by how much."""

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
    """A limit that is exceeded."""

    rule: str
    element: str
    value: float
    limit: float
    message: str


def overloads(chain: RackChain, flow: Flow) -> list[Overload]:
    """All limits that a solved chain exceeds, the busbar's first."""
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
        text = f"{name(trays[i])} gets {low:.2f} V, but the busbar has to stay above {limits.v_low:g} V"
        yield Overload("bus_voltage", trays[i].id, low, limits.v_low, text)
    current = np.abs(flow.segment_a)
    i = int(current.argmax()) if current.size else 0
    if current.size and current[i] > limits.segment_a:
        text = (
            f"{name(rack)}: the busbar between {name(trays[i])} and {name(trays[i + 1])} carries "
            f"{current[i]:,.0f} A, over its rating of {limits.segment_a:g} A"
        )
        yield Overload("busbar_current", trays[i].id, float(current[i]), limits.segment_a, text)
    through = [*zip(trays, flow.tray_a, strict=True), *zip(chain.plan.shelves, flow.shelf_a, strict=True)]
    tray, most = max(through, key=lambda pair: pair[1])
    if most > limits.clip_a:
        text = f"{name(tray)}: its busbar clip carries {most:,.0f} A, over its rating of {limits.clip_a:g} A"
        yield Overload("clip_current", tray.id, float(most), limits.clip_a, text)


def _collapse(chain: RackChain, flow: Flow) -> Overload:
    """The collapse of the busbar, at the tray whose voltage is lowest when the most is delivered."""
    rack, asked = chain.plan.rack, float(flow.drawn_w.sum())
    most, weakest = _most_w(chain, flow)
    if most <= 0:
        text = f"{name(rack)}: no working power shelf is left to feed its busbar"
        return Overload("bus_collapse", rack.id, asked, 0.0, text)
    text = (
        f"{name(rack)}: the busbar voltage collapses at {name(chain.plan.trays[weakest])}, "
        f"its trays draw {asked / 1000:,.1f} kW, but it can deliver {most / 1000:,.1f} kW at most"
    )
    return Overload("bus_collapse", rack.id, asked, most, text)


def _most_w(chain: RackChain, flow: Flow) -> tuple[float, int]:
    """Most that the busbar delivers with all trays reduced by the same factor, and the lowest node then."""
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
            text = f"{name(shelf)} delivers {out / 1000:.1f} kW, over its rating of {most / 1000:g} kW"
            yield Overload("shelf_rating", shelf.id, out, most, text)


def _ac_trays(chain: RackChain, flow: Flow) -> Iterator[Overload]:
    d = chain.delivery
    for t, tray in enumerate(chain.plan.ac_trays):
        working, drawn = d.ac_supplies[t].sum(), float(flow.ac_drawn_w[t])
        # without working supplies there is no limit; 0 supplies times an infinite rating would be NaN
        most = float(working * chain.plan.limits.ac_supply_w[t]) if working > 0 else math.inf
        if drawn > most:
            text = (
                f"{name(tray)}: its supplies deliver {drawn / 1000:.2f} kW, "
                f"over their rating of {most / 1000:g} kW"
            )
            yield Overload("supply_rating", tray.id, drawn, most, text)


def _feeds(chain: RackChain, flow: Flow) -> Iterator[Overload]:
    rack = chain.plan.rack
    for feed, w, most in zip(feed_names(rack), flow.feed_w, chain.plan.limits.feed_w, strict=True):
        if w > most:
            given, limit = f"{w / 1000:.1f} kW", f"{most / 1000:.1f} kW"
            text = f"{name(rack)}: feed {feed} delivers {given}, over its limit of {limit}"
            yield Overload("feed_limit", rack.id, float(w), float(most), text)
