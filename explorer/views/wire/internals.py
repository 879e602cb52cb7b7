"""All uses of undocumented parts of Bokeh, Panel and Tornado, and all settings that affect a whole process.

`LEANS_ON` lists the names with the reason for each; `tests/views/wire/test_internals.py` fails when a library
drops one. With a Bokeh version outside `KNOWN`, or when a name is missing, messages go through Panel:
everything works, but a drag is slower.

Importing this module has no side effects. The message functions affect this program's documents only;
`set_process` changes settings that all pages of a process share, and only our page calls it.
"""

import asyncio
import inspect
import json
import logging
import sys
from functools import cache
from importlib import import_module

import bokeh
import panel as pn
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import MessageSentEvent
from bokeh.document.json import PatchJson
from bokeh.protocol.messages.patch_doc import patch_doc
from bokeh.server import session as bokeh_session
from bokeh.server.views.ws import WSHandler
from panel.io.resources import LOCAL_DIST, patch_model_css
from panel.io.state import state
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

log = logging.getLogger(__name__)

KNOWN = ("3.9", "3.10")
"""Bokeh versions whose message handling this file supports. Checking the names is not enough: 3.10 has all
names of 3.9 but answers in worker threads, from which nothing may be written to a socket."""

SWITCH_S = 0.0005
"""Interpreter switch interval in seconds. While a worker thread solves, the page's thread needs the GIL
several times per message, and would wait for it up to Python's default of 5 ms each time."""

LEANS_ON = {
    "bokeh.server.session:ServerSession._pending_writes": "whether a document is held, and what leaves first",
    "bokeh.server.session:ServerSession._subscribed_connections": "to whom a message goes",
    "bokeh.server.connection:ServerConnection._socket": "what a message is written to",
    "bokeh.server.views.ws:WSHandler.write_lock": "whether somebody else is writing there",
    "bokeh.server.views.ws:WSHandler.open": "`set_process` puts another in its place",
    "bokeh.server.views.ws:WSHandler.send_message": "the same",
    "bokeh.document.models:DocumentModelManager._new_models": "whether the browser has heard of a view yet",
    "bokeh.protocol.message:Message._buffers": "the binary parts of a message, which leave with it",
    "tornado.locks:Lock._block": "the lock of a socket, seen without waiting for it",
    "tornado.locks:Semaphore._value": "the same",
    "tornado.websocket:WebSocketHandler.ws_connection": "all frames of a message leave in one write",
    "tornado.websocket:WebSocketProtocol.stream": "the same",
    "panel.custom:ReactiveESM._server_event": "where messages of the browser reach a view",
    "panel.reactive:Syncable._event_coroutine": "widgets have changed before a message",
    "panel.io.state:_state._change_callbacks": "whether Panel has changes of the browser to take over",
    "panel.viewable:Renderable._models": "the models of a view, to which messages go",
    "panel.io.state:_state.busy": "`quiet_page` takes its watchers away",
    "panel.io.resources:patch_model_css": "style sheets come from the server that serves the page",
    "panel.io.resources:LOCAL_DIST": "the same",
}
"""The undocumented names used here, as `module:Class.name`, and what each is used for."""


def missing() -> list[str]:
    """Return the names of `LEANS_ON` that the installed libraries lack."""
    return [name for name in LEANS_ON if not _is_there(name)]


def _is_there(name: str) -> bool:
    module, _, path = name.partition(":")
    owner = import_module(module)
    for part in path.split("."):
        if not hasattr(owner, part):
            return inspect.isclass(owner) and _is_set_on_instances(owner, part)
        owner = getattr(owner, part)
    return True


def _is_set_on_instances(owner: type, attribute: str) -> bool:
    """Whether a class declares an attribute, or one of its methods sets it."""
    source = inspect.getsource(owner)
    return attribute in inspect.get_annotations(owner) or any(
        f"self.{attribute}{sign}" in source for sign in (" = ", ": ")
    )


@cache
def messages_fit() -> bool:
    """Whether the installed libraries support the direct channel; the reason is logged if not."""
    is_known = ".".join(bokeh.__version__.split(".")[:2]) in KNOWN
    lost = missing() if is_known else []
    if not is_known:
        log.warning("Bokeh %s is new: messages go Panel's way, and a drag is slower", bokeh.__version__)
    elif lost:
        log.warning("%s is gone: messages go Panel's way, and a drag is slower", ", ".join(lost))
    return is_known and not lost


# -- messages ----------------------------------------------------------------------------------------------


def session_of(document: Document):
    """Return the session of a document if the caller may send messages now, else None.

    That is the case while the document is locked, and is the current one.
    """
    session = getattr(document.session_context, "session", None)
    if (
        session is None
        or not messages_fit()
        or session._pending_writes is None
        or state.curdoc is not document
    ):
        return None
    sockets = [connection._socket for connection in tuple(session._subscribed_connections)]
    return session if all(isinstance(socket, WSHandler) for socket in sockets) else None


def is_new(document: Document, model) -> bool:
    """Whether the browser does not have that model yet."""
    return model in document.models._new_models


def is_changing(document: Document) -> bool:
    """Whether Panel still has changes from the browser to apply before the next message may be answered."""
    return document in state._change_callbacks


def models_of(view) -> list:
    """Return the models of a Panel view: one for each place in which it is shown."""
    return [model for model, _ in list(view._models.values())]


def write(document: Document, messages: list[MessageSentEvent]):
    """Send messages as a single one: now if called on the event loop, else after Bokeh's pending writes."""
    session = session_of(document)
    if not messages or session is None:
        return
    serializer = Serializer(references={message.msg_data.model for message in messages})
    content = PatchJson(events=serializer.encode(messages))
    whole = _Whole(patch_doc.create_header(), {}, content)
    whole.add_buffers(*serializer.buffers)
    waits = session._pending_writes or not _is_event_loop()
    for connection in tuple(session._subscribed_connections):
        if waits or not whole.sent_now(connection._socket):
            session._pending_writes.append(_later(connection, whole, messages[0]))


def _is_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _later(connection, whole: "_Whole", event: MessageSentEvent):
    """Return a message in the form of Bokeh's pending writes: a coroutine, since 3.10 a `_PendingPatch`."""
    described = getattr(bokeh_session, "_PendingPatch", None)
    if described is None:
        return connection._socket.send_message(whole)
    return described(event, _Made(whole), (connection,))


class _Made:
    """Stands in for the protocol from which Bokeh creates a message; returns the finished one."""

    def __init__(self, message):
        self._message = message

    def create(self, *_):
        return self._message


class _Whole(patch_doc):
    """A message whose frames, three plus two for each buffer, are sent in one write.

    Each write releases the GIL to a thread that solves, which holds it for half a millisecond.
    """

    def sent_now(self, socket) -> bool:
        """Write now and return True; False if the socket is closing or another write is in progress."""
        web_socket, is_busy = socket.ws_connection, socket.write_lock._block._value == 0
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
    """Return a web socket frame as a server writes it (RFC 6455, 5.2).

    >>> _frame(0x81, b"Hello").hex(" ")
    '81 05 48 65 6c 6c 6f'
    """
    n = len(payload)
    size = bytes([n]) if n < 126 else b"\x7e" + n.to_bytes(2) if n < 65536 else b"\x7f" + n.to_bytes(8)
    return bytes([first]) + size + payload


# -- what all pages of a process share -----------------------------------------------------------------------


@cache
def set_process():
    """Switch off Nagle's algorithm and Bokeh's OK to every message, and shorten the switch interval.

    Bokeh sends one message as three or more small frames; with Nagle's algorithm each answer waits for the
    delayed acknowledgement of the previous one, 50 to 80 ms on the loopback. Bokeh's client only logs an OK.
    """
    sys.setswitchinterval(SWITCH_S)
    opened, sent = WSHandler.open, WSHandler.send_message

    def open(self, *args, **kwargs):
        self.set_nodelay(True)
        return opened(self, *args, **kwargs)

    async def send_message(self, message):
        if message.msgtype != "OK":
            await sent(self, message)

    WSHandler.open, WSHandler.send_message = open, send_message


def without_busy_light(make):
    """Return ``make()``, after removing the watchers of Panel's busy indicator that it added.

    The indicator would cost two updates of the whole page for every mouse move. Its watchers belong to
    process-wide state and would keep every page alive that was ever opened.
    """
    others = _busy_watchers()
    made = make()
    for watcher in _busy_watchers():
        if watcher not in others:
            pn.state.param.unwatch(watcher)
    return made


def _busy_watchers() -> list:
    return list(pn.state.param.watchers.get("busy", {}).get("value", []))


def styles_from_here():
    """Make the browser load the page's style sheets from the server that serves it; call after `servable`.

    Panel does so in the process that answers the page's request. With several processes the web socket may
    reach another one, which builds the page again and would otherwise link its style sheets to another host.
    """
    document = pn.state.curdoc
    if document:
        # for what is drawn later
        document.template_variables.setdefault("dist_url", LOCAL_DIST)
    for root in document.roots if document else ():
        patch_model_css(root, dist_url=LOCAL_DIST)
