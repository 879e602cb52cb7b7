"""What our pages' web sockets do otherwise than Bokeh's."""

import asyncio
from types import SimpleNamespace

import pytest
from bokeh.server.views.ws import WSHandler

from explorer.views.wire.sockets import shorten


def test_nagle_is_switched_off_on_every_new_socket():
    class Socket:
        calls = []

        def set_nodelay(self, on):
            self.calls.append(on)

    shorten()
    # bokeh's own open fails on this stand-in, after the switch
    with pytest.raises(AttributeError):
        WSHandler.open(Socket())
    assert Socket.calls == [True]


def test_only_what_somebody_waits_for_is_sent():
    class Message(SimpleNamespace):
        async def send(self, socket):
            socket.sent.append(self.msgtype)

    shorten()
    socket = SimpleNamespace(sent=[])
    for kind in ("OK", "PULL-DOC-REPLY", "PATCH-DOC", "ERROR"):
        asyncio.run(WSHandler.send_message(socket, Message(msgtype=kind)))
    assert socket.sent == ["PULL-DOC-REPLY", "PATCH-DOC", "ERROR"]


def test_it_is_done_once():
    shorten()
    before = WSHandler.open, WSHandler.send_message
    shorten()
    assert (WSHandler.open, WSHandler.send_message) == before
