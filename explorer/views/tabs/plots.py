"""Tabs that hold HoloViews plots, all in one small hand."""

import holoviews as hv
import holoviews.plotting.bokeh
import panel as pn

from explorer.quantities import Figure
from explorer.views.kit.tab import Tab

COPPER, BLUE, GREEN = "#e0731d", "#4a8fd9", "#0f9d8c"
"""Colors of what is drawn, readable on light and on dark."""
PLAIN = {
    "responsive": True,
    "min_height": 120,
    "toolbar": None,
    "show_grid": True,
    "framewise": True,
    "fontsize": {"labels": "11px", "ticks": "11px"},
    "yticks": 4,
}
"""Options of every plot under the plan."""


def dimension(figure: Figure) -> hv.Dimension:
    """A figure as HoloViews names it on an axis and beside the pointer."""
    return hv.Dimension(figure.key, label=figure.label, unit=figure.unit or None)


class PlotTab(Tab):
    """Plots side by side, each fed with the table that its own function makes of the session.

    Parameters
    ----------
    plots : pairs of functions ``table(session) -> DataFrame`` and ``plot(data) -> HoloViews element``
    """

    def __init__(self, session, title: str, plots):
        super().__init__(session, title)
        self._tables = [table for table, _ in plots]
        self._pipes = [hv.streams.Pipe(data=table(session)) for table in self._tables]
        self.panes = [
            pn.pane.HoloViews(
                hv.DynamicMap(plot, streams={"data": pipe.param.data}),
                backend="bokeh",
                sizing_mode="stretch_both",
                theme="light_minimal",
            )
            for (_, plot), pipe in zip(plots, self._pipes, strict=True)
        ]
        self.view = pn.Row(sizing_mode="stretch_both", margin=0)

    def show(self):
        for table, pipe in zip(self._tables, self._pipes, strict=True):
            pipe.send(table(self.session))
        # The browser measures a tab before figures in it are ready, and stumbles: they come after.
        self.view.objects = self.panes

    def hide(self):
        self.view.objects = []

    def show_theme(self, dark):
        for pane in self.panes:
            pane.theme = "dark_minimal" if dark else "light_minimal"
