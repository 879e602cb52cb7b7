"""A small example for every kernel: calling it compiles the kernel for the types that the program uses.

The arrays hold zeros and ones where only their types matter. Examples stand in the order in which they are
compiled, those that take longest first.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from explorer.solvers.fabric.graph import flows, graph
from explorer.solvers.fabric.max_flow import max_flow
from explorer.solvers.fabric.rates import max_min
from explorer.solvers.fabric.routes import routed
from explorer.solvers.heat import coarsening
from explorer.solvers.heat.colors import add_times, heat_w, product
from explorer.solvers.heat.conduction import Equations, Missing, assemble, correct, stored, unstored
from explorer.solvers.heat.coupling import Problem, balance
from explorer.solvers.heat.grid import Boxes, Cells, Layers, boxes, rasterize
from explorer.solvers.heat.measure import box_means
from explorer.solvers.heat.response import Response, superposed
from explorer.solvers.heat.streams import Streams, march, tray_streams
from explorer.solvers.links.channel import electrical_margins_db, pam4_ber
from explorer.solvers.links.fec import inner_ber, rs_failure
from explorer.solvers.power.busbar import solve_ladder
from explorer.solvers.power.delivery import Delivery, Limits, deliver, is_within, most_throttle
from explorer.solvers.power.efficiency import input_power
from explorer.solvers.power.feedback import Drift, stable_w
from explorer.solvers.team import DISMISSED, PLACES, TICKET, await_stage

LIVE, SETTLED = np.float32, np.float64
SHAPE, SIZE_M = (2, 2, 2), (0.1, 0.1)


class Example(NamedTuple):
    """What compiles some kernels of one wing when it is called."""

    wing: str
    name: str
    run: Callable[[], object]


def _part() -> Boxes:
    """One box under a cold plate."""
    place = {name: [0.02] for name in ("x_m", "y_m", "dx_m", "dy_m")}
    return boxes(1, layer=[1], power_w=[5.0], h_coolant=[5000.0], plate=[0], **place)


def _cells(dtype) -> Cells:
    nz, ny, nx = SHAPE
    solid, film = np.ones(SHAPE, dtype), np.ones((ny, nx), dtype)
    wet = np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1)
    return Cells(SIZE_M, np.ones(nz), np.zeros(nz - 1), solid, solid, solid, film, film, 1.0, *wet)


def _equations(dtype) -> Equations:
    nz, ny, nx = SHAPE
    levels = coarsening.level_table(nx, ny, nz)
    finest, every = np.zeros((2, ny, nz * levels[0, 2]), dtype), np.zeros(levels[-1, 3], np.float32)
    films = np.zeros((ny, nx), dtype)
    return Equations(SHAPE, finest, finest, finest, finest, films, levels, every, every, every, every)


def _balance(dtype):
    equations, none, values = _equations(dtype), np.zeros(0, np.int64), np.zeros(0)
    streams = Streams(np.zeros(1, np.int64), none, none, values, np.ones(1), values, values, values)
    at_rest = np.zeros_like(equations.gx)
    balance(Problem(equations, streams, np.zeros(1), at_rest), at_rest)


def _multigrid():
    equations, t = _equations(LIVE), np.zeros((2, 2, 2), LIVE)
    correct(equations, Missing(t, 0.0, 1.0, 1.0, 1.0), 1, 0.0, t)


def _cells_of_boxes():
    stack = Layers(np.ones(2), np.ones(2), np.ones(2))
    for dtype in (LIVE, SETTLED):
        rasterize(SIZE_M, (2, 2), stack, _part(), dtype=dtype)


def _streams():
    for dtype in (LIVE, SETTLED):
        streams = tray_streams(_cells(dtype), _part(), 0.03, 1.0, np.ones(1))
    march(streams, np.zeros(len(streams.m_cp_w_per_k)), np.zeros(SHAPE[1:]))


def _storage():
    for dtype in (LIVE, SETTLED):
        for given in (LIVE, SETTLED):
            values = stored(np.zeros(SHAPE, given), dtype)
        unstored(values, SHAPE, dtype=dtype)


def _sums():
    for dtype in (LIVE, SETTLED):
        values = np.zeros((2, 2, 2), dtype)
        product(values, values)
        add_times(1.0, values, values)
        heat_w(values.reshape(-1), values.reshape(-1), 0.0)
        box_means(values, _part(), SIZE_M)
    add_times(1.0, np.zeros((2, 2, 2), LIVE), values)


def _response():
    k, shown = np.zeros((2, 1)), np.zeros((2, 2, 2), np.float32)
    response = Response(np.zeros(1, np.int64), k, shown, np.zeros((2, 3)), np.zeros(2), 0.0)
    superposed(response, np.ones(1), 25.0)


def _team():
    desk = np.zeros(PLACES, np.int64)
    desk[TICKET] = DISMISSED
    await_stage(desk, 0)


def _rack():
    """A rack with one tray on its busbar, one shelf and one AC tray."""
    one, zero, place = np.ones(1), np.zeros(1), np.zeros(1, np.int64)
    loads, loss, curve = np.full((1, 3), 100.0), np.zeros((1, 3, 3)), np.ones((1, 2))
    rack = Delivery(
        loads, one, loss, np.empty(0), zero,
        place, one, 1e-3 * one, zero, zero, 1e3 * one, curve, curve, place,
        50.0, loads, one, loss, np.ones((1, 1)), 1e3 * one, curve, curve,
    )  # fmt: skip
    limits = Limits(40.0, 1e3, 1e3, 1e3 * one, 1e3 * one, 1e4 * one, 1e4)
    is_within(rack, limits, deliver(rack, 1.0))
    most_throttle(rack, limits)


def _supplies():
    solve_ladder([1e-3], [0], [1e-3], 50.0, [0.0, 100.0])
    input_power(50.0, 100.0, [0.1, 1.0], [0.9, 0.95])


def _leakage():
    each = np.ones((1, 1))
    stable_w(Drift(np.ones(1), each, 0.01 * each, 85.0 * each), [40.0], [0.1])


def _lanes():
    rs_failure(inner_ber(pam4_ber(0.0)))
    electrical_margins_db(28.0, [5.0], [5.0], [[1.0]], 5.0)


def _routes():
    routed(graph(2, [0], [1], [1.0]), [0], [1])


def _rates():
    max_min([1.0], flows([[0]]))


def _cut():
    max_flow(graph(2, [0], [1], [1.0]), [0], [1])


EXAMPLES = (
    Example("heat", "multigrid", _multigrid),
    Example("heat", "conductances-live", lambda: assemble(_cells(LIVE), LIVE)),
    Example("heat", "conductances-settled", lambda: assemble(_cells(SETTLED), SETTLED)),
    Example("power", "rack", _rack),
    Example("heat", "balance-live", lambda: _balance(LIVE)),
    Example("heat", "balance-settled", lambda: _balance(SETTLED)),
    Example("heat", "streams", _streams),
    Example("heat", "cells", _cells_of_boxes),
    Example("fabric", "rates", _rates),
    Example("fabric", "routes", _routes),
    Example("heat", "storage", _storage),
    Example("power", "supplies", _supplies),
    Example("heat", "sums", _sums),
    Example("fabric", "cut", _cut),
    Example("links", "lanes", _lanes),
    Example("heat", "response", _response),
    Example("power", "leakage", _leakage),
    Example("heat", "team", _team),
)
