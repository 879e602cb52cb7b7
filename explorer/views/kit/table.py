"""Tables that sort and copy, updated in place: Tabulator in the look of the page."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, Self

import pandas as pd
import panel as pn
import param
from bokeh.models import HTMLTemplateFormatter
from panel.io.model import JSCode

from explorer.quantities import Figure
from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import FromHere

HEAD_PX, ROW_PX = 29, 27
LETTER_PX, WIDE_PX, WIDE = 5.4, 8.5, frozenset("mMwW%")
EDGES_PX, LEAST_PX = 14, 42
"""Width of a letter in a head, of a wide one, of what is left and right of it, and of a column at least."""
TEXT = "_text"
"""Behind the name of a column of numbers: the column that has them as they are written."""
WORDS = '<span title="<%- value %>"><%- value %></span>'
BUTTON = '<button type="button" title="<%- value %>"><%- value %></button>'
"""A first cell that is pressed; what a layout calls things is escaped by `<%-`."""
ROLES = JSCode("""(title, _, rendered) => {
  rendered(() => {
    const holder = title.getElement().closest(".tabulator")?.querySelector(".tabulator-tableholder");
    holder?.setAttribute("role", "rowgroup");
    holder?.querySelector(".tabulator-table").setAttribute("role", "presentation");
  });
  return title.getValue();
}""")
"""Writes a head, and says to screen readers what Tabulator leaves out: that the part that scrolls, which has
the focus, is the group of the rows."""
COPIED = {"columnHeaders": True, "columnGroups": False, "rowGroups": False, "columnCalcs": False}


def load():
    """Have what tables need sent with the page, also where its first table is drawn later."""
    import_module("panel.models.tabulator")


class Column(NamedTuple):
    """A column: its head with the unit, how its values are written, and its part of the width.

    Without a figure it holds words. `template` writes a cell as HTML from the fields of its row:
    ``<%- name %>`` is escaped, ``<%= n %>`` is not, and is for numbers alone. Numbers are sorted and copied
    as such; as they are written they stand in a field of that name with `TEXT` behind it.
    """

    title: str
    hint: str = ""
    grow: float = 1.0
    least_px: int = 64
    template: str = ""
    figure: Figure | None = None
    is_right: bool = False
    """whether words stand at the right, as numbers do"""

    @classmethod
    def of(cls, figure: Figure, **changed) -> Self:
        """A column of numbers, named and written as their figure says.

        >>> Column.of(Figure("t_limit_c", "Temperature limit", short="Limit")).title
        'Limit °C'
        """
        head_px = sum(WIDE_PX if letter in WIDE else LETTER_PX for letter in figure.head)
        least_px = max(LEAST_PX, round(head_px) + EDGES_PX)
        column = cls(figure.head, figure.label, least_px=least_px, figure=figure, is_right=True)
        return column._replace(**changed)


class Rows(NamedTuple):
    """What a table shows: a frame whose index are the ids of its rows, the id of the row that is marked as
    selected, and declarations of style for each cell that has one."""

    frame: pd.DataFrame
    selected: str = ""
    styles: pd.DataFrame | None = None


class Table(FromHere, pn.widgets.Tabulator):
    """Rows of a frame by their ids. Numbers are sorted as numbers; what has not changed is not sent.

    Parameters
    ----------
    columns : columns by name, the first stays where it is when the others are scrolled
    title : what screen readers call it
    pick : called with the id of a row that is pressed; without it rows cannot be
    most_rows : rows that it is high enough for, at most; 0 for as high as there is room
    """

    title = param.String("", doc="what screen readers call it")
    _rename = {"title": None}
    _stylesheets = []

    def __init__(
        self,
        columns: dict[str, Column],
        title: str,
        pick: Callable[[str], None] | None = None,
        most_rows: int = 0,
        css: str = "",
        **params,
    ):
        self._columns, self._pick, self._most_rows = columns, pick, most_rows
        first = next(iter(columns))
        super().__init__(
            pd.DataFrame(columns=[each for name in columns for each in _with_text(name, columns[name])]),
            title=title,
            show_index=False,
            container_popup=False,
            layout="fit_columns",
            pagination=None,
            selectable=1 if pick else False,
            frozen_columns=[first],
            hidden_columns=[name + TEXT for name, column in columns.items() if column.figure],
            titles={name: column.title for name, column in columns.items()},
            formatters={name: self._formatter(name) for name in columns},
            header_align={name: "right" if column.is_right else "left" for name, column in columns.items()},
            text_align={name: "right" for name, column in columns.items() if column.is_right},
            editors=dict.fromkeys([*columns, *(name + TEXT for name in columns)]),
            stylesheets=[stylesheet("table.css"), css],
            configuration={
                "columns": [
                    {**_width(name, column), **({"titleFormatter": ROLES} if name == first else {})}
                    for name, column in columns.items()
                ],
                "clipboard": "copy",
                "clipboardCopyStyled": False,
                "clipboardCopyConfig": COPIED,
                "columnDefaults": {"resizable": False},
                "rowHeight": ROW_PX,
            },
            **{
                "sizing_mode": "stretch_width" if most_rows else "stretch_both",
                "margin": (2, 0, 0, 0),
                **params,
            },
        )
        self._styles: pd.DataFrame | None = None
        self.style.apply(self._styled, axis=None)
        if pick:
            self.on_click(lambda event: pick(str(self.value.index[event.row])))

    def _get_properties(self, doc=None):
        named = {"role": "region", "aria-label": self.title}
        return {**super()._get_properties(doc), "html_attributes": named}

    def _formatter(self, name: str):
        column = self._columns[name]
        if column.template:
            return HTMLTemplateFormatter(template=column.template)
        if column.figure:
            return HTMLTemplateFormatter(template=f"<%- {name}{TEXT} %>")
        if self._pick and name == next(iter(self._columns)):
            return HTMLTemplateFormatter(template=BUTTON)
        return HTMLTemplateFormatter(template=WORDS)

    def show(self, frame: pd.DataFrame, selected: str = "", styles: pd.DataFrame | None = None):
        """Bring the rows up to date; columns without any value are hidden, and those only templates use."""
        frame = self._written(frame.rename_axis("id"))
        is_other = not (frame.index.equals(self.value.index) and frame.equals(self.value))
        if is_other:
            hidden = [name for name in frame if name not in self._columns]
            hidden += [name for name in self._columns if len(frame) and _is_empty(frame[name])]
            if hidden != self.hidden_columns:
                self.hidden_columns = hidden
            if self._most_rows:
                self.height = HEAD_PX + ROW_PX * min(max(len(frame), 1), self._most_rows)
            self._styles = styles
            self.value = frame
        elif not _are_same(styles, self._styles):
            self._styles = styles
            self.param.trigger("value")
        at = [frame.index.get_loc(selected)] if selected in frame.index else []
        if self._pick and at != self.selection:
            self.selection = at

    def _written(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Each number as it is shown, and beside it as it is written."""
        columns = {}
        for name in frame:
            figure = self._columns[name].figure if name in self._columns else None
            values = frame[name] if figure is None else frame[name].astype(float)
            columns[name] = values if figure is None or figure.times == 1.0 else figure.times * values
            if figure is not None:
                columns[name + TEXT] = [figure.text(value) for value in values]
        return pd.DataFrame(columns, index=frame.index)

    def _styled(self, frame):
        if self._styles is None:
            return pd.DataFrame("", frame.index, frame.columns)
        return self._styles.reindex(index=frame.index, columns=frame.columns, fill_value="")


def _with_text(name: str, column: Column) -> tuple[str, ...]:
    return (name, name + TEXT) if column.figure else (name,)


def _is_empty(values: pd.Series) -> bool:
    return bool((values.isna() | (values == "")).all())


def _are_same(one: pd.DataFrame | None, other: pd.DataFrame | None) -> bool:
    return one is other or (one is not None and other is not None and one.equals(other))


def _width(name: str, column: Column) -> dict:
    return {
        "field": name,
        "widthGrow": column.grow,
        "minWidth": column.least_px,
        "headerTooltip": column.hint,
    }
