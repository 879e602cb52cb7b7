"""Steady heat conduction in the cells of a board, for given fluid temperatures.

``assemble`` makes the equations of ``Cells``, ``unbalance`` says by how many watts a field misses them, and
``correction`` answers those watts by a few iterations of the multigrid solver, in single precision. Whoever
wants more digits repeats the two with an ``unbalance`` in double precision.
"""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers import coarsening, colors, multigrid
from explorer.solvers.grid import Cells
from explorer.solvers.streams import film_w_per_k


class Equations(NamedTuple):
    """Conductances [W/K] of a board, in the storage by ``colors``.

    ``gx, gy, gz, ground`` (2, ny, nz half) in the precision of the answer. ``g_top, g_bottom`` (ny, nx) are
    the conductances of the highest layer to its fluids and of the lowest one to the air below.
    The rest belongs to the multigrid solver: all levels in single precision.
    """

    shape: tuple[int, int, int]
    gx: np.ndarray
    gy: np.ndarray
    gz: np.ndarray
    ground: np.ndarray
    g_top: np.ndarray
    g_bottom: np.ndarray
    levels: np.ndarray
    all_gx: np.ndarray
    all_gy: np.ndarray
    low: np.ndarray
    inverse: np.ndarray


def assemble(cells: Cells, dtype=np.float64, storage_w_per_k: np.ndarray | None = None) -> Equations:
    """The equations of ``cells``; ``storage_w_per_k`` [z, y, x] adds C / dt of a time step.

    Raises ``SolverError`` if no heat can leave.
    """
    nz, ny, nx = cells.kxy.shape
    dx, dy = cells.step_m
    top, bottom = cells.thickness_m[-1], cells.thickness_m[0]
    g_top = film_w_per_k(cells.h_air, top, cells.kz[-1], dx * dy)
    g_top += film_w_per_k(cells.h_coolant, top, cells.kz[-1], dx * dy)
    g_bottom = film_w_per_k(np.full((ny, nx), cells.h_bottom), bottom, cells.kz[0], dx * dy)
    if storage_w_per_k is None and not (g_top.any() or g_bottom.any()):
        raise SolverError("no way to lose heat: h_air, h_coolant and h_bottom are 0 everywhere")
    levels = coarsening.level_table(nx, ny, nz)
    finest, size = (2, ny, nz * levels[0, 2]), 2 * ny * nz * levels[0, 2]
    every = np.empty((6, levels[-1, 3]), np.float32)
    if dtype == np.float32:
        own = [part[:size].reshape(finest) for part in every[:4]]
    else:
        own = [np.empty(finest) for _ in range(4)]
    kxy, kz = stored(cells.kxy, dtype), stored(cells.kz, dtype)
    thickness, area = cells.thickness_m.astype(dtype), dx * dy
    factors = 2.0 * dy / dx * thickness, 2.0 * dx / dy * thickness, thickness / (2.0 * area)
    contact = (cells.contact_m2k_per_w / area).astype(dtype)
    colors.conductances(kxy, kz, levels[0, 2], *factors, contact, *own[:3])
    ground = own[3].reshape(2, ny, nz, -1)
    ground[:, :, 1:] = 0.0
    ground[:, :, 0] = stored(g_bottom[None], dtype)
    ground[:, :, -1] += stored(g_top[None], dtype)
    if storage_w_per_k is not None:
        own[3] += stored(storage_w_per_k, own[3].dtype)
    if dtype != np.float32:
        for part, values in zip(every, own, strict=False):
            part[:size] = values.reshape(-1)
    coarsening.prepare(levels, nz, *every)
    return Equations((nz, ny, nx), *own, g_top, g_bottom, levels, every[0], every[1], every[4], every[5])


def stored(field: np.ndarray, dtype=np.float64, offset: float = 0.0) -> np.ndarray:
    """A field [z, y, x] plus ``offset`` in the storage by colors."""
    nz, ny, nx = field.shape
    out = np.empty((2, ny, nz * ((nx + 1) // 2)), dtype)
    colors.split(np.ascontiguousarray(field), float(offset), out)
    return out


def unstored(values: np.ndarray, shape, offset: float = 0.0) -> np.ndarray:
    """A field [z, y, x] in double precision from the storage by colors, plus ``offset``."""
    out = np.empty(shape)
    colors.join(values, offset, out)
    return out


def unbalance(equations: Equations, t: np.ndarray, source_w: np.ndarray) -> np.ndarray:
    """Watts by which each cell is out of balance; everything in the storage by colors."""
    out = np.empty_like(t)
    colors.residual(
        equations.gx, equations.gy, equations.gz, equations.ground, equations.levels[0, 2], t, source_w, out
    )
    return out


def correction(
    equations: Equations, unbalance_w: np.ndarray, iterations: int, tolerance: float = 0.0
) -> tuple[np.ndarray, int]:
    """Temperature change that answers ``unbalance_w``, and the iterations it took.

    Single precision, whatever the size of the numbers: they are scaled by the largest one.
    """
    scale = float(np.abs(unbalance_w).max())
    if scale == 0.0:
        return np.zeros_like(unbalance_w), 0
    source = (unbalance_w * (1.0 / scale)).astype(np.float32, copy=False)
    out = np.empty_like(source)
    done = multigrid.solve(
        equations.levels, equations.shape[0], equations.all_gx, equations.all_gy, equations.low,
        equations.inverse, source, iterations, tolerance, out,
    )  # fmt: skip
    step = out.astype(unbalance_w.dtype, copy=False)
    step *= scale
    return step, done
