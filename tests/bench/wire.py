"""A user without a screen: speaks to the server as the page does, over a web socket of its own.

Ten browsers would need more of two cores than the server that they are to measure. In life each of them
has a machine of its own.
"""

import asyncio
import json
import re
import time
import urllib.request
from itertools import count

from tornado.websocket import websocket_connect

TOKEN = re.compile(r'"token":"([^"]+)"')
DRAWN = ("Bar", "TotalsView", "ElevationView", "PlanView", "FindingsView")
"""What a page shows from the start."""


class WireUser:
    """One open page: its web socket, the ids of its drawn views, and what has arrived."""

    def __init__(self, socket):
        self.socket, self.ids, self._numbers = socket, {}, count(1)
        self.heard, self._listening = asyncio.Condition(), None
        self.heard_at_once: list[list[tuple[str, str]]] = []
        """View and sort of all that each message of the server carried."""
        self.answered, self.frames, self.n_frames, self.selected, self.places = 0, [], 0, 0, {}
        self.step, self.refusals = 0, 0
        """Index of the present step of the history, and how often something was refused"""

    @classmethod
    async def opened(cls, url: str, layout: str) -> "WireUser":
        """A page of that layout, drawn for the first time."""
        loop = asyncio.get_running_loop()
        page = await loop.run_in_executor(None, _fetched, f"{url}/explorer?layout={layout}")
        token = TOKEN.search(page).group(1)
        address = f"{url.replace('http', 'ws', 1)}/explorer/ws"
        socket = await websocket_connect(address, subprotocols=["bokeh", token], max_message_size=100_000_000)
        # each message goes out as three small frames, which a browser does not hold back either
        socket.protocol.set_nodelay(True)
        user = cls(socket)
        await user._message()
        await user._send("PULL-DOC-REQ", {})
        while True:
            header, content, _ = await user._message()
            if header["msgtype"] == "PULL-DOC-REPLY":
                break
        user.ids = _components(content["doc"])
        user._listening = asyncio.create_task(user._listen())
        for view in DRAWN:
            await user.say(user.ids[view], {"type": "ready"})
        return user

    async def close(self):
        """Leave the page."""
        self.socket.close()
        self._listening.cancel()

    async def say(self, model: str, data: dict):
        """Send what a script of the page would send to its view."""
        values = {"type": "map", "entries": [["model", {"id": model}], ["data", _mapped(data)]]}
        event = {"type": "event", "name": "data_event", "values": values}
        sent = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        await self._send("PATCH-DOC", {"events": [sent]})

    async def until(self, told, timeout_s: float = 60.0):
        """Wait until ``told()`` is true."""
        async with asyncio.timeout(timeout_s):
            async with self.heard:
                await self.heard.wait_for(told)

    async def _send(self, sort: str, content: dict):
        header = {"msgid": f"u{next(self._numbers)}", "msgtype": sort}
        for part in (header, {}, content):
            await self.socket.write_message(json.dumps(part))

    async def _message(self) -> tuple[dict, dict, int]:
        header = json.loads(await self._next())
        await self._next()
        content = await self._next()
        size = len(content)
        for _ in range(2 * header.get("num_buffers", 0)):
            size += len(await self._next())
        return header, json.loads(content), size

    async def _next(self):
        message = await self.socket.read_message()
        if message is None:
            raise ConnectionError("the server has closed the connection")
        return message

    async def _listen(self):
        plan = self.ids["PlanView"]
        while True:
            _, content, size = await self._message()
            async with self.heard:
                self.heard_at_once.append(self._kinds(content))
                for event in content.get("events", ()):
                    model, data = _told(event)
                    kind = data.get("type")
                    if kind in ("ack", "dropped"):
                        self.answered = max(self.answered, data["seq"])
                    elif kind == "frame" and model == plan:
                        self.n_frames += 1
                        self.frames.append((time.perf_counter(), data["seq"], size))
                    elif kind == "scene" and model == plan:
                        self.places = _places(data)
                    elif kind == "selected":
                        self.selected += 1
                    elif kind == "state":
                        self.step = data["at"]
                    elif kind == "notice" and data["text"] and not data.get("calm"):
                        self.refusals += 1
                self.heard.notify_all()

    def _kinds(self, content: dict) -> list[tuple[str, str]]:
        names = {id: name for name, id in self.ids.items()}
        told = [_told(event) for event in content.get("events", ())]
        return [(names.get(model, ""), data.get("type", "")) for model, data in told]


async def dragged(user: WireUser, part: str, places, every_s: float = 1 / 60) -> list[float]:
    """Drag a part through places, one each 1/60 s, as the page does: one in flight, the newest next.

    Returns the seconds from each of those moves to the map that answers it or a later one.
    """
    plan, first, moves = user.ids["PlanView"], user.answered, []
    begun, asked = time.perf_counter(), first
    newest = None
    for n, place in enumerate(places):
        now = time.perf_counter()
        newest = (place, now)
        moves.append([now, None])
        if user.answered >= asked:
            asked += 1
            for move in moves:
                move[1] = move[1] or asked
            await user.say(plan, _drag(part, newest[0], asked))
            newest = None
        wait = begun + (n + 1) * every_s - time.perf_counter()
        await asyncio.sleep(max(0.0, wait))
    if newest:
        await user.until(lambda: user.answered >= asked)
        asked += 1
        for move in moves:
            move[1] = move[1] or asked
        await user.say(plan, _drag(part, newest[0], asked))
    await user.until(lambda: user.frames and user.frames[-1][1] >= asked)
    arrived = iter(user.frames)
    late, frame = [], next(arrived)
    for moved, seq in moves:
        while frame[1] < seq:
            frame = next(arrived)
        late.append(frame[0] - moved)
    user.frames.clear()
    return late


async def dropped(user: WireUser, part: str, place):
    """Let go there and wait for the answer."""
    seq = user.answered + 1
    await user.say(user.ids["PlanView"], {**_drag(part, place, seq), "type": "drop"})
    await user.until(lambda: user.answered >= seq)


def _drag(part, place, seq) -> dict:
    x_mm, y_mm = place
    return {"type": "drag", "places": {part: {"x_mm": x_mm, "y_mm": y_mm}}, "seq": seq}


def _mapped(value):
    """A value as the page writes it."""
    if isinstance(value, dict):
        return {"type": "map", "entries": [[key, _mapped(each)] for key, each in value.items()]}
    return [_mapped(each) for each in value] if isinstance(value, (list, tuple)) else value


def _told(event: dict) -> tuple[str, dict]:
    """Which view an event is for, and the plain values that it carries."""
    if event.get("msg_type") != "bokeh_event" or event["msg_data"].get("name") != "esm_event":
        return "", {}
    values = dict(event["msg_data"]["values"]["entries"])
    data = values.get("data")
    return values["model"]["id"], dict(data["entries"]) if isinstance(data, dict) else {}


def _places(scene: dict) -> dict[str, tuple[float, float]]:
    """Where the parts of a scene stand, by id."""
    ids = [dict(part["entries"])["id"] for part in scene["parts"]]
    return dict(zip(ids, scene.get("places", ()), strict=False))


def _fetched(url: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(url, timeout=120) as answer:
        return answer.read().decode()


def _components(document) -> dict[str, str]:
    """Ids of the drawn views by the class that draws them."""
    found, waiting = {}, [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            name = value.get("attributes", {}).get("class_name") if "attributes" in value else None
            if name and value.get("id"):
                found.setdefault(name, value["id"])
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found
