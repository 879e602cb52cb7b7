"""A beside B: the tray that is shown in both, their difference, and what differs in layout and results."""

import numpy as np

from explorer.analysis.decide.differences import differences
from explorer.quantities.maps import MAPS
from explorer.quantities.totals import TOTALS, tiles
from explorer.views.canvas.maps import DIVERGING, SEQUENTIAL, packed
from explorer.views.kit.component import TabView, plain
from explorer.views.kit.tab import DrawnTab

MOST_LINES = 60


class CompareView(TabView):
    """What is edited (A) and what was pinned (B), on one figure."""

    def show(self):
        """Bring the drawing up to date; arrays have no truth value, so what is drawn is known by its key."""
        session, looking = self.session, self.looking
        key = (session.results, session.pinned, session.tray, looking.quantity, looking.layer)
        if self._drawn is None or any(a is not b for a, b in zip(key, self._drawn, strict=True)):
            self._drawn = key
            self._send_msg(self.message())

    def message(self):
        session = self.session
        if session.pinned is None:
            return {"type": "compare", "pinned": False}
        a, b = session.results, session.pinned
        found = differences(b, a)  # from what was pinned to what is now
        lines = [str(line) for line in found.lines] if not session.is_live else []
        return {
            "type": "compare",
            "pinned": True,
            "live": session.is_live,
            "label": session.pinned_label,
            "totals": [
                [TOTALS[key].label, TOTALS[key].unit, plain(row.a), plain(row.b)]
                for key, row in found.totals.reindex(tiles()).iterrows()
            ],
            "lines": lines[:MOST_LINES],
            "more": max(0, len(lines) - MOST_LINES),
            "gone": [finding.message for finding in found.went],
            "new": [finding.message for finding in found.came],
            **self._maps(a, b),
        }

    def _maps(self, a, b) -> dict:
        """Maps of the shown tray in both, where both have it; temperature stands in for what has no map."""
        tray = self.session.tray
        quantity, layer = self.looking.quantity, self.looking.layer
        if MAPS[quantity].is_of_one_source:
            quantity = "temperature"
        if tray not in b.tray_states or tray not in a.tray_states:
            return {"maps": None, "missing": f"{tray} is in one of them only" if tray else ""}
        fields = [results.map(tray, quantity, layer) for results in (a, b)]
        if any(field is None for field in fields):
            quantity = "temperature"
            fields = [results.map(tray, quantity) for results in (a, b)]
        shapes = [field.shape for field in fields]
        figure = MAPS[quantity]
        colors = SEQUENTIAL[::-1] if figure.least_is_hottest else SEQUENTIAL
        maps = {"unit": figure.unit, "colors": colors, "diverging": DIVERGING}
        for name, field, results in zip("ab", fields, (a, b), strict=True):
            design = results.layout.design_of(tray)
            maps[name] = {
                **packed(np.asarray(field, np.float32)),
                "ny": field.shape[0],
                "nx": field.shape[1],
                "size": [design.width_mm, design.depth_mm],
                "parts": [[p.x_mm, p.y_mm, p.width_mm, p.depth_mm, p.kind] for p in design.parts],
            }
        return {"maps": maps, "alike": shapes[0] == shapes[1], "missing": ""}

    # -- from the browser ------------------------------------------------------------------------

    def _on_pin(self, _):
        self.session.pin()

    def _on_large(self, _):
        self.looking.is_comparing = True

    def _on_unpin(self, _):
        self.session.unpin()


class CompareTab(DrawnTab):
    watched = ("pinned",)
    looks_at = ("quantity", "layer")

    def __init__(self, session, looking):
        super().__init__(session, "Compare", CompareView(session, looking))
