"""Link groups, as a tab: their figures in a table that selects, and the selected one element by element."""

from explorer.analysis.links.budget import Budget
from explorer.analysis.links.rows import link_row
from explorer.analysis.links.state import LinkState
from explorer.catalog.technology import short_name
from explorer.quantities.links import LINK
from explorer.views.kit.component import TabView, plain
from explorer.views.kit.tab import DrawnTab

COLUMNS = (
    "length_m", "serdes", "margin_db", "worst_margin_db", "ber_pre_fec", "latency_ns", "module_w", "host_w",
    "pj_per_bit", "failures_per_year", "cost_usd",
)  # fmt: skip


class LinksView(TabView):
    """The link groups; a click selects one here and in the elevation.

    Parameters
    ----------
    session : explorer.session.Session
        Its `link` is set by a click.
    """

    def message(self):
        return links_message(self.session)

    def _on_select(self, message):
        self.session.select(str(message["id"]))


def shown_link(session) -> str:
    """The selected link group, else the one with the least margin; empty where there is none."""
    states = session.results.link_states
    if session.link in states:
        return session.link
    return min(states, key=lambda key: states[key].margin_db, default="")


def links_message(session) -> dict:
    """What the script draws: a row a link group, and the waterfalls of the shown one."""
    states, shown = session.results.link_states, shown_link(session)
    rows = [
        {
            "id": key,
            "name": s.link.label or key,
            "technology": short_name(s.technology.name),
            "margin": plain(s.margin_db, 2),
            "cells": _cells(s),
        }
        for key, s in states.items()
    ]
    charts = waterfalls(states[shown]) if shown else []
    heads = [LINK[key].head if key in LINK else "SerDes" for key in COLUMNS]
    return {"type": "links", "columns": heads, "rows": rows, "shown": shown, "charts": charts}


def _cells(state: LinkState) -> list[str]:
    row = link_row(state)
    cells = {key: LINK[key].text(row[key]) if key in LINK else row[key] for key in COLUMNS}
    low, high = state.failures.low, state.failures.high
    # where next to nothing fails, both ends of the interval are none
    cells["failures_per_year"] += f" ({low:.0f}–{high:.0f})" if low < high else ""
    return list(cells.values())


def waterfalls(state: LinkState) -> list[dict]:
    """The host's channel and the line, or passive copper's one channel: what is there, then what takes."""
    parts = [("From die to die", state.line)]
    if state.host.steps:
        parts = [("Host to module", state.host), ("Module to module", state.line)]
    return [_waterfall(title, budget) for title, budget in parts]


def _waterfall(title: str, budget: Budget) -> dict:
    steps = sorted(budget.steps, key=lambda step: step.typical_db <= 0.0)
    return {
        "title": title,
        "steps": [[step.name, plain(step.typical_db, 3), plain(step.worst_db, 3)] for step in steps],
        "margin": plain(budget.margin_db, 3),
        "worst": plain(budget.worst_db, 3),
    }


class LinksTab(DrawnTab):
    """The link groups and the budget of the selected one."""

    watched = ("link",)

    def __init__(self, session):
        super().__init__(session, "Links", LinksView(session))
