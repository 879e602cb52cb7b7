"""Boards solved for heat, and their trays in the rack's air and coolant.

The trays of a design share one board and one set of watts, but not the air and coolant at their inlets.
Heat conduction is linear, so a board is solved twice: once at the mean inlets, and once for its answer
to one kelvin more of inlet air. Air and coolant both one kelvin warmer warm every cell by one kelvin,
and so the answer to coolant is the rest. Every tray follows from the two.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from explorer.analysis.airflow import Air
from explorer.analysis.board import SHOWN, BoardHeat, board_heat, powered
from explorer.analysis.board_parts import board_parts
from explorer.analysis.board_power import BoardPower
from explorer.analysis.flows import Flows, tray_inlets
from explorer.analysis.responses import RESPONSES
from explorer.analysis.results import PartState
from explorer.analysis.technologies import technology
from explorer.catalog import typical
from explorer.model import Layout, TrayDesign
from explorer.solvers.coupling import LIVE_K
from explorer.solvers.response import Response, Superposed, superposed
from explorer.solvers.tray import TrayField, TrayHeat, solve_tray, solve_tray_and_air

THREADS = 2


class Board(NamedTuple):
    """A design's board, solved."""

    design: TrayDesign
    heat: BoardHeat
    power: BoardPower
    air: Air
    air_in_c: float
    coolant_in_c: float
    at_inlet: TrayField | Superposed
    """Superposed only in a live evaluation"""
    per_kelvin: TrayField | Superposed | None
    """Answer to one kelvin of inlet air, all watts and coolant at zero; None if all trays share inlets"""
    limits_c: np.ndarray
    coolant_l_per_min: float
    key: tuple
    k_per_w: np.ndarray | None = None
    """Rise of each part per watt of its own while all watts that follow temperature move; NaN: not known"""
    runaway: tuple[str, ...] = ()
    """Parts that have no stable temperature; the board then has none at all, only NaN"""
    start: TrayField | None = None
    """The field that was solved last, where the next solve starts"""

    @property
    def solution(self) -> str:
        """How the temperatures were found: `settled`, `live` iterations, or the `response`."""
        if isinstance(self.at_inlet, Superposed):
            return "response"
        return "settled" if self.at_inlet.settled else "live"

    @property
    def error_k(self) -> float:
        """Error to expect of the temperatures; live iterations are held to an estimate, not to a bound."""
        estimated_k = self.at_inlet.error_k
        return max(estimated_k, LIVE_K) if self.solution == "live" else estimated_k

    def known_response(self) -> Response | None:
        """How the board answers each watt, if that was solved."""
        return RESPONSES.known(self.key[1], self.heat.boxes.power_w)

    def response(self, wanted: Callable[[], bool] = lambda: True) -> Response | None:
        """How the board answers each watt, solved if not known; None as soon as `wanted` says no."""
        return RESPONSES.solved(self.key[1], tray_heat(self.heat, 0.0, 0.0), wanted)

    def part_c(self, air_in_c: float, coolant_in_c: float | None = None) -> np.ndarray:
        """Mean temperature of each part's body in a tray with those inlets; without one, the board's."""
        i = self.heat.body_box
        return self._temperature(lambda field: field.box_mean_c[i], air_in_c, coolant_in_c)

    def leads(self, air_in_c: float, coolant_in_c: float | None) -> tuple[float, float]:
        """By how much a tray's coolant is warmer than the board's, and its air warmer than that."""
        is_dry = coolant_in_c is None or not self.heat.coolant_m_dot.size
        coolant_k = 0.0 if is_dry else coolant_in_c - self.coolant_in_c
        return coolant_k, air_in_c - self.air_in_c - coolant_k

    def solved(self, air_k: float) -> list[tuple[float, TrayField | Superposed, TrayHeat]]:
        """The fields of a tray whose air leads by ``air_k``: how often each is taken, and what it solves."""
        own = 1.0, self.at_inlet, tray_heat(self.heat, self.air_in_c, self.coolant_in_c)
        if not air_k or self.per_kelvin is None:
            return [own]
        return [own, (air_k, self.per_kelvin, tray_heat(self.heat, 1.0, 0.0))]

    def _temperature(self, quantity, air_in_c: float, coolant_in_c: float | None):
        coolant_k, air_k = self.leads(air_in_c, coolant_in_c)
        t_c = quantity(self.at_inlet)
        if coolant_k:
            t_c = t_c + coolant_k
        return t_c + air_k * quantity(self.per_kelvin) if air_k and self.per_kelvin is not None else t_c

    def parts_c(self, air_in_c: np.ndarray, coolant_in_c: np.ndarray) -> np.ndarray:
        """`part_c` of several trays, (trays, parts)."""
        (coolant_k, air_k), i = self.leads(air_in_c, coolant_in_c), self.heat.body_box
        t_c = self.at_inlet.box_mean_c[i] + np.broadcast_to(coolant_k, air_in_c.shape)[:, None]
        if self.per_kelvin is None:
            return t_c
        return t_c + air_k[:, None] * self.per_kelvin.box_mean_c[i]

    def _heat_w(self, quantity, air_in_c, coolant_in_c):
        _, air_k = self.leads(air_in_c, coolant_in_c)
        per_kelvin_w = 0.0 if self.per_kelvin is None else quantity(self.per_kelvin)
        return quantity(self.at_inlet) + air_k * per_kelvin_w

    def hottest(
        self, air_in_c: np.ndarray, coolant_in_c: np.ndarray
    ) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Of trays with those inlets: the hottest part, its temperature, and the least headroom of any."""
        unknown = np.full(air_in_c.shape, math.nan)
        if not self.design.parts or self.runaway:
            return [*self.runaway[:1], ""][:1] * air_in_c.size, unknown, unknown
        t_c, ids = self.parts_c(air_in_c, coolant_in_c), board_parts(self.design).ids
        hottest = [ids[i] for i in t_c.argmax(axis=1)]
        return hottest, t_c.max(axis=1), (self.limits_c - t_c).min(axis=1)

    def part_states(self, air_in_c: float, coolant_in_c: float | None = None) -> dict[str, PartState]:
        """The parts of a tray with those inlets, by id."""
        t = self.part_c(air_in_c, coolant_in_c)
        return {
            part.id: PartState(float(w), float(c), float(limit), float(limit - c))
            for part, w, c, limit in zip(self.design.parts, self.power.part_w, t, self.limits_c, strict=True)
        }

    def shown_c(self, air_in_c: float, coolant_in_c: float | None = None) -> np.ndarray:
        """The map that the page draws: temperatures of the layer of dies and bodies."""
        shown = self._temperature(_shown_c, air_in_c, coolant_in_c)
        return shown.astype(np.float32, copy=False)

    def means_c(self, air_in_c: np.ndarray, coolant_in_c: np.ndarray) -> np.ndarray:
        """Mean of that map in each of several trays, without making the maps."""
        own_c = float(_shown_c(self.at_inlet).mean())
        per_k = float(_shown_c(self.per_kelvin).mean()) if self.per_kelvin is not None else 0.0
        coolant_k, air_k = self.leads(air_in_c, coolant_in_c)
        return own_c + coolant_k + air_k * per_k

    @property
    def heat_w(self) -> float:
        """Watts that become heat on the board."""
        return float(self.power.part_w.sum()) + self.power.board_w

    def air_w(self, air_in_c, coolant_in_c=None):
        """Heat into the air over the board of a tray with those inlets, or of each of several trays."""
        return self._heat_w(lambda field: field.heat_air_w, air_in_c, coolant_in_c)

    def coolant_w(self, air_in_c, coolant_in_c=None):
        """Heat into the coolant that passes the tray, or each of the trays."""
        return self._heat_w(lambda field: float(field.heat_coolant_w.sum()), air_in_c, coolant_in_c)

    def board_w(self, air_in_c, coolant_in_c=None):
        """Heat through the board into the air below it, of the tray or of each."""
        return self._heat_w(lambda field: field.heat_bottom_w, air_in_c, coolant_in_c)


def _shown_c(field: TrayField | Superposed) -> np.ndarray:
    return field.shown_c if isinstance(field, Superposed) else field.t_c[SHOWN]


def solve_board(
    layout: Layout,
    design: TrayDesign,
    power: BoardPower,
    flows: Flows,
    supplies_c: dict[str, float],
    previous: Board | None,
    settled: bool,
) -> Board:
    """One design's board at the mean inlets of its trays; nothing is solved where nothing changed.

    ``supplies_c`` is the coolant's temperature by rack.
    """
    trays, inlets = layout.trays_of(design.id), tray_inlets(layout).get(design.id)
    airs_c = inlets.air_c.tolist() if inlets else [layout.site.supply_air_c]
    coolants_c = inlets.coolant_c(supplies_c).tolist() if inlets else airs_c
    air_c, coolant_c = _mean(airs_c), _mean(coolants_c)
    fixed, heat = _problem(design, flows, previous)
    heat = powered(heat, power.part_w, power.board_w)
    same_inlets = len(set(airs_c)) == 1 and not (heat.coolant_m_dot.size and _coolant_varies(layout, trays))
    key = (settled, fixed, air_c, coolant_c, power.part_w.tobytes(), power.board_w, same_inlets)
    # what was settled is good enough for a live evaluation, not the other way round
    is_good = previous is not None and not previous.runaway and (previous.key[0] or not settled)
    if is_good and previous.key[1:] == key[1:]:
        return previous._replace(design=design, power=power, air=flows.air, limits_c=limits_c(layout, design))
    known = previous if previous is not None and _fits(previous, heat) else None
    response = None if settled else RESPONSES.known(fixed, heat.boxes.power_w)
    per_kelvin = None if same_inlets or known is None else known.per_kelvin
    # what one kelvin of air does depends on the board, not on its watts
    is_old = not same_inlets and (per_kelvin is None or not (is_good and previous.key[1] == fixed))
    start = known and known.start
    if response is not None:
        at_inlet = superposed(response, heat.boxes.power_w, air_c, coolant_c)
        if is_old:
            per_kelvin = superposed(response, np.zeros_like(heat.boxes.power_w), 1.0, 0.0)
    else:
        tray = tray_heat(heat, air_c, coolant_c)
        if is_old:
            field = per_kelvin if isinstance(per_kelvin, TrayField) else None
            at_inlet, per_kelvin = solve_tray_and_air(tray, start, field, settled, THREADS)
        else:
            at_inlet = solve_tray(tray, start, settled, THREADS)
        start = at_inlet
    return Board(
        design,
        heat,
        power,
        flows.air,
        air_c,
        coolant_c,
        at_inlet,
        per_kelvin,
        limits_c(layout, design),
        flows.coolant_l_per_min,
        key,
        start=start,
    )


def lost(board: Board, parts: tuple[str, ...]) -> Board:
    """The board without temperatures, since these parts run away."""
    field = board.at_inlet
    nothing = {
        name: np.full_like(value, math.nan) if isinstance(value, np.ndarray) else math.nan
        for name, value in field._asdict().items()
        if name not in ("residual", "iterations", "error_k", "settled")
    }
    return board._replace(at_inlet=field._replace(**nothing), runaway=parts)


def _coolant_varies(layout: Layout, trays) -> bool:
    """Whether the coolant of these trays differs, or follows from their heat."""
    racks = [layout.element(tray.rack) for tray in trays]
    return any(r.cdu_kw_per_k is not None for r in racks) or len({r.coolant_supply_c for r in racks}) > 1


def _mean(values) -> float:
    """The mean, and to the last bit the value itself where all are equal."""
    return float(np.mean(values)) if len(set(values)) > 1 else values[0]


def _problem(design: TrayDesign, flows: Flows, previous: Board | None):
    """What identifies the heat problem, and the problem; that of the last time if nothing moved."""
    if (
        previous is not None
        and previous.design is design
        and previous.coolant_l_per_min == flows.coolant_l_per_min
        and previous.heat.air_m_dot == flows.air.m_dot_kg_s
    ):
        return previous.key[1], previous.heat
    heat = board_heat(design, flows.air.m_dot_kg_s, flows.coolant_l_per_min)
    return heat.key(), heat


def limits_c(layout: Layout, design: TrayDesign) -> np.ndarray:
    """Highest temperature allowed for each part's body; that of a port belongs to its technology."""
    parts = board_parts(design)
    limits = parts.limits_c.copy()
    for link in layout.links:
        carried = parts.links.get(link.id)
        if carried:
            tech = technology(layout, link.technology)
            limits[carried.ports] = tech.t_limit_c
            if tech.light_source_key:
                limits[carried.lights] = technology(layout, tech.light_source_key).t_limit_c
    return limits


def _fits(previous: Board | None, heat: BoardHeat) -> bool:
    return previous is not None and previous.heat.grid == heat.grid and previous.heat.size_m == heat.size_m


def tray_heat(heat: BoardHeat, air_c: float, coolant_c: float) -> TrayHeat:
    return TrayHeat(
        size_m=heat.size_m,
        grid=heat.grid,
        layers=heat.layers,
        boxes=heat.boxes,
        h_air=heat.h_air,
        h_bottom=heat.h_bottom,
        air_in_c=air_c,
        air_m_dot_kg_s=heat.air_m_dot,
        lane_m=heat.lane_m,
        coolant_in_c=np.full(heat.coolant_m_dot.size, coolant_c),
        coolant_m_dot_kg_s=heat.coolant_m_dot,
        coolant_cp=typical("coolant_cp_j_per_kg_k"),
    )
