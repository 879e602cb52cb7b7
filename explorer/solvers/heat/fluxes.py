"""Fluxes of a solved tray: heat upward through each layer's top, and the air's temperature over the board.

Both come from the equations that the tray was solved with, so that they balance: heat through the tops of
the highest layer equals what air and coolant take, to round-off.
"""

import numpy as np

from explorer.solvers.heat.conduction import unstored
from explorer.solvers.heat.streams import March, Streams, march
from explorer.solvers.heat.tray import TrayHeat, tray_problem


def upward_w(heat: TrayHeat, t_c: np.ndarray, layer: int) -> np.ndarray:
    """Heat [W] up through the top of every cell of a layer, shape (ny, nx); negative where it goes down.

    ``t_c`` [z, y, x] is the solution of ``heat``. Heat goes to the cell above through the conductance
    between the two centers, contact included, and from the highest layer to the air and the coolant over it.
    """
    problem = tray_problem(heat)
    t_c = np.asarray(t_c, float)
    if layer < len(t_c) - 1:
        up = unstored(problem.equations.gz, problem.equations.shape)
        return up[layer] * (t_c[layer] - t_c[layer + 1])
    run = _run(heat, problem.streams, t_c)
    element, cell = _entries(problem.streams)
    wall = t_c[-1].reshape(-1)
    taken_w = problem.streams.g_w_per_k * (wall[cell] - run.t_mean[element])
    return np.bincount(cell, taken_w, wall.size).reshape(t_c.shape[1:])


def air_c(heat: TrayHeat, t_c: np.ndarray) -> np.ndarray:
    """Temperature [C] of the air over every cell, shape (ny, nx).

    It is the air's mean over the length of the cell, as it warms up in its lane; a cell on the border of
    two lanes has their mean by area.
    """
    problem = tray_problem(heat)
    t_c = np.asarray(t_c, float)
    streams, (_, ny, nx) = problem.streams, t_c.shape
    lanes = len(problem.rise_in) - len(heat.coolant_in_c)
    mean_c = _run(heat, streams, t_c).t_mean[: ny * lanes].reshape(ny, lanes)
    cell, edge = np.arange(nx), np.linspace(0.0, nx, lanes + 1)[:, None]
    share = np.minimum(cell + 1.0, edge[1:]) - np.maximum(cell, edge[:-1])
    return mean_c @ np.maximum(share, 0.0)


def _run(heat: TrayHeat, streams: Streams, t_c: np.ndarray) -> March:
    """March all streams over the solved walls."""
    lanes = len(streams.m_cp_w_per_k) - len(heat.coolant_in_c)
    return march(streams, np.append(np.full(lanes, float(heat.air_in_c)), heat.coolant_in_c), t_c[-1])


def _entries(streams: Streams) -> tuple[np.ndarray, np.ndarray]:
    """Element and cell of every conductance of the streams."""
    count = np.diff(streams.first)
    element = np.repeat(np.arange(len(count)), count)
    return element, streams.cell[element] + np.arange(len(element)) - streams.first[element]
