"""What leans on private parts of Bokeh, Panel and Tornado: all there, and done without where it is not."""

import asyncio
import sys
from types import SimpleNamespace

import bokeh
import pytest
from bokeh.server.views.ws import WSHandler

from explorer.views.wire import internals

NAMES = {
    "bokeh.server.session:ServerSession._pending_writes",
    "bokeh.server.session:ServerSession._subscribed_connections",
    "bokeh.server.connection:ServerConnection._socket",
    "bokeh.server.views.ws:WSHandler.write_lock",
    "bokeh.server.views.ws:WSHandler.open",
    "bokeh.server.views.ws:WSHandler.send_message",
    "bokeh.document.models:DocumentModelManager._new_models",
    "bokeh.protocol.message:Message._buffers",
    "tornado.locks:Lock._block",
    "tornado.locks:Semaphore._value",
    "tornado.websocket:WebSocketHandler.ws_connection",
    "tornado.websocket:WebSocketProtocol.stream",
    "panel.custom:ReactiveESM._server_event",
    "panel.reactive:Syncable._event_coroutine",
    "panel.io.state:_state._change_callbacks",
    "panel.viewable:Renderable._models",
    "panel.io.state:_state.busy",
    "panel.io.resources:patch_model_css",
    "panel.io.resources:LOCAL_DIST",
}


@pytest.fixture
def process():
    """What `set_process` has changed is as before after the test."""
    kept = WSHandler.open, WSHandler.send_message, sys.getswitchinterval()
    internals.set_process.cache_clear()
    yield
    WSHandler.open, WSHandler.send_message = kept[:2]
    sys.setswitchinterval(kept[2])
    internals.set_process.cache_clear()


@pytest.fixture
def fitting():
    """`messages_fit` as it answers anew."""
    internals.messages_fit.cache_clear()
    yield internals.messages_fit
    internals.messages_fit.cache_clear()


def test_the_libraries_have_all_that_is_leaned_on():
    assert set(internals.LEANS_ON) == NAMES
    assert internals.missing() == []


@pytest.mark.parametrize(
    "gone", ["bokeh.server.session:ServerSession._no", "tornado.locks:Lock._no", "panel:no.no"]
)
def test_what_a_library_has_dropped_is_named_and_messages_go_panels_way(monkeypatch, fitting, caplog, gone):
    monkeypatch.setitem(internals.LEANS_ON, gone, "")
    assert internals.missing() == [gone]
    assert not fitting()
    assert gone in caplog.text


def test_with_another_bokeh_messages_go_panels_way(monkeypatch, fitting, caplog):
    assert fitting()
    fitting.cache_clear()
    monkeypatch.setattr(bokeh, "__version__", "3.99.0")
    assert not fitting()
    assert "3.99.0" in caplog.text


def test_nagle_is_switched_off_on_every_new_socket(process):
    class Socket:
        calls = []

        def set_nodelay(self, on):
            self.calls.append(on)

    internals.set_process()
    # bokeh's own open fails on this stand-in, after the switch
    with pytest.raises(AttributeError):
        WSHandler.open(Socket())
    assert Socket.calls == [True]


def test_only_what_somebody_waits_for_is_sent(process):
    class Message(SimpleNamespace):
        async def send(self, socket):
            socket.sent.append(self.msgtype)

    internals.set_process()
    socket = SimpleNamespace(sent=[])
    for kind in ("OK", "PULL-DOC-REPLY", "PATCH-DOC", "ERROR"):
        asyncio.run(WSHandler.send_message(socket, Message(msgtype=kind)))
    assert socket.sent == ["PULL-DOC-REPLY", "PATCH-DOC", "ERROR"]


def test_it_is_done_once(process):
    internals.set_process()
    before = WSHandler.open, WSHandler.send_message
    internals.set_process()
    assert (WSHandler.open, WSHandler.send_message) == before
