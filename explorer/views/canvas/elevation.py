"""The elevation of the racks, front or rear: every tray at its U position, colored by the chosen metric."""

from explorer.analysis.results import tray_value
from explorer.errors import LayoutError
from explorer.model import Tray
from explorer.model.additions import with_tray
from explorer.quantities.links import LINK
from explorer.quantities.trays import METRICS
from explorer.views.canvas.rear import rear
from explorer.views.canvas.surface import Surface
from explorer.views.kit.component import plain


class ElevationView(Surface):
    """Draws the racks from one side; trays are dragged within a rack, between racks and from the palette.

    Parameters
    ----------
    session : explorer.session.Session
        Watched and edited.
    looking : explorer.looking.Looking
        The face and the metric to draw.
    """

    watched = ("layout", "results", "tray", "link", "selection")
    looks_at = ("metric", "face")
    live_every_s = 0.1
    kind = Tray

    def __init__(self, session, looking, **params):
        self._scene_key = None
        self._drawn = self._selection = None
        super().__init__(session, looking, **params)

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
        """Return the scene message, which does not change in a drag: racks, and trays without positions."""
        layout, from_behind = self.session.layout, self.looking.face == "rear"
        return {
            "type": "scene",
            "face": self.looking.face,
            # Seen from the rear, the last rack is at the left.
            "racks": [
                {
                    "id": r.id,
                    "label": r.label or r.id,
                    "pitch": r.pitch,
                    "pitch_mm": r.pitch_mm,
                    "height_u": r.height_u,
                }
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
        """Return link groups and cables as [tray row, tray row, group]; row -1 is outside the layout."""
        layout, states = self.session.layout, self.session.results.link_states
        rows = {tray.id: row for row, tray in enumerate(layout.trays)}
        cables = []
        for group, state in enumerate(states.values()):
            near = [rows[tray.id] for tray in layout.trays_of(state.link.a)]
            far = [rows[tray.id] for tray in layout.trays_of(state.link.b)] if state.link.b else [-1]
            cables += [[a, b, group] for a in near for b in far]
        groups = [{"id": key, "label": s.link.label or key} for key, s in states.items()]
        return {
            "groups": groups,
            "cables": cables,
            "margin": [LINK["margin_db"].label, LINK["margin_db"].unit],
        }

    def _frame(self):
        """Return the frame message: positions and values of the trays, in the order of the scene."""
        session, metric = self.session, self.looking.metric
        figure, higher_is = METRICS[metric].figure, METRICS[metric].higher_is
        return {
            "type": "frame",
            "live": session.is_live,
            "tray": session.tray,
            "metric": metric,
            "scale": [figure.label, figure.unit, higher_is],
            "u": [tray.u for tray in session.layout.trays],
            "rack": [tray.rack for tray in session.layout.trays],
            "values": [
                plain(tray_value(session.results, self.looking.metric, tray.id), 3)
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

    def _on_ready(self, message):
        super()._on_ready(message)
        self._scene_key = self._selection = None
        self._show(set())

    def _on_link(self, message):
        self.session.select(str(message["id"]))

    def _mine(self, id):
        return id in self.session.results.tray_states

    def _place(self, said):
        return {"rack": str(said["rack"]), "u": int(said["u"])}

    def _added(self, layout, tray, what, place):
        rack = layout.rack_of(tray)
        if rack is None:
            raise LayoutError("this layout has no rack to put a tray in")
        return with_tray(layout, what, **(place or {"rack": rack.id}))
