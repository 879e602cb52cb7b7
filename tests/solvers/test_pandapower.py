"""Busbars against pandapower: AC power flow without reactance has the equations of direct current."""

import numpy as np
import pytest

from explorer.solvers.power.busbar import solve_ladder
from tests.solvers.networks import ladder_net

pandapower = pytest.importorskip("pandapower", reason="pandapower is an extra of the developers")


def busbar(n, clip_ohm=0.0, seed=0):
    """A ladder of ``n`` nodes with three shelves, some nodes without load."""
    draw = np.random.default_rng(seed)
    power = draw.uniform(0.5, 1.5, n) * 120e3 / n
    power[[n // 6, n // 2, n - 1]] = 0.0
    return (
        draw.uniform(1e-5, 3e-5, n - 1),
        [n // 6, n // 2, n - 1],
        draw.uniform(1.5e-4, 4e-4, 3),
        50.0,
        power,
        clip_ohm,
    )


@pytest.mark.parametrize("clip_ohm", [0.0, 4e-5], ids=["no clips", "clips"])
@pytest.mark.parametrize("n", [8, 48, 200])
def test_a_ladder_as_by_pandapower(n, clip_ohm):
    case = busbar(n, clip_ohm)
    net, buses, trays = ladder_net(pandapower, *case)
    pandapower.runpp(net, tolerance_mva=1e-9, init="flat", calculate_voltage_angles=False)
    ladder = solve_ladder(*case)
    volt = 50.0 * net.res_bus.vm_pu.to_numpy()
    np.testing.assert_allclose(ladder.voltage_v, volt[buses], rtol=0, atol=1e-8)
    np.testing.assert_allclose(ladder.tray_v, volt[trays], rtol=0, atol=1e-8)
    print(f"{n} nodes: {np.abs(ladder.tray_v - volt[trays]).max():.1e} V from pandapower")
