"""A history as curves of its hottest parts over time, with their limits; held anywhere, it names a time."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from bokeh.core.properties import value
from bokeh.events import Pan, PanStart, Tap
from bokeh.models import ColumnDataSource, Span

from explorer.analysis.in_time.history import History
from explorer.quantities.numbers import SPACE, tidy
from explorer.quantities.trays import PART
from explorer.views.kit.figure import chart, name_chart
from explorer.views.kit.theme import FONT, SERIES, dress, look

CURVES = len(SERIES)
NEAR = 0.8
"""A limit farther above all curves than this share of their range, and 3 K, is left out: it would press them
flat, and the verdict names the distance."""


def highest(history: History) -> pd.DataFrame:
    """Curves that are shown, the hottest part first: label, limit and highest temperature, by part."""
    shown = history.hottest(CURVES)
    rows = {
        history.parts[i].id: (history.label(i), float(history.part_c[:, i].max()), float(history.limits_c[i]))
        for i in shown
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["label", "t_c", "t_limit_c"])


def temperatures(history: History, t_s: float) -> pd.Series:
    """Of the shown curves at one time, by part."""
    shown = history.hottest(CURVES)
    return pd.Series({history.parts[i].id: np.interp(t_s, history.t_s, history.part_c[:, i]) for i in shown})


class TransientChart:
    """The curves of a history.

    Parameters
    ----------
    hold : called with a time in s while the chart is held there
    """

    def __init__(self, hold: Callable[[float], None]):
        self.curves = ColumnDataSource({"t_s": [], "t_c": [], "color": [], "label": []}, name="curves")
        self.limits = ColumnDataSource({"t_s": [], "t_c": [], "words": []}, name="limits")
        made = self.figure = chart("Temperatures over time", name="transient", styles={"cursor": "ew-resize"})
        made.yaxis.axis_label = PART["t_c"].unit
        made.xaxis.axis_label = "s"
        made.yaxis.ticker.desired_num_ticks = 4
        made.xgrid.visible = False
        curves = made.multi_line("t_s", "t_c", source=self.curves, line_width=1.75, line_color="color")
        curves.glyph.line_join = "round"
        made.hspan(y="t_c", source=self.limits, line_dash=[5, 4], line_alpha=0.8).glyph.tags = look(
            line_color="bad"
        )
        words = made.text("t_s", "t_c", "words", source=self.limits, text_align="right", y_offset=-3)
        words.glyph.update(text_font=value(FONT), text_font_size="10px", tags=look(text_color="bad"))
        self.head = Span(dimension="height", location=0.0, visible=False, tags=look(line_color="ink"))
        made.add_layout(self.head)
        for event in (Tap, PanStart, Pan):
            made.on_event(event, lambda event: hold(float(event.x)))
        dress(made, dark=False)

    def show(self, history: History):
        """Bring the curves up to date; the nearest to its limit is drawn last, on top of its equals."""
        shown = history.hottest(CURVES)[::-1]
        temperatures_c = [history.part_c[:, i] for i in shown]
        self.curves.data = {
            "t_s": [history.t_s] * len(shown),
            "t_c": temperatures_c,
            "color": list(SERIES[: len(shown)])[::-1],
            "label": [history.label(i) for i in shown],
        }
        end_s = float(history.t_s[-1])
        low = min((float(curve.min()) for curve in temperatures_c), default=0.0)
        high = max((float(curve.max()) for curve in temperatures_c), default=1.0)
        limits = sorted({float(history.limits_c[i]) for i in shown})
        seen = [limit for limit in limits if limit - high < NEAR * (high - low) + 3.0]
        high = max([high, *seen])
        self.limits.data = {
            "t_s": [end_s] * len(seen),
            "t_c": seen,
            "words": [f"limit {tidy(limit)}{SPACE}{PART['t_limit_c'].unit}" for limit in seen],
        }
        step = nice((high - low) / 4.0)
        start, end = math.floor(low / step) * step, math.ceil(high / step + 0.3) * step
        self.figure.y_range.update(start=start, end=end)
        self.figure.x_range.update(start=0.0, end=end_s)
        name_chart(self.figure, f"Temperatures over {end_s:g} s: {history.verdict}")

    def point(self, t_s: float | None):
        """Mark a time; None for none."""
        self.head.update(location=t_s or 0.0, visible=t_s is not None)

    def show_theme(self, dark: bool):
        """Light or dark."""
        dress(self.figure, dark)


def nice(least: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is not below.

    >>> nice(3.2), nice(0.02)
    (5.0, 0.02)
    """
    power = 10.0 ** math.floor(math.log10(max(least, 1e-3)))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least * (1.0 - 1e-9))
