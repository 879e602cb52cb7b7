"""Figures of the page: Bokeh's, built once, their data replaced in place, in the look of the page."""

from bokeh.models import ColumnDataSource, HoverTool, Range1d
from bokeh.plotting import figure

from explorer.views.kit.theme import FONT, TEXT_PX, colors_of, dress

TIP = colors_of(dark=False)
CARD = (
    f"margin: -6px; padding: 8px 12px; border-radius: 8px; color: {TIP['tip-ink']}; "
    f"background: {TIP['tip']}; font: 400 {TEXT_PX}px/17px {FONT}; "
    "font-variant-numeric: tabular-nums"
).replace('"', "'")
"""Bokeh lays its tip over the body, where style sheets and colors of the page do not reach: the dark card
of the light page can be read on both."""
LABEL, VALUE = f"color: {TIP['tip-ink-2']}", "text-align: right; white-space: nowrap"


def chart(hint: str = "", **options) -> figure:
    """An empty figure with the look of the light page, that fills its place; `hint` names it for readers."""
    made = figure(
        **{
            "sizing_mode": "stretch_both",
            "toolbar_location": None,
            "tools": "",
            "min_border": 0,
            "x_range": Range1d(0.0, 1.0),
            "y_range": Range1d(0.0, 1.0),
            "html_attributes": {"role": "img", "aria-label": hint},
            **options,
        }
    )
    dress(made, dark=False)
    return made


def name_chart(made: figure, hint: str):
    """What screen readers say of a figure."""
    attributes = {**made.html_attributes, "aria-label": hint}
    if attributes != made.html_attributes:
        made.html_attributes = attributes


def card(head: str, rows: dict[str, str]) -> str:
    """The card beside the pointer, for Bokeh's `HoverTool`. Fields as ``@name`` are escaped by Bokeh.

    >>> "@watts{0.0} W" in card("@name", {"Power": "@watts{0.0} W"})
    True
    """
    cells = "".join(
        f'<span style="{LABEL}">{label}</span><span style="{VALUE}">{value}</span>'
        for label, value in rows.items()
    )
    table = f'<div style="display: grid; grid-template-columns: auto auto; gap: 0 16px">{cells}</div>'
    name = f'<div style="font-weight: 600; max-width: 240px; overflow-wrap: anywhere">{head}</div>'
    return f'<div style="{CARD}">{name}{table}</div>'


def hover(head: str, rows: dict[str, str], **options) -> HoverTool:
    """A tool that shows a card of what lies under the pointer."""
    return HoverTool(
        tooltips=card(head, rows), **{"show_arrow": False, "point_policy": "follow_mouse", **options}
    )


def put(source: ColumnDataSource, **data):
    """Replace the data of a source, unless they are the same."""
    if {name: list(values) for name, values in source.data.items()} != data:
        source.data = data
