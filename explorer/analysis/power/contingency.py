"""N-1: effect of a failed supply, power shelf or feed, and how far the rack then has to throttle."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.analysis.power.feed import Feed, RackPower
from explorer.analysis.power.overloads import overloads
from explorer.analysis.power.wiring import feed_names
from explorer.model.naming import name
from explorer.solvers.power.delivery import Delivery, deliver, is_within, most_throttle

KINDS = ("supply", "shelf", "feed")


class Failure(NamedTuple):
    """A single failure, and the chain without the failed element."""

    kind: str
    """one of `KINDS`"""
    element: str
    """id of the shelf, AC tray or rack"""
    label: str
    n_alike: int
    """number of equal single failures that this one stands for, as supplies of one shelf"""
    left: Delivery


class Outcome(NamedTuple):
    """A rack after a failure. Watts, volts and loads are those before it throttles."""

    rack: str
    kind: str
    element: str
    label: str
    n_alike: int
    survives: bool
    """no tray loses power and no limit is exceeded"""
    throttle_percent: float
    """reduction of the processors' throttle that keeps every limit; NaN if none does"""
    rack_kw: float
    shelf_percent: float
    """highest load of a shelf over the rating of its working supplies"""
    feed_percent: float
    """highest load of a feed over its limit; NaN if feeds have none"""
    tray_v: float
    """lowest voltage at a tray; NaN without a busbar or after its collapse"""
    passed: tuple[str, ...]
    """messages of the limits that are exceeded"""
    dark: tuple[str, ...]
    """names of the trays without power"""


def failures(power: RackPower) -> Iterator[Failure]:
    """Every single failure of a rack's power chain; equal supplies of a tray are one `Failure`."""
    d, chain = power.chain.delivery, power.chain
    for k, shelf in enumerate(chain.plan.shelves):
        if d.supplies[k] > 1:
            left = d._replace(supplies=_less(d.supplies, k, 1.0))
            yield Failure("supply", shelf.id, f"a supply of {name(shelf)}", int(d.supplies[k]), left)
    for t, tray in enumerate(chain.plan.ac_trays):
        for feed in np.unique(np.flatnonzero(d.ac_supplies[t])):
            left = d._replace(ac_supplies=_less(d.ac_supplies, (t, feed), 1.0))
            of = f"a supply of {name(tray)}, feed {feed_names(power.rack)[feed]}"
            yield Failure("supply", tray.id, of, int(d.ac_supplies[t, feed]), left)
    for k, shelf in enumerate(chain.plan.shelves):
        left = d._replace(supplies=_less(d.supplies, k, d.supplies[k]))
        yield Failure("shelf", shelf.id, name(shelf), 1, left)
    for i, feed in enumerate(feed_names(power.rack)):
        off = d.shelf_feed == i
        if not (off.any() or d.ac_supplies[:, i].any()):
            continue
        ac = d.ac_supplies.copy()
        ac[:, i] = 0.0
        left = d._replace(supplies=np.where(off, 0.0, d.supplies), ac_supplies=ac)
        yield Failure("feed", power.rack.id, f"feed {feed} of {name(power.rack)}", 1, left)


def outcome(power: RackPower, failure: Failure) -> Outcome:
    """Outcome of one failure for its rack."""
    chain = power.chain._replace(delivery=failure.left)
    d, plan = chain.delivery, chain.plan
    limits = plan.limits
    flow = deliver(d, 1.0)
    passed = [o.message for o in overloads(chain, flow)]
    rack_w = float(flow.feed_w.sum())
    if rack_w > limits.rack_w:
        passed.append(f"the rack draws {rack_w / 1000:.1f} kW, over its limit of {limits.rack_w / 1000:g} kW")
    dark = [name(t) for t, n in zip(plan.ac_trays, d.ac_supplies.sum(axis=1), strict=True) if not n]
    if chain.has_bus and not d.supplies.any():
        dark += [name(t) for t, w in zip(plan.trays, flow.drawn_w, strict=True) if w > 0]
    most = 1.0 if is_within(d, limits, flow) else most_throttle(d, limits)
    given = np.minimum(limits.shelf_w, d.supplies * d.supply_w)
    shelf = np.divide(flow.shelf_out_w, given, out=np.zeros(given.size), where=given > 0)
    feed = flow.feed_w / limits.feed_w
    return Outcome(
        power.rack.id,
        failure.kind,
        failure.element,
        failure.label,
        failure.n_alike,
        not dark and most == 1.0,
        100.0 * (1.0 - most) + 0.0,
        math.nan if flow.collapsed else rack_w / 1000.0,
        math.nan if flow.collapsed else float(100.0 * shelf.max(initial=0.0)),
        float(100.0 * feed.max()) if np.isfinite(limits.feed_w).all() else math.nan,
        float(flow.tray_v.min()) if flow.tray_v.size else math.nan,
        tuple(passed),
        tuple(dark),
    )


def outcomes(feed: Feed) -> tuple[Outcome, ...]:
    """Outcomes of all single failures of all racks; each takes some hundred microseconds."""
    return tuple(outcome(power, failure) for power in feed.racks.values() for failure in failures(power))


def n_minus_1(outcomes: tuple[Outcome, ...]) -> pd.DataFrame:
    """Outcomes as a table, `passed` and `dark` joined to text. Temperatures are those of the intact rack."""
    table = pd.DataFrame(outcomes, columns=Outcome._fields)
    for column in ("passed", "dark"):
        table[column] = ["; ".join(words) for words in table[column]]
    return table


def _less(values: np.ndarray, at, by: float) -> np.ndarray:
    fewer = values.copy()
    fewer[at] -= by
    return fewer
