"""A and B side by side over the page, to present with: maps or racks, their difference, totals, words."""

from explorer.analysis.decide.differences import differences
from explorer.quantities.maps import LAYERS, MAPS
from explorer.quantities.trays import METRICS
from explorer.session import OPENED
from explorer.views.canvas.maps import DIVERGING
from explorer.views.compare import compared
from explorer.views.compare.changed_rows import changed_rows
from explorer.views.kit.component import CanvasView
from explorer.views.wire.live import pace_of

MOST_LINES = 60


class SideBySideView(CanvasView):
    """What is edited (A) and what was pinned (B), while they are compared.

    Parameters
    ----------
    session : explorer.session.Session
        Watched; B, and which of the two goes on are chosen here.
    looking : explorer.looking.Looking
        What is shown of both, which is chosen here too.
    """

    watched = ("results", "glanced", "pinned", "tray", "steps", "at")
    looks_at = ("quantity", "layer", "limits", "metric", "is_comparing")
    live_every_s = 0.12

    def __init__(self, session, looking, **params):
        self._told = None
        super().__init__(session, looking, **params)

    def _show(self, names):
        session = self.session
        if not self.looking.is_comparing:
            if "is_comparing" in names:
                self._send_msg({"type": "close"})
            return
        if session.pinned is None:
            session.pin_opened()
            return
        if "is_comparing" in names:
            self._told = None
        self._send_msg(self._state())
        if not session.is_live and self._told != (id(session.results), id(session.pinned)):
            self._told = (id(session.results), id(session.pinned))
            self._send_msg(self._words())

    def _state(self):
        """Whatever follows a drag: maps, racks, totals, and what can be chosen."""
        session, looking = self.session, self.looking
        a, b = session.seen, session.pinned
        return {
            "type": "state",
            "live": session.is_live,
            "a_label": "being moved" if session.is_live else session.steps[session.at],
            "b_label": session.pinned_label,
            "steps": session.steps,
            "b_at": session.pinned_at,
            "opened_label": OPENED,
            "choices": {
                "tray": [session.tray, [[tray.id, tray.label or tray.id] for tray in a.layout.trays]],
                "quantity": [looking.quantity, _quantities()],
                "layer": [looking.layer, [list(item) for item in LAYERS.items()]],
                "metric": [looking.metric, [[key, m.figure.label] for key, m in METRICS.items()]],
            },
            "change_colors": DIVERGING,
            "boards": compared.boards(a, b, session.tray, looking.quantity, looking.layer, looking.limits),
            "racks": compared.racks(a, b, looking.metric),
            "totals": compared.totals(a, b),
        }

    def _words(self):
        """What differs in layout and results; it takes longer, and is told of settled states."""
        found = differences(self.session.pinned, self.session.results)  # from what was pinned to what is now
        lines = [str(line) for line in found.lines]
        rows, more_rows = changed_rows(found)
        return {
            "type": "words",
            "lines": lines[:MOST_LINES],
            "more_lines": max(0, len(lines) - MOST_LINES),
            "rows": [list(row) for row in rows],
            "more_rows": more_rows,
            "new": [finding.message for finding in found.came],
            "gone": [finding.message for finding in found.went],
        }

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, _):
        self._told = None
        self._show({"is_comparing"})

    def _on_open(self, _):
        self.looking.is_comparing = True

    def _on_closed(self, _):
        self.looking.is_comparing = False

    def _on_choose(self, message):
        """One of what is shown of both."""
        name, value = str(message["name"]), str(message["value"])
        if name == "tray":
            self.session.select(value)
        elif name in ("quantity", "layer", "metric"):
            self.looking.param.update(**{name: value})
        else:
            raise KeyError(name)

    def _on_pin(self, message):
        """A step of the history as B; without one, the layout as it was opened."""
        at = message["at"]
        if at is None:
            self.session.pin_opened()
            return
        try:
            self.session.pin(at=int(at))
        except IndexError as gone:
            raise ValueError(str(gone)) from None

    def _on_swap(self, _):
        pace_of(self.session).forget()
        self.session.swap()

    def _on_recall(self, _):
        """Go on with B."""
        pace_of(self.session).forget()
        self.session.recall()
        self.looking.is_comparing = False


def _quantities() -> list[list[str]]:
    """Maps that both have: what is of one source need not be in both."""
    return [[key, figure.label] for key, figure in MAPS.items() if not figure.is_of_one_source]
