"""Boards solved for heat, and their trays in the rack's air and coolant.

The trays of a design share one board and one set of watts, but not the air at their inlets. Heat
conduction is linear, so a board is solved twice: once at the mean inlet, and once for its answer to
one kelvin more of inlet air. Every tray follows from the two.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from explorer.analysis.board import SHOWN, BoardHeat, board_heat, powered
from explorer.analysis.board_power import BoardPower
from explorer.analysis.responses import RESPONSES
from explorer.analysis.results import PartState
from explorer.analysis.technologies import technology
from explorer.catalog import typical
from explorer.model import Asic, LaserSource, Layout, Load, Rack, TrayDesign
from explorer.solvers.coupling import LIVE_K
from explorer.solvers.manifold import manifold
from explorer.solvers.response import Response, Superposed, superposed
from explorer.solvers.tray import TrayField, TrayHeat, solve_tray


class Board(NamedTuple):
    """A design's board, solved."""

    design: TrayDesign
    heat: BoardHeat
    power: BoardPower
    air_in_c: float
    coolant_in_c: float
    at_inlet: TrayField | Superposed
    """Superposed only in a live evaluation"""
    per_kelvin: TrayField | Superposed | None
    """Answer to one kelvin of inlet air, all watts and coolant at zero; None if all trays share one inlet"""
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

    def part_c(self, air_in_c: float) -> np.ndarray:
        """Mean temperature of each part's body in a tray with that inlet air."""
        i, t = self.heat.body_box, self.at_inlet.box_mean_c
        return t[i] + self._rise(air_in_c, lambda field: field.box_mean_c[i])

    def _rise(self, air_in_c: float, quantity):
        """What a quantity of the board gains where the inlet air is not the mean of the trays'."""
        rise = air_in_c - self.air_in_c
        return rise * quantity(self.per_kelvin) if rise and self.per_kelvin is not None else 0.0

    def hottest(self, air_in_c: float) -> tuple[str, float, float]:
        """Of a tray with that inlet air: the hottest part, its temperature, and the least headroom of any."""
        if not self.design.parts:
            return "", math.nan, math.nan
        if self.runaway:
            return self.runaway[0], math.nan, math.nan
        t = self.part_c(air_in_c)
        i = int(t.argmax())
        return self.design.parts[i].id, float(t[i]), float((self.limits_c - t).min())

    def part_states(self, air_in_c: float) -> dict[str, PartState]:
        """The parts of a tray with that inlet air, by id."""
        t = self.part_c(air_in_c)
        return {
            part.id: PartState(float(w), float(c), float(limit), float(limit - c))
            for part, w, c, limit in zip(self.design.parts, self.power.part_w, t, self.limits_c, strict=True)
        }

    def shown_c(self, air_in_c: float) -> np.ndarray:
        """The map that the page draws: temperatures of the layer of dies and bodies."""
        shown = _shown_c(self.at_inlet) + self._rise(air_in_c, _shown_c)
        return shown.astype(np.float32, copy=False)

    def air_w(self, air_in_c: float) -> float:
        """Heat into the air that passes the tray."""
        return _to_air_w(self.at_inlet) + self._rise(air_in_c, _to_air_w)

    def coolant_w(self, air_in_c: float) -> float:
        """Heat into the coolant that passes the tray."""
        return _to_coolant_w(self.at_inlet) + self._rise(air_in_c, _to_coolant_w)


def _shown_c(field: TrayField | Superposed) -> np.ndarray:
    return field.shown_c if isinstance(field, Superposed) else field.t_c[SHOWN]


def _to_air_w(field: TrayField | Superposed) -> float:
    return field.heat_air_w + field.heat_bottom_w


def _to_coolant_w(field: TrayField | Superposed) -> float:
    return float(field.heat_coolant_w.sum())


def air_density(layout: Layout) -> float:
    """Density at the site's altitude, from the barometric formula, in kg/m3."""
    return typical("air_density_kg_per_m3") * math.exp(-layout.site.altitude_m / 8434.0)


def inlet_air_c(layout: Layout, tray) -> float:
    """Air at a tray's inlet."""
    rack = layout.element(tray.rack)
    return layout.site.supply_air_c + rack.air_gradient_k_per_u * (tray.u - 1)


def coolant_flows(layout: Layout) -> dict[str, float]:
    """Coolant through one tray of each design, in L/min: branches of equal pressure drop."""
    flows: dict[str, float] = {}
    for rack in layout.racks:
        trays = [
            t for t in layout.trays if t.rack == rack.id and layout.element(t.design).coolant_l_per_min > 0
        ]
        if not trays or rack.coolant_l_per_min <= 0:
            continue
        nominal = np.array([layout.element(t.design).coolant_l_per_min for t in trays])
        density = typical("coolant_density_kg_per_m3")
        total = rack.coolant_l_per_min / 60000.0 * density
        cp = typical("coolant_cp_j_per_kg_k")
        branches = manifold(nominal**2, total, cp, rack.coolant_supply_c, np.zeros(nominal.size))
        split = branches.m_dot_kg_s / density * 60000.0
        flows.update({t.design: float(f) for t, f in zip(trays, split, strict=True)})
    return flows


def solve_board(
    layout: Layout,
    design: TrayDesign,
    power: BoardPower,
    flow_l_per_min: float,
    previous: Board | None,
    settled: bool,
) -> Board:
    """One design's board at the mean inlet of its trays; nothing is solved where nothing changed."""
    trays = layout.trays_of(design.id)
    air_c = float(np.mean([inlet_air_c(layout, t) for t in trays])) if trays else layout.site.supply_air_c
    rack: Rack | None = layout.element(trays[0].rack) if trays else None
    coolant_c = rack.coolant_supply_c if rack else air_c
    fixed, heat = _problem(layout, design, flow_l_per_min, previous)
    heat = powered(heat, power.part_w, power.board_w)
    same_air = all(inlet_air_c(layout, t) == air_c for t in trays)
    key = (settled, fixed, air_c, coolant_c, power.part_w.tobytes(), power.board_w, same_air)
    # what was settled is good enough for a live evaluation, not the other way round
    is_good = previous is not None and not previous.runaway and (previous.key[0] or not settled)
    if is_good and previous.key[1:] == key[1:]:
        return previous._replace(design=design, power=power, limits_c=limits_c(layout, design))
    known = previous if previous is not None and _fits(previous, heat) else None
    response = None if settled else RESPONSES.known(fixed, heat.boxes.power_w)
    per_kelvin = None if same_air or known is None else known.per_kelvin
    if response is not None:
        at_inlet, start = superposed(response, heat.boxes.power_w, air_c, coolant_c), known and known.start
    else:
        at_inlet = start = solve_tray(tray_heat(heat, air_c, coolant_c), known and known.start, settled)
    if not same_air and (per_kelvin is None or not (is_good and previous.key[1] == fixed)):
        idle = powered(heat, np.zeros(len(design.parts)), 0.0)
        if response is not None:
            per_kelvin = superposed(response, idle.boxes.power_w, 1.0, 0.0)
        else:
            field = per_kelvin if isinstance(per_kelvin, TrayField) else None
            per_kelvin = solve_tray(tray_heat(idle, 1.0, 0.0), field, settled)
    return Board(
        design,
        heat,
        power,
        air_c,
        coolant_c,
        at_inlet,
        per_kelvin,
        limits_c(layout, design),
        flow_l_per_min,
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


def _problem(layout: Layout, design: TrayDesign, flow_l_per_min: float, previous: Board | None):
    """What identifies the heat problem, and the problem; that of the last time if nothing moved."""
    density = air_density(layout)
    if previous is not None and previous.design is design:
        same_fluids = previous.coolant_l_per_min == flow_l_per_min and previous.key[1][-1] == density
        if same_fluids:
            return previous.key[1], previous.heat
    heat = board_heat(design, flow_l_per_min, density)
    return (*heat.key(), density), heat


def limits_c(layout: Layout, design: TrayDesign) -> np.ndarray:
    """Highest temperature allowed for each part's body; that of a port belongs to its technology."""
    own = {link.id: technology(layout, link.technology) for link in layout.links}
    sources = {key: technology(layout, t.light_source_key) for key, t in own.items() if t.light_source_key}
    return np.array([_limit_c(part, own, sources) for part in design.parts])


def _limit_c(part, own, sources) -> float:
    if isinstance(part, (Asic, Load)):
        return part.t_limit_c
    if isinstance(part, LaserSource):
        source = sources.get(part.links)
        return source.t_limit_c if source else typical("els_case_limit_c")
    if part.links in own:
        return own[part.links].t_limit_c
    return typical(
        {"engine": "engine_limit_c", "cage": "module_case_limit_c"}.get(part.kind, "connector_limit_c")
    )


def receiver_c(board: Board, link_id: str) -> float:
    """Hottest part that receives a link group's light on a board; NaN if there is none."""
    t = board.part_c(board.air_in_c)
    own = [
        c
        for p, c in zip(board.design.parts, t, strict=True)
        if getattr(p, "links", "") == link_id and not isinstance(p, LaserSource)
    ]
    return float(max(own, default=math.nan))


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
