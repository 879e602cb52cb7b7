"""Temperatures of a tray over a scenario, and the part that first exceeds its limit."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.analysis.in_time.scenarios import Scenario
from explorer.analysis.results import Results
from explorer.analysis.states import PartState
from explorer.solvers.heat.transient import TrayHistory

BEYOND_K = 100.0
"""A history ends when a part is this far over its limit: it would have shut down long before."""


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
    """The part that reaches its limit first, or the one that comes nearest to it."""

    part: str
    label: str
    limit_c: float
    t_s: float
    headroom_k: float


@dataclass(frozen=True, eq=False)
class History:
    """One tray over one scenario. Arrays (parts,) are in the order of `parts`."""

    results: Results
    """Results of the layout before the scenario"""
    tray: str
    scenario: Scenario
    duration_s: float
    """Duration of the scenario; `t_s` ends earlier if the history was stopped"""
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
        """(frames,) evenly spaced times at which the map is saved."""
        return self.solved.frame_s

    @property
    def is_complete(self) -> bool:
        """Whether the history covers the whole scenario."""
        return bool(self.t_s[-1] >= self.duration_s * (1.0 - 1e-9))

    @property
    def ending(self) -> str:
        """Why the history is not complete, as a sentence; empty if it is."""
        if self.is_complete:
            return ""
        is_too_hot = (self.part_c[-1] > self.limits_c + BEYOND_K).any()
        return f"Ends {BEYOND_K:g} K above it." if is_too_hot else "Stopped there."

    @cached_property
    def series(self) -> pd.DataFrame:
        """Temperatures of the parts [°C]: one row per time [s], one column per part."""
        index = pd.Index(self.t_s, name="t_s")
        return pd.DataFrame(self.part_c, index=index, columns=[part.id for part in self.parts])

    @cached_property
    def first_over(self) -> Excess | None:
        """The part that reaches its limit first, and when; None if all stay below."""
        over = self.part_c >= self.limits_c
        if not over.any():
            return None
        step = int(over.any(axis=1).argmax())
        times = [self._reached_s(step, part) for part in np.flatnonzero(over[step]).tolist()]
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
        """The first part at its limit and when, or the nearest one, as a sentence."""
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
        """Indices of the `n` hottest parts, the hottest first; always includes the part of the verdict."""
        ranked = np.argsort(-self.part_c.max(axis=0), kind="stable").tolist()
        named = self.first_over or self.nearest
        shown = ranked[:n]
        if named is not None and self._index[named.part] not in shown:
            shown[-1] = self._index[named.part]
        return shown

    def label(self, part: int) -> str:
        """Name of a part: its label, with the end of its id if other parts have the same label.

        A part's id ends with its name on the board.
        """
        own = self.parts[part]
        alone = sum(other.label == own.label for other in self.parts) == 1
        return own.label if own.label and alone else f"{own.label} {own.id.split('.')[-1]}".lstrip()

    def moment(self, frame: int) -> Moment:
        """The tray at one of the saved times, `frame_s`."""
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
        """(time, part): when a part reached its limit within a step, by linear interpolation."""
        if step == 0:
            return 0.0, part
        (low, high), limit = self.part_c[step - 1 : step + 1, part], self.limits_c[part]
        return float(np.interp(limit, (low, high), self.t_s[step - 1 : step + 1])), part

    def _excess(self, part: int, t_s: float, headroom_k: float) -> Excess:
        return Excess(self.parts[part].id, self.label(part), float(self.limits_c[part]), t_s, headroom_k)


def seconds(t_s: float) -> str:
    """A time in words.

    >>> seconds(0.25), seconds(12.41), seconds(41.0), seconds(754.0)
    ('0.25 s', '12.4 s', '41.0 s', '12 min 34 s')
    """
    if t_s >= 120.0:
        whole = round(t_s)
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{t_s:.2f} s" if t_s < 10.0 else f"{t_s:.1f} s"
