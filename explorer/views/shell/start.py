"""The start page: a dialog with layouts as pictures, a blank rack and a file to open."""

from functools import lru_cache

from explorer.analysis import Results
from explorer.files import read
from explorer.quantities.totals import TOTALS
from explorer.views.exchange.desk import Desk
from explorer.views.kit.component import CanvasView, plain
from explorer.views.shell.pictures import picture
from explorer.views.wire.background import in_background


@lru_cache(maxsize=64)
def _drawn(stamp) -> dict:
    return picture(read(stamp[0]))


def _figures(results: Results) -> dict:
    return {
        "totals": [
            [plain(results.totals[key].typical), TOTALS[key].unit] for key in ("rack_kw", "bandwidth_tbps")
        ],
        "trays": len(results.layout.trays),
    }


class StartView(CanvasView):
    """The start page: pictures of the layout files, and figures of their evaluation.

    A worker thread makes both, and they are cached for all pages until a file changes.

    Parameters
    ----------
    desk : explorer.views.exchange.desk.Desk
        Its `start` event shows the dialog; it opens the chosen layout.
    """

    watched = ("notice",)

    def __init__(self, desk: Desk, **params):
        self.desk = desk
        self._is_shown = False
        self._cards: dict[str, dict] = {}
        super().__init__(desk.session, **params)
        desk.param.watch(self._open, "start")

    def _open(self, _):
        self._is_shown = True
        self._cards = {key: {"key": key, "title": title} for key, title in self.desk.shelf.titles()}
        self._send_cards()
        # All pictures first: they are fast, while figures take up to a second each.
        self._seek([(drawing, key) for drawing in (True, False) for key in self._cards])

    def _send_cards(self):
        cards = list(self._cards.values())
        self._send_msg({"type": "open", "cards": cards, "title": self.session.layout.title})

    def _seek(self, waiting: list):
        """Draw or solve the waiting layouts one after another, as long as the start page is shown."""
        if not waiting or not self._is_shown:
            return
        (drawing, key), *rest = waiting
        shelf = self.desk.shelf

        def make():
            return _drawn(shelf.stamp(key)) if drawing else _figures(shelf.solved(key))

        def found(answer):
            card = self._cards[key]
            if isinstance(answer, str):
                card["problem"] = answer
            else:
                card["picture" if drawing else "figures"] = answer
            self._send_msg({"type": "card", **card})
            self._seek([each for each in rest if "problem" not in self._cards[each[1]]])

        in_background(make, found)

    def _show(self, _):
        """Show a refusal on the start page, which covers the page's notice."""
        if self._is_shown and self.session.notice:
            self._send_msg({"type": "problem", "text": self.session.notice})

    def _close(self):
        self._is_shown = False
        if self.desk.is_first_visit:
            self.desk.is_first_visit = False
            self.desk.param.trigger("welcome")

    def _on_ready(self, _):
        self._send_msg({"type": "heard"})
        if self._is_shown:
            self._send_cards()

    def _on_closed(self, _):
        if self._is_shown:
            self._close()

    def _on_open(self, message):
        key = str(message["key"])
        if key not in self.desk.shelf:
            raise KeyError(key)
        self.desk.open(key, message.get("kept"), self._done)

    def _on_blank(self, _):
        self.desk.open_blank(self._done)

    def _on_upload(self, message):
        self.desk.open_text(str(message["text"]), str(message["name"])[:200], self._done)

    def _on_refuse(self, message):
        """Show why a file dropped on the page was refused while the start page was closed."""
        self.session.notice = str(message["text"])[:400]

    def _done(self, refusal):
        if not refusal and self._is_shown:
            self._send_msg({"type": "close"})
            self._close()
