"""Every technology on this layout, as a tab: one row each, the best and what stops it marked."""

import pandas as pd

from explorer.analysis.decide.comparison import comparison
from explorer.catalog.technology import short_name
from explorer.quantities.links import LINK
from explorer.views.kit.tab import SoughtTab
from explorer.views.kit.table import Column, Rows
from explorer.views.tabs.links import shown_link

FIGURES = (
    "power_w", "pj_per_bit", "margin_db", "worst_margin_db", "reach_m", "latency_ns", "failures_per_year",
    "blast_gbps", "cost_usd", "edge_share",
)  # fmt: skip
COLUMNS = {
    "name": Column("Technology", grow=4.0, least_px=132),
    "binding": Column("Bound by", "What stops it here, or would first", grow=2.2, least_px=110),
    **{key: Column.of(LINK[key]) for key in FIGURES},
    "cost_usd": Column.of(LINK["cost_usd"], least_px=62),
}
NOTHING = "No link group has both of its ends on mounted trays"
UNPUBLISHED = " *"
BEST = "color: var(--good); font-weight: 700"
FAILS, WHY = "color: var(--ink-3)", "color: var(--bad)"
CURRENT = "background: var(--accent-soft)"


class TechnologiesTab(SoughtTab):
    """The shown link group on each technology."""

    watched = ("link",)
    waiting = "Every technology is being tried on this layout"

    def __init__(self, session):
        super().__init__(session, "Technologies", COLUMNS)

    def asked(self):
        return self.session.results, shown_link(self.session)

    def seek(self, results, link):
        return comparison(results.layout, link, results) if link else NOTHING

    def rows_of(self, found, results, link):
        return technology_rows(found, results.layout.element(link).technology) if len(found) else NOTHING


def technology_rows(table: pd.DataFrame, current: str) -> Rows:
    """The comparison: what passes first, by watts. A star marks what has no published figures."""
    table = table.sort_values(["passes", "power_w"], ascending=[False, True], kind="stable")
    frame = table.assign(
        name=[
            short_name(name) + ("" if is_published else UNPUBLISHED)
            for name, is_published in zip(table["name"], table.is_published, strict=True)
        ],
    )[list(COLUMNS)]
    styles = pd.DataFrame("", frame.index, frame.columns)
    for key, row in table.iterrows():
        if not row.passes:
            styles.loc[key] = FAILS
            styles.loc[key, "binding"] = WHY
        for column in row.best.split():
            styles.loc[key, column] = BEST
        if key == current:
            styles.loc[key] = [f"{style}; {CURRENT}" if style else CURRENT for style in styles.loc[key]]
    return Rows(frame, "", styles)
