"""Moves full garbage collections to moments in which nobody edits.

A full run of CPython's cyclic collector walks every object; with ten pages open that takes a third of a
second, possibly in the middle of a drag. The objects of a page live until its session ends. So they are
frozen (`gc.freeze`) once the page is drawn, and collected after a session has ended, in a second in which
nobody edits. Newer objects are collected as usual.
"""

import gc
import time

import panel as pn

from explorer.views.wire.background import loop_of, quiet_s, server_document

THERE_S = 2.0
"""Seconds after its request by which a page has been drawn."""
QUIET_S = 1.0
"""Seconds without an edit before garbage is collected."""
PATIENCE_S = 300.0
"""Seconds after which garbage is collected despite edits: closed pages hold memory."""

_left_at: float | None = None


def set_aside():
    """Freeze the objects of the page being built once it is drawn, and collect them after it is closed."""
    document = server_document()
    if document is None:
        return
    loop = loop_of(document)
    # Reach the loop through `add_callback`: this code, and the callback at a session's end, may run in a
    # worker thread.
    loop.add_callback(loop.call_later, THERE_S, gc.freeze)
    pn.state.on_session_destroyed(lambda _: loop.add_callback(_left, loop))


def look_through():
    """Collect garbage among all objects, including frozen ones, and freeze those that remain."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _left(loop):
    global _left_at
    if _left_at is None:
        _left_at = time.monotonic()
        loop.call_later(QUIET_S, _look_when_quiet, loop)


def _look_when_quiet(loop):
    global _left_at
    if quiet_s() < QUIET_S and time.monotonic() < _left_at + PATIENCE_S:
        loop.call_later(QUIET_S, _look_when_quiet, loop)
        return
    _left_at = None
    look_through()
