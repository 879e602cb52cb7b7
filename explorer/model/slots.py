"""Free places on a board: columns along the faceplate, rings around a package."""

import math
from collections.abc import Iterable, Iterator

from explorer.model.parts import Asic
from explorer.model.taken import Taken
from explorer.model.tray import TrayDesign

EDGE_MM = 3.0
RING_PITCH_MM = 2.0


def edge_columns(design: TrayDesign, parts, n, width_mm, depth_mm, wall_mm, rows) -> list[tuple[float, int]]:
    """Columns ``(x_mm, modules above each other)`` along the faceplate for n modules.

    Columns are as low as the free width allows. If even `rows` modules in each are too few, they grow
    beyond that, and the `faceplate_room` rule reports it.
    """
    free = _free_intervals(design, parts, depth_mm)
    pitch = width_mm + wall_mm
    room = sum(int((right - left + wall_mm) // pitch) for left, right in free)
    if room == 0:
        free, room = (
            [(EDGE_MM, design.width_mm - EDGE_MM)],
            max(1, int((design.width_mm - 2 * EDGE_MM) // pitch)),
        )
    stack = next((r for r in range(1, rows + 1) if room * r >= n), math.ceil(n / room))
    columns = math.ceil(n / stack)
    places: list[float] = []
    for left, right in free:
        fit = min(int((right - left + wall_mm) // pitch), columns - len(places))
        spread = min(pitch * 1.35, (right - left - width_mm) / (fit - 1)) if fit > 1 else pitch
        used = spread * (fit - 1) + width_mm
        start = left + (right - left - used) / 2
        places += [round(start + spread * k, 2) for k in range(fit)]
    base, extra = divmod(n, columns)
    return [(x, base + (k < extra)) for k, x in enumerate(places)]


def _free_intervals(design, parts, depth_mm):
    """Stretches of the front edge that no part takes, widest first."""
    taken = sorted((p.x_mm, p.x_mm + p.width_mm) for p in parts if p.y_mm < depth_mm)
    free, left = [], EDGE_MM
    for start, end in taken:
        if start > left:
            free.append((left, start - 1.0))
        left = max(left, end + 1.0)
    if left < design.width_mm - EDGE_MM:
        free.append((left, design.width_mm - EDGE_MM))
    return sorted(free, key=lambda f: f[0] - f[1])


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
