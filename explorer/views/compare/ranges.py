"""Ends of color scales that two maps share, and the difference of two maps on different grids."""

import math

import numpy as np

STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
SHADES = 8
"""Steps that a scale has at least."""


def fitted(values, finest: float = 0.0) -> tuple[float, float]:
    """Round ends that hold all finite values, `finest` apart at least.

    >>> fitted([25.3, 61.0], finest=1.0), fitted([])
    ((25.0, 65.0), (0.0, 1.0))
    """
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    step = max(_step((high - low) / SHADES), finest)
    # what is a hair beyond a round end does not take another step
    down, up = math.floor(low / step + 0.02) * step, math.ceil(high / step - 0.02) * step
    return down, max(up, down + step)


def about_zero(change, least: float) -> float:
    """Half of a range around zero that holds all finite values, rounded up.

    >>> about_zero([-3.1, 0.4], 0.1), about_zero([], 0.1)
    (4.0, 0.1)
    """
    change = np.asarray(change, float)
    most = float(np.abs(change[np.isfinite(change)]).max(initial=max(least, 1e-6)))
    decade = 10.0 ** math.floor(math.log10(most))
    return next(digit * decade for digit in STEPS if digit * decade >= most * (1.0 - 1e-9))


def _step(least: float) -> float:
    if least <= 0.0:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(least))
    return next(digit * decade for digit in (1.0, 2.0, 5.0, 10.0) if digit * decade >= least * (1.0 - 1e-9))


def difference(a, b) -> np.ndarray:
    """A less B in the cells of A; NaN where the board of B does not reach.

    Where B's grid or board is another, its values are taken between the middles of its cells.
    """
    same_size = (a.across_mm, a.deep_mm) == (b.across_mm, b.deep_mm)
    if same_size and a.field.shape == b.field.shape:
        return a.field - b.field
    return a.field - _between(b, *(_middles(n, mm) for n, mm in zip(a.field.shape, _size(a), strict=True)))


def _size(board) -> tuple[float, float]:
    return board.deep_mm, board.across_mm


def _middles(n: int, mm: float) -> np.ndarray:
    return (np.arange(n) + 0.5) / n * mm


def _between(board, deep_mm, across_mm) -> np.ndarray:
    """Values of a map at places, weighted by the distance from the middles of the four cells around."""
    out = np.empty((deep_mm.size, across_mm.size), np.float32)
    (i, j, v), (k, m, u) = (
        _cells(at, n, mm)
        for at, n, mm in zip((deep_mm, across_mm), board.field.shape, _size(board), strict=True)
    )
    field, v, u = board.field, v[:, None], u[None, :]
    whole = (1 - v) * ((1 - u) * field[np.ix_(i, k)] + u * field[np.ix_(i, m)])
    whole += v * ((1 - u) * field[np.ix_(j, k)] + u * field[np.ix_(j, m)])
    nearest = field[np.ix_(np.where(v[:, 0] < 0.5, i, j), np.where(u[0] < 0.5, k, m))]
    out[:] = np.where(np.isfinite(whole), whole, nearest)
    out[deep_mm > board.deep_mm, :] = np.nan
    out[:, across_mm > board.across_mm] = np.nan
    return out


def _cells(at_mm, n: int, mm: float):
    """Cells before and after places, and how far on the way between their middles each place is."""
    at = np.clip(at_mm / mm * n - 0.5, 0.0, n - 1.0)
    before = np.floor(at).astype(int)
    return before, np.minimum(before + 1, n - 1), at - before
