"""Converters: what goes in for what comes out."""

import numpy as np
from numba import njit

from explorer.errors import SolverError


def input_power(output_w, rating_w, load, efficiency):
    """Input of a supply from its efficiency curve, straight between the points, flat beyond them.

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
        If the curve is not ordered in load or leaves 0..1.
    """
    x, eta = np.asarray(load, float), np.asarray(efficiency, float)
    if x.size != eta.size or not (np.diff(x) > 0).all():
        raise SolverError("efficiency curve: the loads have to grow from point to point")
    if not ((eta > 0) & (eta <= 1)).all():
        raise SolverError(f"efficiency curve: {eta.max():g} is outside the allowed range 0 to 1")
    output = np.asarray(output_w, float)
    share = output / np.broadcast_to(np.asarray(rating_w, float), output.shape)
    return _input(np.atleast_1d(output), np.atleast_1d(share), x, eta).reshape(output.shape)


@njit(cache=True, nogil=True)
def _input(output, share, x, eta):
    result = np.empty_like(output)
    for i in range(output.size):
        result[i] = output[i] / np.interp(share[i], x, eta)
    return result
