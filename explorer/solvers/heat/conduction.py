"""Steady heat conduction in the cells of a board, for given fluid temperatures.

``assemble`` makes the equations of ``Cells``; ``correct`` reduces the imbalance [W] of a field by a few
iterations of the multigrid solver, in single precision. For more digits, the caller computes the imbalance in
double precision and corrects again.
"""

from collections.abc import Callable
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import DTypeLike

from explorer.errors import SolverError
from explorer.solvers.heat import coarsening, multigrid
from explorer.solvers.heat.colors import add_times, join, split
from explorer.solvers.heat.grid import Cells
from explorer.solvers.team import share


class Equations(NamedTuple):
    """Conductances [W/K] of a board, in the storage by ``colors``.

    ``gx, gy, gz, ground`` (2, ny, nz half) in the precision of the result. ``g_bottom`` (ny, nx) are the
    conductances of the lowest layer to the air below.
    ``levels``, ``all_gx, all_gy, all_gz`` and ``inverse`` are for the multigrid solver: all levels, in
    single precision.
    """

    shape: tuple[int, int, int]
    gx: np.ndarray
    gy: np.ndarray
    gz: np.ndarray
    ground: np.ndarray
    g_bottom: np.ndarray
    levels: np.ndarray
    all_gx: np.ndarray
    all_gy: np.ndarray
    all_gz: np.ndarray
    inverse: np.ndarray


def assemble(
    cells: Cells, dtype: DTypeLike = np.float64, storage_w_per_k: np.ndarray | None = None
) -> tuple[Equations, np.ndarray]:
    """The equations of ``cells`` and their powers in the storage by colors.

    ``storage_w_per_k`` [z, y, x] adds C / dt of a time step.

    Raises ``SolverError`` if no heat can leave.
    """
    nz, ny, nx = cells.kxy.shape
    dx, dy = cells.step_m
    levels = coarsening.level_table(nx, ny, nz)
    finest, size = (2, ny, nz * levels[0, 2]), 2 * ny * nz * levels[0, 2]
    every = np.empty((5, levels[-1, 3]), np.float32)
    is_copied = dtype != np.float32
    own = [np.empty(finest, dtype) if is_copied else part[:size].reshape(finest) for part in every[:4]]
    source_w, g_bottom = np.empty(finest, dtype), np.empty((ny, nx), dtype)
    thickness, area = cells.thickness_m.astype(dtype), dx * dy
    one = cast("Callable[[float], np.floating]", np.dtype(dtype).type)
    storage = np.empty((0, 0, 0)) if storage_w_per_k is None else storage_w_per_k
    sums = np.empty(-(-ny // coarsening.ROWS))
    share(
        coarsening.prepare, levels, nz, cells.kxy, cells.kz, cells.power_w, cells.h_air, cells.h_coolant,
        one(cells.h_bottom), one(area), one(2.0 * dy / dx) * thickness, one(2.0 * dx / dy) * thickness,
        thickness / one(2.0 * area), (cells.contact_m2k_per_w / area).astype(dtype), storage, tuple(own),
        is_copied, tuple(every), source_w, g_bottom, sums,
    )  # fmt: skip
    if storage_w_per_k is None and not sums.any():
        raise SolverError("no way to lose heat: h_air, h_coolant and h_bottom are 0 everywhere")
    (gx, gy, gz, ground), (all_gx, all_gy, all_gz, _, inverse) = own, every
    equations = Equations((nz, ny, nx), gx, gy, gz, ground, g_bottom, levels, all_gx, all_gy, all_gz, inverse)
    return equations, source_w


def stored(field: np.ndarray, dtype: DTypeLike = np.float64, offset: float = 0.0) -> np.ndarray:
    """A field [z, y, x] plus ``offset`` in the storage by colors."""
    nz, ny, nx = field.shape
    out = np.empty((2, ny, nz * ((nx + 1) // 2)), dtype)
    share(split, np.ascontiguousarray(field), float(offset), out)
    return out


def unstored(values: np.ndarray, shape, offset: float = 0.0, dtype: DTypeLike = np.float64) -> np.ndarray:
    """A field [z, y, x] from the storage by colors, plus ``offset``."""
    out = np.empty(shape, dtype)
    share(join, values, float(offset), out)
    return out


class Missing(NamedTuple):
    """Imbalance ``w`` [W] of each cell, in the storage by colors, and its sums.

    ``total_w`` is the sum, ``norm_w`` the root of the sum of squares, ``size_w`` the sum of absolute values,
    and ``source_w`` the sum of the sources' absolute values.
    """

    w: np.ndarray
    total_w: float
    norm_w: float
    size_w: float
    source_w: float


def correct(
    equations: Equations, missing: Missing, iterations: int, tolerance: float, t: np.ndarray
) -> tuple[int, float]:
    """Add to ``t`` the change that balances ``missing``; returns the iterations and the largest change [K].

    Single precision suffices for watts of any size, since they are scaled by their norm.
    """
    if missing.norm_w == 0.0:
        return 0, 0.0
    e, nz, watts, scale, change = equations, equations.shape[0], missing.w, missing.norm_w, t
    if t.dtype != np.float32:
        watts, scale, change = (missing.w / scale).astype(np.float32), 1.0, np.zeros(t.shape, np.float32)
    done, most_k = share(
        multigrid.solve, e.levels, nz, e.all_gx, e.all_gy, e.all_gz, e.inverse, watts, scale,
        iterations, tolerance, change, *multigrid.workspace(e.levels, nz),
    )  # fmt: skip
    if change is not t:
        most_k *= missing.norm_w
        add_times(missing.norm_w, change, t)
    return done, most_k
