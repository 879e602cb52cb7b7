"""Max-min fair rates of flows over links that they share."""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.compiled import kernel, subroutine
from explorer.solvers.fabric.graph import Flows, check_capacity

TIE = 1e-12
"""Links whose levels differ by less than this share count as full at the same level."""

MANY = 4
"""In rounds in which at least one in ``MANY`` flows stops, all flows are scanned."""


class Rates(NamedTuple):
    """``rate`` of each flow and ``load`` of each link [Gb/s]."""

    rate: np.ndarray
    load: np.ndarray


def max_min(capacity, users: Flows, limit=None) -> Rates:
    """Max-min fair rates by progressive filling: all rates rise together until a flow meets a full link.

    No flow can get more without taking from one whose rate is no higher (Bertsekas and Gallager, Data
    Networks, 6.5.2). A flow loads its links ``times`` as much as one of its copies; ``limit`` is the highest
    rate that a flow can use.

    Parameters
    ----------
    capacity : (n_links,) Gb/s
    users : flows over these links
    limit : (n_flows,) Gb/s, or ``None`` for no limits

    Raises
    ------
    SolverError
        Names the link whose capacity is invalid, or the flow whose links, count or limit are.

    Examples
    --------
    >>> from explorer.solvers.fabric.graph import flows
    >>> max_min([10.0, 4.0, 6.0], flows([[0], [0, 1], [1], [1, 2], [2]])).rate.round(3).tolist()
    [8.667, 1.333, 1.333, 1.333, 4.667]
    >>> max_min([10.0], flows([[0], [0]]), limit=[2.0, np.inf]).rate.tolist()
    [2.0, 8.0]
    """
    capacity = np.asarray(capacity, float)
    check_capacity(capacity)
    n_flows = len(users.start) - 1
    bound_gbps = np.full(n_flows, np.inf) if limit is None else np.asarray(limit, float)
    _check_flows(users, capacity.size, bound_gbps)
    n_links, limited = capacity.size, np.flatnonzero(np.isfinite(bound_gbps))
    if limited.size:
        # a limit becomes one more link, which only this flow uses
        ends = users.start[limited + 1]
        capacity = np.concatenate([capacity, bound_gbps[limited] * users.times[limited]])
        own = n_links + np.arange(limited.size)
        start = users.start + np.searchsorted(limited, np.arange(n_flows + 1))
        link, share = np.insert(users.link, ends, own), np.insert(users.share, ends, 1.0)
        users = Flows(start, link, share, users.times)
    rate, load = _fill(capacity, *users)
    return Rates(rate, load[:n_links])


def _check_flows(users: Flows, n_links: int, bound_gbps):
    flow, entry = _faulty(users.start, users.link, users.times, bound_gbps, n_links)
    if flow < 0:
        return
    if entry >= 0:
        raise SolverError(f"flow {flow}: link {users.link[entry]} is none of 0 to {n_links - 1}")
    if not 0.0 < users.times[flow] < np.inf:
        raise SolverError(f"flow {flow}: its count {users.times[flow]:g} has to be above 0")
    if not bound_gbps[flow] >= 0.0:
        raise SolverError(f"flow {flow}: its limit of {bound_gbps[flow]:g} Gb/s may not be negative")
    raise SolverError(f"flow {flow}: uses no link, so nothing limits it")


@kernel
def _faulty(start, link, count, bound_gbps, n_links):
    """First invalid flow, and its entry whose link does not exist; -1 for none."""
    for i in range(count.size):
        for e in range(start[i], start[i + 1]):
            if link[e] < 0 or link[e] >= n_links:
                return i, e
        endless = start[i] == start[i + 1] and bound_gbps[i] == np.inf
        if not 0.0 < count[i] < np.inf or not bound_gbps[i] >= 0.0 or endless:
            return i, -1
    return -1, -1


@kernel
def _fill(capacity, start, link, share, count):
    n_links, n_flows = capacity.size, count.size
    weight, load, active = np.zeros(n_links), np.zeros(n_links), np.zeros(n_links, np.int64)
    for i in range(n_flows):
        for e in range(start[i], start[i + 1]):
            weight[link[e]] += count[i] * share[e]
            active[link[e]] += 1
    # a weight below this is rounding: all flows of the link have stopped
    dust = TIE * weight
    rate, rising, level = np.full(n_flows, -1.0), np.arange(n_flows), 0.0
    is_full, is_listed = np.zeros(n_links, np.bool_), False
    first, user = active[:0], active[:0]
    while True:
        least = _first_full(capacity, load, weight, dust)
        if least < 0:
            rate[rate < 0.0] = level
            return rate, load
        level = max(level, (capacity[least] - load[least]) / weight[least])
        stopped = _mark_full(level * (1.0 + TIE), capacity, load, weight, dust, active, is_full)
        # with subnormal numbers, rounding could leave even this link open
        is_full[least] = True
        # scanning all flows pays where many stop; else look up those of the full links
        if not is_listed and MANY * stopped >= rising.size:
            left = 0
            for i in rising:
                if rate[i] < 0.0 and _meets(i, start, link, is_full):
                    _settle(i, level, rate, start, link, share, count, weight, load, active)
                elif rate[i] < 0.0:
                    rising[left] = i
                    left += 1
            rising = rising[:left]
            continue
        if not is_listed:
            first, user = _users(rising, rate, start, link, active)
            is_listed = True
        for k in np.flatnonzero(is_full):
            for i in user[first[k] : first[k + 1]]:
                if rate[i] < 0.0:
                    _settle(i, level, rate, start, link, share, count, weight, load, active)


@subroutine
def _first_full(capacity, load, weight, dust):
    """The link that fills up next; -1 if no rising flow uses any."""
    least, level = -1, np.inf
    for k in range(capacity.size):
        if weight[k] > dust[k] and (capacity[k] - load[k]) / weight[k] < level:
            least, level = k, (capacity[k] - load[k]) / weight[k]
    return least


@subroutine
def _mark_full(reached, capacity, load, weight, dust, active, is_full):
    """Mark the links that are full at a level; returns how many times rising flows use them."""
    stopped = 0
    for k in range(capacity.size):
        is_full[k] = weight[k] > dust[k] and capacity[k] - load[k] <= reached * weight[k]
        stopped += active[k] if is_full[k] else 0
    return stopped


@subroutine
def _meets(i, start, link, is_full):
    """Whether one of a flow's links is full."""
    meets = False
    for e in range(start[i], start[i + 1]):
        meets |= is_full[link[e]]
    return meets


@subroutine
def _settle(i, at, rate, start, link, share, count, weight, load, active):
    """Fix the rate of a flow, and move it from the weight of its links to their load."""
    rate[i] = at
    for e in range(start[i], start[i + 1]):
        part = count[i] * share[e]
        load[link[e]] += part * at
        weight[link[e]] -= part
        active[link[e]] -= 1


@subroutine
def _users(rising, rate, start, link, active):
    """(first, user): link ``k`` is used by the rising flows ``user[first[k] : first[k + 1]]``."""
    first = np.zeros(active.size + 1, np.int64)
    first[1:] = np.cumsum(active)
    place, user = first[:-1].copy(), np.empty(first[-1], np.int64)
    for i in rising:
        if rate[i] < 0.0:
            for e in range(start[i], start[i + 1]):
                user[place[link[e]]] = i
                place[link[e]] += 1
    return first, user
