"""A tray in time: what happens to its parts in a scenario, and which of them is too hot first.

Watts are those of the settled layout, scaled by the scenario: what warmth adds to them on the way is not
followed. Film coefficients keep their values while air or coolant slow down.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.analysis.board import SHOWN, BoardHeat, powered
from explorer.analysis.board_power import rail_of
from explorer.analysis.heat import Board, tray_heat
from explorer.analysis.heat_capacity import heat_capacities
from explorer.analysis.results import PartState, Results
from explorer.analysis.scenarios import Scenario, Stage
from explorer.model import Load
from explorer.solvers.transient import Phase, TrayHistory, tray_in_time
from explorer.solvers.tray import TrayHeat, solve_tray

FRAMES = 120
STEP_K = 0.05
"""Estimated error that one time step may have in the worst cell."""


class Moment(NamedTuple):
    """A tray at one time of a history."""

    tray: str
    label: str
    field_c: np.ndarray
    parts: dict[str, PartState]
    range_c: tuple[float, float]
    """Coldest and hottest cell over the whole history"""

    @property
    def hottest(self) -> str:
        """The part with the highest temperature."""
        return max(self.parts, key=lambda key: self.parts[key].t_c, default="")


class Excess(NamedTuple):
    """A part at its limit: the first to get there, or the one that comes nearest."""

    part: str
    label: str
    limit_c: float
    t_s: float
    headroom_k: float


@dataclass(frozen=True, eq=False)
class History:
    """One tray through one scenario. Arrays of parts have the order of `parts`."""

    results: Results
    """The state of the layout before it"""
    tray: str
    scenario: Scenario
    duration_s: float
    """Of the scenario; `t_s` ends before it where the history was stopped"""
    solved: TrayHistory
    part_box: np.ndarray
    frame_w: np.ndarray
    limits_c: np.ndarray

    @cached_property
    def parts(self):
        """The parts of the tray's design."""
        return self.results.layout.design_of(self.tray).parts

    @property
    def t_s(self) -> np.ndarray:
        """(n,) the start and the end of every time step."""
        return self.solved.t_s

    @cached_property
    def part_c(self) -> np.ndarray:
        """(n, parts) mean temperature of each part's body."""
        return self.solved.box_mean_c[:, self.part_box]

    @property
    def frame_s(self) -> np.ndarray:
        """(frames,) evenly spaced times of which the map is kept."""
        return self.solved.frame_s

    @property
    def is_complete(self) -> bool:
        """Whether it ran to its end."""
        return bool(self.t_s[-1] >= self.duration_s * (1.0 - 1e-9))

    @cached_property
    def series(self) -> pd.DataFrame:
        """Temperatures of the parts in °C: a row a time in s, a column a part."""
        index = pd.Index(self.t_s, name="t_s")
        return pd.DataFrame(self.part_c, index=index, columns=[part.id for part in self.parts])

    @cached_property
    def first_over(self) -> Excess | None:
        """The part that reaches its limit first, and when; None if all stay below."""
        over = self.part_c >= self.limits_c
        if not over.any():
            return None
        step = int(over.any(axis=1).argmax())
        times = [self._reached_s(step, part) for part in np.flatnonzero(over[step])]
        t_s, part = min(times)
        return self._excess(part, t_s, 0.0)

    @cached_property
    def nearest(self) -> Excess | None:
        """The least headroom of any part at any time; None for a board without parts."""
        if not self.limits_c.size:
            return None
        headroom = self.limits_c - self.part_c
        step, part = np.unravel_index(headroom.argmin(), headroom.shape)
        return self._excess(int(part), float(self.t_s[step]), float(headroom[step, part]))

    @property
    def verdict(self) -> str:
        """What an architect wants to know, as one sentence."""
        over, near = self.first_over, self.nearest
        if near is None:
            return "There is no part on the board."
        if over is None:
            until = f"No part reaches its limit within {seconds(self.t_s[-1])}"
            rest = f"{near.label} keeps {near.headroom_k:.1f} K"
            return f"{until}; {rest}."
        if over.t_s == 0.0:
            return f"{over.label} is at its limit of {over.limit_c:g} °C from the start."
        return f"{over.label} reaches {over.limit_c:g} °C after {seconds(over.t_s)}."

    def hottest(self, n: int) -> list[int]:
        """Indices of the `n` parts that get hottest, that of the verdict among them, the hottest first."""
        ranked = np.argsort(-self.part_c.max(axis=0), kind="stable").tolist()
        named = self.first_over or self.nearest
        shown = ranked[:n]
        if named is not None and self._index[named.part] not in shown:
            shown[-1] = self._index[named.part]
        return shown

    def label(self, part: int) -> str:
        """What a part is called: by its label, and by its id where others have the same label.

        A part's id ends with its name on the board.
        """
        own = self.parts[part]
        alone = sum(other.label == own.label for other in self.parts) == 1
        return own.label if own.label and alone else f"{own.label} {own.id.split('.')[-1]}".lstrip()

    def moment(self, frame: int) -> Moment:
        """The tray at one of the kept times."""
        t_c = self.solved.frame_box_c[frame][self.part_box]
        rows = zip(self.parts, self.frame_w[frame], t_c, self.limits_c, strict=True)
        return Moment(
            self.tray,
            f"t = {seconds(self.frame_s[frame])}",
            self.solved.frame_c[frame],
            {p.id: PartState(float(w), float(c), float(limit), float(limit - c)) for p, w, c, limit in rows},
            self._range_c,
        )

    @cached_property
    def _index(self) -> dict[str, int]:
        return {part.id: i for i, part in enumerate(self.parts)}

    @cached_property
    def _range_c(self) -> tuple[float, float]:
        return float(self.solved.frame_c.min()), float(self.solved.frame_c.max())

    def _reached_s(self, step: int, part: int) -> tuple[float, int]:
        """When a part that is over its limit at the end of a step got there, on a straight line."""
        if step == 0:
            return 0.0, part
        (low, high), limit = self.part_c[step - 1 : step + 1, part], self.limits_c[part]
        return float(np.interp(limit, (low, high), self.t_s[step - 1 : step + 1])), part

    def _excess(self, part: int, t_s: float, headroom_k: float) -> Excess:
        return Excess(self.parts[part].id, self.label(part), float(self.limits_c[part]), t_s, headroom_k)


def evaluate_in_time(
    results: Results,
    tray_id: str,
    scenario: Scenario,
    on_progress: Callable[[float], bool | None] = lambda share: True,
) -> History:
    """What happens to a tray of a solved layout in a scenario, from its steady state on.

    `on_progress(share)` is called after every time step; if it returns False, the history ends there.

    Raises
    ------
    LayoutError, SolverError
        If the scenario cannot happen to this tray, or cannot be solved.
    """
    board = results.boards[results.layout.element(tray_id).design]
    air_c = results.tray_states[tray_id].air_in_c
    stages, before = scenario.stages(board.design), scenario.before(board.design)
    duration_s = sum(stage.duration_s for stage in stages)
    heats = {stage: _heat_at(board, stage._replace(duration_s=0.0), air_c) for stage in {before, *stages}}
    start = solve_tray(heats[before], board.at_inlet)
    layers, boxes = heat_capacities(board.design, board.heat)
    frame_s = np.linspace(0.0, duration_s, FRAMES)
    solved = tray_in_time(
        [Phase(stage.duration_s, heats[stage]) for stage in stages],
        layers,
        start.t_c,
        boxes,
        frame_s=frame_s,
        frame_layer=SHOWN,
        step_k=STEP_K,
        go_on=lambda t_s: on_progress(t_s / duration_s) is not False,
    )
    ends = np.cumsum([stage.duration_s for stage in stages])
    acting = np.minimum(np.searchsorted(ends, solved.frame_s, side="right"), len(stages) - 1)
    body = board.heat.body_box
    frame_w = np.array([heats[stages[i]].boxes.power_w[body] for i in acting]).reshape(-1, len(body))
    return History(results, tray_id, scenario, duration_s, solved, body, frame_w, board.limits_c)


def seconds(t_s: float) -> str:
    """A time as a person would say it.

    >>> seconds(0.25), seconds(12.41), seconds(41.0), seconds(754.0)
    ('0.25 s', '12.4 s', '41.0 s', '12 min 34 s')
    """
    if t_s >= 120.0:
        whole = round(t_s)
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{t_s:.2f} s" if t_s < 10.0 else f"{t_s:.1f} s"


def _heat_at(board: Board, stage: Stage, air_c: float) -> TrayHeat:
    """The tray's heat problem in a stage."""
    heat = powered(board.heat, *_watts(board, stage.processors))
    heat = heat._replace(air_m_dot=heat.air_m_dot * stage.air)
    heat = heat._replace(coolant_m_dot=heat.coolant_m_dot * stage.coolant) if stage.coolant else _dry(heat)
    return tray_heat(heat, air_c, board.coolant_in_c)


def _watts(board: Board, share: float) -> tuple[np.ndarray, float]:
    """Watts of each part and of the board when the processors' own watts are scaled.

    SerDes stay on; converters lose in proportion to what the other parts draw.
    """
    parts, watts = board.design.parts, board.power.part_w
    own = np.array([part.power_w if rail_of(part) == "asic" else 0.0 for part in parts])
    converts = np.array([isinstance(part, Load) and part.role in ("vrm", "psu") for part in parts], bool)
    scaled = watts + (share - 1.0) * own
    drawn = watts[~converts].sum()
    lost = scaled[~converts].sum() / drawn if drawn > 0 else 1.0
    return np.where(converts, lost * watts, scaled), lost * board.power.board_w


def _dry(heat: BoardHeat) -> BoardHeat:
    """Without coolant: what was under a cold plate is metal in the air over the board."""
    b = heat.boxes
    wet = b.plate >= 0
    boxes = b._replace(
        h_coolant=np.full_like(b.h_coolant, np.nan),
        h_air=np.where(wet, np.nan, b.h_air),
        plate=np.full_like(b.plate, -1),
    )
    return heat._replace(boxes=boxes, coolant_m_dot=np.empty(0))
