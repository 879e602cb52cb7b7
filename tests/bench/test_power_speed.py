"""The chain of an NVL72 with 48 nodes beside its busbar alone by pandapower, in one run: ``make bench``.

Medians of rounds in which all take their turn; a round that is not counted comes first. Only the agreement
of the voltages is asserted, never a time.
"""

import time

import numpy as np
import pytest
from numba import njit

from explorer.analysis import evaluate
from explorer.model import Tray
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.delivery import deliver, newton
from tests.shipped import shipped
from tests.solvers.networks import ladder_net

pytestmark = pytest.mark.bench
pandapower = pytest.importorskip("pandapower", reason="pandapower is an extra of the developers")

ROUNDS, REPEATS = 15, 200
N = 48
KERNEL = "the same in compiled code"


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


def nvl72_of_48_nodes():
    """The power chain of an NVL72 with a node at each of its 48 units.

    Its management trays stand on the busbar instead of on AC, and eleven more of them fill the rack.
    """
    layout = shipped("gb200_nvl72")
    design = next(layout.element(t.design) for t in layout.trays if t.id == "r1.mg1")
    layout = layout.replaced(design.replaced(supply="busbar"))
    taken = {t.u for t in layout.trays}
    for u in sorted(set(range(1, N + 1)) - taken):
        layout = layout.added("trays", Tray(id=f"r1.more{u}", rack="r1", design=design.id, u=u))
    results = evaluate(layout)
    chain = results.feed.racks["r1"].chain.delivery
    assert chain.r_clip.size == N
    return chain


@njit
def repeated(rack, times):
    """The chain solved so often without leaving compiled code, at throttles that differ by rounding alone."""
    feed_w = 0.0
    for i in range(times):
        feed_w += deliver(rack, 1.0 - 1e-15 * i).feed_w[0]
    return feed_w


def test_a_chain_beside_pandapower():
    chain = nvl72_of_48_nodes()
    ours = deliver(chain, 1.0)
    droop = chain.droop / chain.supplies + chain.shelf_clip
    case = (1.0 / chain.g_segment, chain.shelf_node, droop, chain.v0, ours.drawn_w, chain.r_clip)
    net, buses, trays = ladder_net(pandapower, *case)
    g_shelf, below = 1.0 / droop, np.zeros(droop.size)

    def flow():
        # 0.1 W is the loosest decade that agrees to 1e-8 V; below 1e-3 W it turns in its own rounding
        pandapower.runpp(net, tolerance_mva=1e-7, init="flat", calculate_voltage_angles=False, numba=True)

    def busbar():
        newton(chain.g_segment, chain.shelf_node, g_shelf, below, chain.v0, ours.drawn_w, chain.r_clip)

    us = median_us(
        {
            "chain of an NVL72, 48 nodes": (lambda: deliver(chain, 1.0), REPEATS),
            KERNEL: (lambda: repeated(chain, REPEATS), 1),
            "its busbar": (busbar, REPEATS),
            "its busbar, checked and named": (lambda: solve_ladder(*case), REPEATS),
            "pandapower, its busbar alone": (flow, 1),
        }
    )
    us[KERNEL] /= REPEATS
    theirs = us["pandapower, its busbar alone"]
    print()
    for name, each in us.items():
        print(f"{name:<30}{each:>12,.1f} us{theirs / each:>12,.0f} x")
    volt = chain.v0 * net.res_bus.vm_pu.to_numpy()
    np.testing.assert_allclose(ours.voltage_v, volt[buses], rtol=0, atol=1e-8)
    np.testing.assert_allclose(ours.tray_v, volt[trays], rtol=0, atol=1e-8)
    print(f"{np.abs(ours.tray_v - volt[trays]).max():.1e} V apart")
