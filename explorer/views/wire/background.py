"""Threads that work for all pages, so that each stays answerable; the kernels release the interpreter."""

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from queue import SimpleQueue
from threading import Lock, Thread

from panel.io.state import state

from explorer.errors import ExplorerError

log = logging.getLogger(__name__)
_edited_at = 0.0


def edited():
    """Note that somebody's edit was just answered."""
    global _edited_at
    _edited_at = time.monotonic()


def quiet_s() -> float:
    """Seconds since an edit of anybody was answered."""
    return time.monotonic() - _edited_at


class Threads:
    """So many threads that do one thing after another, and end with the process whatever they are at.

    A process waits at its end for the threads of a `ThreadPoolExecutor`: no server stops while it solves.
    """

    def __init__(self, most: int, name: str, at_start: Callable = lambda: None):
        self._most, self._name, self._at_start = most, name, at_start
        self._waiting: SimpleQueue = SimpleQueue()
        self._lock, self._n = Lock(), 0

    def submit(self, work: Callable, *arguments) -> Future:
        """Have ``work(*arguments)`` done once a thread is free."""
        future: Future = Future()
        self._waiting.put((future, work, arguments))
        with self._lock:
            if self._n < self._most:
                self._n += 1
                Thread(target=self._run, name=f"{self._name}_{self._n}", daemon=True).start()
        return future

    def _run(self):
        self._at_start()
        while True:
            future, work, arguments = self._waiting.get()
            try:
                done = work(*arguments)
            except BaseException as raised:
                future.set_exception(raised)
            else:
                future.set_result(done)
            # a thread that waits would hold what it did last
            done = future = work = arguments = None


@cache
def pool() -> Threads:
    """The threads that solve edits, and what somebody waits for."""
    return Threads(max(2, os.cpu_count() or 2), "solve")


@cache
def _long_pool() -> Threads:
    return Threads(1, "history")


def in_background(work: Callable, then: Callable):
    """`then(work())` on the page, with the reason as a string where `work` was refused.

    Long work has a thread of its own, one for all sessions: no edit waits behind it.
    """
    _elsewhere(_long_pool, work, then)


def beside(work: Callable, then: Callable):
    """`in_background` for what somebody waits for: it shares the threads that solve edits."""
    _elsewhere(pool, work, then)


def _elsewhere(threads, work, then):
    document = server_document()
    if document is None:
        then(answered(work))
        return
    future = threads().submit(answered, work)
    future.add_done_callback(lambda done: document.add_next_tick_callback(lambda: then(done.result())))


def answered(work: Callable):
    """What work comes to, or the reason as a string."""
    try:
        return work()
    except ExplorerError as refused:
        return str(refused)
    except Exception:
        # a defect must not leave the session waiting for an answer that never comes
        log.exception("something could not be solved")
        return "This could not be solved, because of a defect in the program; the log has the details."


def server_document():
    """The page being served, or ``None`` in a notebook and without a screen, where all runs at once."""
    document = state.curdoc
    context = document.session_context if document else None
    return document if context and getattr(context, "server_context", None) else None


def loop_of(document):
    """The event loop of the server that serves a page; in a worker thread Tornado does not know of it."""
    return document.session_context.server_context.application_context.io_loop
