"""Exports files: makes them in a worker thread and sends them in pieces, so that no drag waits for them."""

from base64 import b64encode
from collections.abc import Callable

from explorer.views.exchange.outgoing import OUTGOING, media_of, menu
from explorer.views.wire.background import in_background

PIECE_BYTES = 192 * 1024
"""Sending a piece takes a few milliseconds; a drag's messages are sent between two pieces."""


class Sharing:
    """Makes and sends the files of one session; one of each key at a time.

    The browser requests every piece: it never has more than one in flight, and stops by requesting no more.

    Parameters
    ----------
    session : explorer.session.Session
        Its last committed step is exported; the review sheet compares it with the pinned one.
    send : callable
        Takes a message for the browser.
    """

    def __init__(self, session, send: Callable[[dict], None]):
        self.session, self._send = session, send
        self._asked: dict[str, object] = {}
        self._made: dict[str, bytes] = {}

    def offer(self):
        """Send the entries of the share menu, and the name of the layout to compare with."""
        pinned = self.session.pinned
        against = "" if pinned is None else self.session.pinned_label or pinned.layout.title or "B"
        self._send({"type": "offer", "rows": menu(), "against": against})

    def make(self, key: str):
        """Make the file of a key of `OUTGOING` in a worker thread; KeyError for any other key."""
        wanted, asked = OUTGOING[key], object()
        results, against = self.session.committed.results, self.session.pinned
        self._asked[key] = asked
        self._made.pop(key, None)
        self._send({"type": "making", "key": key, "words": f"{wanted.title}, {wanted.kind}"})

        def work():
            # Skip a file that was stopped while it waited for the thread.
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
        """Send the piece of a file that begins at byte `at`; after the last one the file is dropped.

        Raises
        ------
        KeyError
            If no file of that key has been made.
        ValueError
            If the file is shorter.
        """
        raw = self._made[key]
        if not 0 <= at <= len(raw):
            raise ValueError(f"a file of {len(raw)} bytes has no byte {at}")
        piece = raw[at : at + PIECE_BYTES]
        if at + len(piece) >= len(raw):
            self.stop(key)
        self._send({"type": "piece", "key": key, "at": at, "data": b64encode(piece).decode()})

    def stop(self, key: str):
        """Drop a file, whether it is being made or sent."""
        self._asked.pop(key, None)
        self._made.pop(key, None)
