"""Times of collective operations, each in closed form.

Symbols: N ranks, S [B] data of each rank, B [B/s] rate at which a rank sends and receives at the same time,
a [s] latency of a step (Thakur, Rabenseifner and Gropp, Optimization of Collective Communication Operations
in MPICH, 2005).
"""

import math

from explorer.errors import SolverError
from explorer.solvers.checks import require_not_negative, require_positive


def ring_all_reduce_s(ranks: int, bytes: float, bytes_per_s: float, step_s: float) -> float:
    """Time [s] of a ring all-reduce: N - 1 steps of S / N that add up pieces, and N - 1 that gather the sums.

    >>> round(ring_all_reduce_s(72, 1e9, 9e11, 1e-6), 12)
    0.002333358025
    """
    return 2.0 * all_gather_s(ranks, bytes, bytes_per_s, step_s)


def all_gather_s(ranks: int, bytes: float, bytes_per_s: float, step_s: float) -> float:
    """Time [s] of a ring all-gather, also of a reduce-scatter: (N - 1) / N S / B + (N - 1) a.

    Every rank receives the pieces S / N of all others.
    """
    _check(ranks, bytes, bytes_per_s, step_s)
    return (ranks - 1) / ranks * bytes / bytes_per_s + (ranks - 1) * step_s


def tree_all_reduce_s(ranks: int, bytes: float, bytes_per_s: float, step_s: float) -> float:
    """Time [s] of an all-reduce up and down two trees that share the data: 2 S / B + 2 log2(N) a.

    It is pipelined, so that the depth of the trees costs latency only (Sanders, Speck and Traeff, Two-tree
    algorithms, 2009).

    >>> round(tree_all_reduce_s(64, 1e9, 1e11, 1e-6), 9)
    0.020012
    """
    _check(ranks, bytes, bytes_per_s, step_s)
    if ranks == 1:
        return 0.0
    return 2.0 * bytes / bytes_per_s + 2 * math.ceil(math.log2(ranks)) * step_s


def all_to_all_s(
    ranks: int, bytes: float, bytes_per_s: float, step_s: float, cut_bytes_per_s: float = math.inf
) -> float:
    """Time [s] in which every rank sends S / N to each other one, limited by its port or by the bisection.

    N^2 / 4 of the messages cross from one half to the other; N - 1 pairwise steps cost latency.

    >>> all_to_all_s(4, 4e9, 1e9, 0.0), all_to_all_s(4, 4e9, 1e9, 0.0, cut_bytes_per_s=1e9)
    (3.0, 4.0)
    """
    _check(ranks, bytes, bytes_per_s, step_s)
    require_positive("cut", 1.0 if math.isinf(cut_bytes_per_s) else cut_bytes_per_s, "B/s")
    half = ranks // 2
    port_s = (ranks - 1) / ranks * bytes / bytes_per_s
    cut_s = half * (ranks - half) * bytes / ranks / cut_bytes_per_s
    return max(port_s, cut_s) + (ranks - 1) * step_s


def _check(ranks, bytes, bytes_per_s, step_s):
    if ranks < 1 or ranks != int(ranks):
        raise SolverError(f"ranks = {ranks:g}: has to be a whole number of at least 1")
    require_not_negative("data", bytes, "B")
    require_positive("bandwidth", bytes_per_s, "B/s")
    require_not_negative("latency of a step", step_s, "s")
