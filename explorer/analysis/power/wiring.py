"""Which feed each power shelf and each supply of an AC tray hangs on, and what a feed can give."""

import math
from typing import NamedTuple

from explorer.catalog import load, typical
from explorer.model import FEEDS, Layout, Rack, Tray, TrayDesign

NOT_FED = -1


class Fed(NamedTuple):
    """What the power chain of a rack needs of a design beside its watts, under the design's names.

    A part that moves on a board changes none of it, so that the chain's plan stays as it is.
    """

    id: str
    kind: str
    height_u: int
    supply: str
    supplies: int
    rating_kw: float
    efficiency_curve: str


def fed(design: TrayDesign) -> Fed:
    """That of one design."""
    return Fed(*(getattr(design, name) for name in Fed._fields))


def mounted(layout: Layout, rack: Rack) -> tuple[Tray, ...]:
    """The trays of a rack from the bottom up."""
    return tuple(sorted(layout.trays_in(rack.id), key=lambda t: t.u))


def feed_names(rack: Rack) -> tuple[str, ...]:
    """The feeds that a rack has."""
    return FEEDS[: rack.n_feeds]


def wiring(layout: Layout, rack: Rack) -> dict[str, list[int]]:
    """By tray id, the index of the feed of each supply; `NOT_FED` where it hangs on none.

    All supplies of a power shelf hang on one feed. Left to themselves, shelves take the feeds in turn
    from the bottom up, and so do the supplies of AC trays, so that an AC tray of two supplies hangs on
    A and B: then the loss of a feed takes half of the shelves, and they stand all along the busbar.
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
    """Whether any supply hangs on a feed."""
    return any(feed != NOT_FED for feed in feeds)


def phase_a(rack: Rack, watts: float) -> float:
    """Current in each phase of a feed: P / (sqrt(3) V pf) of three phases, P / (V pf) of one.

    >>> round(phase_a(Rack(id="r1", feed_v=415.0), 69e3), 1)
    97.0
    """
    return watts / _watts_per_a(rack)


def feed_limit_w(rack: Rack) -> float:
    """Most that one feed gives: by its watts or by the current of its phases; infinite if unknown."""
    by_kw = math.inf if rack.feed_kw is None else rack.feed_kw * 1000.0
    by_a = math.inf if rack.feed_a is None else rack.feed_a * _watts_per_a(rack)
    return min(by_kw, by_a)


def _watts_per_a(rack: Rack) -> float:
    phases = math.sqrt(3.0) if rack.feed_phases == "three" else 1.0
    return phases * rack.feed_v * typical("supply_power_factor")


def bus_window_v(rack: Rack) -> tuple[float, float]:
    """Steady voltages that the trays of a rack's busbar are made for: the 48 V class, or 800 V."""
    window = load().figure("dc_bus_v" if rack.bus_v <= 100.0 else "dc_bus_800_v")
    return window.low, window.high
