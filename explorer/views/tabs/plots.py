"""Tabs that hold HoloViews plots, all in one small hand."""

import holoviews as hv
import holoviews.plotting.bokeh
import panel as pn

from explorer.views.kit.figure import STYLES
from explorer.views.kit.tab import Tab
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


def dressed(dark: bool = False):
    """A hook for the `hooks` option of a plot: it gives it the look of the page."""

    def hook(plot, _):
        plot.state.stylesheets = STYLES
        dress(plot.state, dark)

    return hook


class PlotTab(Tab):
    """Plots side by side, each fed with the table that its own function makes of the session.

    Parameters
    ----------
    plots : pairs of functions ``table(session) -> DataFrame`` and ``plot(data) -> HoloViews element``
    """

    def __init__(self, session, title: str, plots):
        super().__init__(session, title)
        self._dark = False
        self._tables = [table for table, _ in plots]
        self._pipes = [hv.streams.Pipe(data=table(session)) for table in self._tables]
        self.panes = [
            pn.pane.HoloViews(
                hv.DynamicMap(self._dressed(plot), streams={"data": pipe.param.data}),
                backend="bokeh",
                sizing_mode="stretch_both",
            )
            for (_, plot), pipe in zip(plots, self._pipes, strict=True)
        ]
        self.view = pn.Row(sizing_mode="stretch_both", margin=0)

    def _dressed(self, plot):
        return lambda data: plot(data).opts(
            backend="bokeh", hooks=[lambda made, _: dressed(self._dark)(made, _)]
        )

    def show(self):
        for table, pipe in zip(self._tables, self._pipes, strict=True):
            pipe.send(table(self.session))
        # The browser measures a tab before figures in it are ready, and stumbles: they come after.
        self.view.objects = self.panes

    def hide(self):
        self.view.objects = []

    def show_theme(self, dark):
        self._dark = dark
        if self.view.objects:
            for pipe in self._pipes:
                pipe.send(pipe.data)
