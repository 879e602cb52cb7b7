"""The tables of the results, as tabs."""

import pandas as pd

from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import ScrolledTable
from explorer.views.kit.tab import Tab

POWER = {
    "in_w": "In W",
    "out_w": "Out W",
    "loss_w": "Loss W",
    "efficiency": "Efficiency",
    "load_percent": "Load %",
    "current_a": "A",
    "volt_v": "V",
}
PARTS = {"label": "Part", "power_w": "W", "t_c": "°C", "t_limit_c": "Limit °C", "headroom_k": "Headroom K"}


def parts_table(session) -> pd.DataFrame:
    """The parts of the selected tray, the hottest first."""
    if session.tray not in session.layout:
        return pd.DataFrame(columns=list(PARTS.values()))
    design = session.layout.design_of(session.tray)
    names = {part.id: part.label or part.id for part in design.parts}
    states = session.results.parts(session.tray)
    rows = [(names[key], s.power_w, s.t_c, s.t_limit_c, s.headroom_k) for key, s in states.items()]
    table = pd.DataFrame(rows, columns=list(PARTS.values()))
    return table.sort_values("Headroom K").round(1).reset_index(drop=True)


def power_table(session) -> pd.DataFrame:
    """From the wall to the rails, stage by stage, then feed by feed and shelf by shelf."""
    table = session.results.power.copy()
    names = {t.id: t.label or t.id for t in session.layout.trays}
    table.index = [names.get(stage, stage) for stage in table.index]
    table["efficiency"] = [
        f"{100 * out / into:.1f} %" if into else "" for into, out in zip(table.in_w, table.out_w, strict=True)
    ]
    for column in POWER.keys() - {"efficiency"}:
        digits = 2 if column == "volt_v" else 0
        table[column] = ["" if value != value else f"{value:,.{digits}f}" for value in table[column]]
    return table[list(POWER)].rename(columns=POWER).rename_axis("Stage").reset_index()


class TableTab(Tab):
    """A table as plain text: it has nothing to edit, and can be exchanged at any moment.

    ``make(session)`` gives the frame; ``words`` says that its second column holds words.
    """

    def __init__(self, session, title: str, make, words: bool = False):
        super().__init__(session, title)
        self._make = make
        self.view = ScrolledTable(
            make(session),
            title=title,
            index=False,
            escape=True,
            classes=["panel-df", "with-words"] if words else ["panel-df"],
            sizing_mode="stretch_both",
            stylesheets=[stylesheet("tables.css")],
            margin=(4, 0, 0, 0),
        )

    def show(self):
        table = self._make(self.session)
        if not table.equals(self.view.object):
            self.view.object = table
