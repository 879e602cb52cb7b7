"""The tables of the results, as tabs."""

import pandas as pd

from explorer.quantities.numbers import last
from explorer.quantities.power import STAGE
from explorer.quantities.trays import PART
from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import ScrolledTable
from explorer.views.kit.tab import Tab


def parts_table(session) -> pd.DataFrame:
    """The parts of the selected tray, the hottest first."""
    heads = ["Part", *(figure.head for figure in PART.values())]
    if session.tray not in session.layout:
        return pd.DataFrame(columns=heads)
    design = session.layout.design_of(session.tray)
    names = {part.id: part.label or part.id for part in design.parts}
    states = sorted(session.results.parts(session.tray).items(), key=lambda item: last(item[1].headroom_k))
    rows = [
        (names[key], *(figure.text(value) for figure, value in zip(PART.values(), state, strict=True)))
        for key, state in states
    ]
    return pd.DataFrame(rows, columns=heads)


def power_table(session) -> pd.DataFrame:
    """From the wall to the rails, stage by stage, then feed by feed and shelf by shelf."""
    table = session.results.power
    names = {t.id: t.label or t.id for t in session.layout.trays}
    values = table.assign(efficiency=table.out_w / table.in_w.where(table.in_w != 0.0))
    shown = {figure.head: [figure.text(value) for value in values[key]] for key, figure in STAGE.items()}
    return pd.DataFrame({"Stage": [names.get(stage, stage) for stage in table.index], **shown})


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
