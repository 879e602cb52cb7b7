"""Racks, busbars, shelves and feeds over their limits, now or after a failure."""

import math
from collections.abc import Iterable

from explorer.analysis.power.contingency import KINDS, Outcome
from explorer.analysis.power.feed import Feed, RackPower
from explorer.analysis.power.overloads import overloads
from explorer.analysis.power.wiring import NOT_FED, feed_names, wiring
from explorer.analysis.states import Finding
from explorer.model import Layout
from explorer.model.naming import name


def power(layout: Layout, feed: Feed) -> Iterable[Finding]:
    for rack in feed.racks.values():
        yield from _unfed(layout, rack)
        for o in overloads(rack.chain, rack.flow):
            yield Finding("error", o.element, o.rule, o.value, o.limit, o.message)
        yield from _rack_limit(rack)
        yield from _spare(layout, rack)
    upstream, pue = feed.upstream[1], layout.site.pue
    if upstream * pue < 1.0 and feed.input_w > 0:
        text = f"Site: a PUE of {pue:g} is too low: transformer and UPS alone make it {1 / upstream:.3f}"
        yield Finding("warning", layout.site.id, "pue", pue, 1.0 / upstream, text)


def _unfed(layout: Layout, power: RackPower) -> Iterable[Finding]:
    rack, chain = power.rack, power.chain
    if not chain.plan.unfed:
        return
    feeds, wired = " and ".join(feed_names(rack)), wiring(layout, rack)
    for tray in chain.plan.unfed:
        if tray.id in wired and set(wired[tray.id]) == {NOT_FED}:
            text = f"{name(tray)} is connected to feed {tray.feed}, but {name(rack)} has only {feeds}"
            if tray.feed == "none":
                text = f"{name(tray)} is connected to no feed; {name(rack)} has {feeds}"
            yield Finding("error", tray.id, "no_feed", 0.0, 1.0, text)
    if power.unfed_w > 0 and not chain.has_bus and any(t.id not in wired for t in chain.plan.unfed):
        text = f"{name(rack)}: no power shelf feeds its busbar"
        yield Finding("error", rack.id, "no_shelf", 0.0, 1.0, text)


def _rack_limit(power: RackPower) -> Iterable[Finding]:
    rack, drawn_kw = power.rack, power.input_w / 1000.0
    if rack.power_limit_kw is not None and drawn_kw > rack.power_limit_kw:
        over = drawn_kw - rack.power_limit_kw
        limit = f"its limit of {rack.power_limit_kw:g} kW"
        text = f"{name(rack)} draws {drawn_kw:.1f} kW, {over:.1f} kW over {limit}"
        yield Finding("error", rack.id, "rack_power", drawn_kw, rack.power_limit_kw, text)


def _spare(layout: Layout, power: RackPower) -> Iterable[Finding]:
    """The shelf that most lacks its spare supplies: it needs them to deliver its load."""
    d, worst = power.chain.delivery, None
    for k, shelf in enumerate(power.chain.plan.shelves):
        spare = min(layout.design(shelf.design).n_spare, int(d.supplies[k]) - 1)
        most = float((d.supplies[k] - spare) * d.supply_w[k])
        out = float(power.flow.shelf_out_w[k])
        if most < out <= power.chain.plan.limits.shelf_w[k] and (worst is None or out / most > worst[0]):
            text = (
                f"{name(shelf)} delivers {out / 1000:.1f} kW; to keep {spare} of its supplies as spare, it "
                f"may deliver {most / 1000:.1f} kW at most"
            )
            worst = out / most, Finding("warning", shelf.id, "shelf_spare", out, most, text)
    if worst:
        yield worst[1]


def contingencies(feed: Feed, outcomes: tuple[Outcome, ...]) -> Iterable[Finding]:
    """Single failures that a rack of several shelves does not survive, the worst of each kind.

    A rack with one shelf is not built to survive its loss, so it is not reported.
    """
    for rack_id, power in feed.racks.items():
        if len(power.chain.plan.shelves) < 2 or power.flow.collapsed:
            continue
        for kind in KINDS:
            lost = [o for o in outcomes if o.rack == rack_id and o.kind == kind and not o.survives]
            if lost:
                yield _lost(max(lost, key=_gravity), sum(o.n_alike for o in lost))


def _gravity(o: Outcome) -> tuple[bool, bool, float]:
    hopeless = math.isnan(o.throttle_percent)
    return bool(o.dark), hopeless, 0.0 if hopeless else o.throttle_percent


def _lost(o: Outcome, n: int) -> Finding:
    if o.dark:
        first, *others = o.dark
        more = f" and {len(others)} more" if others else ""
        what = f"{first}{more} would lose power"
    elif math.isnan(o.throttle_percent):
        what = f"{o.passed[0]}; throttling the processors does not help"
    else:
        what = f"{o.passed[0]}; the processors have to be throttled by {o.throttle_percent:.0f} %"
    rest = f" ({n - 1} more failures like it)" if n > 1 else ""
    text = f"If {o.label} fails: {what}{rest}"
    return Finding("warning", o.element, f"lost_{o.kind}", o.throttle_percent, 0.0, text)
