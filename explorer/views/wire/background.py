"""Worker threads shared by all pages, so that every page keeps responding: the kernels release the GIL."""

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
    """Record that an edit of some page has just been answered."""
    global _edited_at
    _edited_at = time.monotonic()


def quiet_s() -> float:
    """Return the seconds since an edit of any page was answered."""
    return time.monotonic() - _edited_at


class Threads:
    """A pool of at most ``most`` daemon threads, which end with the process even in the middle of a task.

    `ThreadPoolExecutor` is no use here: Python joins its threads at exit, so the server could not be stopped
    while it solves. ``at_start()`` runs once in every new thread.
    """

    def __init__(self, most: int, name: str, at_start: Callable = lambda: None):
        self._most, self._name, self._at_start = most, name, at_start
        self._waiting: SimpleQueue = SimpleQueue()
        self._lock, self._n = Lock(), 0

    def submit(self, work: Callable, *arguments) -> Future:
        """Run ``work(*arguments)`` in the next free thread and return its future."""
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
            # Clear the locals: they would keep the last task and its result alive while the thread waits.
            done = future = work = arguments = None


@cache
def pool() -> Threads:
    """Return the threads that solve edits, and other work that a user waits for."""
    return Threads(max(2, os.cpu_count() or 2), "solve")


@cache
def _long_pool() -> Threads:
    return Threads(1, "history")


def in_background(work: Callable, then: Callable):
    """Run long ``work()`` in another thread, then call ``then(result)`` on the page.

    The result is the reason as a string if ``work`` raised an error. All sessions share a single thread for
    long work, apart from `pool`, so that no edit waits behind it.
    """
    _elsewhere(_long_pool, work, then)


def beside(work: Callable, then: Callable):
    """Like `in_background`, for work that a user waits for: it runs in `pool`, with the edits."""
    _elsewhere(pool, work, then)


def _elsewhere(threads, work, then):
    document = server_document()
    if document is None:
        then(answered(work))
        return
    future = threads().submit(answered, work)
    future.add_done_callback(lambda done: on_page(document, lambda: then(done.result())))


def on_page(document, work: Callable):
    """Have ``work()`` done on a page's thread, unless the page has been closed in the meantime.

    Bokeh takes the document of a closed page apart, at any moment for the thread that solves for it.
    """
    try:
        document.add_next_tick_callback(work)
    except (AttributeError, RuntimeError):
        if document.session_context is not None:
            raise


def answered(work: Callable):
    """Return ``work()``, or the reason as a string if it raises an error; defects are logged."""
    try:
        return work()
    except ExplorerError as refused:
        return str(refused)
    except Exception:
        # Answer even after a defect, or the session would wait for ever.
        log.exception("something could not be solved")
        return "This could not be solved, because of a defect in the program; the log has the details."


def server_document():
    """Return the Bokeh document being served, or ``None`` in a notebook or a script.

    Without one there is no event loop to return to, so callers run everything synchronously.
    """
    document = state.curdoc
    context = document.session_context if document else None
    return document if context and getattr(context, "server_context", None) else None


def loop_of(document):
    """Return the server's event loop for a document; `IOLoop.current()` does not work in a worker thread."""
    return document.session_context.server_context.application_context.io_loop
