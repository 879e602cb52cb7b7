"""What every source of the selected tray does to every part, as a tab."""

import numpy as np

from explorer.quantities.trays import PART
from explorer.views.canvas.maps import SEQUENTIAL
from explorer.views.kit.component import CanvasView, plain
from explorer.views.kit.tab import DrawnTab
from explorer.views.wire.background import server_document

WAITING = "Crosstalk is being solved: some seconds in which nothing moves"


class CrosstalkView(CanvasView):
    """K/W from source to part: a row per source, in the order of what it does to the part nearest its limit.

    Parameters
    ----------
    session : explorer.session.Session
        Its `part` is set by a click on a row.
    looking : explorer.looking.Looking
        Says when crosstalk has been solved ahead.
    """

    def __init__(self, session, looking, **params):
        self._drawn = None
        super().__init__(session, looking, **params)

    def show(self):
        """Bring the table up to date."""
        session = self.session
        missing = session.tray in session.layout and session.results.crosstalk_key(session.tray) is None
        if missing and not session.is_live and server_document() is None:
            # a page never waits for it; in a notebook to open the tab is to ask for it
            session.results.prepare(session.tray)
            self.looking.prepared += 1
        table = self._table()
        said = {name: value for name, value in table.items() if name != "data"}
        drawn = said, table["data"].tobytes()
        if drawn != self._drawn:
            self._drawn = drawn
            self._send_msg({"type": "table", **table})

    def _table(self):
        session, results = self.session, self.session.results
        nothing = {"note": "", "parts": [], "rows": [], "data": np.empty(0, np.float32), "colors": SEQUENTIAL}
        if session.tray not in session.layout:
            return {**nothing, "note": "Select a tray"}
        states = results.parts(session.tray)
        if results.crosstalk_key(session.tray) is None:
            return {**nothing, "note": WAITING}
        k_per_w = results.crosstalk(session.tray)
        power_w = {id: states[id].power_w for id in k_per_w.index if id in states}
        k_per_w = k_per_w.loc[[id for id, w in power_w.items() if w > 0.0]]
        if k_per_w.empty:
            return {**nothing, "note": "No part of this tray makes heat"}
        weakest = min(states, key=lambda id: states[id].headroom_k)
        effect = k_per_w[weakest] * [power_w[id] for id in k_per_w.index]
        k_per_w = k_per_w.loc[effect.sort_values(ascending=False, kind="stable").index]
        names = {part.id: part.label or part.id for part in session.layout.design_of(session.tray).parts}
        return {
            "note": "",
            "parts": [names[id] for id in k_per_w.columns],
            "weakest": list(k_per_w.columns).index(weakest),
            "headroom_k": plain(states[weakest].headroom_k, 3),
            "rows": [{"id": id, "name": names[id], "power_w": plain(power_w[id], 3)} for id in k_per_w.index],
            "power": [PART["power_w"].label, PART["power_w"].unit],
            "selected": session.part,
            "data": k_per_w.to_numpy(np.float32).ravel(),
            "colors": SEQUENTIAL,
        }

    def _on_ready(self, _):
        self._drawn = None
        self.show()

    def _on_select(self, message):
        part = str(message["id"])
        self.session.select(part)


class CrosstalkTab(DrawnTab):
    """The crosstalk of the selected tray."""

    watched = ("part",)
    looks_at = ("prepared",)

    def __init__(self, session, looking):
        super().__init__(session, "Crosstalk", CrosstalkView(session, looking))
