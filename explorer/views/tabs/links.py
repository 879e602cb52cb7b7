"""Link groups, as a tab: their figures in a table that selects, and the selected one element by element."""

import pandas as pd
import panel as pn

from explorer.analysis.links.groups import LinkState
from explorer.catalog.technology import short_name
from explorer.views.kit.component import stylesheet
from explorer.views.kit.tab import Tab
from explorer.views.kit.table import BUTTON, Column, Rows, Table
from explorer.views.tabs.waterfall import Waterfall, tone, waterfall

COLUMNS = {
    "name": Column(
        "Links",
        grow=2.2,
        least_px=92,
        template=BUTTON.replace("><%-", '><i class="<%- tone %>"></i><%-'),
    ),
    "technology": Column("Technology", grow=2.6, least_px=92),
    "length_m": Column("Length m", ".2f", "Mean of the group", least_px=58),
    "serdes": Column("SerDes", "", "Class of the host's SerDes", least_px=48),
    "margin_db": Column("Margin dB", ".1f", "Of the weakest link, typical", least_px=60),
    "worst_margin_db": Column("Worst dB", ".1f", "Of the weakest link, all at their worst", least_px=56),
    "ber": Column("BER", ".0e", "Bit errors before correction", least_px=42),
    "latency_ns": Column("Lat. ns", ",.0f", "Latency of one link", least_px=46),
    "module_w": Column("Modules W", ",.0f", least_px=66),
    "serdes_w": Column("SerDes W", ",.0f", least_px=60),
    "pj_per_bit": Column("pJ/bit", ".1f", least_px=46),
    "failures": Column(
        "Fails /yr",
        ".2f",
        "Expected failures of the group in a year",
        least_px=52,
        template='<span title="<%- failures_range %>"><%= value.toFixed(2) %></span>',
    ),
    "cost_usd": Column("Cost $", ",.0f", least_px=54),
}
MOST_ROWS = 3


def shown_link(session) -> str:
    """The selected link group, else the one with the least margin; empty where there is none."""
    states = session.results.link_states
    if session.link in states:
        return session.link
    return min(states, key=lambda key: states[key].margin_db, default="")


def link_rows(session) -> Rows:
    """A row a link group, the shown one marked."""
    states = session.results.link_states
    rows = {key: _figures(key, state) for key, state in states.items()}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*COLUMNS, "tone", "failures_range"])
    return Rows(frame, shown_link(session))


def _figures(key: str, s: LinkState) -> dict:
    return {
        "name": s.link.label or key,
        "technology": short_name(s.technology.name),
        "length_m": s.length_m.mean(),
        "serdes": s.serdes.key,
        "margin_db": s.margin_db,
        "worst_margin_db": s.worst_margin_db,
        "ber": s.ber_pre_fec,
        "latency_ns": s.latency_ns,
        "module_w": s.module_w()[1],
        "serdes_w": s.host_w()[1],
        "pj_per_bit": s.power_w / s.end_gbps * 1000.0,
        "failures": s.failures.expected,
        "cost_usd": s.cost_usd,
        "tone": tone(s.margin_db),
        "failures_range": f"{s.failures.low:.0f} to {s.failures.high:.0f} in a year",
    }


def waterfalls(state: LinkState) -> list[dict]:
    """The host's channel and the line, or passive copper's one channel."""
    if state.host.steps:
        return [waterfall("Host to module", state.host), waterfall("Module to module", state.line)]
    return [waterfall("From die to die", state.line)]


class LinksTab(Tab):
    """The link groups and the budget of the selected one."""

    watched = ("link",)

    def __init__(self, session):
        super().__init__(session, "Links")
        css = stylesheet("links.css")
        self.table = Table(COLUMNS, "Link groups", session.select, most_rows=MOST_ROWS, css=css)
        self.charts = [Waterfall(), Waterfall()]
        self._panes = [pn.pane.Bokeh(chart.figure, margin=0) for chart in self.charts]
        self._stage = pn.Row(sizing_mode="stretch_both", margin=(6, 0, 0, 0), styles={"gap": "12px"})
        self.view = pn.Column(self.table, self._stage, sizing_mode="stretch_both", margin=0)

    def show(self):
        self.table.show(*link_rows(self.session))
        shown = shown_link(self.session)
        budgets = waterfalls(self.session.results.link_states[shown]) if shown else []
        for chart, budget in zip(self.charts, budgets, strict=False):
            chart.show(budget)
        # Bokeh measures hidden figures as 0 x 0: they are attached once the tab is open
        panes = self._panes[: len(budgets)]
        if self._stage.objects != panes:
            self._stage.objects = panes

    def hide(self):
        self._stage.objects = []

    def show_theme(self, dark):
        for chart in self.charts:
            chart.show_theme(dark)
