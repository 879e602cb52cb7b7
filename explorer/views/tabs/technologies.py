"""Every technology on this layout, as a tab: one row each, the best and what stops it marked."""

from html import escape

import pandas as pd

from explorer.analysis.decide.comparison import comparison
from explorer.catalog.technology import short_name
from explorer.quantities.links import LINK
from explorer.views.kit.component import stylesheet
from explorer.views.kit.tab import SoughtTab
from explorer.views.tabs.links import shown_link

COLUMNS = [
    LINK[key]
    for key in (
        "power_w", "pj_per_bit", "margin_db", "worst_margin_db", "reach_m", "latency_ns", "failures_per_year",
        "blast_gbps", "cost_usd", "edge_share",
    )
]  # fmt: skip
NOTHING = "No link group has both of its ends on mounted trays"


class TechnologiesTab(SoughtTab):
    """The shown link group on each technology."""

    watched = ("link",)
    waiting = "Every technology is being tried on this layout"

    def __init__(self, session):
        super().__init__(session, "Technologies", [stylesheet("tables.css"), stylesheet("technologies.css")])

    def asked(self):
        return self.session.layout, shown_link(self.session)

    def seek(self, layout, link):
        return comparison(layout, link) if link else NOTHING

    def html(self, found, layout, link):
        return comparison_html(found, layout.element(link).technology)


def comparison_html(table: pd.DataFrame, current: str) -> str:
    """The comparison as a table: what passes first, by watts."""
    heads = "".join(f"<th>{figure.head}</th>" for figure in COLUMNS)
    order = table.sort_values(["passes", "power_w"], ascending=[False, True], kind="stable")
    rows = "".join(_row(key, row, current) for key, row in order.iterrows())
    return (
        '<table class="panel-df with-words technologies"><thead><tr>'
        f"<th>Technology</th><th>Binding</th>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(key: str, row: pd.Series, current: str) -> str:
    best = set(row.best.split())
    cells = "".join(
        f'<td class="{"best" if figure.key in best else ""}">{figure.text(row[figure.key])}</td>'
        for figure in COLUMNS
    )
    kind = " ".join(word for word, holds in (("fails", not row.passes), ("current", key == current)) if holds)
    mark = "" if row.is_published else ' <i title="no published figures">*</i>'
    name = f"{escape(short_name(row['name']))}{mark}"
    why = escape(row.binding)
    return f'<tr class="{kind}"><td>{name}</td><td title="{why}">{why}</td>{cells}</tr>'
