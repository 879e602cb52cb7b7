"""When the server looks for garbage: while nobody edits.

Each time that enough is new, Python looks through all that it keeps for what nobody holds any more. With ten
pages open that takes a third of a second, and stands in the middle of somebody's drag. What a page is made of
stays until somebody leaves. So it is set aside as soon as the page is there, and looked through when a page
was left, in a second in which nobody edits. What is new since is looked through as ever.
"""

import gc
import time

import panel as pn

from explorer.views.wire.background import loop_of, quiet_s, server_document

THERE_S = 2.0
"""How long after it was asked for a page has been drawn."""
QUIET_S = 1.0
"""How long nobody has edited when garbage is looked for."""
PATIENCE_S = 300.0
"""After which it is looked for even so: pages that were left hold memory."""

_left_at: float | None = None


def set_aside():
    """Have what the page being made consists of set aside once it is there, until somebody leaves."""
    document = server_document()
    if document is None:
        return
    loop = loop_of(document)
    # the loop is asked by way of `add_callback`: this may be a worker thread, and so may who hears of an end
    loop.add_callback(loop.call_later, THERE_S, gc.freeze)
    pn.state.on_session_destroyed(lambda _: loop.add_callback(_left, loop))


def look_through():
    """Look through everything, also what was set aside, and set aside what stays."""
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
