"""Input power of supplies and converters for a given output."""

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.power.delivery import supplied

LEAST_W = 1e-9
"""A converter rated below this is off: dividing by its rating would overflow."""


def input_power(output_w, rating_w, load, efficiency):
    """Input power [W] of a supply from its efficiency curve, linear between points, constant beyond them.

    Parameters
    ----------
    output_w : delivered power, W, array
    rating_w : what it can deliver, W, array or number
    load, efficiency : (k,) points of the curve, both as shares 0..1, load growing

    Examples
    --------
    >>> float(input_power(500.0, 1000.0, [0.1, 0.5, 1.0], [0.90, 0.96, 0.91]))
    520.8333333333334

    Raises
    ------
    SolverError
        If the curve is not ordered in load, leaves 0..1, or needs less input for more output.
    """
    x, eta = checked_curve(load, efficiency)
    output = np.asarray(output_w, float)
    share = output / np.broadcast_to(np.asarray(rating_w, float), output.shape)
    return supplied(np.atleast_1d(output), np.atleast_1d(share), x, eta).reshape(output.shape)


def checked_curve(load, efficiency) -> tuple[np.ndarray, np.ndarray]:
    """An efficiency curve as two arrays (load, efficiency); raises for one that no supply can have.

    >>> checked_curve([0.5, 0.6], [0.4, 0.9])
    Traceback (most recent call last):
    explorer.errors.SolverError: efficiency curve: at a load of 0.6 it takes less than at 0.5

    Raises
    ------
    SolverError
        If the loads do not grow, an efficiency leaves 0..1, or more output would take less input.
    """
    x, eta = np.asarray(load, float), np.asarray(efficiency, float)
    if not x.size or x.size != eta.size or not (np.isfinite(x).all() and (np.diff(x) > 0).all()):
        raise SolverError("efficiency curve: the loads have to grow from point to point")
    wrong = ~((eta > 0) & (eta <= 1))
    if wrong.any():
        raise SolverError(f"efficiency curve: {eta[wrong][0]:g} is outside the allowed range 0 to 1")
    falls = np.diff(x / eta) <= 0
    if falls.any():
        i = int(np.argmax(falls))
        raise SolverError(f"efficiency curve: at a load of {x[i + 1]:g} it takes less than at {x[i]:g}")
    return x, eta


def loss_curve(rated_w, efficiency, fixed_share, square_share) -> tuple[float, float, float]:
    """a, b, c of a converter's loss ``a + b P + c P^2`` (W) for its output P.

    Of the loss at rated output, `fixed_share` is drawn without load too (gates, control, core),
    `square_share` grows with the square of the current (copper, on-resistance), and the rest in
    proportion. The efficiency is best at sqrt(fixed_share / square_share) of the rating.

    Parameters
    ----------
    rated_w : output at which the efficiency holds, W; below `LEAST_W` the converter is off
    efficiency : at rated output

    Examples
    --------
    >>> a, b, c = loss_curve(1000.0, 0.88, 0.15, 0.5)
    >>> round(1000.0 / (1000.0 + a + b * 1000.0 + c * 1000.0**2), 9)
    0.88

    Raises
    ------
    SolverError
        If the efficiency leaves 0..1 or the shares do not fit.
    """
    if not 0 < efficiency <= 1:
        raise SolverError(f"converter: efficiency {efficiency:g} is outside the allowed range 0 to 1")
    if fixed_share < 0 or square_share < 0 or fixed_share + square_share > 1:
        raise SolverError(f"converter: loss shares {fixed_share:g} and {square_share:g} are no parts of one")
    if rated_w < LEAST_W:
        return 0.0, 0.0, 0.0
    share = 1.0 / efficiency - 1.0
    steady = 1.0 - fixed_share - square_share
    return fixed_share * share * rated_w, steady * share, square_share * share / rated_w
