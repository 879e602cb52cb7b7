"""Text in tabs. What may be longer than its place scrolls by keyboard too, and has a name to be read out."""

import panel as pn
import param
from panel.pane.base import PaneBase


class FromHere:
    """Has the style sheets of a Panel component come from this server.

    In a tab that is just being opened the model has no document yet, and Panel would send its style sheets
    with addresses at its CDN.
    """

    def _get_properties(self, doc=None):
        return super()._get_properties(doc or pn.state.curdoc)


class _Local(FromHere, PaneBase):
    """A pane that Panel shall not choose by itself for a text or a frame."""

    priority = -1


class _Scrolled(_Local):
    """A pane that takes the focus, so that arrow keys scroll it."""

    title = param.String("", doc="what screen readers call it")

    _rename = {"title": None}

    def _get_properties(self, doc):
        named = {"tabindex": "0", "role": "region", "aria-label": self.title}
        return {**super()._get_properties(doc), "html_attributes": named}


class ShortHTML(_Local, pn.pane.HTML):
    """HTML that has room enough."""


class Said(_Local, pn.pane.HTML):
    """A line that is read out when it changes."""

    def _get_properties(self, doc):
        return {**super()._get_properties(doc), "html_attributes": {"role": "status", "aria-live": "polite"}}


class ScrolledHTML(_Scrolled, pn.pane.HTML):
    """HTML in a named region that scrolls."""


class Group(FromHere, pn.Row):
    """Things in a row that take the focus as one, and have a name together."""

    label = param.String("", doc="what screen readers call it")

    _rename = {"label": None}

    def _get_properties(self, doc):
        named = {"tabindex": "0", "role": "group", "aria-label": self.label}
        return {**super()._get_properties(doc), "html_attributes": named}
