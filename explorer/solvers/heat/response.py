"""Responses of a tray: rises everywhere per watt of each source, and per kelvin at the coolant inlet.

Conduction, films and streams are linear as long as no conductivity and no flow changes, so that

    T = T_air + c (T_coolant - T_air) + sum over sources of K_s P_s

everywhere on the board, and likewise for the heat to each fluid. The columns K_s and c are solved
once. Other watts and inlets then cost a product of well under a millisecond; a solve takes tens of them.

Without streams the matrix of conductances is symmetric, and so is K: one watt in i warms j as one in j
warms i. A stream carries heat one way, and K is then not symmetric.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from explorer.solvers.compiled import kernel
from explorer.solvers.heat.conduction import stored
from explorer.solvers.heat.coupling import minimize
from explorer.solvers.heat.grid import boxes, rasterize
from explorer.solvers.heat.tray import TrayHeat, report, tray_problem

TOLERANCE = 1e-7
"""Imbalance over the watts of a source; the sum over a tray of 100 sources is then within 1e-5 K."""

PLACE = ("layer", "x_m", "y_m", "dx_m", "dy_m")


class Response(NamedTuple):
    """Responses of a tray, one row per drive: a watt in each of the ``sources``, then a kelvin of coolant.

    ``sources`` (s,) are box indices. ``k`` (s + 1, boxes) are mean rises of the boxes [K/W, the last row
    K/K]; ``shown_k`` (s + 1, ny, nx) those of one layer's cells, single precision; ``heat_w`` (s + 1,
    2 + streams) the heat to the air above, to the air below and to each coolant stream; ``error_k`` (s + 1,)
    the estimated largest error of a cell; ``residual`` the largest one of a row, over its drive.
    """

    sources: np.ndarray
    k: np.ndarray
    shown_k: np.ndarray
    heat_w: np.ndarray
    error_k: np.ndarray
    residual: float

    @property
    def size_bytes(self) -> int:
        """Memory that the arrays take."""
        return sum(values.nbytes for values in self[:-1])

    def covers(self, power_w: np.ndarray) -> bool:
        """Whether all the watts of ``power_w`` (boxes,) are in sources."""
        rest = np.array(power_w)
        rest[self.sources] = 0.0
        return not rest.any()


class Superposed(NamedTuple):
    """Result of a response for given watts and inlets; fields have the same meaning as in ``TrayField``.

    ``shown_c`` (ny, nx) is the only layer that a response stores.
    """

    shown_c: np.ndarray
    box_mean_c: np.ndarray
    heat_air_w: float
    heat_coolant_w: np.ndarray
    heat_bottom_w: float
    residual: float
    error_k: float
    settled: bool = False


def tray_response(
    heat: TrayHeat, sources: np.ndarray, shown: int, wanted: Callable[[], bool] = lambda: True
) -> Response | None:
    """Response of a tray to its ``sources``, whatever the watts and inlets in ``heat``.

    ``shown`` is the layer whose cells are stored. ``wanted`` is called before each of the solves, which take
    some 30 ms each; returns ``None`` as soon as that returns False.
    """
    sources = np.asarray(sources, np.int64)
    n_streams, n_boxes, rows = len(heat.coolant_in_c), len(heat.boxes.layer), len(sources) + 1
    still = heat._replace(
        boxes=heat.boxes._replace(power_w=np.zeros(n_boxes)), air_in_c=0.0, coolant_in_c=np.zeros(n_streams)
    )
    walls = tray_problem(still)
    coolant = np.arange(len(walls.rise_in)) >= len(walls.rise_in) - n_streams
    k, heat_w = np.zeros((rows, n_boxes)), np.zeros((rows, 2 + n_streams))
    shown_k = np.zeros((rows, heat.grid[1], heat.grid[0]), np.float32)
    error_k, residual = np.zeros(rows), 0.0
    for row in range(rows if n_streams else rows - 1):
        if not wanted():
            return None
        if row < len(sources):
            problem = walls._replace(source_w=_one_watt(heat, int(sources[row])))
        else:
            problem = walls._replace(rise_in=coolant.astype(float))
        field = report(still, problem, minimize(problem, np.zeros_like(problem.source_w), TOLERANCE), True)
        k[row], shown_k[row], error_k[row] = field.box_mean_c, field.t_c[shown], field.error_k
        heat_w[row] = field.heat_air_w, field.heat_bottom_w, *field.heat_coolant_w
        residual = max(residual, field.residual)
    return Response(sources, k, shown_k, heat_w, error_k, residual)


def _one_watt(heat: TrayHeat, box: int) -> np.ndarray:
    """One watt in a box, spread over its cells by the area that it covers, in the storage by colors."""
    place = {name: getattr(heat.boxes, name)[box : box + 1] for name in PLACE}
    alone = boxes(1, power_w=np.ones(1), **place)
    return stored(rasterize(heat.size_m, heat.grid, heat.layers, alone).power_w)


def superposed(
    response: Response, power_w: np.ndarray, air_in_c: float, coolant_in_c: float = 0.0
) -> Superposed:
    """Temperatures and heats for the watts of every box (boxes,) and the temperatures at the inlets.

    All coolant streams have one inlet temperature; it has no effect where there are none.
    Watts outside the response's sources are ignored: check ``covers`` first.
    """
    drive = np.append(power_w[response.sources], coolant_in_c - air_in_c)
    mean_c, shown_c = np.empty(response.k.shape[1]), np.empty(response.shown_k.shape[1:], np.float32)
    heat_w = np.empty(response.heat_w.shape[1])
    _superpose(
        response.k, response.shown_k.reshape(len(drive), -1), response.heat_w, drive, air_in_c,
        mean_c, shown_c.reshape(-1), heat_w,
    )  # fmt: skip
    return Superposed(
        shown_c=shown_c,
        box_mean_c=mean_c,
        heat_air_w=float(heat_w[0]),
        heat_coolant_w=heat_w[2:],
        heat_bottom_w=float(heat_w[1]),
        residual=response.residual,
        error_k=float(np.abs(drive) @ response.error_k),
    )


@kernel
def _superpose(k, shown_k, heat, drive, start_c, mean_c, shown_c, heat_w):
    mean_c[:] = start_c
    shown_c[:] = start_c
    heat_w[:] = 0.0
    for row in range(len(drive)):
        d = drive[row]
        if d == 0.0:
            continue
        for i in range(len(mean_c)):
            mean_c[i] += d * k[row, i]
        for i in range(len(heat_w)):
            heat_w[i] += d * heat[row, i]
        d_single = np.float32(d)
        for i in range(len(shown_c)):
            shown_c[i] += d_single * shown_k[row, i]
