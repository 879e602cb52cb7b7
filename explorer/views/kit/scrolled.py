"""Text in tabs. What may be longer than its place scrolls by keyboard too, and has a name to be read out."""

import panel as pn
import param
from panel.pane.base import PaneBase


class _Local(PaneBase):
    """A pane whose style sheets come from this server.

    In a tab that is just being opened the model has no document yet, and Panel would send its style sheets
    with addresses at its CDN.
    """

    priority = -1  # Panel shall not choose it by itself for a text or a frame

    def _get_properties(self, doc):
        return super()._get_properties(doc or pn.state.curdoc)


class _Scrolled(_Local):
    """A pane that takes the focus, so that arrow keys scroll it."""

    title = param.String("", doc="what screen readers call it")

    _rename = {"title": None}

    def _get_properties(self, doc):
        named = {"tabindex": "0", "role": "region", "aria-label": self.title}
        return {**super()._get_properties(doc), "html_attributes": named}


class ShortHTML(_Local, pn.pane.HTML):
    """HTML that has room enough."""


class ScrolledHTML(_Scrolled, pn.pane.HTML):
    """HTML in a named region that scrolls."""


class ScrolledTable(_Scrolled, pn.pane.DataFrame):
    """A frame as plain text in a named region that scrolls."""
