"""One rack's power chain as arrays: the input of the solver in `explorer.solvers.power.delivery`.

A `RackPlan` depends on the layout only and is made once; each pass of the loop between watts and temperature
adds the watts of its boards, which makes a `RackChain`.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from explorer.analysis.power.board_power import BoardPower
from explorer.analysis.power.converters import converter_losses, supply_curve
from explorer.analysis.power.wiring import (
    NOT_FED,
    Fed,
    bus_window_v,
    feed_limit_w,
    is_fed,
    wired,
)
from explorer.catalog import typical
from explorer.model import Rack, Tray
from explorer.solvers.power.busbar import COPPER_REFERENCE_C, copper_ohm
from explorer.solvers.power.delivery import Delivery, Limits


class RackPlan(NamedTuple):
    """A rack's wiring: trays by what feeds them, and all arrays that do not depend on watts."""

    rack: Rack
    trays: tuple[Tray, ...]
    """trays and shelves at the nodes of the busbar from the bottom up; empty if no shelf feeds it"""
    shelves: tuple[Tray, ...]
    ac_trays: tuple[Tray, ...]
    unfed: tuple[Tray, ...]
    """trays or shelves without a feed, or on a busbar without a shelf"""
    is_load: np.ndarray
    """(n,) whether a node's tray draws from the busbar; a shelf's internal draw does not pass the busbar"""
    segment_ohm: np.ndarray
    """at 20 C"""
    delivery: Delivery
    """without watts"""
    limits: Limits


class RackChain(NamedTuple):
    """A plan with the watts of its boards."""

    plan: RackPlan
    delivery: Delivery

    @property
    def has_bus(self) -> bool:
        return bool(self.plan.trays)


def rack_plan(rack: Rack, trays: tuple[Tray, ...], designs: dict[str, Fed]) -> RackPlan:
    """The wiring of one rack; `trays` are in order from the bottom up, `designs` are theirs by id.

    Raises
    ------
    LayoutError
        If a design's efficiency curve is invalid; the message names the design.
    """
    feeds = wired(rack, trays, designs)
    by_kind, unfed = _by_feed(trays, designs, feeds)
    bus, shelves, ac = by_kind["bus"], by_kind["shelf"], by_kind["ac"]
    is_load = np.array([t.id not in feeds for t in bus], bool)
    of_shelves, of_ac = ([designs[t.design] for t in of] for of in (shelves, ac))
    segment_ohm = _segments_ohm(rack, bus, designs)
    (load, efficiency), (ac_load, ac_efficiency) = _curves(of_shelves), _curves(of_ac)
    supply_w = _each(max(d.rating_kw * 1000.0, 1.0) / d.supplies for d in of_shelves)
    clip, place = rack.clip_uohm * 1e-6, {t.id: i for i, t in enumerate(bus)}
    delivery = Delivery(
        fixed_w=np.zeros((len(bus), 3)),
        scalable_w=np.zeros(len(bus)),
        loss=np.zeros((len(bus), 3, 3)),
        g_segment=1.0 / segment_ohm,
        r_clip=np.where(is_load, clip, 0.0),
        shelf_node=np.array([place[t.id] for t in shelves], np.int64),
        supplies=_each(d.supplies for d in of_shelves),
        droop=typical("supply_droop_share") * rack.bus_v**2 / supply_w,
        shelf_clip=np.full(len(shelves), clip),
        own_w=np.zeros(len(shelves)),
        supply_w=supply_w,
        load=load,
        efficiency=efficiency,
        shelf_feed=np.array([feeds[t.id][0] for t in shelves], np.int64),
        v0=float(rack.bus_v),
        ac_fixed_w=np.zeros((len(ac), 3)),
        ac_scalable_w=np.zeros(len(ac)),
        ac_loss=np.zeros((len(ac), 3, 3)),
        ac_supplies=_stack([_on_each(feeds[t.id], rack.n_feeds) for t in ac], rack.n_feeds),
        ac_supply_w=_each(d.rating_kw * 1000.0 / d.supplies for d in of_ac),
        ac_load=ac_load,
        ac_efficiency=ac_efficiency,
    )
    limits = Limits(
        v_low=bus_window_v(rack)[0],
        segment_a=rack.busbar_a or math.inf,
        clip_a=float(rack.clip_a),
        shelf_w=_each(d.rating_kw * 1000.0 for d in of_shelves),
        ac_supply_w=np.where(delivery.ac_supply_w > 0, delivery.ac_supply_w, np.inf),
        feed_w=np.full(rack.n_feeds, feed_limit_w(rack)),
        rack_w=math.inf if rack.power_limit_kw is None else rack.power_limit_kw * 1000.0,
    )
    return RackPlan(
        rack, tuple(bus), tuple(shelves), tuple(ac), tuple(unfed), is_load, segment_ohm, delivery, limits
    )


def rack_chain(
    plan: RackPlan,
    boards: dict[str, BoardPower],
    bus_c: Mapping[str, float] | None = None,
) -> RackChain:
    """The chain of one rack for the watts of its boards.

    `bus_c` is the temperature of the busbar's copper behind each tray by id; 20 C for trays not in it.
    """
    d = plan.delivery
    drawing = {t.design for t in (*plan.trays, *plan.ac_trays)}
    loads = {key: tray_load(boards[key]) for key in drawing}
    on_bus = [
        loads[t.design] if drawn else _NOTHING for t, drawn in zip(plan.trays, plan.is_load, strict=True)
    ]
    on_ac = [loads[t.design] for t in plan.ac_trays]
    own = [_own_w(boards[t.design]) for t in plan.shelves]
    # without a rating in the layout, supplies are rated for the watts that the tray draws
    drawn = _each(boards[t.design].converted_w for t in plan.ac_trays) / np.maximum(
        d.ac_supplies.sum(axis=1), 1.0
    )
    segments = plan.segment_ohm
    if bus_c:
        at_c = _each(bus_c.get(tray.id, COPPER_REFERENCE_C) for tray in plan.trays)
        ends_c = 0.5 * (at_c[1:] + at_c[:-1])
        segments = copper_ohm(segments, ends_c, typical("copper_resistance_per_k"))
    return RackChain(
        plan,
        d._replace(
            fixed_w=_stack([x.fixed_w for x in on_bus], 3),
            scalable_w=_each(x.scalable_w for x in on_bus),
            loss=_stack([x.loss for x in on_bus], 3, 3),
            g_segment=1.0 / segments,
            own_w=np.array(own, float),
            ac_fixed_w=_stack([x.fixed_w for x in on_ac], 3),
            ac_scalable_w=_each(x.scalable_w for x in on_ac),
            ac_loss=_stack([x.loss for x in on_ac], 3, 3),
            ac_supply_w=np.where(d.ac_supply_w > 0, d.ac_supply_w, np.maximum(drawn, 1.0)),
        ),
    )


class TrayLoad(NamedTuple):
    """Watts that a tray's parts draw from its rails, split by whether they can be throttled."""

    fixed_w: np.ndarray
    """(3,) on the ASIC and optics rails and the intermediate bus"""
    scalable_w: float
    """on the ASIC rail"""
    loss: np.ndarray
    """(3, 3) of its converters, as in `Delivery`"""


def _own_w(board: BoardPower) -> float:
    """Watts that a shelf itself draws."""
    return 0.0 if board.parts.design.supply == "none" else board.drawn_w


_NOTHING = TrayLoad(np.zeros(3), 0.0, np.zeros((3, 3)))


def tray_load(board: BoardPower) -> TrayLoad:
    """The load of one tray. SerDes and leakage beyond a processor's declared watts are not throttled."""
    i = board.parts.processors
    processors = sum(np.minimum(board.parts.declared_w[i], board.own_w[i]).tolist())
    rails = board.rail_w
    fixed = np.array([rails["asic"] - processors, rails["optics"], rails["other"]])
    return TrayLoad(fixed, processors, converter_losses(rails))


def _by_feed(
    trays: tuple[Tray, ...], designs: dict[str, Fed], feeds
) -> tuple[dict[str, list[Tray]], list[Tray]]:
    """Trays by what feeds them (busbar, shelf, AC), in their order, and unfed trays."""
    found: dict[str, list[Tray]] = {"bus": [], "shelf": [], "ac": []}
    unfed = []
    for tray in trays:
        design = designs[tray.design]
        if tray.id in feeds and not is_fed(feeds[tray.id]):
            unfed.append(tray)
        elif design.kind == "power_shelf":
            found["shelf"].append(tray)
            found["bus"].append(tray)
        elif design.supply != "none":
            found["ac" if design.supply == "ac" else "bus"].append(tray)
    if not found["shelf"]:
        unfed += found["bus"]
        found["bus"] = []
    return found, unfed


def _segments_ohm(rack: Rack, bus: list[Tray], designs: dict[str, Fed]) -> np.ndarray:
    heights = np.array([t.u + designs[t.design].height_u / 2 for t in bus])
    gaps_m = np.maximum(np.diff(heights), 0.5) * rack.pitch_mm / 1000.0
    return gaps_m * rack.bus_uohm_per_m * 1e-6


def _on_each(feeds: list[int], n_feeds: int) -> np.ndarray:
    """(n_feeds,) number of supplies on each feed."""
    return np.bincount([f for f in feeds if f != NOT_FED], minlength=n_feeds).astype(float)


def _curves(designs: list[Fed]) -> tuple[np.ndarray, np.ndarray]:
    """Efficiency curves (designs, k) of several supplies; short ones are padded with flat segments."""
    curves = [supply_curve(design) for design in designs]
    longest = max((len(load) for load, _ in curves), default=1)

    def padded(points, step):
        return [*points, *(points[-1] + step * (i + 1) for i in range(longest - len(points)))]

    loads = _stack([np.array(padded(load, 1.0)) for load, _ in curves], longest)
    return loads, _stack([np.array(padded(efficiency, 0.0)) for _, efficiency in curves], longest)


def _each(values) -> np.ndarray:
    return np.array(list(values), float)


def _stack(rows, *shape) -> np.ndarray:
    return np.array(rows, float).reshape(len(rows), *shape)
