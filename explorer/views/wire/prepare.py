"""Solves the crosstalk of a session's boards in advance, while the user pauses."""

import logging
import os
import sys
import threading
from functools import cache

from explorer.errors import ExplorerError
from explorer.views.wire.background import Threads, on_page, server_document

log = logging.getLogger(__name__)
IDLE_MS = 300
"""Milliseconds without an edit before the crosstalk of a session's boards is solved."""


@cache
def _one_thread() -> Threads:
    """Return a thread apart from the pool that solves edits, so that no drag ever waits for it."""
    return Threads(1, "crosstalk", _give_way)


def _give_way():
    """Give this thread the lowest priority, on Linux, where priority can be set for a single thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


class Preparation:
    """Solves the crosstalk of a session's boards, the shown tray's first; counts them in `looking.prepared`.

    An edit stops it, and so does closing the page. In a notebook or a script nothing is solved in advance.
    """

    def __init__(self, session, looking):
        self._session, self._looking = session, looking
        self._turn = 0
        session.param.watch(self._wait, ["results", "is_live", "tray"])
        document = server_document()
        if document is not None:
            document.on_session_destroyed(lambda _: self._stop())
        self._wait()

    def _stop(self):
        self._turn += 1

    def _wait(self, *_):
        self._stop()
        turn, document = self._turn, server_document()
        if document is not None and not self._session.is_live:
            document.add_timeout_callback(lambda: self._begin(turn, document), IDLE_MS)

    def _begin(self, turn, document):
        if turn != self._turn:
            return
        results, layout = self._session.results, self._session.layout
        first = {t.design: t.id for t in reversed(layout.trays)}
        if self._session.tray in layout:
            tray = layout.element(self._session.tray)
            first = {tray.design: tray.id, **{d: t for d, t in first.items() if d != tray.design}}
        trays = [id for id in first.values() if results.crosstalk_key(id) is None]
        if trays:
            _one_thread().submit(self._prepare, results, trays, turn, document)

    def _prepare(self, results, trays, turn, document):
        for tray in trays:
            try:
                if not results.prepare(tray, lambda: turn == self._turn):
                    return
            except ExplorerError as refused:
                # A tray can be solved with all its sources and still not converge for one of them alone.
                log.info("no crosstalk of %s: %s", tray, refused)
            except Exception:
                log.exception("the crosstalk of %s could not be solved", tray)
            else:
                on_page(document, self._publish)

    def _publish(self):
        self._looking.prepared += 1
