"""Link groups, as a tab: their figures in a table that selects, and the selected one element by element."""

import pandas as pd
import panel as pn

from explorer.analysis.links.rows import link_row
from explorer.analysis.links.state import LinkState
from explorer.catalog.technology import short_name
from explorer.quantities.links import LINK
from explorer.views.kit.component import stylesheet
from explorer.views.kit.tab import Tab
from explorer.views.kit.table import BUTTON, TEXT, Column, Rows, Table
from explorer.views.tabs.waterfall import Waterfall, tone, waterfall

FIGURES = (
    "length_m", "serdes", "margin_db", "worst_margin_db", "ber_pre_fec", "latency_ns", "module_w", "host_w",
    "pj_per_bit", "failures_per_year", "cost_usd",
)  # fmt: skip
FAILURES = "failures_per_year"
COLUMNS = {
    "name": Column(
        "Links",
        grow=2.2,
        least_px=88,
        template=BUTTON.replace("><%-", '><i class="<%- tone %>"></i><%-'),
    ),
    "technology": Column("Technology", grow=2.6, least_px=88),
    **{key: Column.of(LINK[key]) if key in LINK else Column("SerDes", least_px=46) for key in FIGURES},
}
COLUMNS["cost_usd"] = COLUMNS["cost_usd"]._replace(least_px=60)
COLUMNS[FAILURES] = COLUMNS[FAILURES]._replace(
    template=f'<span title="<%- failures_range %>"><%- {FAILURES}{TEXT} %></span>'
)
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


def _figures(key: str, state: LinkState) -> dict:
    row, failures = link_row(state), state.failures
    return {
        **{each: row[each] for each in FIGURES},
        "name": state.link.label or key,
        "technology": short_name(state.technology.name),
        "tone": tone(state.margin_db),
        # where next to nothing fails, both ends of the interval are none
        "failures_range": f"{failures.low:.0f} to {failures.high:.0f} in a year"
        if failures.low < failures.high
        else "",
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
        self.view = pn.Column(sizing_mode="stretch_both", margin=0)

    def show(self):
        self.table.show(*link_rows(self.session))
        shown = shown_link(self.session)
        budgets = waterfalls(self.session.results.link_states[shown]) if shown else []
        for chart, budget in zip(self.charts, budgets, strict=False):
            chart.show(budget)
        # attached once the tab is open: Bokeh measures hidden figures as 0 x 0, and a table is built as it is
        if not self.view.objects:
            self.view.objects = [self.table, self._stage]
        panes = self._panes[: len(budgets)]
        if self._stage.objects != panes:
            self._stage.objects = panes

    def hide(self):
        self._stage.objects = []
        self.view.objects = []

    def show_theme(self, dark):
        for chart in self.charts:
            chart.show_theme(dark)
