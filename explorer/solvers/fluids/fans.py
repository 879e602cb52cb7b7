"""Equal fans in parallel that push air through a flow resistance.

A fan's curve is the usual parabola between its stall pressure p and its free flow q0 at full speed. By the
fan laws (flow ~ n, pressure ~ n^2, power ~ n^3) a fan at the share s of its full speed gives, at flow q,

    dp = p (s^2 - (q / q0)^2),      and the resistance takes   dp = r Q^2.

A fan that stands still follows the same curve with s = 0: air flows back through it. With w working fans
and m that stand still and open, Q = w q - m q_back has one solution,

    v = sqrt(dp / p) = w s / hypot(a + m, w),      a = sqrt(p / r) / q0,

so that flow is proportional to speed and independent of air density, to which both p and r are proportional.

Reference: F. P. Bleier, Fan Handbook, McGraw-Hill 1998: fan laws, fans in parallel, system resistance.
"""

import math
from typing import NamedTuple

from explorer.errors import SolverError
from explorer.solvers.checks import require_positive


class FanPoint(NamedTuple):
    """Air through the resistance [m3/s], the pressure across it [Pa], and the power of all fans [W]."""

    flow_m3_per_s: float
    pressure_pa: float
    power_w: float


def operating_point(
    free_flow_m3_per_s: float,
    stall_pa: float,
    resistance_pa_s2_per_m6: float,
    n: int,
    speed: float = 1.0,
    n_open: int = 0,
    efficiency: float = 1.0,
    density_ratio: float = 1.0,
) -> FanPoint:
    """Operating point of ``n`` fans at ``speed`` (share of full speed) on a flow resistance.

    ``n_open`` further fans stand still and let air flow back; a stopped fan behind a flap is not counted.
    ``stall_pa`` and the resistance hold for one density, and ``density_ratio`` is the actual one over it.
    Power is pressure times the flow of the working fans, over ``efficiency`` of fan and motor.

    Raises ``SolverError`` for a flow, pressure, resistance, speed, efficiency or density that is not above 0.

    >>> point = operating_point(0.1, 400.0, 10000.0, n=2)
    >>> round(point.flow_m3_per_s, 6), round(point.pressure_pa, 6), round(point.power_w, 6)
    (0.141421, 200.0, 28.284271)
    """
    require_positive("free flow of a fan", free_flow_m3_per_s, "m3/s")
    require_positive("stall pressure of a fan", stall_pa, "Pa")
    require_positive("resistance", resistance_pa_s2_per_m6, "Pa s2/m6")
    require_positive("fan efficiency", efficiency, "")
    require_positive("density ratio", density_ratio, "")
    if not 0.0 < speed <= 1.0:
        raise SolverError(f"fan speed = {speed:g}: has to be above 0 and at most 1, full speed")
    for what, count in (("working", n), ("open", n_open)):
        if count < 0 or count != int(count):
            raise SolverError(f"{what} fans = {count:g}: has to be a whole number, 0 or more")
    a = math.sqrt(stall_pa / resistance_pa_s2_per_m6) / free_flow_m3_per_s
    v = n * speed / math.hypot(a + n_open, n)
    pressure_pa = density_ratio * stall_pa * v * v
    through = a * v * free_flow_m3_per_s
    moved = through + n_open * v * free_flow_m3_per_s
    return FanPoint(through, pressure_pa, pressure_pa * moved / efficiency)
