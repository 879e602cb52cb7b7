"""The short way between drawn views and their browser, for what a drag cannot wait for.

Panel schedules every message in a turn of its own and counts it as work in progress; Bokeh looks up all
models of the page for each. During a drag that took more of the interpreter than solving did. On this way
the messages of one update leave as one and in one write, those of the browser are answered in the turn in
which they come, and what another thread has solved comes to the page without a session callback of its own.
Pages are drawn on the event loop by Bokeh 3.9, and in worker threads since 3.10: there none holds another.
They are ordinary Bokeh messages; where there is no server, nothing holds the document, the browser has not
heard of the view yet, or the libraries are others than `internals` knows, Panel's own way is taken.
"""

from collections.abc import Callable
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from bokeh.document import Document
from bokeh.document.events import MessageSentEvent
from bokeh.events import Event
from panel.io.state import set_curdoc
from panel.models.esm import DataEvent, ESMEvent

from explorer.views.wire import internals
from explorer.views.wire.background import loop_of

_gathered: WeakKeyDictionary[Document, list[MessageSentEvent]] = WeakKeyDictionary()


@contextmanager
def together(document: Document | None):
    """Whatever views of that page send within the block leaves as one message at its end."""
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
    """Send data to the script of a drawn view; False if that has to be left to Panel."""
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
    """Have a view answer a message of its script at once; False if that has to be left to Panel."""
    if not isinstance(event, DataEvent):
        return False
    with set_curdoc(document):
        if internals.session_of(document) is None or internals.is_changing(document):
            return False
        with together(document):
            view._handle_msg(event.data)
    return True


def from_elsewhere(document: Document) -> Callable[[Callable], None]:
    """How another thread has something done on this page; to be asked for where the page is held."""
    session = internals.session_of(document)
    if session is None:
        return document.add_next_tick_callback
    loop = loop_of(document)

    def on_page(work):
        with set_curdoc(document):
            work()

    return lambda work: loop.add_callback(session.with_document_locked, on_page, work)
