"""What happens when a supply, a power shelf or a feed fails, and how far the rack then has to throttle."""

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
    """One thing that fails, and the chain without it."""

    kind: str
    """one of `KINDS`"""
    element: str
    """id of the shelf, AC tray or rack"""
    label: str
    n_alike: int
    """how many single failures this one stands for: supplies of a shelf are alike"""
    left: Delivery


class Outcome(NamedTuple):
    """A rack after a failure. Watts, volts and loads are those before it throttles."""

    rack: str
    kind: str
    element: str
    label: str
    n_alike: int
    survives: bool
    """nothing goes dark and no limit is passed"""
    throttle_percent: float
    """by which the processors have to be slowed to keep every limit; NaN where nothing helps"""
    rack_kw: float
    shelf_percent: float
    """highest load of a shelf over the rating of what still works in it"""
    feed_percent: float
    """highest load of a feed; NaN where no limit of it is known"""
    tray_v: float
    """lowest voltage at a tray; NaN where there is none"""
    passed: tuple[str, ...]
    """limits that are passed, in words"""
    dark: tuple[str, ...]
    """trays that get nothing"""


def failures(power: RackPower) -> Iterator[Failure]:
    """Every single failure of a rack's power chain; supplies of one tray are told once."""
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
    """What one failure does to its rack."""
    chain = power.chain._replace(delivery=failure.left)
    d, plan = chain.delivery, chain.plan
    limits = plan.limits
    flow = deliver(d, 1.0)
    passed = [o.message for o in overloads(chain, flow)]
    rack_w = float(flow.feed_w.sum())
    if rack_w > limits.rack_w:
        passed.append(f"the rack draws {rack_w / 1000:.1f} kW of {limits.rack_w / 1000:g} kW")
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
    """All single failures of all racks; some hundred microseconds each."""
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
