"""Text that may be longer than its place: scrolled by the keyboard too, and named for who cannot see it."""

import panel as pn
import param


class _Scrolled(pn.pane.base.PaneBase):
    """A pane that takes the focus, so that arrow keys scroll it."""

    title = param.String("", doc="what screen readers call it")

    priority = -1  # Panel shall not choose it by itself for a text or a frame

    _rename = {"title": None}

    def _get_properties(self, doc):
        named = {"tabindex": "0", "role": "region", "aria-label": self.title}
        # in a tab that is just being opened the model has no document yet, and Panel would send its style
        # sheets with addresses at its CDN
        return {**super()._get_properties(doc or pn.state.curdoc), "html_attributes": named}


class ScrolledHTML(_Scrolled, pn.pane.HTML):
    """HTML in a named region that scrolls."""


class ScrolledTable(_Scrolled, pn.pane.DataFrame):
    """A frame as plain text in a named region that scrolls."""
