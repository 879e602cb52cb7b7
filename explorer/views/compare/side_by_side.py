"""A and B side by side over the page, to present with: maps or racks, their difference, totals, words."""

from functools import cached_property

from panel.custom import Child

from explorer.views.compare.contents import Contents
from explorer.views.kit.component import CanvasView, finite
from explorer.views.wire.live import pace_of


class SideBySideView(CanvasView):
    """What is edited (A) and what was pinned (B), while they are compared.

    The box is the browser's; what is in it is put there once it is open, and taken out when it is closed.

    Parameters
    ----------
    session : explorer.session.Session
        Watched; B, and which of the two goes on are chosen here.
    looking : explorer.looking.Looking
        What is shown of both, which is chosen here too.
    """

    controls = Child(doc="what can be chosen")
    content = Child(doc="maps, totals, words")

    watched = ("results", "glanced", "pinned", "tray", "steps", "at")
    looks_at = ("quantity", "layer", "limits", "metric", "is_comparing")
    live_every_s = 0.5

    _render_policy = "manual"
    """The script puts what comes later in its place; else it would be run anew, with another box."""

    def __init__(self, session, looking, **params):
        self._said = None
        super().__init__(session, looking, **params)

    @cached_property
    def contents(self) -> Contents:
        """Built when A and B are first compared."""
        contents = Contents(self.session, self.looking, self._go_on, self._head)
        contents.show_theme(self.dark)
        self.param.watch(lambda event: contents.show_theme(event.new), "dark")
        return contents

    def _show(self, names):
        session = self.session
        if not self.looking.is_comparing:
            if "is_comparing" in names:
                self.contents.detach()
                self.param.update(controls=None, content=None)
                self._send_msg({"type": "close"})
            return
        if "is_comparing" in names:
            self._said = None
        if session.pinned is None:
            session.pin_opened()
            return
        self.contents.show()
        self._head()

    def _head(self):
        """What the head of the box says; a closed one opens."""
        session = self.session
        if self.looking.is_comparing:
            a_label = "being moved" if session.is_live else session.steps[session.at]
            head = {"type": "open", "a_label": a_label, "zoom": self.contents.zoom}
            if head != self._said:
                self._said = head
                self._send_msg(head)

    def _go_on(self, with_b: bool):
        if with_b:
            pace_of(self.session).forget()
            self.session.recall()
        self.looking.is_comparing = False

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, _):
        self._show({"is_comparing"})

    def _on_open(self, _):
        self.looking.is_comparing = True

    def _on_closed(self, _):
        self.looking.is_comparing = False

    def _on_sized(self, message):
        """The box is open and so large: what is in it can be measured now."""
        if self.looking.is_comparing:
            self.contents.fit(finite(message["w"]), finite(message["h"]), bool(message["docked"]))
            self.param.update(controls=self.contents.controls, content=self.contents.view)

    def _on_placed(self, message):
        """Figures come last: Bokeh stumbles over one whose place is still being sized."""
        if message["name"] == "content" and self.looking.is_comparing:
            self.contents.attach()

    def _on_key(self, message):
        self.contents.press(str(message["key"]))

    def _on_swap(self, _):
        pace_of(self.session).forget()
        self.session.swap()
