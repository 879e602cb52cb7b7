"""A direct channel between the drawn views and their scripts in the browser, fast enough for a drag.

Panel schedules each message as a separate callback and counts it as work in progress, and for each one Bokeh
looks up all models of the page. During a drag that cost more interpreter time than solving. This channel
sends all messages of one update as a single Bokeh message in a single write, answers a browser's message in
the callback that received it, and returns results of worker threads without a session callback.

Bokeh 3.9 runs the callbacks of a page on the event loop, 3.10 in worker threads, where pages do not block one
another. The messages are ordinary Bokeh messages. Panel's channel is used instead when there is no server,
when the document is not locked by the caller, when the browser does not have the view's model yet, or when
`internals` does not support the installed libraries.
"""

from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from weakref import WeakKeyDictionary

from bokeh.document import Document
from bokeh.document.events import MessageSentEvent
from bokeh.events import Event
from panel.io.state import set_curdoc
from panel.models.esm import DataEvent, ESMEvent

from explorer.views.wire import background, internals

_gathered: WeakKeyDictionary[Document, list[MessageSentEvent]] = WeakKeyDictionary()


@contextmanager
def together(document: Document | None):
    """Collect what the views of a page send within the block, and send it as one message at the end."""
    if document is None or document in _gathered or internals.session_of(document) is None:
        yield
        return
    gathered = _gathered[document] = []
    try:
        yield
    finally:
        del _gathered[document]
        internals.write(document, gathered)


def send(document: Document, model, data) -> bool:
    """Send data to the script of a drawn view; return False if Panel has to send it instead."""
    if internals.session_of(document) is None or internals.is_new(document, model):
        return False
    message = MessageSentEvent(document, "bokeh_event", ESMEvent(model=model, data=data))
    gathered = _gathered.get(document)
    if gathered is None:
        internals.write(document, [message])
    else:
        gathered.append(message)
    return True


def receive(view, document: Document, event: Event) -> bool:
    """Let a view answer a message of its script now; return False if Panel has to deliver it instead."""
    if not isinstance(event, DataEvent):
        return False
    with set_curdoc(document):
        if internals.session_of(document) is None or internals.is_changing(document):
            return False
        with together(document):
            view._handle_msg(event.data)
    return True


def from_elsewhere(document: Document) -> Callable[[Callable], None]:
    """Return a function with which another thread can schedule work on this page.

    Call it while the document is locked, as it is in a callback of the page.
    """
    session = internals.session_of(document)
    if session is None:
        return partial(background.on_page, document)
    loop = background.loop_of(document)

    def on_page(work):
        with set_curdoc(document):
            work()

    return lambda work: loop.add_callback(session.with_document_locked, on_page, work)
