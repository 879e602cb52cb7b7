"""Overlaps of the parts on a board, counted without comparing every pair."""

from typing import TypeGuard

import numpy as np

from explorer.model.parts import Asic, Engine, Part

TOUCH_MM = 1e-6
"""Parts that overlap by less than this are taken to touch."""

FEW = 256
"""Number of boxes up to which a table of all pairs (at most 65,536) is quicker than sorting."""


class Overlaps:
    """The overlaps among some parts: how many each part has, and with which others.

    A co-packaged engine may stand on its host's package beside the die, so it overlaps its host only where
    it overlaps the die.
    """

    def __init__(self, parts: tuple[Part, ...]):
        self.parts = parts
        self._boxes = _shrunk([part.box_mm for part in parts])
        self.counts = overlap_counts(self._boxes)
        """Number of other parts that each part overlaps, in the order of the parts"""
        self._engine, self._host, self._stands_on_die = self._seated()

    @property
    def n_pairs(self) -> int:
        return int(self.counts.sum()) // 2

    def of(self, i: int) -> np.ndarray:
        """Indices of the parts that overlap part `i`, ascending."""
        meet = _meets(self._boxes, self._boxes[:, i])
        meet[i] = False
        for one, other in ((self._engine, self._host), (self._host, self._engine)):
            mine = one == i
            meet[other[mine]] = self._stands_on_die[mine]
        return np.flatnonzero(meet)

    def _seated(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each co-packaged engine: its index, its host's index, and whether it stands on the die.

        Overlaps of an engine with its host's package that miss the die are subtracted from `counts`.
        """
        asics = {i: part for i, part in enumerate(self.parts) if isinstance(part, Asic)}
        index = {asic.id: i for i, asic in asics.items()}
        seats = [(i, index.get(part.host, -1)) for i, part in enumerate(self.parts) if is_on_package(part)]
        engine, host = np.array(seats, int).reshape(-1, 2).T
        engine, host = engine[host >= 0], host[host >= 0]
        if not engine.size:
            return engine, host, np.zeros(0, bool)
        dies = _shrunk([asics[i].die_mm for i in host.tolist()])
        on_package = _meets(self._boxes[:, engine], self._boxes[:, host])
        on_die = on_package & _meets(self._boxes[:, engine], dies)
        for part in (engine, host):
            np.subtract.at(self.counts, part, (on_package & ~on_die).astype(int))
        return engine, host, on_die


def is_on_package(part: Part) -> TypeGuard[Engine]:
    """Whether a part is an engine that is seated on its host's package."""
    return isinstance(part, Engine) and part.seat == "package"


def overlap_counts(boxes: np.ndarray) -> np.ndarray:
    """Number of other boxes that each of n boxes overlaps; rows are left, front, right, rear, shape (4, n).

    The boxes that lie beside, before or behind a box are counted by sorting, in n log² n steps however many
    overlap; all others overlap it. Boxes that touch do not overlap.
    """
    n = boxes.shape[1]
    if n <= FEW:
        return _meets(boxes[:, :, None], boxes[:, None, :]).sum(axis=0) - 1
    left, front, right, rear = boxes
    apart = np.zeros(n, int)
    for low, high in ((left, right), (front, rear)):
        apart += np.searchsorted(np.sort(high), low, "right")
        apart += n - np.searchsorted(np.sort(low), high, "left")
    # Pairs that are apart both in x and in y have been counted twice.
    for near_x, far_x in ((left, right), (-right, -left)):
        for near_y, far_y in ((front, rear), (-rear, -front)):
            apart -= _counted_below(far_x, far_y, near_x, near_y)
    return n - 1 - apart


def _counted_below(x, y, most_x, most_y) -> np.ndarray:
    """For each ``(most_x, most_y)`` the number of points with ``x <= most_x`` and ``y <= most_y``.

    Points in the order of x are cut into runs of 1, 2, 4 ... points, and each run is sorted by y. The points
    up to `most_x` then consist of one run for each power of two in the binary form of their number.
    """
    n = len(x)
    order, sorted_y = np.argsort(x, kind="stable"), np.sort(y)
    rank = np.searchsorted(sorted_y, y[order], "left")
    up_to = np.searchsorted(x[order], most_x, "right")
    below = np.searchsorted(sorted_y, most_y, "right")
    counted = np.zeros(len(most_x), int)
    for level in range(n.bit_length()):
        runs = np.sort((np.arange(n) >> level) * (n + 1) + rank)
        has = (up_to >> level) & 1 == 1
        run = (up_to[has] >> level) - 1
        counted[has] += np.searchsorted(runs, run * (n + 1) + below[has], "left") - (run << level)
    return counted


def _shrunk(boxes) -> np.ndarray:
    """Edges of boxes as rows; left and front are moved in by `TOUCH_MM`, so that touching boxes are apart."""
    edges = np.array(boxes, float).reshape(-1, 4).T
    edges[:2] += TOUCH_MM
    return edges


def _meets(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a[0] < b[2]) & (b[0] < a[2]) & (a[1] < b[3]) & (b[1] < a[3])
