"""The page while kernels are compiled: racks and a board, drawn from the layout, and how far that is."""

from explorer.model import Layout
from explorer.views.kit.component import CanvasView
from explorer.views.shell.pictures import picture

LOADING, SOLVING = "Loading kernels", "Solving the layout"


class WaitingView(CanvasView):
    """Draws what needs no solver, and says what is waited for.

    Parameters
    ----------
    layout : explorer.model.Layout
        What is drawn.
    """

    def __init__(self, layout: Layout, **params):
        self._picture, self._title, self._line = picture(layout), layout.title, LOADING
        super().__init__(None, **params)

    def tell(self, line: str):
        """Say what is compiled now."""
        self._line = line
        self._send_msg(self._message())

    def _message(self):
        return {"type": "waiting", "title": self._title, "picture": self._picture, "line": self._line}

    def _on_ready(self, _):
        self._send_msg(self._message())
