"""A counterflow heat exchanger between two liquids, such as that of a coolant distribution unit (CDU).

Reference: F. P. Incropera et al., Fundamentals of Heat and Mass Transfer, 7th ed., section 11.4.
"""

import math

from explorer.solvers.checks import require_positive


def effectiveness(ua_w_per_k: float, hot_w_per_k: float, cold_w_per_k: float) -> float:
    """Effectiveness: heat that passes, over the greatest possible, C_min (T_hot,in - T_cold,in).

    ``ua_w_per_k`` is the conductance of the exchanger, the others are the heat capacity flows m cp of its
    two sides. With N = UA / C_min, c = C_min / C_max and E = exp(-N (1 - c)) it is (1 - E) / (1 - c E), and
    N / (1 + N) where both flows are equal.

    Raises ``SolverError`` for a conductance or flow that is not above 0.

    >>> effectiveness(20e3, 10e3, 10e3), round(effectiveness(20e3, 10e3, 40e3), 6)
    (0.6666666666666666, 0.822766)
    """
    require_positive("UA", ua_w_per_k, "W/K")
    require_positive("hot side: m cp", hot_w_per_k, "W/K")
    require_positive("cold side: m cp", cold_w_per_k, "W/K")
    least, most = sorted((hot_w_per_k, cold_w_per_k))
    ntu = ua_w_per_k / least
    x = ntu * (1.0 - least / most)
    # 1 - c E = E (1 - c) + (1 - E), divided by 1 - c: accurate also for nearly equal flows
    part = -math.expm1(-x) / x * ntu if x > 0.0 else ntu
    return part / (math.exp(-x) + part)


def approach_k(heat_w: float, ua_w_per_k: float, hot_w_per_k: float, cold_w_per_k: float) -> float:
    """Approach [K]: outlet of the hot side less inlet of the cold side, while ``heat_w`` passes.

    The hot side enters at T_cold,in + heat / (eps C_min) and leaves heat / C_hot cooler.

    >>> round(approach_k(100e3, 20e3, 10e3, 10e3), 9)
    5.0
    """
    least = min(hot_w_per_k, cold_w_per_k)
    share = effectiveness(ua_w_per_k, hot_w_per_k, cold_w_per_k)
    return heat_w * (1.0 / (share * least) - 1.0 / hot_w_per_k)
