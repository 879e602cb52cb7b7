"""The totals of the layout, each beside what it was as opened."""

import param

from explorer.analysis.why import why
from explorer.views.canvas import CanvasView, browser_code, plain, stylesheet

HIGHER_IS_BETTER = frozenset({"bandwidth_tbps", "headroom_k", "margin_db"})

LEVELS = frozenset({"K", "dB"})
"""Units in which a change has no meaning in percent."""

MOST_ROWS = 24
"""Reasons that one tile names."""

TILES = (
    "rack_kw",
    "interconnect_kw",
    "bandwidth_tbps",
    "pj_per_bit",
    "headroom_k",
    "margin_db",
    "failures_per_year",
    "cost_usd",
    "kgco2e_per_year",
)


class TotalsView(CanvasView):
    """A strip of tiles, one per total.

    Parameters
    ----------
    session : explorer.session.Session
        The only thing that is watched.
    """

    tiles = param.List(list(TILES), doc="names of the totals that get a tile")

    watched = ("results", "opened", "is_live")
    live_every_s = 0.1

    _esm = browser_code("draw.js", "why.js", "totals.js")
    _stylesheets = [*CanvasView._stylesheets, stylesheet("why.css")]

    def __init__(self, session, **params):
        super().__init__(session, **params)
        self.param.watch(lambda _: self._show(set()), "tiles")

    def _show(self, _):
        session = self.session
        totals, before = session.results.totals, session.opened.totals
        self._send_msg(
            {
                "type": "totals",
                "live": session.is_live,
                "tiles": [
                    {
                        "name": name,
                        "label": total.label,
                        "unit": total.unit,
                        "value": plain(total.typical),
                        "low": plain(total.low),
                        "high": plain(total.high),
                        "opened": plain(before[name].typical) if name in before else None,
                        "ratio": total.unit not in LEVELS,
                        "better": 1 if name in HIGHER_IS_BETTER else -1,
                    }
                    for name, total in totals.items()
                    if name in self.tiles
                ],
            }
        )

    def _on_ready(self, _):
        self._show(set())

    def _on_why(self, message):
        """What a total is made of; asked for when a tile is pressed, never while something is dragged."""
        total = str(message["name"])
        found = why(self.session.results, total)
        self._send_msg(
            {
                "type": "why",
                "name": total,
                "sentence": found.sentence,
                "unit": self.session.results.totals[total].unit,
                "adds_up": found.adds_up,
                "rows": [[row.label, plain(row.value), row.element] for row in found.rows[:MOST_ROWS]],
            }
        )

    def _on_select(self, message):
        self.session.select(str(message["id"]))
