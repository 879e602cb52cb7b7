"""The racks from the front: every tray at its U position, in the color of the chosen metric."""

from typing import NamedTuple

from explorer.views.canvas import CanvasView, browser_code, plain
from explorer.views.live import pace_of


class Scale(NamedTuple):
    """How a metric is named and read: `higher_is` worse, better or more (neither)."""

    label: str
    unit: str
    higher_is: str


SCALES = {
    "power": Scale("Power", "W", "more"),
    "temperature": Scale("Hottest part", "°C", "worse"),
    "headroom": Scale("Headroom", "K", "better"),
    "margin": Scale("Link margin", "dB", "better"),
    "bandwidth": Scale("Bandwidth", "Tb/s", "more"),
}

COLUMNS = {"power": "power_w", "headroom": "headroom_k", "margin": "margin_db", "bandwidth": "rate_tbps"}


class ElevationView(CanvasView):
    """Front view of the racks; every tray can be dragged to another U.

    Parameters
    ----------
    session : explorer.session.Session
        The only thing that is watched and edited.
    """

    watched = ("layout", "results", "is_live", "tray", "link", "metric")
    live_every_s = 0.1

    _esm = browser_code("draw.js", "drag.js", "shades.js", "cables.js", "elevation.js")

    def __init__(self, session, **params):
        self._scene_key = None
        self._drawn = None
        super().__init__(session, **params)

    # -- to the browser --------------------------------------------------------------------------

    def _show(self, names):
        scene = self._scene()
        if scene != self._scene_key:
            self._scene_key, self._drawn = scene, None
            self._send_msg(scene)
        frame = self._frame()
        if frame != self._drawn:
            self._drawn = frame
            self._send_msg(frame)

    def _scene(self):
        """What stays while things move: racks and trays without their positions."""
        layout = self.session.layout
        return {
            "type": "scene",
            "racks": [
                {"id": r.id, "label": r.label or r.id, "pitch": r.pitch, "height_u": r.height_u}
                for r in layout.racks
            ],
            "trays": [
                {
                    "id": tray.id,
                    "label": tray.label or tray.id,
                    "height_u": layout.element(tray.design).height_u,
                    "kind": layout.element(tray.design).kind,
                }
                for tray in layout.trays
            ],
            **self._cables(),
        }

    def _cables(self):
        """Link groups, and between which rows of trays their cables run; -1 leads out of the layout."""
        layout, states = self.session.layout, self.session.results.link_states
        rows = {tray.id: row for row, tray in enumerate(layout.trays)}
        cables = []
        for group, state in enumerate(states.values()):
            near = [rows[tray.id] for tray in layout.trays_of(state.link.a)]
            far = [rows[tray.id] for tray in layout.trays_of(state.link.b)] if state.link.b else [-1]
            cables += [[a, b, group] for a in near for b in far]
        groups = [{"id": key, "label": s.link.label or key} for key, s in states.items()]
        return {"groups": groups, "cables": cables}

    def _frame(self):
        """Places and values of the trays, in the order of the scene."""
        session = self.session
        scale = SCALES[session.metric]
        return {
            "type": "frame",
            "live": session.is_live,
            "tray": session.tray,
            "metric": session.metric,
            "scale": list(scale),
            "u": [tray.u for tray in session.layout.trays],
            "rack": [tray.rack for tray in session.layout.trays],
            "values": [plain(self._value(tray.id), 3) for tray in session.layout.trays],
            "link": session.link,
            "margins": [
                plain(margin, 1)
                for state in session.results.link_states.values()
                for margin in state.margins_db.ravel()
            ],
        }

    def _value(self, tray):
        results = self.session.results
        state = results.tray_states[tray]
        if self.session.metric == "temperature":
            return state.t_max_c if state.hottest else state.air_out_c
        column = {
            "power": "power_w",
            "headroom": "headroom_k",
            "margin": "margin_db",
            "bandwidth": "rate_tbps",
        }
        return getattr(state, column[self.session.metric])

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, _):
        self._scene_key = None
        self._show(set())

    def _on_select(self, message):
        if self._tray(message) is not None:
            self.session.select(str(message["id"]))

    def _on_link(self, message):
        self.session.select(str(message["id"]))

    def _on_drag(self, message):
        seq = int(message["seq"])
        if self._tray(message) is not None and message["id"] != self.session.tray:
            self._on_select(message)
        pace_of(self.session).preview(
            self._edit(message), lambda _: self._send_msg({"type": "ack", "seq": seq})
        )

    def _on_drop(self, message):
        seq, tray = int(message["seq"]), self._tray(message)

        def done(refusal):
            self._send_msg({"type": "dropped", "id": tray.id, "reason": refusal, "seq": seq})

        pace_of(self.session).commit(self._edit(message), f"Move {tray.label or tray.id}", done)

    def _on_cancel(self, message):
        pace_of(self.session).cancel()
        self._send_msg(
            {"type": "dropped", "id": str(message["id"]), "reason": "", "seq": int(message["seq"])}
        )

    def _tray(self, message):
        return next((t for t in self.session.layout.trays if t.id == message["id"]), None)

    def _edit(self, message):
        id, u = str(message["id"]), int(message["u"])
        if self._tray(message) is None:
            raise KeyError(id)
        return lambda layout: layout.moved(id, u=u)
