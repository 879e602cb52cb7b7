"""Tables of the page: what they show, what they send, and what stays text in them."""

import pandas as pd
import pytest
from panel.models.tabulator import CellClickEvent

from explorer.quantities import Figure
from explorer.session import Session
from explorer.views.kit.table import Column, Table
from explorer.views.tabs.tables import PartsTab, distinct_names, parts_rows
from tests.shipped import shipped

COLUMNS = {
    "label": Column("Part"),
    "power_w": Column.of(Figure("power_w", "Power", decimals=1)),
    "note": Column("Note"),
}


def frame(**values):
    return pd.DataFrame(
        {"label": ["a", "b", "c"], "power_w": [1.0, 20.0, 3.0], "note": "", **values}, index=list("xyz")
    )


@pytest.fixture
def picked():
    return []


@pytest.fixture
def table(picked):
    made = Table(COLUMNS, "Parts", picked.append)
    made.show(frame(), "y")
    return made


@pytest.fixture
def model(table):
    return table.get_root()


def test_numbers_are_sorted_as_numbers_and_stand_at_the_right_under_a_head_with_their_unit(model):
    columns = {column["field"]: column for column in model.configuration["columns"]}
    assert columns["power_w"]["sorter"] == "number"
    assert columns["power_w"]["hozAlign"] == columns["power_w"]["headerHozAlign"] == "right"
    assert columns["label"]["frozen"]
    assert {column.field: column.title for column in model.columns}["power_w"] == "Power W"
    assert not any(column["editable"] for column in columns.values())


def test_it_has_a_name_and_its_rows_are_copied(model):
    assert model.html_attributes["aria-label"] == "Parts"
    assert model.configuration["clipboard"] == "copy"


def test_nothing_is_sent_while_nothing_has_changed(table, model):
    changes = []
    for of, name in ((model.source, "data"), (model, "columns"), (model, "configuration")):
        of.on_change(name, lambda attr, old, new: changes.append(attr))
    table.show(frame(), "y")
    assert changes == []
    table.show(frame(power_w=[1.0, 21.0, 3.0]), "y")
    assert changes == ["data"], "the table is not built again, so that sorting and scrolling stay"


def test_a_row_that_is_pressed_is_picked_and_the_selected_one_is_marked(table, model, picked):
    assert model.source.selected.indices == [1]
    table._process_event(CellClickEvent(model, "power_w", 2))
    assert picked == ["z"]
    table.show(frame().loc[["z", "y", "x"]], "z")
    assert model.source.selected.indices == [0]
    table.show(frame(), "")
    assert model.source.selected.indices == []


def test_a_column_without_values_is_hidden(table, model):
    assert set(table.hidden_columns) == {"note", "power_w_text"}
    table.show(frame(note=["", "warm", ""]))
    assert table.hidden_columns == ["power_w_text"]
    assert set(model.hidden_columns) == {"id", "power_w_text"}


def test_styles_follow_their_cells(table):
    styles = frame().map(lambda _: "")
    styles.loc["y", "power_w"] = "color: var(--bad)"
    table.show(frame(), "", styles)
    assert table._get_style_data()["data"][1]
    table.show(frame(), "")
    assert not any(any(cells.values()) for cells in table._get_style_data()["data"].values())


def test_parts_of_one_label_are_told_apart_and_the_nearest_to_its_limit_is_first():
    session = Session(shipped("gb200_nvl72"))
    names = distinct_names(session.layout.design_of(session.tray))
    assert len(set(names.values())) == len(names)
    assert {"Fan (fan0)", "Fan (fan3)", "NVSwitch 0"} <= set(names.values())
    rows = parts_rows(session).frame
    assert rows.headroom_k.is_monotonic_increasing
    state = session.results.parts(session.tray)[rows.index[0]]
    assert rows.iloc[0].t_c == state.t_c


def test_a_row_of_a_part_selects_it():
    session = Session(shipped("gb200_nvl72"))
    tab = PartsTab(session)
    tab.show()
    id = tab.table.value.index[2]
    tab.table._process_event(CellClickEvent(None, "label", 2))
    assert session.part == id
    tab.show()
    assert tab.table.selection == [2]


def test_without_a_tray_there_is_a_word():
    layout = shipped("gb200_nvl72")
    session = Session(layout)
    session.tray = ""
    tab = PartsTab(session)
    tab.show()
    assert "Select a tray" in tab.note.object
