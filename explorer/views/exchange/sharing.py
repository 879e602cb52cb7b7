"""Files out of the page: made beside it, fetched piece by piece, so that no drag waits for them."""

from base64 import b64encode
from collections.abc import Callable

from explorer.views.exchange.outgoing import OUTGOING, media_of, menu
from explorer.views.wire.background import in_background

PIECE_BYTES = 192 * 1024
"""A piece travels in some milliseconds; what a drag has to say goes between two of them."""


class Sharing:
    """The files of one session that are being made or fetched; one of each sort at a time.

    The browser asks for every piece by itself: it never has more than one under way, and stops by not asking.

    Parameters
    ----------
    session : explorer.session.Session
        What is handed over: its last step, and what is pinned to compare with.
    send : callable
        Takes a message for the browser.
    """

    def __init__(self, session, send: Callable[[dict], None]):
        self.session, self._send = session, send
        self._asked: dict[str, object] = {}
        self._made: dict[str, bytes] = {}

    def offer(self):
        """Say what there is, and what the review sheet is compared with."""
        pinned = self.session.pinned
        against = "" if pinned is None else self.session.pinned_label or pinned.layout.title or "B"
        self._send({"type": "offer", "rows": menu(), "against": against})

    def make(self, key: str):
        """Make one of `OUTGOING`; KeyError for another."""
        wanted, asked = OUTGOING[key], object()
        results, against = self.session.committed.results, self.session.pinned
        self._asked[key] = asked
        self._made.pop(key, None)
        self._send({"type": "making", "key": key, "words": f"{wanted.title}, {wanted.kind}"})

        def work():
            # who has stopped it while it waited for its turn costs nobody anything
            return wanted.make(results, against) if self._asked.get(key) is asked else b""

        def made(found):
            if self._asked.get(key) is not asked:
                return
            if isinstance(found, str):
                self.stop(key)
                self._send({"type": "unmade", "key": key, "text": found})
                return
            self._made[key] = found
            name = wanted.name(results)
            about = {"name": name, "media": media_of(name), "bytes": len(found)}
            self._send({"type": "made", "key": key, **about})

        in_background(work, made)

    def piece(self, key: str, at: int):
        """Send the piece of a file that begins at a byte; the last one is forgotten here."""
        raw = self._made[key]
        if not 0 <= at <= len(raw):
            raise ValueError(f"a file of {len(raw)} bytes has no byte {at}")
        piece = raw[at : at + PIECE_BYTES]
        if at + len(piece) >= len(raw):
            self.stop(key)
        self._send({"type": "piece", "key": key, "at": at, "data": b64encode(piece).decode()})

    def stop(self, key: str):
        """Forget a file, wherever it is on its way."""
        self._asked.pop(key, None)
        self._made.pop(key, None)
