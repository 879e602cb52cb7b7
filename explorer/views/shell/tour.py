"""The guided tour: a few steps that point at the page, each complete when the user has done what it says."""

from typing import NamedTuple

from explorer.model import Engine, Layout
from explorer.views.exchange.desk import Desk
from explorer.views.kit.component import CanvasView


class Stop(NamedTuple):
    """One step: its key, by which the script finds what to point at, its title and its text."""

    key: str
    title: str
    words: str


DRAG_ENGINE = Stop("drag", "Drag an optical engine", "Take one of those around the chip and move it. Heat, "
                   "watts and margins are solved while you hold it.")  # fmt: skip
DRAG = Stop("drag", "Drag something", "Move a part on the board, or a tray in the rack. Heat, watts and "
            "margins are solved while you hold it.")  # fmt: skip
TECHNOLOGY = Stop("technology", "Switch the technology", "Choose another one for these links: the board is "
                  "rebuilt around it, from copper cable to optics on the package.")  # fmt: skip
REST = (
    Stop("why", "Ask why", "Press any total to see what it is made of, and where each figure comes from."),
    Stop("undo", "Take it back", "Undo, or Ctrl Z. Every step has a name; the clock button lists them all."),
    Stop("share", "Share it", "Download the layout: a short text file that others open, change and compare "
         "with theirs. Ctrl K finds everything else, this tour too."),
)  # fmt: skip


def stops(layout: Layout, tray: str) -> list[Stop]:
    """Return the steps that are possible on a layout while the board of `tray` is shown."""
    parts = layout.design_of(tray).parts if tray in layout else ()
    drag = DRAG_ENGINE if any(isinstance(part, Engine) for part in parts) else DRAG
    return [drag, *([TECHNOLOGY] if layout.links else []), *REST]


class TourView(CanvasView):
    """A card beside the element that a step is about. It is not modal: the page stays usable.

    Parameters
    ----------
    desk : explorer.views.exchange.desk.Desk
        Its events `tour` and `welcome` start the tour; its session shows what the user does.
    """

    watched = ("layout", "opened", "at")
    looks_at = ("explained",)

    def __init__(self, desk: Desk, **params):
        self.desk = desk
        self._at = ""
        self._before: Layout | None = None
        self._step = 0
        super().__init__(desk.session, desk.looking, **params)
        desk.param.watch(lambda _: self._begin(asked=True), "tour")
        desk.param.watch(lambda _: self._begin(asked=False), "welcome")
        desk.param.watch(lambda _: self._reached("share"), "saved")

    def _begin(self, asked: bool):
        """Start the tour; if it was not requested, the browser skips it if it has shown it before."""
        session = self.session
        found = [stop._asdict() for stop in stops(session.layout, session.tray)]
        self._send_msg({"type": "begin", "asked": asked, "stops": found})

    def _show(self, names):
        if not self._at or self.session.is_live:
            return
        if "opened" in names:
            # Another layout was opened: its differences from the previous one are no actions of the user.
            self._look()
            return
        layout, before = self.session.layout, self._before
        is_done = {
            "drag": lambda: _places(layout) != _places(before),
            "technology": lambda: _technologies(layout) != _technologies(before),
            "why": lambda: bool(self.looking.explained),
            "undo": lambda: self.session.at < self._step,
        }.get(self._at, lambda: False)
        if is_done():
            self._reached(self._at)
        else:
            self._step = max(self._step, self.session.at)

    def _reached(self, key):
        if key == self._at:
            self._at = ""
            self._send_msg({"type": "done", "key": key})

    def _look(self):
        """Save the state at the beginning of a step, to detect what the user does."""
        self._before, self._step = self.session.committed.layout, self.session.at

    def _on_ready(self, _):
        self._send_msg({"type": "heard"})

    def _on_at(self, message):
        """Note the step that the browser shows now; '' when the tour is over."""
        self._at = str(message["key"])
        self._look()


def _places(layout: Layout) -> dict:
    trays = {tray.id: (tray.rack, tray.u) for tray in layout.trays}
    parts = {part.id: (part.x_mm, part.y_mm) for design in layout.designs for part in design.parts}
    return trays | parts


def _technologies(layout: Layout) -> list[str]:
    return [link.technology for link in layout.links]
