"""The page's web sockets without what costs a drag time and gives it nothing."""

from bokeh.server.views.ws import WSHandler


def shorten():
    """Switch off Nagle's algorithm, and the OK that answers every message of the browser.

    Bokeh sends one message as three or more small frames; with Nagle's algorithm each answer waits for
    the delayed acknowledgement of the one before, 50 to 80 ms on the loopback. Bokeh's script does nothing
    with an OK but log it.
    """
    if getattr(WSHandler, "_explorer_shortened", False):
        return
    opened, sent = WSHandler.open, WSHandler.send_message

    def open(self, *args, **kwargs):
        self.set_nodelay(True)
        return opened(self, *args, **kwargs)

    async def send_message(self, message):
        if message.msgtype != "OK":
            await sent(self, message)

    WSHandler.open, WSHandler.send_message, WSHandler._explorer_shortened = open, send_message, True
