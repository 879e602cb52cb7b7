"""The short way between drawn views and their browser, for what a drag cannot wait for.

Panel schedules every message in a turn of its own and counts it as work in progress; Bokeh looks up all
models of the page for each. During a drag that took more of the interpreter than solving did. On this way
the messages of one update leave as one and in one write, those of the browser are answered in the turn in
which they come, and what another thread has solved comes to the page without a session callback of its own.
They are ordinary Bokeh messages; where there is no server, nothing holds the document, or the browser has not
heard of the view yet, Panel's own way is taken.
"""

import json
from collections.abc import Callable
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
from tornado.ioloop import IOLoop
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

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


def from_elsewhere(document: Document) -> Callable[[Callable], None]:
    """How another thread has something done on this page; to be asked for on the page's own thread."""
    session = getattr(document.session_context, "session", None)
    if session is None:
        return document.add_next_tick_callback
    loop = IOLoop.current()

    def on_page(work):
        with set_curdoc(document):
            work()

    return lambda work: loop.add_callback(session.with_document_locked, on_page, work)


def _session(document: Document):
    """The session of a page that holds its document now, so that messages may be written; else None."""
    session = getattr(document.session_context, "session", None)
    return session if session is not None and session._pending_writes is not None else None


def _write(document: Document, messages: list[MessageSentEvent]):
    """As one message: at once, or after those that go out when the document is let go."""
    session = _session(document)
    if not messages or session is None:
        return
    serializer = Serializer(references={message.msg_data.model for message in messages})
    content = PatchJson(events=serializer.encode(messages))
    for connection in session._subscribed_connections:
        message = _Whole(patch_doc.create_header(), {}, content)
        message.add_buffers(*serializer.buffers)
        socket = connection._socket
        if session._pending_writes or not message.sent_now(socket):
            session._pending_writes.append(socket.send_message(message))


class _Whole(patch_doc):
    """A message whose parts, three and two a buffer, leave in one write.

    At each write a thread that solves takes the interpreter, and gives it back half a millisecond later.
    """

    def sent_now(self, conn) -> bool:
        """Write if nobody else writes on that socket; else False, and it is to be sent in its turn."""
        web_socket, is_busy = conn.ws_connection, conn.write_lock._block._value == 0
        if is_busy or web_socket is None or web_socket.is_closing():
            return False
        try:
            web_socket.stream.write(self._all_parts())
        except StreamClosedError:
            return False
        return True

    async def send(self, conn) -> int:
        whole = self._all_parts()
        with await conn.write_lock.acquire():
            if conn.ws_connection is None or conn.ws_connection.is_closing():
                raise WebSocketClosedError
            try:
                await conn.ws_connection.stream.write(whole)
            except StreamClosedError:
                raise WebSocketClosedError from None
        return len(whole)

    def _all_parts(self) -> bytes:
        parts = [_text(part) for part in (self.header_json, self.metadata_json, self.content_json)]
        for buffer in self._buffers:
            parts += [_text(json.dumps(buffer.ref)), _frame(0x82, buffer.to_bytes())]
        return b"".join(parts)


def _text(part: str) -> bytes:
    return _frame(0x81, part.encode())


def _frame(first: int, payload: bytes) -> bytes:
    """A whole message of a web socket as a server writes it (RFC 6455, 5.2).

    >>> _frame(0x81, b"Hello").hex(" ")
    '81 05 48 65 6c 6c 6f'
    """
    n = len(payload)
    size = bytes([n]) if n < 126 else b"\x7e" + n.to_bytes(2) if n < 65536 else b"\x7f" + n.to_bytes(8)
    return bytes([first]) + size + payload
