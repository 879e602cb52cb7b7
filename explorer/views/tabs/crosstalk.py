"""What every source of the selected tray does to every part, as a tab."""

from html import escape

import holoviews as hv
import numpy as np
import pandas as pd
import panel as pn

from explorer.analysis import Results
from explorer.quantities.maps import MAPS
from explorer.quantities.numbers import SPACE, amount
from explorer.quantities.trays import PART
from explorer.views.kit.component import stylesheet
from explorer.views.kit.figure import card
from explorer.views.kit.scrolled import ShortHTML
from explorer.views.kit.table import Column, Table
from explorer.views.kit.theme import SEQUENTIAL
from explorer.views.tabs.plots import PLAIN, Plot, PlotTab
from explorer.views.tabs.tables import distinct_names, select_row
from explorer.views.wire.background import server_document

WAITING = "Crosstalk is being solved: some seconds in which nothing moves"
POWER, PER_WATT, RISE = PART["power_w"], MAPS["crosstalk"], MAPS["rise"]
SOURCES = {
    "source": Column("Source", grow=1.6, least_px=96),
    "power_w": Column.of(POWER, hint="What the source turns into heat", least_px=56),
    "k_per_w": Column.of(
        PER_WATT.but(short="", decimals=4),
        hint="Rise of the part nearest to its limit by one of its watts",
        least_px=58,
    ),
    "rise_k": Column.of(RISE.but(short="Rise", decimals=3), hint="What the source adds to that part"),
}
DECADES = 3
"""Of K/W between the ends of the colors: a part warms itself a hundred times more than its neighbor."""
TIP = card(
    "@source → @part",
    {
        "Rise per watt": f"@k_per_w{{0.0000}}{SPACE}{PER_WATT.unit}",
        POWER.label: f"@power_w{{0.0}}{SPACE}{POWER.unit}",
        "Rise": f"@rise_k{{+0.000}}{SPACE}{RISE.unit}",
    },
)
MOST_NAMES = 24


def crosstalk_table(results: Results, tray: str) -> pd.DataFrame:
    """K/W from each source that makes heat to each part, a row for each pair.

    Sources are in the order of what they add to the part that is nearest to its limit; that one is
    ``attrs["weakest"]``, its headroom ``attrs["headroom_k"]``. Empty where no part makes heat.
    """
    states, names = results.parts(tray), distinct_names(results.layout.design_of(tray))
    matrix = results.crosstalk(tray)
    power_w = pd.Series({id: states[id].power_w for id in matrix.index if id in states})
    matrix = matrix.loc[power_w.index[power_w > 0.0]]
    weakest = min(states, key=lambda id: states[id].headroom_k)
    rise_k = matrix[weakest] * power_w[matrix.index]
    matrix = matrix.loc[rise_k.sort_values(ascending=False, kind="stable").index]
    n, m = matrix.shape
    rows, columns = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    k_per_w = matrix.to_numpy().ravel()
    table = pd.DataFrame(
        {
            "column": columns,
            "row": rows,
            "k_per_w": k_per_w,
            "id": matrix.index[rows],
            "source": [names[id] for id in matrix.index[rows]],
            "part": [names[id] for id in matrix.columns[columns]],
            "power_w": power_w[matrix.index].to_numpy()[rows],
            "rise_k": k_per_w * power_w[matrix.index].to_numpy()[rows],
        }
    )
    table.attrs.update(weakest=names[weakest], headroom_k=states[weakest].headroom_k)
    return table


def crosstalk_matrix(table: pd.DataFrame) -> hv.HeatMap:
    """Sources as rows, parts as columns; equal ratios of K/W are equal steps of color."""
    parts = table.drop_duplicates("column").set_index("column").part
    sources = table.drop_duplicates("row").set_index("row").source
    weakest = [(i, name) for i, name in parts.items() if name == table.attrs["weakest"]]
    most = float(table.k_per_w.max())
    kdims = [hv.Dimension("column", label="Part"), hv.Dimension("row", label="Source")]
    rise = hv.Dimension("k_per_w", label="Rise per watt", unit=PER_WATT.unit)
    return hv.HeatMap(table, kdims, [rise, "source", "part", "power_w", "rise_k"]).opts(
        **{name: option for name, option in PLAIN.items() if name not in ("yticks", "show_grid")},
        cmap=list(SEQUENTIAL),
        logz=True,
        clim=(most / 10.0**DECADES, most),
        colorbar=True,
        colorbar_opts={"width": 8, "title": None},
        clabel=PER_WATT.unit,
        invert_yaxis=True,
        xaxis="top",
        xlabel="",
        ylabel="",
        xticks=weakest,
        yticks=list(sources.items()),
        yaxis="left" if len(sources) <= MOST_NAMES else None,
        tools=["hover"],
        hover_tooltips=TIP,
        line_alpha=0.0,
    )


class CrosstalkTab(PlotTab):
    """The crosstalk of the selected tray: its sources as a table whose rows select, beside the matrix."""

    watched = ("part",)
    looks_at = ("prepared",)

    def __init__(self, session, looking):
        self.looking = looking
        super().__init__(session, "Crosstalk", Plot(self._found, crosstalk_matrix, _shape))
        css = stylesheet("note.css")
        self.about = ShortHTML(
            "", height=18, margin=(2, 0, 0, 0), sizing_mode="stretch_width", stylesheets=[css]
        )
        self.sources = Table(
            SOURCES, "Sources of heat", self._select, width=326, sizing_mode="stretch_height", margin=0
        )
        self._both = pn.Row(self.row, sizing_mode="stretch_both", margin=0, styles={"gap": "14px"})
        self.view = pn.Column(self.about, self._both, sizing_mode="stretch_both", margin=0)

    def accompany(self, tables):
        self.about.visible = tables is not None
        if tables is None:
            self._both.objects = [self.row]
            return
        (table,) = tables
        name, headroom_k = table.attrs["weakest"], table.attrs["headroom_k"]
        self.about.object = (
            f"<p>Rise per watt from source (row) to part (column), by what it adds to <b>{escape(name)}</b>, "
            f"{amount(headroom_k, RISE.unit)} below its limit</p>"
        )
        self.sources.show(table[table.part == name].set_index("id")[list(SOURCES)], self.session.part)
        # a table is built in the browser as it is by then
        if self._both.objects != [self.sources, self.row]:
            self._both.objects = [self.sources, self.row]

    def hide(self):
        super().hide()
        self._both.objects = [self.row]

    def _select(self, id: str):
        select_row(self.session, id)

    def _found(self, session) -> pd.DataFrame | str:
        results, tray = session.results, session.tray
        if tray not in session.layout:
            return "Select a tray"
        if results.crosstalk_key(tray) is None:
            if session.is_live or server_document() is not None:
                return WAITING
            # a page never waits for it; in a notebook to open the tab is to ask for it
            results.prepare(tray)
            self.looking.prepared += 1
        table = crosstalk_table(results, tray)
        return table if len(table) else "No part of this tray makes heat"


def _shape(table: pd.DataFrame):
    return len(table)
