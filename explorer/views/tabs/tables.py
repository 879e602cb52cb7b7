"""Parts of the selected tray, and the stages of the power chain, as tabs."""

from collections import Counter

import pandas as pd

from explorer.model import TrayDesign
from explorer.quantities.numbers import last
from explorer.quantities.power import STAGE
from explorer.quantities.trays import PART
from explorer.views.kit.tab import TableTab
from explorer.views.kit.table import Column, Rows

PARTS = {
    "label": Column("Part", grow=3.0, least_px=120),
    **{key: Column.of(figure) for key, figure in PART.items()},
}
POWER = {
    "stage": Column("Stage", grow=2.5, least_px=150),
    **{key: Column.of(figure) for key, figure in STAGE.items()},
}


def distinct_names(design: TrayDesign) -> dict[str, str]:
    """Labels of the parts of a design by id; one that several parts have has the end of the id beside it."""
    count = Counter(part.label or part.id for part in design.parts)
    names = {}
    for part in design.parts:
        name = part.label or part.id
        short = part.id.removeprefix(f"{design.id}.")
        names[part.id] = f"{name} ({short})" if count[name] > 1 else name
    return names


def parts_rows(session) -> Rows | str:
    """The parts of the selected tray, the nearest to its limit first."""
    if session.tray not in session.layout:
        return "Select a tray"
    names = distinct_names(session.layout.design_of(session.tray))
    states = session.results.parts(session.tray)
    rows = {
        id: (names[id], *state)
        for id, state in sorted(states.items(), key=lambda item: last(item[1].headroom_k))
    }
    return Rows(pd.DataFrame.from_dict(rows, orient="index", columns=list(PARTS)), session.part)


def power_rows(session) -> Rows:
    """From the wall to the rails, stage by stage, then feed by feed and shelf by shelf."""
    table = session.results.power.copy()
    names = {tray.id: tray.label or tray.id for tray in session.layout.trays}
    table.insert(0, "stage", [names.get(stage, stage) for stage in table.index])
    table["efficiency"] = table.out_w / table.in_w.where(table.in_w != 0.0)
    return Rows(table[list(POWER)], session.tray)


def select_row(session, id: str):
    """Select what a row is of, where it can be selected."""
    if id in session.layout:
        session.select(id)


class PartsTab(TableTab):
    """The parts of the selected tray; a row selects its part."""

    watched = ("part",)

    def __init__(self, session):
        super().__init__(session, "Parts", PARTS, parts_rows, select_row)


class PowerTab(TableTab):
    """The power chain stage by stage; the row of a shelf selects it."""

    def __init__(self, session):
        super().__init__(session, "Power", POWER, power_rows, select_row)
