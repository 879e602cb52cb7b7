"""What stands on a board, by squares of it, so that a place is compared with its neighbors alone."""

from collections.abc import Iterable, Iterator

Box = tuple[float, float, float, float]
"""Left, front, right and rear edge, in mm."""

SQUARE_MM = 25.0
"""Side of a square: as large as most ports, so that each of them is in a few."""


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
        """Take a place; ``of`` names whose it is, where `is_free` may have to leave it out."""
        # parts that found no place stand on one spot: all of them take it once
        if (box, of) not in self._boxes:
            self._boxes.add((box, of))
            for square in _squares(box):
                self._in_square.setdefault(square, []).append((box, of))

    def is_free(self, box: Box, besides: str = "") -> bool:
        """Whether nothing stands in a box; what is ``besides``'s does not count. Boxes may touch."""
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
