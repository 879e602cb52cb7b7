"""Compiles the kernels before their first use, on small problems."""

from collections.abc import Callable

import numpy as np

from explorer.solvers.heat.fluxes import air_c
from explorer.solvers.heat.grid import Layers, boxes
from explorer.solvers.heat.response import superposed, tray_response
from explorer.solvers.heat.tray import TrayHeat, solve_tray
from explorer.solvers.links.channel import line_loss_db_per_m, pam4_ber
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.delivery import Delivery, Limits, deliver, most_throttle
from explorer.solvers.power.efficiency import input_power


def warm_up(progress: Callable[[str], None] = lambda line: None) -> None:
    """Compile every kernel, or load it from numba's cache, by solving a tray of 16 x 16 cells and a busbar.

    ``progress`` is called with a line of text before each part.

    >>> warm_up()
    """
    for settled, what in ((False, "live"), (True, "settled")):
        progress(f"compiling the {what} heat solver")
        field = solve_tray(_small_tray(), settled=settled)
    air_c(_small_tray(), field.t_c)
    response = tray_response(_small_tray(), np.array([0, 1]), 0)
    if response is not None:
        superposed(response, np.ones(2), 25.0, 30.0)
    progress("compiling power and links")
    solve_ladder([1e-3], [0], [1e-3], 50.0, [0.0, 100.0])
    input_power(50.0, 100.0, [0.1, 1.0], [0.9, 0.95])
    progress("compiling the power chain")
    rack, limits = _small_rack()
    deliver(rack, 1.0)
    most_throttle(rack, limits)
    pam4_ber(line_loss_db_per_m(26.56, 0.761, 0.063))


def _small_tray() -> TrayHeat:
    """A tray that uses everything: two layers, an air-cooled box and one under a cold plate."""
    part = boxes(
        2, layer=[0, 1], x_m=[0.02, 0.05], y_m=[0.02, 0.05], dx_m=[0.02, 0.03], dy_m=[0.02, 0.03],
        power_w=[5.0, 20.0], h_coolant=[np.nan, 5000.0], plate=[-1, 0],
    )  # fmt: skip
    stack = Layers(np.array([0.002, 0.003]), np.array([20.0, 200.0]), np.array([0.5, 200.0]))
    return TrayHeat(
        (0.1, 0.1), (16, 16), stack, part, h_air=30.0, h_bottom=5.0, air_in_c=25.0, air_m_dot_kg_s=0.01,
        coolant_in_c=np.array([30.0]), coolant_m_dot_kg_s=np.array([0.01]), coolant_cp=np.array([3900.0]),
    )  # fmt: skip


def _small_rack() -> tuple[Delivery, Limits]:
    """A rack with one tray on its busbar, one shelf and one AC tray."""
    one, zero, place = np.ones(1), np.zeros(1), np.zeros(1, np.int64)
    loads, loss, curve = np.full((1, 3), 100.0), np.zeros((1, 3, 3)), np.ones((1, 2))
    rack = Delivery(
        loads, one, loss, np.empty(0), zero,
        place, one, 1e-3 * one, zero, zero, 1e3 * one, curve, curve, place,
        50.0, loads, one, loss, np.ones((1, 1)), 1e3 * one, curve, curve,
    )  # fmt: skip
    return rack, Limits(40.0, 1e3, 1e3, 1e3 * one, 1e3 * one, 1e4 * one, 1e4)
