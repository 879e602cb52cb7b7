"""The feed of each power shelf and each supply of an AC tray, and the limits of a feed."""

import math
from typing import NamedTuple

from explorer.catalog import load, typical
from explorer.model import FEEDS, Layout, Rack, Tray, TrayDesign

NOT_FED = -1


class Fed(NamedTuple):
    """The fields of a design that a rack's power chain needs beside its watts, under the same names.

    Moving a part on a board changes none of them, so the chain's plan can be reused.
    """

    id: str
    kind: str
    height_u: int
    supply: str
    supplies: int
    rating_kw: float
    efficiency_curve: str


def fed(design: TrayDesign) -> Fed:
    """The `Fed` of one design."""
    return Fed(*(getattr(design, name) for name in Fed._fields))


def mounted(layout: Layout, rack: Rack) -> tuple[Tray, ...]:
    """The trays of a rack from the bottom up."""
    return tuple(sorted(layout.trays_in(rack.id), key=lambda t: t.u))


def feed_names(rack: Rack) -> tuple[str, ...]:
    """The feeds that a rack has."""
    return FEEDS[: rack.n_feeds]


def wiring(layout: Layout, rack: Rack) -> dict[str, list[int]]:
    """By tray id, the index of the feed of each supply; `NOT_FED` for a supply without a feed.

    All supplies of a power shelf are on one feed. By default shelves are assigned to the feeds in turn from
    the bottom up, and so are the supplies of AC trays, so that an AC tray of two supplies is on A and B.
    The loss of a feed then takes half of the shelves, and those left are spread along the busbar.
    """
    return wired(rack, mounted(layout, rack), {d.id: fed(d) for d in layout.designs})


def wired(rack: Rack, trays: tuple[Tray, ...], designs: dict[str, Fed]) -> dict[str, list[int]]:
    """`wiring` of a rack by its trays from the bottom up, and their designs by id."""
    names, hung, turns = feed_names(rack), {}, {"power_shelf": 0, "ac": 0}
    for tray in trays:
        design = designs[tray.design]
        kind = "power_shelf" if design.kind == "power_shelf" else design.supply
        if kind not in turns:
            continue
        if tray.feed != "auto":
            index = names.index(tray.feed) if tray.feed in names else NOT_FED
            hung[tray.id] = [index] * design.supplies
            continue
        step = 0 if kind == "power_shelf" else 1
        hung[tray.id] = [(turns[kind] + step * j) % len(names) for j in range(design.supplies)]
        turns[kind] += 1
    return hung


def is_fed(feeds: list[int]) -> bool:
    """Whether any supply has a feed."""
    return any(feed != NOT_FED for feed in feeds)


def phase_a(rack: Rack, watts: float) -> float:
    """Current in each phase of a feed: P / (sqrt(3) V pf) of three phases, P / (V pf) of one.

    >>> round(phase_a(Rack(id="r1", feed_v=415.0), 69e3), 1)
    97.0
    """
    return watts / _watts_per_a(rack)


def feed_limit_w(rack: Rack) -> float:
    """Limit of one feed [W]: by its watts or by the current of its phases; infinite if neither is given."""
    by_kw = math.inf if rack.feed_kw is None else rack.feed_kw * 1000.0
    by_a = math.inf if rack.feed_a is None else rack.feed_a * _watts_per_a(rack)
    return min(by_kw, by_a)


def _watts_per_a(rack: Rack) -> float:
    phases = math.sqrt(3.0) if rack.feed_phases == "three" else 1.0
    return phases * rack.feed_v * typical("supply_power_factor")


def bus_window_v(rack: Rack) -> tuple[float, float]:
    """Lowest and highest steady voltage of the trays on a rack's busbar: the 48 V class, or 800 V."""
    window = load().figure("dc_bus_v" if rack.bus_v <= 100.0 else "dc_bus_800_v")
    return window.low, window.high
