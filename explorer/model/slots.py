"""Free places on a board: rings around a package."""

from collections.abc import Iterable, Iterator

from explorer.model.parts import Asic
from explorer.model.taken import Taken
from explorer.model.tray import TrayDesign

RING_PITCH_MM = 2.0


def ring_slots(box_mm, width_mm: float, depth_mm: float, gap_mm: float):
    """Places around a rectangle, nearest ring first, the middle of each side before its ends.

    Yields left and front edge of a `width_mm` x `depth_mm` part, in mm. Rows in front and behind take
    the corners, columns at the sides stand between them.
    """
    x0, y0, x1, y1 = box_mm
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    for ring in range(6):
        off_x = gap_mm + ring * (width_mm + RING_PITCH_MM)
        off_y = gap_mm + ring * (depth_mm + RING_PITCH_MM)
        places = []
        for shift in _shifts(x1 - x0 + 2 * (off_x + width_mm), width_mm):
            for y in (y0 - off_y - depth_mm, y1 + off_y):
                places.append((abs(shift), cx + shift - width_mm / 2, y))
        for shift in _shifts(y1 - y0 + 2 * off_y, depth_mm):
            for x in (x0 - off_x - width_mm, x1 + off_x):
                places.append((abs(shift), x, cy + shift - depth_mm / 2))
        yield from ((round(x, 2), round(y, 2)) for _, x, y in sorted(places, key=lambda p: p[0]))


def _shifts(span_mm, size_mm):
    """Offsets from the middle of as many parts as fit side by side."""
    step = size_mm + RING_PITCH_MM
    n = max(1, int((span_mm + RING_PITCH_MM) // step))
    return [(k - (n - 1) / 2) * step for k in range(n)]


def on_board(design: TrayDesign, slots: Iterable, width_mm: float, depth_mm: float) -> Iterator:
    """The slots that lie on the board."""
    for x, y in slots:
        if x >= 0 and y >= 0 and x + width_mm <= design.width_mm and y + depth_mm <= design.depth_mm:
            yield x, y


def free_slots(
    taken: Taken, slots: Iterable, width_mm: float, depth_mm: float, besides: str = ""
) -> Iterator:
    """The slots that are free when they are reached; boxes of ``besides`` do not count as taken.

    A slot that was found taken is not tried again, so filling all of them looks at each slot once.
    """
    for x, y in slots:
        if taken.is_free((x, y, x + width_mm, y + depth_mm), besides):
            yield x, y


def middle_of(host: Asic, width_mm: float, depth_mm: float) -> tuple[float, float]:
    """Place for a part without a free slot: the middle of its host, where a placement rule reports it."""
    x, y = host.center_mm
    return round(x - width_mm / 2, 2), round(y - depth_mm / 2, 2)
