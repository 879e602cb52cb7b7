"""A graph of directed links, and flows over it.

A flow lists the links that it uses and the share of its rate that each carries: 1 on a single path, less
where it is sprayed over several. Rates and capacities are in Gb/s; a link carries one way.
"""

from typing import NamedTuple

import numpy as np

from explorer.errors import SolverError
from explorer.solvers.checks import require_finite, require_not_negative


class Graph(NamedTuple):
    """Directed links between numbered nodes."""

    tail: np.ndarray
    head: np.ndarray
    capacity: np.ndarray
    is_transit: np.ndarray
    """(nodes,) whether a node forwards traffic of other nodes"""

    @property
    def n_nodes(self) -> int:
        return len(self.is_transit)


class Flows(NamedTuple):
    """Flow ``i`` uses ``link[start[i]:start[i + 1]]`` and stands for ``times[i]`` equal flows."""

    start: np.ndarray
    link: np.ndarray
    share: np.ndarray
    times: np.ndarray

    @property
    def is_routed(self) -> np.ndarray:
        """(flows,) whether a flow has a path."""
        return np.diff(self.start) > 0


def graph(n_nodes: int, tail, head, capacity, is_transit=None) -> Graph:
    """A graph of directed links; a full-duplex cable is two of them.

    Raises
    ------
    SolverError
        If a link ends at a node that does not exist, or its capacity is negative or not finite.
    """
    tail, head = np.asarray(tail, np.int64), np.asarray(head, np.int64)
    capacity = np.asarray(capacity, float)
    transit = np.ones(n_nodes, bool) if is_transit is None else np.asarray(is_transit, bool)
    for ends in (tail, head):
        for i in np.flatnonzero((ends < 0) | (ends >= n_nodes)):
            raise SolverError(f"link {i}: node {ends[i]} is none of 0 to {n_nodes - 1}")
    check_capacity(capacity)
    return Graph(tail, head, capacity, transit)


def flows(links, count=None) -> Flows:
    """Flows from lists of links; each flow uses its links with its whole rate.

    >>> flows([[0], [0, 1]]).start.tolist()
    [0, 1, 3]
    """
    sizes = [len(own) for own in links]
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    link = np.array([number for own in links for number in own], np.int32)
    n = np.ones(len(sizes)) if count is None else np.asarray(count, float)
    return Flows(start, link, np.ones(link.size), n)


def check_capacity(capacity):
    for i in np.flatnonzero(~np.isfinite(capacity) | (capacity < 0.0)):
        require_finite(f"link {i}: capacity", capacity[i], "Gb/s")
        require_not_negative(f"link {i}: capacity", capacity[i], "Gb/s")
