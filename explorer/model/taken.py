"""Boxes on a board, indexed by squares of it, so that a place is compared only with boxes near it."""

from collections.abc import Iterable, Iterator

Box = tuple[float, float, float, float]
"""Left, front, right and rear edge, in mm."""

SQUARE_MM = 25.0
"""Side of a square: as large as most ports, so that a port lies in few squares."""


class Taken:
    """The boxes on a board. A box is compared only with those that touch one of its squares.

    >>> taken = Taken()
    >>> taken.add((0.0, 0.0, 10.0, 10.0), of="asic")
    >>> taken.is_free((5.0, 5.0, 15.0, 15.0)), taken.is_free((5.0, 5.0, 15.0, 15.0), besides="asic")
    (False, True)
    """

    def __init__(self, boxes: Iterable[Box] = ()):
        self._boxes: set[tuple[Box, str]] = set()
        self._in_square: dict[tuple[int, int], list[tuple[Box, str]]] = {}

        for box in boxes:
            self.add(box)

    def add(self, box: Box, of: str = "") -> None:
        """Take a place; ``of`` names its owner, so that `is_free` can leave it out."""
        # Parts without a free place are all put on one spot: store that box once.
        if (box, of) not in self._boxes:
            self._boxes.add((box, of))
            for square in _squares(box):
                self._in_square.setdefault(square, []).append((box, of))

    def is_free(self, box: Box, besides: str = "") -> bool:
        """Whether no box overlaps this one; boxes of ``besides`` do not count. Boxes may touch."""
        left, front, right, rear = box
        return not any(
            left < other_right and other_left < right and front < other_rear and other_front < rear
            for (other_left, other_front, other_right, other_rear), of in self._near(box)
            if not besides or of != besides
        )

    def _near(self, box: Box) -> Iterator[tuple[Box, str]]:
        for square in _squares(box):
            yield from self._in_square.get(square, ())


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    left, front, right, rear = (int(edge // SQUARE_MM) for edge in box)
    return ((i, j) for i in range(left, right + 1) for j in range(front, rear + 1))
