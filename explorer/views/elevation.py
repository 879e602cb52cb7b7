"""The racks from the front or the rear: every tray at its U position, in the color of the chosen metric."""

from explorer.model.additions import with_tray
from explorer.views.canvas import browser_code, plain, stylesheet
from explorer.views.metrics import SCALES, tray_value
from explorer.views.rear import rear
from explorer.views.surface import Surface


class ElevationView(Surface):
    """The racks from one side; trays are dragged in them, between them and into them.

    Parameters
    ----------
    session : explorer.session.Session
        The only thing that is watched and edited.
    """

    watched = ("layout", "results", "is_live", "tray", "link", "metric", "face", "selection")
    live_every_s = 0.1
    things = "trays"

    _esm = browser_code(
        "draw.js", "courier.js", "gestures.js", "surface.js", "additions.js",
        "shades.js", "cables.js", "rear.js", "racks.js", "elevation.js",
    )  # fmt: skip
    _stylesheets = [*Surface._stylesheets, stylesheet("rear.css")]

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
        layout, from_behind = self.session.layout, self.session.face == "rear"
        return {
            "type": "scene",
            "face": self.session.face,
            # who walks around a row of racks finds the last one at the left
            "racks": [
                {"id": r.id, "label": r.label or r.id, "pitch": r.pitch, "height_u": r.height_u}
                for r in (layout.racks[::-1] if from_behind else layout.racks)
            ],
            "trays": [
                {
                    "id": tray.id,
                    "label": tray.label or tray.id,
                    "height_u": layout.element(tray.design).height_u,
                    "kind": layout.element(tray.design).kind,
                    "locked": tray.locked,
                    "rear": rear(layout.element(tray.design)) if from_behind else None,
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
            "values": [
                plain(tray_value(session.results, session.metric, tray.id), 3)
                for tray in session.layout.trays
            ],
            "link": session.link,
            "margins": [
                plain(margin, 1)
                for state in session.results.link_states.values()
                for margin in state.margins_db.ravel()
            ],
        }

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

    def _added(self, layout, tray, what, place):
        rack = layout.element(tray).rack if tray in layout else layout.racks[0].id
        return with_tray(layout, what, **(place or {"rack": rack}))
