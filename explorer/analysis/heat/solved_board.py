"""A design's solved board, and the temperatures and heat of every tray of that design.

The field is solved at the mean inlets of the trays. Heat conduction is linear, and the board's rise per
kelvin of inlet air is solved as well: a tray at other inlets has the weighted sum of the two.
"""

import math
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

from explorer.analysis.fluids.airflow import Air
from explorer.analysis.heat.board import SHOWN, BoardHeat, tray_heat
from explorer.analysis.heat.responses import RESPONSES
from explorer.analysis.power.board_parts import BoardParts
from explorer.analysis.power.board_power import BoardPower
from explorer.analysis.states import PartState
from explorer.model import TrayDesign
from explorer.solvers.heat.coupling import LIVE_K
from explorer.solvers.heat.response import Response, Superposed
from explorer.solvers.heat.tray import TrayField, TrayHeat

TEMPERATURES = ("t_c", "box_mean_c", "air_out_c", "air_mean_out_c", "coolant_out_c")
WATTS = ("heat_air_w", "heat_coolant_w", "heat_bottom_w")
"""Fields of `TrayField` in watts that are linear in the inlets, as temperatures are"""

V = TypeVar("V", float, np.ndarray)
"""A number for one tray, an array for several"""


class Board(NamedTuple):
    """A design's board, solved."""

    heat: BoardHeat
    power: BoardPower
    air: Air
    air_in_c: float
    coolant_in_c: float
    at_inlet: TrayField | Superposed
    """Superposed only in a live evaluation"""
    per_kelvin: TrayField | Superposed | None
    """Rise per kelvin of inlet air, all watts and coolant at zero; None if all trays share inlets"""
    limits_c: np.ndarray
    coolant_l_per_min: float
    key: tuple
    k_per_w: np.ndarray
    """R: rise of each part over the change of its watts from pass to pass; NaN if unmeasured"""
    runaway: tuple[str, ...] = ()
    """Parts without a stable temperature; all temperatures of the board are then NaN"""
    start: TrayField | None = None
    """The field that was solved last, from which the next solve starts"""
    air_key: tuple | None = None
    """Key of the heat problem that `per_kelvin` solves"""
    within_k: float = LIVE_K
    """Error [K] that live iterations were allowed"""

    @property
    def parts(self) -> BoardParts:
        """The parts of the design; all arrays (parts,) are in their order."""
        return self.power.parts

    @property
    def design(self) -> TrayDesign:
        """The tray design of this board."""
        return self.power.parts.design

    @property
    def solution(self) -> str:
        """How the temperatures were found: `settled`, `live` iterations, or the `response`."""
        if isinstance(self.at_inlet, Superposed):
            return "response"
        return "settled" if self.at_inlet.settled else "live"

    @property
    def error_k(self) -> float:
        """Expected error of the temperatures [K]; for live iterations at least the one they were allowed."""
        estimated_k = self.at_inlet.error_k
        return max(estimated_k, self.within_k) if self.solution == "live" else estimated_k

    def cached_response(self) -> Response | None:
        """The board's response to each watt, if it is cached."""
        return RESPONSES.cached(self.key[1], self.heat.boxes.power_w)

    def response(self) -> Response:
        """The board's response to each watt, solved if it is not cached."""
        response = self.prepared(lambda: True)
        assert response is not None, "nobody stopped it"
        return response

    def prepared(self, wanted: Callable[[], bool]) -> Response | None:
        """`response`, or None as soon as `wanted`, called before each source is solved, returns False."""
        return RESPONSES.solved(self.key[1], tray_heat(self.heat, 0.0, 0.0), wanted)

    def start_at(self, air_in_c: float, coolant_in_c: float) -> TrayField | None:
        """Field from which a solve at those inlets starts."""
        if self.start is None or self.start is not self.at_inlet:
            return self.start
        return shifted(self.start, self.per_kelvin, *self.offsets_k(air_in_c, coolant_in_c))

    def part_c(self, air_in_c: float, coolant_in_c: float | None = None) -> np.ndarray:
        """Mean temperature of each part's body in a tray with those inlets; without one, the board's."""
        i = self.heat.body_box
        return self._temperature(lambda field: field.box_mean_c[i], air_in_c, coolant_in_c)

    def offsets_k(self, air_in_c: V, coolant_in_c: V | None) -> tuple[V, V]:
        """(coolant_k, air_k): offset of this tray's coolant inlet from the board's, and of its air inlet
        beyond that; arrays for several trays."""
        if coolant_in_c is None or not self.heat.coolant_m_dot.size:
            coolant_k = air_in_c - air_in_c
        else:
            coolant_k = coolant_in_c - self.coolant_in_c
        return coolant_k, air_in_c - self.air_in_c - coolant_k

    def solved(self, air_k: float) -> list[tuple[float, TrayField | Superposed, TrayHeat]]:
        """(factor, field, heat problem) of the fields whose sum is a tray with air offset by ``air_k``."""
        at_inlet = 1.0, self.at_inlet, tray_heat(self.heat, self.air_in_c, self.coolant_in_c)
        if not air_k or self.per_kelvin is None:
            return [at_inlet]
        return [at_inlet, (air_k, self.per_kelvin, tray_heat(self.heat, 1.0, 0.0))]

    def _temperature(
        self,
        quantity: Callable[[TrayField | Superposed], np.ndarray],
        air_in_c: float,
        coolant_in_c: float | None,
    ) -> np.ndarray:
        coolant_k, air_k = self.offsets_k(air_in_c, coolant_in_c)
        t_c = quantity(self.at_inlet)
        if coolant_k:
            t_c = t_c + coolant_k
        return t_c + air_k * quantity(self.per_kelvin) if air_k and self.per_kelvin is not None else t_c

    def parts_c(self, air_in_c: np.ndarray, coolant_in_c: np.ndarray) -> np.ndarray:
        """`part_c` of several trays, (trays, parts)."""
        (coolant_k, air_k), i = self.offsets_k(air_in_c, coolant_in_c), self.heat.body_box
        t_c = self.at_inlet.box_mean_c[i] + coolant_k[:, None]
        if self.per_kelvin is None:
            return t_c
        return t_c + air_k[:, None] * self.per_kelvin.box_mean_c[i]

    def _heat_w(
        self, quantity: Callable[[TrayField | Superposed], float], air_in_c: V, coolant_in_c: V | None
    ) -> V:
        _, air_k = self.offsets_k(air_in_c, coolant_in_c)
        per_kelvin_w = 0.0 if self.per_kelvin is None else quantity(self.per_kelvin)
        return quantity(self.at_inlet) + air_k * per_kelvin_w

    def hottest(
        self, air_in_c: np.ndarray, coolant_in_c: np.ndarray
    ) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Hottest part, its temperature and the least headroom of any part, for trays with those inlets."""
        unknown = np.full(air_in_c.shape, math.nan)
        if not self.design.parts or self.runaway:
            return [*self.runaway[:1], ""][:1] * air_in_c.size, unknown, unknown
        t_c, ids = self.parts_c(air_in_c, coolant_in_c), self.parts.ids
        hottest = [ids[i] for i in t_c.argmax(axis=1)]
        return hottest, t_c.max(axis=1), (self.limits_c - t_c).min(axis=1)

    def part_states(self, air_in_c: float, coolant_in_c: float | None = None) -> dict[str, PartState]:
        """The parts of a tray with those inlets, by id."""
        t = self.part_c(air_in_c, coolant_in_c)
        return {
            id: PartState(float(w), float(c), float(limit), float(limit - c))
            for id, w, c, limit in zip(self.parts.ids, self.power.part_w, t, self.limits_c, strict=True)
        }

    def shown_c(self, air_in_c: float, coolant_in_c: float | None = None) -> np.ndarray:
        """The map that the page draws: temperatures of the layer of dies and bodies."""
        shown = self._temperature(_shown_c, air_in_c, coolant_in_c)
        return shown.astype(np.float32, copy=False)

    def means_c(self, air_in_c: np.ndarray, coolant_in_c: np.ndarray) -> np.ndarray:
        """Mean of `shown_c` in each of several trays, without making the maps."""
        mean_c = float(_shown_c(self.at_inlet).mean())
        per_k = float(_shown_c(self.per_kelvin).mean()) if self.per_kelvin is not None else 0.0
        coolant_k, air_k = self.offsets_k(air_in_c, coolant_in_c)
        return mean_c + coolant_k + air_k * per_k

    @property
    def heat_w(self) -> float:
        """Watts that become heat on the board."""
        return float(self.power.part_w.sum()) + self.power.board_w

    def air_w(self, air_in_c: V, coolant_in_c: V | None = None) -> V:
        """Heat [W] into the air over the board of a tray with those inlets, or of each of several trays."""
        return self._heat_w(lambda field: field.heat_air_w, air_in_c, coolant_in_c)

    def coolant_w(self, air_in_c: V, coolant_in_c: V | None = None) -> V:
        """Heat [W] into the coolant of the tray, or of each of several trays."""
        return self._heat_w(lambda field: float(field.heat_coolant_w.sum()), air_in_c, coolant_in_c)

    def board_w(self, air_in_c: V, coolant_in_c: V | None = None) -> V:
        """Heat [W] through the board into the air below it, of the tray or of each of several trays."""
        return self._heat_w(lambda field: field.heat_bottom_w, air_in_c, coolant_in_c)


def shifted(
    field: TrayField, per_kelvin: TrayField | Superposed | None, coolant_k: float, air_k: float
) -> TrayField:
    """The field of a tray whose coolant is warmer by ``coolant_k``, and its air by ``air_k`` more than that.

    The highest temperatures of boxes, which are not linear, are not changed.
    """
    if not isinstance(per_kelvin, TrayField):
        air_k = 0.0
    if coolant_k == air_k == 0.0:
        return field
    moved = {name: coolant_k + getattr(field, name) for name in TEMPERATURES} if coolant_k else {}
    if air_k:
        linear = (*TEMPERATURES, *WATTS)
        moved |= {n: moved.get(n, getattr(field, n)) + air_k * getattr(per_kelvin, n) for n in linear}
    return field._replace(**moved)


def lost(board: Board, parts: tuple[str, ...]) -> Board:
    """The board with NaN for all temperatures and heat, since these parts run away."""
    field = board.at_inlet
    nothing = {
        name: np.full_like(value, math.nan) if isinstance(value, np.ndarray) else math.nan
        for name, value in field._asdict().items()
        if name not in ("residual", "iterations", "error_k", "settled")
    }
    return board._replace(at_inlet=field._replace(**nothing), runaway=parts)


def _shown_c(field: TrayField | Superposed) -> np.ndarray:
    return field.shown_c if isinstance(field, Superposed) else field.t_c[SHOWN]
