"""The guided first minute: five steps that point at the real page, each done when the user has done it."""

from typing import NamedTuple

from explorer.model import Layout
from explorer.views.canvas import CanvasView, browser_code, stylesheet
from explorer.views.desk import Desk


class Stop(NamedTuple):
    """One step: what it points at, by a name that the script knows, and what it says."""

    key: str
    title: str
    words: str


STOPS = (
    Stop("drag", "Drag something", "Move a part on the board, or a tray in the rack. Heat, watts and margins "
         "are solved while you hold it."),
    Stop("undo", "Watch the totals", "They say what the move changed. Take it back with Undo or Ctrl Z, "
         "and they return."),
    Stop("technology", "Change the technology", "Choose another one for these links: the board is rebuilt "
         "around it, from copper cable to optics on the package."),
    Stop("findings", "Read the findings", "What breaks a rule stands here, the worst first, with ways out. "
         "Press a finding, or any part or tray, to go to it."),
    Stop("save", "Keep and share it", "Download the layout: a short text file that others can open, change "
         "and compare with theirs. Ctrl K finds everything else."),
)  # fmt: skip


class TourView(CanvasView):
    """A card beside what it speaks of. It takes no click but its own and stops nothing.

    Parameters
    ----------
    desk : explorer.views.desk.Desk
        Says when to begin; its session shows what the user does.
    """

    watched = ("layout", "at", "selection", "link")

    _esm = browser_code("draw.js", "tour.js")
    _stylesheets = [*CanvasView._stylesheets, stylesheet("start.css"), stylesheet("tour.css")]

    def __init__(self, desk: Desk, **params):
        self.desk = desk
        self._at = ""
        self._before: Layout | None = None
        self._step = 0
        super().__init__(desk.session, **params)
        desk.param.watch(lambda _: self._begin(asked=True), "tour")
        desk.param.watch(lambda _: self._begin(asked=False), "welcome")
        desk.param.watch(lambda _: self._reached("save"), "saved")

    def _begin(self, asked: bool):
        """Begin; who has not asked is left alone if the browser has shown it before."""
        self._send_msg({"type": "begin", "asked": asked, "stops": [stop._asdict() for stop in STOPS]})

    def _show(self, names):
        if not self._at or self.session.is_live:
            return
        layout, before = self.session.layout, self._before
        done = {
            "drag": lambda: _places(layout) != _places(before),
            "undo": lambda: self.session.at < self._step,
            "technology": lambda: _technologies(layout) != _technologies(before),
            "findings": lambda: bool(names & {"selection", "link"}),
        }.get(self._at)
        if done and done():
            self._reached(self._at)
        elif self._at == "undo":
            self._step = max(self._step, self.session.at)

    def _reached(self, key):
        if key == self._at:
            self._at = ""
            self._send_msg({"type": "done", "key": key})

    def _on_ready(self, _):
        self._send_msg({"type": "heard"})

    def _on_at(self, message):
        """The step that the browser shows now; '' when the tour is over."""
        self._at = str(message["key"])
        self._before, self._step = self.session.committed.layout, self.session.at


def _places(layout: Layout) -> dict:
    trays = {tray.id: (tray.rack, tray.u) for tray in layout.trays}
    parts = {part.id: (part.x_mm, part.y_mm) for design in layout.designs for part in design.parts}
    return trays | parts


def _technologies(layout: Layout) -> list[str]:
    return [link.technology for link in layout.links]
