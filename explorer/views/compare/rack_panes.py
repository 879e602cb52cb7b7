"""The racks of A, of B, and what lies between them, tray by tray. Places are in mm from the upper left."""

import math
from collections.abc import Callable

from bokeh.core.properties import value
from bokeh.models import ColorBar, ColumnDataSource, LinearColorMapper, TapTool

from explorer.quantities.numbers import number, signed, step, unit_of_change
from explorer.quantities.trays import Metric
from explorer.report.colors import ink_on
from explorer.views.compare.compared import Racks
from explorer.views.compare.panes import Panes
from explorer.views.compare.ranges import about_zero, fitted
from explorer.views.compare.shades import ramp, shade
from explorer.views.compare.standing import (
    AISLE_MM,
    EDGE_MM,
    RACK_MM,
    Standing,
    changes_of,
    extreme,
    height_mm,
    rack_boxes,
    standing,
    words_of_both,
)
from explorer.views.kit.figure import hover
from explorer.views.kit.theme import DIVERGING, FONT, colors_of, look

NAME_MM = 110.0
LETTER_PX, LEAST_PX, MOST_PX = 5.6, 7.0, 12.0
"""Width of a letter; heights of a tray between which its words grow with it."""
LEAST_CHANGE, FINEST = 5e-4, 5e-3
"""Of the range of the values: less is no change to be seen. Of the largest: a scale has no finer steps."""
TIPS = {"A": "@a", "B": "@b", "A − B": "@change"}
BOX = {"left": "left", "right": "right", "top": "top", "bottom": "bottom"}
TRAYS = (
    *BOX,
    "x0",
    "x1",
    "y",
    "id",
    "name",
    "label",
    "color",
    "ink",
    "words",
    "figure",
    "size",
    "a",
    "b",
    "change",
)


class RackPanes(Panes):
    """Trays of A and B in one scale of color, and their difference around zero.

    Parameters
    ----------
    choose : called with the id of a tray that is pressed
    """

    def __init__(self, on_zoom: Callable[[], None], choose: Callable[[str], None]):
        super().__init__("racks", self._zoomed)
        self._tell_zoom, self._choose, self._shown = on_zoom, choose, None
        self._per = self._per_change = 1.0
        self.racks = [_source("racks", (*BOX, "x", "label")) for _ in "ABd"]
        self.trays = [_source("trays", TRAYS) for _ in "ABd"]
        self.marks = [_source("most", BOX) for _ in "ABd"]
        self.moved, self.gone = _source("moved", ("x", "y")), _source("gone", BOX)
        self.colors = LinearColorMapper(palette=ramp("worse", False), low=0.0, high=1.0)
        self.change_colors = LinearColorMapper(palette=list(DIVERGING[False]), low=-1.0, high=1.0)
        self.bars = [self._draw(i) for i in range(3)]
        self.show_theme(False)

    def _draw(self, i: int) -> ColorBar:
        made, trays = self.figures[i], self.trays[i]
        made.quad(
            **BOX, source=self.racks[i], line_width=1.0, tags=look(fill_color="sunken", line_color="line")
        )
        name = made.text("x", "bottom", "label", source=self.racks[i], text_align="center", y_offset=16)
        name.glyph.update(text_font=value(FONT), text_font_size="11px", tags=look(text_color="ink-2"))
        bodies = made.quad(**BOX, source=trays, fill_color="color", line_color=None)
        bodies.nonselection_glyph = bodies.selection_glyph = None
        text = {"source": trays, "text_font": value(FONT), "text_baseline": "middle", "text_color": "ink"}
        made.text("x0", "y", "words", text_font_size="size", x_offset=4, **text)
        made.text("x1", "y", "figure", text_font_size="size", x_offset=-4, text_align="right", **text)
        most = made.quad(**BOX, source=self.marks[i], fill_color=None, line_width=2.0)
        most.glyph.tags = look(line_color="ink")
        if i == 2:
            made.quad(**BOX, source=self.gone, fill_color=None, line_dash=[4, 3]).glyph.tags = look(
                line_color="ink-2"
            )
            made.scatter(
                "x", "y", source=self.moved, marker="triangle", angle=-math.pi / 2, size=7
            ).glyph.tags = look(fill_color="accent", line_color="accent")
        made.add_tools(hover("@name", TIPS, renderers=[bodies]), TapTool(renderers=[bodies]))
        trays.selected.on_change("indices", lambda attr, old, new: self._pressed(trays, new))
        mapper = self.change_colors if i == 2 else self.colors
        bar = self.add_bar(made, mapper)
        return bar

    def show(self, a: Racks, b: Racks, metric: Metric):
        """Bring the racks up to date."""
        self._shown = a, b, metric
        dark = self.is_dark
        values = [tray.value for side in (a, b) for tray in side.trays if math.isfinite(tray.value)]
        low, high = fitted(values, finest=max(map(abs, values), default=0.0) * FINEST)
        floor = max(height_mm(side) for side in (a, b))
        stand = [standing(side, floor) for side in (a, b)]
        changes = changes_of(*stand)
        most = about_zero([change for change in changes.values() if change is not None], (high - low) / 100.0)
        figure, by = metric.figure, unit_of_change(metric.figure.unit)
        # one unit for all trays and the scale, that of the largest; another one for all changes
        self._per, unit = step(max(abs(low), abs(high)), figure.unit)
        self._per_change, change_unit = step(most, by)
        self.colors.update(palette=ramp(metric.higher_is, dark), low=low / self._per, high=high / self._per)
        most_shown = most / self._per_change
        self.change_colors.update(palette=list(DIVERGING[dark]), low=-most_shown, high=most_shown)
        titles = (f"{figure.label}, {unit}",) * 2 + (f"A − B, {change_unit}",)
        for bar, title in zip(self.bars, titles, strict=True):
            bar.title = title
        wide = max(len(side.racks) for side in (a, b)) * (RACK_MM + AISLE_MM) - AISLE_MM + 2.0 * EDGE_MM
        self.show_world(wide, floor + NAME_MM + 2.0 * EDGE_MM)
        words = words_of_both(*stand, changes, figure.unit, by)
        for i in range(3):
            self.racks[i].data = _columns(rack_boxes((a, b)[i % 2], floor), (*BOX, "x", "label"))
        for i, side in enumerate(stand):
            self._put(i, side, words, lambda each: self._value(each.tray.value, low, high, metric.higher_is))
            worst = extreme(list(side.values()), metric.higher_is)
            self.marks[i].data = _columns([worst.box()] if worst else [], BOX)
        least = LEAST_CHANGE * (high - low)
        self._put(2, stand[0], words, lambda each: self._change(each, stand[1], changes, most, least))
        self._mark_changes(*stand, changes, least)
        self._write()

    def _put(self, i: int, side: dict[str, Standing], words: dict[str, dict], look_of):
        """Trays of one pane; `look_of` gives the color of one, and its figure."""
        plain, rows = colors_of(self.is_dark), []
        for id, each in side.items():
            color, figure = look_of(each)
            ink = ink_on(color) if color else plain["ink-2"]
            place = {"x0": each.left, "x1": each.left + RACK_MM, "y": each.top + each.high / 2.0}
            rows.append(
                {
                    **each.box(), **place, **words[id], "id": id, "color": color or plain["line"], "ink": ink,
                    "figure": figure, "words": "", "size": "10px",
                }
            )  # fmt: skip
        self.trays[i].data = _columns(rows, TRAYS)

    def _value(self, at: float, low: float, high: float, higher_is: str) -> tuple[str, str]:
        if not math.isfinite(at):
            return "", ""
        return shade(at, low, high, higher_is, self.is_dark), number(at / self._per)

    def _change(self, each: Standing, of_b, changes, most: float, least: float) -> tuple[str, str]:
        id = each.tray.id
        if id not in of_b:
            return "", "new"
        change = changes[id]
        if change is None or abs(change) < least:
            return "", "" if change is None else "="
        colors = DIVERGING[self.is_dark]
        return colors[round((change / most + 1.0) / 2.0 * (len(colors) - 1))], signed(
            change / self._per_change
        )

    def _mark_changes(self, of_a, of_b, changes, least: float):
        """Where A and B are farthest apart, what stands elsewhere, and what stands in B alone."""
        seen = {
            id: abs(change) for id, change in changes.items() if change is not None and abs(change) >= least
        }
        farthest = [of_a[max(seen, key=seen.get)].box()] if seen else []
        self.marks[2].data = _columns(farthest, BOX)
        moved = [each for id, each in of_a.items() if id in of_b and each.spot != of_b[id].spot]
        self.moved.data = {
            "x": [each.left - EDGE_MM / 2.0 for each in moved],
            "y": [each.top + each.high / 2.0 for each in moved],
        }
        gone = [each for id, each in of_b.items() if id not in of_a or each.spot != of_a[id].spot]
        self.gone.data = _columns([each.box() for each in gone], BOX)

    def show_theme(self, dark: bool):
        super().show_theme(dark)
        if self._shown:
            self.show(*self._shown)

    def _pressed(self, trays: ColumnDataSource, indices):
        if indices:
            trays.selected.indices = []
            self._choose(str(trays.data["id"][indices[0]]))

    def _zoomed(self):
        self._write()
        self._tell_zoom()

    def _write(self):
        """Names and figures, as large as the trays let them be at the present zoom."""
        if self._shown is None or not self.frame_px[0]:
            return
        per_mm = self.frame_px[1] / max(self.y.start - self.y.end, 1e-9)
        wide_px = RACK_MM * self.frame_px[0] / max(self.x.end - self.x.start, 1e-9)
        for source in self.trays:
            data = dict(source.data)
            sizes = [
                min(0.82 * per_mm * (bottom - top), MOST_PX)
                for top, bottom in zip(data["top"], data["bottom"], strict=True)
            ]
            words = [
                _fitting(label, size, wide_px - LETTER_PX * (len(figure) + 3.0))
                for label, figure, size in zip(data["label"], data["figure"], sizes, strict=True)
            ]
            sizes = [f"{size:.1f}px" if size >= LEAST_PX else "0px" for size in sizes]
            if (data["words"], data["size"]) != (words, sizes):
                source.data = {**data, "words": words, "size": sizes}


def _fitting(label: str, size_px: float, room_px: float) -> str:
    letters = int(room_px / max(LETTER_PX * size_px / 10.5, 1.0))
    if letters < 3:
        return ""
    return label if len(label) <= letters else f"{label[: letters - 1]}…"


def _columns(rows: list[dict], names) -> dict[str, list]:
    return {name: [row[name] for row in rows] for name in names}


def _source(name: str, columns) -> ColumnDataSource:
    return ColumnDataSource({column: [] for column in columns}, name=name)
