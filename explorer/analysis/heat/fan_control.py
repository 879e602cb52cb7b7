"""Control of fans: they turn as slowly as the temperatures of the parts in their air allow.

A tray's controller regulates the headroom of the part that is nearest its limit. The rise of that part over
the inlet falls with a power of the speed, about speed^-0.7 from its film and less air that warms; the
exponent is measured from two passes of the loop.
"""

import math

import numpy as np

from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.catalog import typical
from explorer.model import TrayDesign

HELD_K = 0.02
"""Within this of the requested headroom the speed no longer changes."""
MEASURED_K = 0.5
"""Least change of the rise that measures the exponent of the speed: well above the error of a live pass."""


def has_control(design: TrayDesign) -> bool:
    """Whether the design's fans follow its temperatures."""
    return design.fan_headroom_k is not None and bool(design.fans)


def missed_k(inputs: Inputs, board: Board) -> float:
    """Headroom [K] beyond the requested one: above 0 where the fans may slow down.

    0 also where the fans are at full speed with too little headroom, or at their lowest with too much.
    """
    if not has_control(board.design) or not board.design.parts or board.runaway:
        return 0.0
    rise_k, allowed_k = _rise_k(inputs, board)
    more_k, speed = allowed_k - rise_k, board.air.speed
    at_end = (more_k < 0.0 and speed >= 1.0) or (more_k > 0.0 and speed <= typical("fan_speed_least"))
    return 0.0 if at_end else more_k


def next_speed(inputs: Inputs, board: Board, before: Board | None = None) -> float:
    """Speed of the next pass, from this pass and the one ``before``."""
    speed = board.air.speed
    if abs(missed_k(inputs, board)) <= HELD_K:
        return speed
    rise_k, allowed_k = _rise_k(inputs, board)
    if allowed_k <= 0.0:
        return 1.0
    power = typical("film_flow_exponent")
    if before is not None and before.air.speed != speed:
        old_k = _rise_k(inputs, before)[0]
        if old_k > 0.0 < rise_k and abs(rise_k - old_k) > MEASURED_K:
            power = -math.log(rise_k / old_k) / math.log(speed / before.air.speed)
    share = (max(rise_k, 0.0) / allowed_k) ** (1.0 / min(max(power, 0.2), 2.0))
    return float(min(max(speed * share, typical("fan_speed_least")), 1.0))


def _rise_k(inputs: Inputs, board: Board) -> tuple[float, float]:
    """Rise over the warmest inlet of the part in air with the least headroom, and its allowed rise."""
    inlets, in_air = inputs.inlets.get(board.design.id), board.parts.is_in_air
    inlet_c = float(inlets.air_c.max()) if inlets else board.air_in_c
    rise_k = board.part_c(inlet_c)[in_air] - inlet_c
    allowed_k = board.limits_c[in_air] - inlet_c - (board.design.fan_headroom_k or 0.0)
    if not rise_k.size:
        return 0.0, math.inf
    i = int(np.argmin(allowed_k - rise_k))
    return float(rise_k[i]), float(allowed_k[i])
