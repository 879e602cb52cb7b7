"""Tabs that hold HoloViews plots, in the look of the page."""

from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakSet

import holoviews as hv
import holoviews.plotting.bokeh
import pandas as pd
import panel as pn

from explorer.quantities import Figure
from explorer.views.kit.tab import Note, Tab
from explorer.views.kit.theme import dress

PLAIN = {
    "responsive": True,
    "min_height": 120,
    "toolbar": None,
    "show_grid": True,
    "framewise": True,
    "yticks": 4,
    "backend": "bokeh",
}
"""Options of every plot under the plan."""


def dimension(figure: Figure) -> hv.Dimension:
    """A figure as HoloViews names it on an axis and beside the pointer."""
    return hv.Dimension(figure.key, label=figure.label, unit=figure.unit or None)


class Plot(NamedTuple):
    """A plot and what it is fed with."""

    table: Callable
    """``table(session)``: a frame, or a sentence that stands where there is nothing to draw"""
    draw: Callable
    """``draw(frame)``: a HoloViews element"""
    shape: Callable = lambda frame: None
    """what of a frame asks for another figure; all else is put into the figure that is there"""
    nothing: str = ""
    """the sentence in place of a frame without rows; '' where one without rows is drawn as well"""

    def fed(self, session) -> pd.DataFrame | str:
        """What is drawn, or the sentence."""
        table = self.table(session)
        return self.nothing if self.nothing and not len(table) else table


class PlotTab(Tab):
    """Plots side by side, each fed with the table that its own function makes of the session."""

    def __init__(self, session, title: str, *plots: Plot):
        super().__init__(session, title)
        self._dark = False
        self._figures = [_Figure(plot, lambda: self._dark) for plot in plots]
        self.note = Note()
        self.row = pn.Row(sizing_mode="stretch_both", margin=0)
        self.view = self.row

    def show(self):
        tables = [figure.plot.fed(self.session) for figure in self._figures]
        nothing = next((table for table in tables if isinstance(table, str)), "")
        if nothing:
            self.note.show(nothing)
        else:
            for figure, table in zip(self._figures, tables, strict=True):
                figure.show(table)
        # The browser measures a tab before figures in it are ready, and stumbles: they come after.
        shown = [self.note] if nothing else [figure.pane for figure in self._figures]
        if self.row.objects != shown:
            self.row.objects = shown
        self.accompany(None if nothing else tables)

    def accompany(self, tables: list | None):
        """Bring what stands beside the plots up to date; None where a sentence stands in their place."""

    def hide(self):
        self.row.objects = []

    def show_theme(self, dark):
        self._dark = dark
        for figure in self._figures:
            figure.dress()


class _Figure:
    """One plot of a tab: a pane whose figure is made once for a shape of the data, and then updated."""

    def __init__(self, plot: Plot, is_dark: Callable[[], bool]):
        self.plot, self._is_dark = plot, is_dark
        self._shape = self._drawn_of = None
        self._pipe = hv.streams.Pipe(data=None)
        self._drawn_figures: WeakSet = WeakSet()
        self.pane = pn.pane.HoloViews(None, backend="bokeh", sizing_mode="stretch_both", margin=0)

    def show(self, table):
        self._pipe.update(data=table)
        shape = (self.plot.shape(table),)
        if shape != self._shape:
            self._shape = shape
            self.pane.object = hv.DynamicMap(self._drawn, streams={"data": self._pipe.param.data})
        elif not _are_same(table, self._drawn_of):
            self._pipe.trigger([self._pipe])

    def dress(self):
        """Give what has been drawn the colors of the theme."""
        for drawn in self._drawn_figures:
            dress(drawn, self._is_dark())

    def _drawn(self, data):
        self._drawn_of = data
        return self.plot.draw(data).opts(backend="bokeh", hooks=[self._hook])

    def _hook(self, plot, element):
        self._drawn_figures.add(plot.state)
        dress(plot.state, self._is_dark())


def _are_same(one, other) -> bool:
    return one is other or (other is not None and one.equals(other) and one.attrs == other.attrs)
