"""The power chain of an NVL72 and a busbar of 48 nodes beside pandapower, in one run: ``make bench``.

Medians of rounds in which all take their turn; a round that is not counted comes first. Only the agreement
of the voltages is asserted, never a time.
"""

import time

import numpy as np
import pytest

from explorer.analysis.feed import feed_plans
from explorer.analysis.rack_chain import rack_chain
from explorer.solvers.busbar import solve_ladder
from explorer.solvers.delivery import deliver, newton
from tests.analysis.racks import shipped, solved
from tests.solvers.networks import ladder_net

pytestmark = pytest.mark.bench
pandapower = pytest.importorskip("pandapower", reason="pandapower is an extra of the developers")

ROUNDS, REPEATS = 15, 200
N, V0 = 48, 50.0


def median_us(jobs: dict) -> dict[str, float]:
    """Median microseconds of each job; a job is (call, repeats)."""
    spent = {name: [] for name in jobs}
    for _ in range(ROUNDS + 1):
        for name, (call, repeats) in jobs.items():
            start = time.perf_counter()
            for _ in range(repeats):
                call()
            spent[name].append((time.perf_counter() - start) / repeats * 1e6)
    return {name: float(np.median(times[1:])) for name, times in spent.items()}


def test_a_chain_beside_pandapower():
    results = solved("gb200_nvl72")
    designs = {d.id: d for d in results.layout.designs}
    powers = {key: board.power for key, board in results.boards.items()}
    (plan,) = feed_plans(shipped("gb200_nvl72"))
    chain = rack_chain(plan, powers, designs).delivery

    power = np.full(N, 2500.0)
    case = (np.full(N - 1, 2e-5), [8, 24, 40], np.full(3, 2e-4), V0, power)
    net, buses, _ = ladder_net(pandapower, *case)
    g, node, g_shelf = 1.0 / case[0], np.array(case[1]), 1.0 / case[2]
    below, clip = np.zeros(3), np.zeros(N)

    def flow():
        pandapower.runpp(net, tolerance_mva=1e-10, init="flat", calculate_voltage_angles=False, numba=True)

    us = median_us(
        {
            "chain of the NVL72": (lambda: deliver(chain, 1.0), REPEATS),
            "busbar of 48 nodes": (lambda: newton(g, node, g_shelf, below, V0, power, clip), REPEATS),
            "busbar, checked and named": (lambda: solve_ladder(*case), REPEATS),
            "pandapower, the busbar": (flow, 1),
        }
    )
    theirs = us["pandapower, the busbar"]
    print()
    for name, each in us.items():
        print(f"{name:<28}{each:>12,.1f} us{theirs / each:>12,.0f} x")
    volt = V0 * net.res_bus.vm_pu.to_numpy()[buses]
    np.testing.assert_allclose(solve_ladder(*case).voltage_v, volt, rtol=0, atol=1e-8)
