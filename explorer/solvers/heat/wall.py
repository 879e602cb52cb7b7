"""One lumped part and one plane wall in time: the simplest cases of a tray in time."""

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative, require_positive
from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.transient import Phase, tray_in_time
from explorer.solvers.heat.tray import TrayHeat

STEPS = 500
"""Steps between two times of a wall: enough to follow a decay to exp(-12) within one part in a thousand."""


def lumped_rise(r_k_per_w: float, c_j_per_k: float, power_w: float, t_s) -> np.ndarray:
    """Rise [K] of one part at times ``t_s`` after a step of power: P R (1 - exp(-t / (R C))).

    >>> lumped_rise(0.08, 350.0, 700.0, [28.0]).round(4).tolist()
    [35.3988]
    """
    require_positive("r_k_per_w", r_k_per_w, "K/W")
    require_positive("c_j_per_k", c_j_per_k, "J/K")
    require_finite("power_w", power_w, "W")
    t_s = np.atleast_1d(np.asarray(t_s, float))
    for value in t_s:
        require_not_negative("t_s", value, "s")
    return power_w * r_k_per_w * -np.expm1(-t_s / (r_k_per_w * c_j_per_k))


def plane_wall(
    thickness_m: float, k: float, rho_c: float, h: float, first_rise_k: float, t_s, layers: int = 100
) -> np.ndarray:
    """Rise [K] through a wall that cools on one face, insulated on the other, at times ``t_s``.

    Shape (times, layers), from the insulated face to the cooled one, at the centers of equal layers. Solved
    by the same equations as a tray, on one column of cells.
    """
    require_positive("thickness_m", thickness_m, "m")
    require_positive("h", h, "W/(m2 K)")
    require_finite("first_rise_k", first_rise_k, "K")
    each = np.full(layers, 1.0)
    stack = Layers(each * thickness_m / layers, each * k, each * k)
    wall = TrayHeat((1.0, 1.0), (1, 1), stack, boxes(0), h_air=h)
    now_s, now, rows = 0.0, np.full((layers, 1, 1), float(first_rise_k)), []
    for until_s in np.atleast_1d(np.asarray(t_s, float)):
        require_not_negative("t_s", until_s, "s")
        if until_s < now_s:
            raise SolverError(f"t_s: {until_s:g} s after {now_s:g} s; times have to rise")
        if until_s > now_s:
            now = tray_in_time([Phase(until_s - now_s, wall)], each * rho_c, now, equal_steps=STEPS).t_c
        now_s = until_s
        rows.append(now[:, 0, 0])
    return np.array(rows)
