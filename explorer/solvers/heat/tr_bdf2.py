"""One step in time of a tray's temperatures, by TR-BDF2.

It takes the trapezoidal rule to t + (2 - sqrt(2)) h, then the second backward difference to t + h. Both
stages solve the steady equations with C / (GAMMA h) added to their diagonal, for the change since the start
of the step. The method is of second order and L-stable: thin layers do not limit the step, and a sudden
change does not ring. The third difference of its three slopes estimates the error of the step.

References: R. E. Bank et al., Transient simulation of silicon devices and circuits, IEEE Trans. CAD 4 (1985);
M. E. Hosea, L. F. Shampine, Analysis and implementation of TR-BDF2, Appl. Numer. Math. 20 (1996).
"""

import math
from typing import NamedTuple

import numpy as np

from explorer.solvers.heat.colors import product
from explorer.solvers.heat.conduction import correct, unstored
from explorer.solvers.heat.coupling import Problem, balance, minimize
from explorer.solvers.heat.streams import March

GAMMA = 1.0 - 1.0 / math.sqrt(2.0)
MIDDLE = 2.0 * GAMMA
WEIGHT = math.sqrt(2.0) / 4.0
THIRD = (-3.0 * MIDDLE**2 + 4.0 * MIDDLE - 2.0) / (12.0 * (2.0 - MIDDLE))
"""Error of a step, divided by h^3 times the third derivative."""

STEP_RESIDUAL = 1e-6
"""Watts out of balance over the driving ones, at which a stage counts as solved."""


class Step(NamedTuple):
    """Changes of temperature to the middle and to the end of a step, and the heat removed in it."""

    dt_s: float
    to_middle: np.ndarray
    to_end: np.ndarray
    removed_j: float
    error_k: float


def step(problem: Problem, capacity, t, dt_s: float, guesses) -> Step:
    """One step of ``dt_s`` from the temperatures ``t``, which it does not change.

    ``problem`` has C / (GAMMA h) on its diagonal; ``capacity`` [J/K] and ``t`` are in the storage by colors.
    ``guesses`` are initial guesses of the changes to the middle and to the end.
    """
    rate = capacity / (GAMMA * dt_s)
    run, missing = balance(problem, t)
    start_w, start_out_w = missing.w + rate * t, _out_w(problem, run, t)
    to_middle, middle_out_w = _answer(problem, 2.0 * start_w, guesses[0])
    middle_w = rate * to_middle - start_w
    pushed = WEIGHT / GAMMA * (start_w + middle_w)
    to_end, end_out_w = _answer(problem, start_w + pushed, guesses[1])
    end_w = rate * to_end - pushed
    third = start_w / MIDDLE - middle_w / (MIDDLE * (1.0 - MIDDLE)) + end_w / (1.0 - MIDDLE)
    # the step's equations damp the estimate in stiff cells, which would otherwise dominate it
    error_w, error = 2.0 * THIRD / GAMMA * third, np.zeros_like(third)
    scale_w = math.sqrt(product(error_w, error_w))
    correct(problem.equations, missing._replace(w=error_w, norm_w=scale_w), 2, 0.0, error)
    out_w = start_out_w + WEIGHT * middle_out_w + GAMMA * end_out_w
    return Step(dt_s, to_middle, to_end, dt_s * out_w, float(np.abs(error).max()))


def parabola(step: Step, part: float) -> np.ndarray:
    """Change of temperature after a part of a step, through its start, its middle and its end."""
    bend = part * (1.0 - part) / (MIDDLE * (1.0 - MIDDLE))
    return bend * step.to_middle + (part - MIDDLE * bend) * step.to_end


def _answer(problem: Problem, watts, guess) -> tuple[np.ndarray, float]:
    """Change of the temperatures due to the sources ``watts``, and the additional watts that then leave."""
    change = problem._replace(rise_in=np.zeros_like(problem.rise_in), source_w=watts)
    found = minimize(change, guess, STEP_RESIDUAL)
    return found.t, _out_w(problem, found.run, found.t)


def _out_w(problem: Problem, run: March, t) -> float:
    lowest = unstored(t, problem.equations.shape)[0]
    return float(run.heat_w.sum() + (problem.equations.g_bottom * lowest).sum())
