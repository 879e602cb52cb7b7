"""The short way between drawn views and their browser, for what a drag cannot wait for.

Panel schedules every message in a turn of its own and counts it as work in progress; Bokeh looks up all
models of the page for each. During a drag that took more of the interpreter than solving did. On this way
the messages of one update leave as one, and those of the browser are answered in the turn in which they
come. They are ordinary Bokeh messages; where there is no server, nothing holds the document, or the browser
has not heard of the view yet, Panel's own way is taken.
"""

from contextlib import contextmanager
from weakref import WeakKeyDictionary

from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import MessageSentEvent
from bokeh.document.json import PatchJson
from bokeh.events import Event
from bokeh.protocol.messages.patch_doc import patch_doc
from panel.io.state import set_curdoc, state
from panel.models.esm import DataEvent, ESMEvent

_gathered: WeakKeyDictionary[Document, list[MessageSentEvent]] = WeakKeyDictionary()


@contextmanager
def together(document: Document | None):
    """Whatever views of that page send within the block leaves as one message at its end."""
    if document is None or document in _gathered or _session(document) is None:
        yield
        return
    gathered = _gathered[document] = []
    try:
        yield
    finally:
        del _gathered[document]
        _write(document, gathered)


def send(document: Document, model, data) -> bool:
    """Send data to the script of a drawn view; False if that has to be left to Panel."""
    if _session(document) is None or model in document.models._new_models:
        return False
    message = MessageSentEvent(document, "bokeh_event", ESMEvent(model=model, data=data))
    gathered = _gathered.get(document)
    if gathered is None:
        _write(document, [message])
    else:
        gathered.append(message)
    return True


def receive(view, document: Document, event: Event) -> bool:
    """Have a view answer a message of its script at once; False if that has to be left to Panel."""
    if not isinstance(event, DataEvent) or _session(document) is None or document in state._change_callbacks:
        return False
    with set_curdoc(document):
        view._handle_msg(event.data)
    return True


def _session(document: Document):
    """The session of a page that holds its document now, so that messages may be written; else None."""
    session = getattr(document.session_context, "session", None)
    return session if session is not None and session._pending_writes is not None else None


def _write(document: Document, messages: list[MessageSentEvent]):
    """As one message; it goes out when the document is let go, after those that were written before."""
    session = _session(document)
    if not messages or session is None:
        return
    serializer = Serializer(references={message.msg_data.model for message in messages})
    content = PatchJson(events=serializer.encode(messages))
    for connection in session._subscribed_connections:
        message = patch_doc(patch_doc.create_header(), {}, content)
        message.add_buffers(*serializer.buffers)
        session._pending_writes.append(connection._socket.send_message(message))
