"""A board of A, the one of B, and what lies between them. Right is towards the rear, down is across."""

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColorBar, ColumnDataSource, CustomJSHover, HoverTool, LinearColorMapper

from explorer.quantities.numbers import SPACE, amount, gain, unit_of_change
from explorer.views.compare.compared import Board, Boards
from explorer.views.compare.panes import Panes
from explorer.views.compare.ranges import about_zero, difference, fitted
from explorer.views.kit.figure import card
from explorer.views.kit.theme import DIVERGING, FONT, SEQUENTIAL, look

LETTER_PX, NAME_PX = 6.0, 13.0
"""Width of a letter, and height of a part from which on its name is written in it."""
BACKING = "#06080e"
"""Behind words on a map, half seen."""
AT = """
const {x, y} = special_vars, [of, digits] = format.split(" ");
if (of === "parts") {
  const [in_a, in_b] = [a, b].map(({data: {name, left, right, top, bottom}}) =>
    name[name.findLastIndex((_, i) => x >= left[i] && x <= right[i] && y >= top[i] && y <= bottom[i])] ?? "");
  if (in_a === in_b) return in_a || `${x.toFixed(0)}, ${y.toFixed(0)} mm`;
  return [in_a && `${in_a} in A`, in_b && `${in_b} in B`].filter(Boolean).join(", ");
}
const {image: [field], dw: [w], dh: [h], nx: [nx], ny: [ny]} = ({map_a, map_b, change})[of].data;
const column = Math.floor(x / w * nx), row = Math.floor(y / h * ny), is_there = column < nx && row < ny;
const at = is_there ? field[row * nx + column] : NaN, plus = of === "change" && at > 0 ? "+" : "";
return Number.isFinite(at) ? `${plus}${at.toFixed(digits)}`.replace("-", "\\u2212") : "\\u2013";
"""
"""What is written of the place under the pointer: the parts of A and of B there, or the value of one map."""


class BoardPanes(Panes):
    """Maps of A and B in one scale of color, and their difference around zero."""

    def __init__(self, on_zoom):
        super().__init__("boards", self._zoomed)
        self._tell_zoom, self._shown = on_zoom, None
        self.maps = [
            _source(name, ("image", "dw", "dh", "nx", "ny")) for name in ("map_a", "map_b", "change")
        ]
        self.parts = [
            _source("parts", ("name", "left", "right", "top", "bottom", "x", "y", "words")) for _ in "AB"
        ]
        self.peaks = [_source("peak", ("x", "y", "words", "align", "dy")) for _ in "ABd"]
        self.moved = [_source(name, ("left", "right", "top", "bottom")) for name in ("was", "is")]
        self.colors = LinearColorMapper(palette=list(SEQUENTIAL))
        self.change_colors = LinearColorMapper(palette=list(DIVERGING[False]))
        self._tips: list[HoverTool] = []
        self.bars = [self._draw(i) for i in range(3)]
        self.show_theme(False)

    def _draw(self, i: int) -> ColorBar:
        made, parts, is_change = self.figures[i], self.parts[i % 2], i == 2
        mapper = self.change_colors if is_change else self.colors
        image = made.image("image", 0, 0, "dw", "dh", source=self.maps[i], color_mapper=mapper)
        quad = {"left": "left", "right": "right", "top": "top", "bottom": "bottom", "fill_color": None}
        boxes = [made.quad(**quad, source=parts, line_width=0.9, line_alpha=0.6)]
        if is_change:
            made.quad(**quad, source=self.moved[0], line_color="#ff5fb8", line_dash=[4, 3], line_width=1.4)
            boxes.append(made.quad(**quad, source=self.moved[1], line_width=1.8))
        text = {"text_font": value(FONT), "text_font_style": "bold", "text_baseline": "middle"}
        peak, at_peak = self.peaks[i], {"text_align": "align", "y_offset": "dy", "text_font_size": "11px"}
        words = [
            made.text("x", "y", "words", source=parts, text_align="center", text_font_size="10px", **text),
            made.text("x", "y", "words", source=peak, **at_peak, **text),
        ]
        boxes.append(made.scatter("x", "y", source=peak, marker="cross", size=11, line_width=1.6))
        for each in boxes:
            each.glyph.update(line_color="#ffffff", tags=look(line_color="ink") if is_change else [])
        for each in words:
            each.glyph.update(text_color="#ffffff", tags=look(text_color="ink") if is_change else [])
        words[1].glyph.update(
            background_fill_color=BACKING, background_fill_alpha=0.6, padding=2,
            border_radius=3, text_color="#ffffff",
            tags=look(text_color="ink", background_fill_color="surface") if is_change else [],
        )  # fmt: skip
        bar = self.add_bar(made, mapper)
        at = CustomJSHover(
            code=AT,
            args={
                **dict(zip(("map_a", "map_b", "change"), self.maps, strict=True)),
                **dict(zip("ab", self.parts, strict=True)),
            },
        )
        tip = HoverTool(
            renderers=[image], show_arrow=False, point_policy="follow_mouse", formatters={"$x": at}
        )
        self._tips.append(tip)
        made.add_tools(tip)
        return bar

    def show(self, shown: Boards):
        """Bring the maps up to date."""
        self._shown = shown
        a, b, figure = shown.a, shown.b, shown.figure
        change = difference(a, b)
        low, high = shown.limits or fitted(np.concatenate([a.field.ravel(), b.field.ravel()]), figure.finest)
        self.colors.update(
            palette=list(SEQUENTIAL)[:: -1 if figure.least_is_hottest else 1], low=low, high=high
        )
        most = about_zero(change, figure.finest / 10.0)
        self.change_colors.update(low=-most, high=most)
        unit = unit_of_change(figure.unit)
        for bar, title in zip(
            self.bars, (f"{figure.label}, {figure.unit}",) * 2 + (f"A − B, {unit}",), strict=True
        ):
            bar.title = title
        digits = 1 if high - low > 1.0 else 3
        tips = {
            "A": f"$x{{map_a {digits}}}{SPACE}{figure.unit}",
            "B": f"$x{{map_b {digits}}}{SPACE}{figure.unit}",
            "A − B": f"$x{{change {digits + 1}}}{SPACE}{unit}",
        }
        for tip in self._tips:
            tip.tooltips = card("$x{parts}", tips)
        boards = (a, b, a._replace(field=change))
        for source, board in zip(self.maps, boards, strict=True):
            source.data = _image(board)
        for source, board, others in zip(self.moved, (b, a), (a, b), strict=True):
            stay = {_place(part) for part in others.parts}
            source.data = _boxes([part for part in board.parts if _place(part) not in stay])
        least = (figure.least_is_hottest, figure.least_is_hottest, None)
        for i, board in enumerate(boards):
            self.peaks[i].data = self._peak(board, least[i], unit if i == 2 else figure.unit)
        self.show_world(max(a.deep_mm, b.deep_mm), max(a.across_mm, b.across_mm))
        self._name_parts()

    def show_theme(self, dark: bool):
        super().show_theme(dark)
        self.change_colors.palette = list(DIVERGING[dark])

    def _peak(self, board: Board, is_least: bool | None, unit: str) -> dict:
        """The hottest place, or where A and B are farthest apart."""
        field = np.abs(board.field) if is_least is None else -board.field if is_least else board.field
        known = np.isfinite(field)
        if not known.any() or (is_least is None and float(field[known].max()) < 1e-3):
            return {name: [] for name in ("x", "y", "words", "align", "dy")}
        row, column = np.unravel_index(np.where(known, field, -np.inf).argmax(), field.shape)
        x = (row + 0.5) / field.shape[0] * board.deep_mm
        y = (column + 0.5) / field.shape[1] * board.across_mm
        at = float(board.field[row, column])
        words = gain(at, unit) if is_least is None else amount(at, unit)
        part = x / board.deep_mm
        align = "left" if part < 0.1 else "right" if part > 0.9 else "center"
        return {
            "x": [x],
            "y": [y],
            "words": [words],
            "align": [align],
            "dy": [14 if y < 0.15 * board.across_mm else -13],
        }

    def _zoomed(self):
        self._name_parts()
        self._tell_zoom()

    def _name_parts(self):
        """Names in the parts that have room for them, at the present zoom."""
        if self._shown is None or not self.frame_px[0]:
            return
        per_mm = self.frame_px[0] / max(self.x.end - self.x.start, 1e-9)
        for source, board in zip(self.parts, (self._shown.a, self._shown.b), strict=True):
            boxes = _boxes(board.parts)
            words = [
                name
                if part.width_mm * per_mm >= NAME_PX and part.depth_mm * per_mm >= LETTER_PX * len(name) + 4.0
                else ""
                for name, part in zip(boxes["name"], board.parts, strict=True)
            ]
            boxes["words"] = words
            if boxes != source.data:
                source.data = boxes


def _source(name: str, columns) -> ColumnDataSource:
    return ColumnDataSource({column: [] for column in columns}, name=name)


def _image(board: Board) -> dict:
    across = np.ascontiguousarray(board.field.T)
    ny, nx = across.shape
    return {"image": [across], "dw": [board.deep_mm], "dh": [board.across_mm], "nx": [nx], "ny": [ny]}


def _boxes(parts) -> dict:
    """The parts as the page draws them: their depth from left to right."""
    return {
        "name": [part.label or part.id for part in parts],
        "left": [part.y_mm for part in parts],
        "right": [part.y_mm + part.depth_mm for part in parts],
        "top": [part.x_mm for part in parts],
        "bottom": [part.x_mm + part.width_mm for part in parts],
        "x": [part.y_mm + part.depth_mm / 2.0 for part in parts],
        "y": [part.x_mm + part.width_mm / 2.0 for part in parts],
        "words": [""] * len(parts),
    }


def _place(part) -> tuple:
    return (part.label or part.id), part.x_mm, part.y_mm, part.width_mm, part.depth_mm
