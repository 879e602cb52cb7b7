"""Drawing of a tray from above: parts over the temperature map, front edge at the left."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from explorer.analysis import Results
from explorer.model import Part, TrayDesign
from explorer.model.naming import name
from explorer.quantities.maps import MAPS
from explorer.report.blocks import Drawing
from explorer.report.colors import INFERNO, INK, INK_2, INK_3
from explorer.report.heat_map import data_uri, round_range
from explorer.report.svg import drawing, fitting, gradient, tag, width_of, words

WIDTH_MM = 170.0
LEFT_MM, TOP_MM, RIGHT_MM, BOTTOM_MM = 8.0, 3.0, 18.0, 9.0
MOST_MM = 105.0
LARGEST, SMALLEST = 2.5, 1.5
"""Font sizes of the parts' names"""


class Box(NamedTuple):
    """A rectangle on the paper, in mm."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles overlap; touching edges do not count."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class Board:
    """Places of a design's board and parts on the paper."""

    def __init__(self, design: TrayDesign):
        self.design = design
        room = WIDTH_MM - LEFT_MM - RIGHT_MM
        self.scale = min(room / design.depth_mm, MOST_MM / design.width_mm)
        self.box = Box(LEFT_MM, TOP_MM, self.scale * design.depth_mm, self.scale * design.width_mm)
        self.parts = {part.id: self._box(part) for part in design.parts}

    def _box(self, part: Part) -> Box:
        x, y, width, depth = (self.scale * mm for mm in (part.x_mm, part.y_mm, part.width_mm, part.depth_mm))
        return Box(LEFT_MM + y, TOP_MM + x, depth, width)

    def is_free(self, box: Box, part: Part) -> bool:
        """Whether a rectangle lies on the board and on no part other than `part` and its host."""
        own = (part.id, getattr(part, "host", ""))
        inside = box.y >= self.box.y and box.y + box.height <= self.box.y + self.box.height
        return inside and not any(box.meets(other) for id, other in self.parts.items() if id not in own)


def plan(results: Results, tray_id: str) -> Drawing:
    """Drawing of a tray's board with its temperatures, or without them if it has no steady state."""
    design = results.layout.design_of(tray_id)
    board = Board(design)
    field = np.asarray(results.field(tray_id).t_c).T
    about = f"{name(design)} from above, front at the left"
    content = [*_axes(board)]
    if np.isfinite(field).all():
        low, high, step = round_range(field)
        map = data_uri(field, low, high)
        content.append(tag("image", **board.box._asdict(), preserveAspectRatio="none", href=map))
        content += _scale(board, low, high, step)
    else:
        content.append(tag("rect", **board.box._asdict(), fill=INFERNO[8]))
    hottest = results.tray_states[tray_id].hottest
    for part in design.parts:
        box = board.parts[part.id]
        content.append(_outline(box, 0.6) if part.id == hottest else _outline(box, 0.18, stroke_opacity=0.85))
    content += (_label(board, part) for part in design.parts if part.id != hottest)
    content += _hottest(results, tray_id, board)
    total = board.box.height + TOP_MM + BOTTOM_MM
    return Drawing(drawing(WIDTH_MM, total, about, *content), WIDTH_MM, total, about)


def _outline(box: Box, stroke_mm: float, **rest) -> str:
    return tag("rect", **box._asdict(), fill="none", stroke="#ffffff", stroke_width=stroke_mm, **rest)


def _axes(board: Board) -> Iterator[str]:
    design, (left, top, width, height) = board.design, board.box
    small = {"size": 1.9, "fill": INK_3}
    for mm in range(0, int(design.depth_mm) + 1, 100):
        yield words(str(mm), left + board.scale * mm, top + height + 3.0, text_anchor="middle", **small)
    for mm in range(0, int(design.width_mm) + 1, 100):
        yield words(str(mm), left - 1.0, top + board.scale * mm + 0.7, text_anchor="end", **small)
    below = top + height + 6.6
    yield words("front", left, below, fill=INK_2, font_weight=600)
    yield words("rear", left + width, below, fill=INK_2, font_weight=600, text_anchor="end")
    yield words("mm", left - 1.0, below, text_anchor="end", **small)
    air = f"air {design.airflow_cfm:g} CFM →" if design.airflow_cfm else "no air"
    yield words(air, left + width / 2, below, fill=INK_3, text_anchor="middle")


def _scale(board: Board, low: float, high: float, step: float) -> Iterator[str]:
    id = f"inferno-{board.design.id}"
    x, height = LEFT_MM + board.box.width + 4.0, board.box.height
    yield gradient(id, INFERNO, upright=True)
    yield tag("rect", x=x, y=TOP_MM, width=2.6, height=height, rx=0.4, fill=f"url(#{id})")
    for t in np.arange(low, high + step / 2, step):
        y = TOP_MM + height * (1.0 - (t - low) / (high - low))
        yield words(f"{t:g}", x + 3.6, min(max(y + 0.7, TOP_MM + 1.4), TOP_MM + height), 1.9, fill=INK_2)
    yield words(MAPS["temperature"].unit, x + 8.6, TOP_MM + 1.4, 1.9, fill=INK_2)


def _label(board: Board, part: Part) -> str:
    """A part's name, on it if possible, in two lines or turned if that fits; else above or below it.

    A name that would be too small to read, or would lie on another part everywhere, is left out.
    """
    text, box = part.label or part.id.split(".")[-1], board.parts[part.id]
    turned = box.height > 1.4 * box.width
    along, across = (box.height, box.width) if turned else (box.width, box.height)
    for lines in ([text], text.rsplit(" ", 1)):
        longest = max(width_of(line, 1.0) for line in lines)
        size = min(LARGEST, 0.8 * across / len(lines), 0.94 * along / longest) if longest else 0.0
        if size >= SMALLEST:
            break
    else:
        return ""
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if turned:
        return _written(lines, x, y, size, transform=f"rotate(-90 {x:.5g} {y:.5g})")
    wide, high = longest * size, 1.15 * size * len(lines)
    for middle in (y, box.y - 0.4 - high / 2, box.y + box.height + 0.4 + high / 2):
        if board.is_free(Box(x - wide / 2, middle - high / 2, wide, high), part):
            return _written(lines, x, middle, size)
    return ""


def _written(lines: list[str], x: float, middle: float, size: float, **place) -> str:
    """Lines of text around a point, legible on any color."""
    first = middle + size * (0.36 - 0.575 * (len(lines) - 1))
    halo = {"fill": "none", "stroke": "#16081f", "stroke_width": 0.35, "stroke_linejoin": "round"}
    # Write each line twice, outline first: some SVG readers do not support paint-order.
    return "".join(
        words(line, x, first + 1.15 * size * i, size, text_anchor="middle", **look, **place)
        for i, line in enumerate(lines)
        for look in ({**halo, "aria_hidden": "true"}, {"fill": "#ffffff"})
    )


def _hottest(results: Results, tray_id: str, board: Board) -> Iterator[str]:
    """Name and temperature of the hottest part, above or below it."""
    state = results.tray_states[tray_id]
    box = board.parts.get(state.hottest)
    if box is None or state.t_max_c != state.t_max_c:
        return
    text = fitting(name(results.layout.element(state.hottest)), 40.0, 2.3) + f"  {state.t_max_c:.1f} °C"
    wide = width_of(text, 2.3) + 3.0
    x = min(max(box.x + box.width / 2 - wide / 2, LEFT_MM), LEFT_MM + board.box.width - wide)
    y = box.y - 5.0 if box.y - 5.0 > TOP_MM else box.y + box.height + 1.2
    yield tag("rect", x=x, y=y, width=wide, height=3.8, rx=1.9, fill="#ffffff", fill_opacity=0.95)
    yield words(text, x + wide / 2, y + 2.7, 2.3, fill=INK, font_weight=600, text_anchor="middle")
