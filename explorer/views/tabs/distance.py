"""What millimeters cost, as a tab: watts of one link over the distance of its ports from the ASIC."""

import holoviews as hv
import pandas as pd

from explorer.analysis import Results
from explorer.analysis.links.distance import watts_over_distance
from explorer.catalog.technology import short_name
from explorer.quantities.links import LINK
from explorer.quantities.numbers import SPACE, amount, number
from explorer.views.kit.figure import card
from explorer.views.kit.theme import QUIET
from explorer.views.tabs.links import shown_link
from explorer.views.tabs.plots import PLAIN, Plot, PlotTab, dimension

CLASS_COLORS = {
    "UCIe": "#2f6db5", "XSR": "#0f9d8c", "XSR+": "#7aa23a",
    "VSR": "#d9a321", "MR": "#e0731d", "LR": "#c8463c",
}  # fmt: skip
"""Of a SerDes class, the shortest first."""
TICKS_MM = [2, 5, 10, 20, 50, 100, 200, 300]
POWER = LINK["power_w"].but(label="One link")
MARGIN, LENGTH = LINK["margin_db"], "From ASIC to port, at both ends"
TIP = card(
    "@trace_mm{0.0} mm", {POWER.label: "@power_text", "SerDes": "@serdes", MARGIN.label: "@margin_text"}
)
NOTHING = "No distance at which this link closes"


def distance_table(results: Results, link: str) -> pd.DataFrame:
    """Watts, SerDes class and margin of one link of a group, a row for each distance; the farthest of its
    ports in ``attrs["here_mm"]``, its name in ``attrs["title"]``."""
    state = results.link_states[link]
    table = watts_over_distance(results.layout, state).rename_axis("trace_mm").reset_index()
    table["power_text"] = [f"{number(w, 4)}{SPACE}{POWER.unit}" for w in table.power_w]
    table["margin_text"] = [amount(margin_db, MARGIN.unit) for margin_db in table.margin_db]
    table.attrs["here_mm"] = max(float(host.trace_mm.max(initial=0.0)) for host in state.hosts.values())
    table.attrs["title"] = f"{state.link.label or state.link.id}, {short_name(state.technology.name)}"
    return table


def distance_curves(table: pd.DataFrame) -> hv.Overlay:
    """A curve for each SerDes class, which steps where a longer one is needed; dashed where the ports are."""
    length = hv.Dimension("trace_mm", label=LENGTH, unit="mm")
    values = [dimension(POWER), "serdes", "margin_db", "power_text", "margin_text"]
    curves = [
        hv.Curve(rows, length, values, label=str(serdes)).opts(
            color=CLASS_COLORS.get(serdes, QUIET),
            line_width=2.5,
            tools=["hover"],
            hover_tooltips=TIP,
            hover_mode="vline",
            backend="bokeh",
        )
        for serdes, rows in table.groupby("serdes", sort=False)
    ]
    here = table.attrs["here_mm"]
    line = hv.VLine(here).opts(color=QUIET, line_dash="dashed", line_width=1.5, backend="bokeh")
    return hv.Overlay([*curves, line]).opts(
        logx=True,
        xticks=TICKS_MM,
        title=f"{table.attrs['title']}: its farthest port is at {here:.0f} mm",
        legend_position="right",
        **PLAIN,
    )


def shown_table(session) -> pd.DataFrame | str:
    """Of the shown group."""
    link = shown_link(session)
    table = distance_table(session.results, link) if link else pd.DataFrame()
    return table if len(table) else NOTHING


class DistanceTab(PlotTab):
    """Watts of one link of the shown group over distance."""

    watched = ("link",)

    def __init__(self, session):
        def shape(table):
            return tuple(table.serdes.unique())

        super().__init__(session, "Distance", Plot(shown_table, distance_curves, shape))
