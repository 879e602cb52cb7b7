"""Three figures looked at as one: A, B and their difference, moved, enlarged and pointed at together."""

from collections.abc import Callable

from bokeh.models import (
    BasicTicker,
    BasicTickFormatter,
    ColorBar,
    ColorMapper,
    CrosshairTool,
    NoOverlap,
    PanTool,
    Range1d,
    ResetTool,
    SaveTool,
    Span,
    WheelZoomTool,
)
from bokeh.plotting import figure

from explorer.views.kit.figure import chart
from explorer.views.kit.theme import dress

NAMES = ("A", "B", "A − B")
CLOSEST = 16.0
"""Most times that it is enlarged."""
CROSS = "#2aa89b"
"""Seen on all colors of the maps, and on the page."""
TOOLBAR = ":host(.bk-inner) { background: color-mix(in srgb, var(--surface) 75%, transparent); opacity: 1; }"
STEP = 0.1
"""Share of what is seen that one press of an arrow moves it by."""


class Panes:
    """The figures, over one pair of ranges in mm; y grows downwards.

    Parameters
    ----------
    name : of the figures, with ``a``, ``b`` and ``change`` behind it
    on_zoom : called when another part of the whole is seen
    """

    def __init__(self, name: str, on_zoom: Callable[[], None]):
        self._world, self.frame_px, self.is_dark = (1.0, 1.0), (0, 0), False
        self.x, self.y = Range1d(0.0, 1.0), Range1d(1.0, 0.0)
        self._on_zoom = on_zoom
        cross = [Span(dimension=way, line_color=CROSS, line_width=1.2) for way in ("width", "height")]
        self.figures = [
            self._figure(f"{name} {key}", f"{name.capitalize()}, {words}", cross)
            for key, words in zip(("a", "b", "change"), NAMES, strict=True)
        ]
        self.x.on_change("start", self._looked)
        self.x.on_change("end", self._looked)

    def _figure(self, name: str, hint: str, cross: list[Span]) -> figure:
        made = chart(
            hint,
            name=name,
            x_range=self.x,
            y_range=self.y,
            toolbar_location="above",
            toolbar_inner=True,
            toolbar_sticky=False,
        )
        made.xaxis.visible = made.yaxis.visible = False
        made.xgrid.visible = made.ygrid.visible = False
        wheel, pan = WheelZoomTool(maintain_focus=False), PanTool()
        made.add_tools(pan, wheel, ResetTool(), SaveTool(), CrosshairTool(overlay=cross))
        made.toolbar.update(active_scroll=wheel, active_drag=pan, autohide=True, stylesheets=[TOOLBAR])
        return made

    def add_bar(self, made: figure, mapper: ColorMapper) -> ColorBar:
        """A color scale under one of the figures."""
        ticks = {
            "ticker": BasicTicker(desired_num_ticks=5),
            "formatter": BasicTickFormatter(use_scientific=False),
        }
        look = {"height": 8, "padding": 4, "title_standoff": 4, "major_label_policy": NoOverlap()}
        bar = ColorBar(color_mapper=mapper, **ticks, **look)
        made.add_layout(bar, "below")
        return bar

    def _looked(self, attr, old, new):
        self._on_zoom()

    def size(self, wide_px: int, high_px: int, below_px: int):
        """Give the frames that size; below them there is room for a color scale."""
        self.frame_px = wide_px, high_px
        for made in self.figures:
            made.update(sizing_mode="fixed", width=wide_px, height=high_px + below_px)
        self._on_zoom()

    def show_world(self, wide_mm: float, high_mm: float):
        """Look at a whole of that size; where it is of the size of the one before, as closely as that."""
        if (wide_mm, high_mm) != self._world:
            self._world = wide_mm, high_mm
            for axis, most in ((self.x, wide_mm), (self.y, high_mm)):
                axis.update(bounds=(0.0, most), max_interval=most, min_interval=most / CLOSEST)
            self.whole()

    @property
    def world(self) -> tuple[float, float]:
        """Width and height of the whole in mm."""
        return self._world

    @property
    def zoom(self) -> float:
        """How many times larger it is than the whole would be."""
        return self._world[0] / max(self.x.end - self.x.start, 1e-9)

    def whole(self):
        """Look at all of it."""
        wide, high = self._world
        self.x.update(start=0.0, end=wide, reset_start=0.0, reset_end=wide)
        self.y.update(start=high, end=0.0, reset_start=high, reset_end=0.0)

    def press(self, key: str):
        """What a key does: + and - enlarge and reduce, arrows move, F and 0 show the whole."""
        ways = {"arrowleft": (-1, 0), "arrowright": (1, 0), "arrowup": (0, -1), "arrowdown": (0, 1)}
        if key in ways:
            self._move(*ways[key])
        elif key in ("+", "="):
            self._enlarge(1.25)
        elif key == "-":
            self._enlarge(0.8)
        elif key in ("f", "0"):
            self.whole()

    def _move(self, right: int, down: int):
        (left, end), (top, bottom) = (self.x.start, self.x.end), (self.y.end, self.y.start)
        wide, high = self._world
        dx = min(max(right * STEP * (end - left), -left), wide - end)
        dy = min(max(down * STEP * (bottom - top), -top), high - bottom)
        self.x.update(start=left + dx, end=end + dx)
        self.y.update(start=bottom + dy, end=top + dy)

    def _enlarge(self, factor: float):
        zoom = min(max(self.zoom * factor, 1.0), CLOSEST)
        wide, high = (size / zoom for size in self._world)
        x = _within((self.x.start + self.x.end) / 2.0, wide, self._world[0])
        y = _within((self.y.start + self.y.end) / 2.0, high, self._world[1])
        self.x.update(start=x, end=x + wide)
        self.y.update(start=y + high, end=y)

    def show_theme(self, dark: bool):
        """Light or dark."""
        self.is_dark = dark
        for each in self.figures:
            dress(each, dark)


def _within(middle: float, size: float, most: float) -> float:
    """Where a window of a size begins that has that middle and stays within the whole.

    >>> _within(5.0, 4.0, 10.0), _within(0.0, 4.0, 10.0)
    (3.0, 0.0)
    """
    return min(max(middle - size / 2.0, 0.0), most - size)
