"""The racks from the front: every tray at its U position, in the color of the chosen metric."""

import math
from typing import NamedTuple

from explorer.model.additions import with_tray
from explorer.views.canvas import browser_code, plain
from explorer.views.surface import Surface


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
    "weight": Scale("Weight", "kg", "more"),
    "cost": Scale("Links cost", "$", "more"),
}

COLUMNS = {
    "power": "power_w",
    "headroom": "headroom_k",
    "margin": "margin_db",
    "bandwidth": "rate_tbps",
    "cost": "links_usd",
}


class ElevationView(Surface):
    """Front view of the racks; trays are dragged in them, between them and into them.

    Parameters
    ----------
    session : explorer.session.Session
        The only thing that is watched and edited.
    """

    watched = ("layout", "results", "is_live", "tray", "link", "metric", "selection")
    live_every_s = 0.1
    things = "trays"

    _esm = browser_code(
        "draw.js", "courier.js", "gestures.js", "surface.js", "additions.js",
        "shades.js", "cables.js", "racks.js", "elevation.js",
    )  # fmt: skip

    def __init__(self, session, **params):
        self._scene_key = None
        self._drawn = self._selection = None
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
        selection = [id for id in self.session.selection if self._mine(id)]
        if selection != self._selection:
            self._selection = selection
            self._send_msg({"type": "selected", "ids": selection})

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
                    "locked": tray.locked,
                }
                for tray in layout.trays
            ],
            "designs": [
                {"id": d.id, "label": d.label or d.id, "height_u": d.height_u, "kind": d.kind}
                for d in layout.designs
            ],
            "fresh": self.fresh,
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
        if self.session.metric == "weight":
            mass_kg = results.layout.design_of(tray).mass_kg
            return math.nan if mass_kg is None else mass_kg
        return getattr(state, COLUMNS[self.session.metric])

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, _):
        self._scene_key = self._selection = None
        self._show(set())

    def _on_link(self, message):
        self.session.select(str(message["id"]))

    def _mine(self, id):
        return id in self.session.results.tray_states

    def _place(self, said):
        return {"rack": str(said["rack"]), "u": int(said["u"])}

    def _added(self, layout, what, place):
        rack = layout.element(self.session.tray).rack if self.session.tray in layout else layout.racks[0].id
        return with_tray(layout, what, **(place or {"rack": rack}))
