"""Temperatures of a tray in time, in steps of TR-BDF2 whose length follows from their estimated error."""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_positive
from explorer.solvers.heat.conduction import stored, unstored
from explorer.solvers.heat.coupling import Problem
from explorer.solvers.heat.grid import rasterize
from explorer.solvers.heat.measure import box_means
from explorer.solvers.heat.memory import keep_freed_memory
from explorer.solvers.heat.tr_bdf2 import GAMMA, Step, parabola, step
from explorer.solvers.heat.tray import TrayHeat, tray_problem

STEP_K = 0.01
FIRST_LEVEL, LAST_LEVEL, COARSEST_LEVEL = 12, 30, 2
KEPT_PROBLEMS = 12


class Phase(NamedTuple):
    """A tray whose flows, inlets and powers hold for ``duration_s``.

    Powers that depend on temperature are given by ``watts``: a function from the mean temperatures of the
    boxes [C] to their powers [W], (n,) both. It gets the temperatures expected in the middle of each step.
    """

    duration_s: float
    heat: TrayHeat
    watts: Callable[[np.ndarray], np.ndarray] | None = None


class TrayHistory(NamedTuple):
    """Temperatures and energy balance of a tray in time.

    ``t_s`` (steps + 1,) and ``box_mean_c`` (steps + 1, boxes) at the start and after each step; ``frame_s``,
    ``frame_c`` (frames, ny, nx) and ``frame_box_c`` (frames, boxes) at the requested times;
    ``t_c`` [z, y, x] the last field. ``put_in_j, removed_j, stored_j`` balance up to the solver's residual.
    ``error_k`` is the largest estimated error of a step in its worst cell. The error of a step decays in
    the next ones; compared with ten times finer steps, no history was off by more than this.
    """

    t_s: np.ndarray
    box_mean_c: np.ndarray
    frame_s: np.ndarray
    frame_c: np.ndarray
    frame_box_c: np.ndarray
    t_c: np.ndarray
    put_in_j: float
    removed_j: float
    stored_j: float
    error_k: float


def tray_in_time(
    phases: Iterable[Phase],
    rho_c,
    start_c,
    box_rho_c=None,
    *,
    frame_s=(),
    frame_layer: int = 0,
    step_k: float = STEP_K,
    equal_steps: int = 0,
    go_on: Callable[[float, np.ndarray], bool] = lambda t_s, box_mean_c: True,
) -> TrayHistory:
    """History of a tray through phases of different powers, flows and inlets, with the same grid and boxes.

    ``rho_c`` (layers,) and ``box_rho_c`` (boxes,) are heat capacities [J/(m3 K)]; NaN in a box leaves the
    value below it. ``start_c`` is the first field [z, y, x] or one temperature. Fields of ``frame_layer`` are
    saved at the times ``frame_s``, rising, in single precision.

    Steps are as long as an estimated error of ``step_k`` in the worst cell allows; ``equal_steps`` takes that
    many of equal length in each phase instead. ``go_on(t_s, box_mean_c)`` is called after every step; the
    history ends when it returns False. Raises ``SolverError`` for invalid input.
    """
    keep_freed_memory()
    phases = list(phases)
    if not phases:
        raise SolverError("a history needs at least one phase")
    for phase in phases:
        require_positive("duration_s", phase.duration_s, "s")
    require_positive("step_k", step_k, "K")
    march = _InTime(rho_c, box_rho_c, start_c, phases[0].heat, np.asarray(frame_s, float), frame_layer)
    for phase in phases:
        if not (march.equal(phase, equal_steps, go_on) if equal_steps else march.adapt(phase, step_k, go_on)):
            break
    return march.history()


def heat_capacities(heat: TrayHeat, rho_c, box_rho_c=None) -> np.ndarray:
    """Heat capacity of every cell [J/K], shape (nz, ny, nx), blended by covered area as conductivity is.

    Raises ``SolverError``, naming the layer or the box.
    """
    layers, boxes = heat.layers, heat.boxes
    rho_c = np.asarray(rho_c, float)
    box_rho_c = np.full(len(boxes.layer), np.nan) if box_rho_c is None else np.asarray(box_rho_c, float)
    for what, values, n in (("layer", rho_c, len(layers.kxy)), ("box", box_rho_c, len(boxes.layer))):
        if values.shape != (n,):
            raise SolverError(f"rho_c has {values.size} values for {n} of {what}")
        for i, value in enumerate(values):
            if what == "layer" or not np.isnan(value):
                require_positive(f"{what} {i}: rho_c", value, "J/(m3 K)")
    blended = rasterize(
        heat.size_m, heat.grid, layers._replace(kxy=rho_c), boxes._replace(kxy=box_rho_c), heat.h_air
    )
    dx, dy = blended.step_m
    return blended.kxy * (blended.thickness_m * dx * dy)[:, None, None]


class _InTime:
    """The state of a march through time: rises over the inlet air in the storage by colors."""

    def __init__(self, rho_c, box_rho_c, start_c, heat: TrayHeat, frame_s, frame_layer):
        self.capacity = heat_capacities(heat, rho_c, box_rho_c)
        self.stored_capacity = stored(self.capacity)
        start_c = np.array(np.broadcast_to(start_c, self.capacity.shape), float)
        if not np.isfinite(start_c).all():
            raise SolverError("start_c: every temperature has to be a finite number")
        self.heat = heat
        self.t = stored(start_c, np.float64, -heat.air_in_c)
        self.now_s, self.error_k, self.step_s = 0.0, 0.0, math.inf
        self.put_in_j = self.removed_j = self.stored_j = 0.0
        self.change = np.zeros_like(self.t), np.zeros_like(self.t)
        self.problems: OrderedDict[tuple, Problem] = OrderedDict()
        self.times, self.means = [0.0], [box_means(start_c, heat.boxes, heat.size_m)]
        self.frame_s, self.frame_layer, self.frames, self.frame_means = frame_s, frame_layer, [], []
        self._keep_frames(0.0, lambda _: self.t)

    def equal(self, phase: Phase, steps: int, go_on) -> bool:
        """Advance through a phase in steps of equal length; returns whether to go on."""
        self._enter(phase)
        start_s, dt_s = self.now_s, phase.duration_s / steps
        for i in range(1, steps + 1):
            self._accept(self._step(dt_s), start_s + i * dt_s)
            if not go_on(self.now_s, self.means[-1]):
                return False
        return True

    def adapt(self, phase: Phase, step_k: float, go_on) -> bool:
        """Advance in steps of ``duration_s / 2 ** level``, so that few lengths occur and the end is met."""
        self._enter(phase)
        start_s, at, end, first = self.now_s, 0, 1 << LAST_LEVEL, True
        wanted = math.log2(phase.duration_s / self.step_s) if self.step_s < math.inf else FIRST_LEVEL
        level = min(max(math.ceil(wanted), COARSEST_LEVEL), LAST_LEVEL)
        while at < end:
            dt_s, ticks = phase.duration_s / (1 << level), 1 << (LAST_LEVEL - level)
            done = self._step(dt_s)
            # the error goes with the cube of the step; aim at half of the allowed one
            factor = (0.5 * step_k / max(done.error_k, 1e-3 * step_k)) ** (1.0 / 3.0)
            if done.error_k > step_k and level < LAST_LEVEL:
                level = min(LAST_LEVEL, level + max(1, math.ceil(-math.log2(factor))))
                continue
            if first:
                self.step_s, first = factor * dt_s, False
            at += ticks
            self._accept(done, start_s + phase.duration_s * at / end)
            if not go_on(self.now_s, self.means[-1]):
                return False
            if factor >= 2.0 and level > COARSEST_LEVEL and at % (2 * ticks) == 0:
                level -= 1
        return True

    def history(self) -> TrayHistory:
        """The history up to now."""
        t_c = unstored(self.t, self.capacity.shape, self.heat.air_in_c)
        if not np.isfinite(t_c).all():
            raise SolverError("the tray has no finite temperatures")
        n, n_boxes = len(self.frames), len(self.heat.boxes.layer)
        return TrayHistory(
            np.array(self.times),
            np.array(self.means),
            self.frame_s[:n],
            np.array(self.frames, np.float32).reshape(n, *t_c.shape[1:]),
            np.array(self.frame_means).reshape(n, n_boxes),
            t_c,
            self.put_in_j,
            self.removed_j,
            self.stored_j,
            self.error_k,
        )

    def _enter(self, phase: Phase):
        heat = phase.heat
        if heat.grid != self.heat.grid or len(heat.boxes.layer) != len(self.heat.boxes.layer):
            raise SolverError("the phases of a history need one grid and the same boxes")
        self.t += self.heat.air_in_c - heat.air_in_c
        self.heat, self.watts, self.state = heat, phase.watts, _state(heat)
        self.source_w = self._source_w(heat.boxes.power_w)
        self.slope = np.zeros(len(heat.boxes.layer))

    def _source_w(self, power_w) -> np.ndarray:
        heat = self.heat
        if not np.isfinite(power_w).all():
            raise SolverError(f"box {int(np.argmin(np.isfinite(power_w)))}: its power is not a finite number")
        boxes = heat.boxes._replace(power_w=power_w)
        return stored(rasterize(heat.size_m, heat.grid, heat.layers, boxes, heat.h_air).power_w)

    def _problem(self, dt_s: float) -> Problem:
        """The equations of a step; cached, except for the powers, for the last few states and lengths."""
        key = (self.state, dt_s)
        problem = self.problems.get(key)
        if problem is None:
            problem = tray_problem(self.heat, np.float64, self.capacity / (GAMMA * dt_s))
            if len(self.problems) >= KEPT_PROBLEMS:
                self.problems.popitem(last=False)
        self.problems[key] = problem
        self.problems.move_to_end(key)
        if self.watts is not None:
            self.source_w = self._source_w(self.watts(self.means[-1] + 0.5 * dt_s * self.slope))
        return problem._replace(source_w=self.source_w)

    def _step(self, dt_s: float) -> Step:
        """One step from the present state, which it does not change."""
        return step(self._problem(dt_s), self.stored_capacity, self.t, dt_s, self.change)

    def _accept(self, done: Step, now_s: float):
        self._keep_frames(now_s, lambda t_s: self.t + parabola(done, 1.0 + (t_s - now_s) / done.dt_s))
        self.t = self.t + done.to_end
        self.change = done.to_middle, done.to_end
        self.now_s = now_s
        self.error_k = max(self.error_k, done.error_k)
        self.put_in_j += done.dt_s * float(self.source_w.sum())
        self.removed_j += done.removed_j
        self.stored_j += float((self.stored_capacity * done.to_end).sum())
        self.times.append(now_s)
        self.means.append(self._box_means(self.t)[1])
        self.slope = (self.means[-1] - self.means[-2]) / done.dt_s

    def _keep_frames(self, until_s: float, rise):
        while len(self.frames) < len(self.frame_s) and self.frame_s[len(self.frames)] <= until_s * (
            1.0 + 1e-12
        ):
            t_c, means = self._box_means(rise(self.frame_s[len(self.frames)]))
            self.frames.append(t_c[self.frame_layer].astype(np.float32))
            self.frame_means.append(means)

    def _box_means(self, rise):
        t_c = unstored(rise, self.capacity.shape, self.heat.air_in_c)
        return t_c, box_means(t_c, self.heat.boxes, self.heat.size_m)


def _state(heat: TrayHeat) -> tuple:
    """Cache key: equal for trays that differ only in their powers."""
    parts = (*heat[:2], *heat.layers, *heat.boxes._replace(power_w=None, names=None), *heat[4:])
    return tuple(None if part is None else np.asarray(part).tobytes() for part in parts)
