"""Solves the temperatures of a tray over a scenario.

Watts depend on temperature as in the steady state, and film coefficients in air on its flow. Those under cold
plates are constant while the coolant slows down, fans keep their speed, and processors do not throttle.
"""

from collections.abc import Callable

import numpy as np

from explorer.analysis.heat.board import SHOWN, BoardHeat, film_share, powered, tray_heat
from explorer.analysis.heat.capacity import heat_capacities
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.in_time.history import BEYOND_K, History
from explorer.analysis.in_time.scenarios import Scenario, Stage
from explorer.analysis.power.board_power import board_power
from explorer.analysis.power.converters import RAILS
from explorer.analysis.power.part_power import drift_of
from explorer.analysis.results import Results
from explorer.errors import LayoutError
from explorer.solvers.heat.transient import Phase, tray_in_time
from explorer.solvers.heat.tray import TrayField, solve_tray
from explorer.solvers.power.feedback import drifted_w

FRAMES = 120
PASSES = 30
CLOSED_K = 0.01
STEP_K = 0.05
"""Allowed estimated error of one time step in the worst cell."""


def evaluate_in_time(
    results: Results,
    tray_id: str,
    scenario: Scenario,
    on_progress: Callable[[float], bool | None] = lambda share: True,
) -> History:
    """History of a tray of a solved layout over a scenario, from a steady state on.

    `on_progress(share)` is called after every time step; if it returns False, the history ends there. It also
    ends when a part is `BEYOND_K` over its limit.

    Raises
    ------
    LayoutError, SolverError
        If the scenario is impossible for this tray, or cannot be solved.
    """
    board = results.boards[results.layout.tray(tray_id).design]
    if board.runaway:
        raise LayoutError(f"TrayDesign '{board.design.id}': no steady state to start from, a part runs away")
    air_c = results.tray_states[tray_id].air_in_c
    stages, before = scenario.stages(board.design), scenario.before(board.design)
    duration_s = sum(stage.duration_s for stage in stages)
    own = Watts(board, results.link_states)
    body, limits_c = board.heat.body_box, board.limits_c
    start = _steady(board, own, before, air_c)
    layers, boxes = heat_capacities(board.design, board.heat)

    def go_on(t_s, box_mean_c):
        too_hot = (box_mean_c[body] > limits_c + BEYOND_K).any()
        return on_progress(t_s / duration_s) is not False and not too_hot

    solved = tray_in_time(
        [_phase(board, own, stage, air_c, start.box_mean_c) for stage in stages],
        layers,
        start.t_c,
        boxes,
        frame_s=np.linspace(0.0, duration_s, FRAMES),
        frame_layer=SHOWN,
        step_k=STEP_K,
        go_on=go_on,
    )
    ends = np.cumsum([stage.duration_s for stage in stages])
    acting = np.minimum(np.searchsorted(ends, solved.frame_s, side="right"), len(stages) - 1)
    frame_w = np.array(
        [
            own.at(stages[i].processors, t_c[body])[0]
            for i, t_c in zip(acting, solved.frame_box_c, strict=True)
        ]
    )
    return History(results, tray_id, scenario, duration_s, solved, body, frame_w, limits_c)


class Watts:
    """Watts of a board's parts while their temperatures and the work of the processors change."""

    def __init__(self, board: Board, states):
        self.parts = parts = board.power.parts
        self.serdes_w = board.power.serdes_w
        self.drift = drift_of(parts, states, board.air)
        own_w = drifted_w(self.drift)
        works = np.where(parts.rail == RAILS.index("asic"), parts.declared_w, 0.0)
        # leakage and the SerDes of the links do not depend on a processor's work
        self.work_w = works * np.divide(self.drift.fixed_w, own_w, out=np.zeros_like(own_w), where=own_w > 0)
        closed = board_power(parts, board.power.own_w, self.serdes_w)
        self.feed_w = board.power.part_w - closed.part_w, board.power.board_w - closed.board_w

    def at(self, share: float, part_c) -> tuple[np.ndarray, float]:
        """Heat of each part, and of the board itself, with the processors at a share of their work."""
        own_w = drifted_w(self.drift, part_c) + (share - 1.0) * self.work_w
        power = board_power(self.parts, own_w, self.serdes_w)
        return power.part_w + self.feed_w[0], power.board_w + self.feed_w[1]


def _phase(board: Board, own: Watts, stage: Stage, air_c: float, box_mean_c) -> Phase:
    """A stage as a `Phase` of the solver."""
    heat, body = board.heat, board.heat.body_box
    film = film_share(board.design, heat.air_m_dot * stage.air) / film_share(board.design, heat.air_m_dot)
    heat = heat._replace(
        air_m_dot=heat.air_m_dot * stage.air,
        h_air=heat.h_air * film,
        boxes=heat.boxes._replace(h_air=heat.boxes.h_air * film),
    )
    heat = heat._replace(coolant_m_dot=heat.coolant_m_dot * stage.coolant) if stage.coolant else _dry(heat)

    def watts(box_mean_c):
        return powered(heat, *own.at(stage.processors, box_mean_c[body])).boxes.power_w

    heat = heat._replace(boxes=heat.boxes._replace(power_w=watts(box_mean_c)))
    return Phase(stage.duration_s, tray_heat(heat, air_c, board.coolant_in_c), watts)


def _steady(board: Board, own: Watts, stage: Stage, air_c: float) -> TrayField:
    """The steady state of a stage, iterated until watts and temperatures agree."""
    field, box_mean_c = board.start, board.at_inlet.box_mean_c
    for _ in range(PASSES):
        field = solve_tray(_phase(board, own, stage, air_c, box_mean_c).heat, field)
        change_k, box_mean_c = np.abs(field.box_mean_c - box_mean_c).max(initial=0.0), field.box_mean_c
        if change_k < CLOSED_K:
            return field
    percent = 100.0 * stage.processors
    raise LayoutError(f"TrayDesign '{board.design.id}': no steady state with processors at {percent:g} %")


def _dry(heat: BoardHeat) -> BoardHeat:
    """The problem without coolant: a dry cold plate is metal in the air over the board."""
    b = heat.boxes
    wet = b.plate >= 0
    boxes = b._replace(
        h_coolant=np.full_like(b.h_coolant, np.nan),
        h_air=np.where(wet, np.nan, b.h_air),
        plate=np.full_like(b.plate, -1),
    )
    return heat._replace(boxes=boxes, coolant_m_dot=np.empty(0))
