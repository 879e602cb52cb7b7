"""A budget as a waterfall: what is there in dB, then what takes from it, down to the margin."""

from textwrap import wrap
from typing import NamedTuple

from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, FixedTicker, Span

from explorer.analysis.links.budget import Budget
from explorer.quantities.links import LINK
from explorer.quantities.numbers import MINUS, SPACE, fixed
from explorer.views.kit.figure import chart, hover, name_chart, put
from explorer.views.kit.theme import FONT, colors_of, dress, look

MARGIN = LINK["margin_db"]
PLACES = ("x", "left", "right", "low", "high", "column_left", "column_right", "floor", "roof")
WORDS = ("color", "name", "figure", "typical", "worst", "over")
TIPS = {"Typical": "@typical", "Worst case": "@worst", "Left after it": "@over"}
LETTER_PX, TEXT_PX = 5.6, 16
USUAL_PX = {"inner_width": 700, "inner_height": 60, "outer_height": 110}
"""Sizes of frame and figure until the browser has reported them."""
TWO_LINES_PX = 140
"""Height of the figure from which on names have two lines."""
GIVES, TAKES, MOST = "#5a8fb8", "#98a2b3", "#d98a3d"
GAP = 0.04
"""Half of the room between two bars, in bars."""


def waterfall(title: str, budget: Budget) -> dict:
    """A budget as the chart takes it: its title, the steps that give and then those that take, the margin."""
    steps = sorted(budget.steps, key=lambda step: step.typical_db <= 0.0)
    return {
        "title": title,
        "steps": [(step.name, step.typical_db, step.worst_db) for step in steps],
        "margin": budget.margin_db,
        "worst": budget.worst_db,
    }


def tone(margin_db: float) -> str:
    """Name of the color of a margin: one that is missing is bad, one below 1 dB wants watching."""
    return "good" if margin_db >= 1.0 else "warn" if margin_db >= 0.0 else "bad"


class Waterfall:
    """The chart of one budget."""

    def __init__(self):
        self._dark, self._shown = False, None
        self._px = dict(USUAL_PX)
        self.source = ColumnDataSource({name: [] for name in (*PLACES, *WORDS)}, name="bars")
        self.joints = ColumnDataSource({"x0": [], "x1": [], "y": []})
        made = self.figure = chart(title="", y_axis_label=MARGIN.unit, name="waterfall")
        made.xgrid.visible = made.ygrid.visible = False
        made.yaxis.ticker.desired_num_ticks = 3
        made.xaxis.axis_line_alpha = 0.0
        made.add_layout(Span(location=0.0, dimension="width", tags=look(line_color="ink-3"), line_alpha=0.6))
        made.segment("x0", "y", "x1", "y", source=self.joints, line_color=TAKES, line_alpha=0.6)
        made.quad("left", "right", "high", "low", source=self.source, fill_color="color", line_color=None)
        column = made.quad(
            "column_left", "column_right", "roof", "floor", source=self.source, fill_alpha=0.0, line_alpha=0.0
        )
        figures = made.text("x", "high", "figure", source=self.source, text_align="center", y_offset=-3)
        figures.glyph.update(text_font=value(FONT), text_font_size="11px", tags=look(text_color="ink-2"))
        made.add_tools(hover("@name", TIPS, renderers=[column]))
        for size in self._px:
            made.on_change(size, self._sized)
        dress(made, self._dark)

    def show(self, budget: dict):
        """Bring the chart up to date."""
        if budget != self._shown:
            self._shown = budget
            self.figure.title.text = budget["title"]
            left = f"{MARGIN.text(budget['margin'])}{SPACE}{MARGIN.unit}"
            name_chart(self.figure, f"{budget['title']}: {left} left")
            self._draw()

    def show_theme(self, dark: bool):
        """Light or dark."""
        self._dark = dark
        dress(self.figure, dark)
        self._draw()

    def _draw(self):
        if self._shown is None:
            return
        bars = _bars(self._shown)
        top, low = max(bar.high for bar in bars), min(0.0, *(bar.low for bar in bars))
        # above the highest bar there is room for its figure
        roof = top + (top - low or 1.0) * TEXT_PX / max(self._px["inner_height"] - TEXT_PX, TEXT_PX)
        self.figure.x_range.update(start=-0.5, end=len(bars) - 0.5)
        self.figure.styles = {"flex": f"{len(bars) + 1} 1 0"}
        self.figure.y_range.update(start=low, end=roof)
        self._paint(bars, low, roof)
        self._name(bars)

    def _paint(self, bars, low, roof):
        colors, n = colors_of(self._dark), range(len(bars))
        put(
            self.joints,
            x0=[i - 0.5 + GAP for i in n[:-2]],
            x1=[i + 1.5 - GAP for i in n[:-2]],
            y=[bar.to for bar in bars[:-2]],
        )
        put(
            self.source,
            x=list(n),
            left=[i - 0.5 + GAP for i in n],
            right=[i + 0.5 - GAP for i in n],
            low=[bar.low for bar in bars],
            high=[bar.high for bar in bars],
            column_left=[i - 0.5 for i in n],
            column_right=[i + 0.5 for i in n],
            floor=[low for _ in n],
            roof=[roof for _ in n],
            color=[colors.get(bar.color, bar.color) for bar in bars],
            name=[bar.name for bar in bars],
            figure=[bar.words(bar.db, 1) for bar in bars],
            typical=[f"{bar.words(bar.db, 2)}{SPACE}{MARGIN.unit}" for bar in bars],
            worst=[f"{bar.words(bar.worst_db, 2)}{SPACE}{MARGIN.unit}" for bar in bars],
            over=[f"{fixed(bar.to, 2)}{SPACE}{MARGIN.unit}" for bar in bars],
        )

    def _sized(self, attr, old, new):
        # a figure that is just being attached is measured as 0 x 0, and is as large as it was
        if new:
            self._px[attr] = new
            self._draw()

    def _name(self, bars):
        letters = max(4, int(self._px["inner_width"] / len(bars) / LETTER_PX))
        lines = 2 if self._px["outer_height"] >= TWO_LINES_PX else 1
        names = dict(enumerate(names_below([bar.name for bar in bars], letters, lines)))
        axis = self.figure.xaxis[0]
        if names != axis.major_label_overrides:
            axis.update(ticker=FixedTicker(ticks=list(names)), major_label_overrides=names)


class _Bar(NamedTuple):
    name: str
    db: float
    worst_db: float
    start: float
    to: float
    color: str
    """a color, or the name of one of the page's"""

    @property
    def low(self) -> float:
        return min(self.start, self.to)

    @property
    def high(self) -> float:
        return max(self.start, self.to)

    def words(self, db: float, digits: int) -> str:
        """dB with a sign, but for the margin's."""
        words = fixed(db, digits)
        return words if self.name == MARGIN.label or words.startswith(MINUS) else f"+{words}"


def _bars(budget: dict) -> list[_Bar]:
    at, bars = 0.0, []
    for name, db, worst_db in budget["steps"]:
        bars.append(_Bar(name, db, worst_db, at, at + db, GIVES if db > 0.0 else TAKES))
        at += db
    takes = [i for i, bar in enumerate(bars) if bar.db < 0.0]
    if takes:
        most = min(takes, key=lambda i: bars[i].db)
        bars[most] = bars[most]._replace(color=MOST)
    margin = budget["margin"]
    return [*bars, _Bar(MARGIN.label, margin, budget["worst"], 0.0, margin, tone(margin))]


def names_below(names: list[str], letters: int, lines: int) -> list[str]:
    """The names below the bars, each in its own column of so many letters and in few lines.

    Where one of them would be cut, every other name stands a line lower: each then has the width of two.

    >>> names_below(["Fiber", "Sensitivity", "Aging"], 8, 1)
    ['Fiber', '\\nSensitivity', 'Aging']
    """
    below = [short(name, letters, lines) for name in names]
    if not any(name.endswith("…") for name in below):
        return below
    wide = [short(name, 2 * letters - 1, lines) for name in names]
    lower = "\n" * max(name.count("\n") + 1 for name in wide[::2])
    return [f"{lower}{name}" if i % 2 else name for i, name in enumerate(wide)]


def short(name: str, letters: int, lines: int) -> str:
    """A name in few lines of so many letters; what it is of, before a colon, stands in the card.

    >>> short("Switch 1: breakout, connector", 12, 2)
    'breakout,\\nconnector'
    >>> short("Both packages", 8, 1)
    'Both pa…'
    """
    name = name.rpartition(": ")[2]
    if lines == 1 and len(name) > letters:
        return f"{name[: letters - 1]}…"
    wrapped = wrap(name, letters)
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], f"{wrapped[lines - 1][: letters - 1]}…"]
    return "\n".join(wrapped)
