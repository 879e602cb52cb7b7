"""The totals of the layout, each with its change since the layout was opened."""

import param

from explorer.analysis.decide.why import Why, slow, why
from explorer.quantities.totals import TOTALS, tiles
from explorer.views.kit.component import CanvasView, plain
from explorer.views.wire.background import in_background

MOST = 1000
"""Largest number of elements that a clicked row may name."""


class TotalsView(CanvasView):
    """A strip of tiles, one per total; each can be broken down into its contributions.

    Parameters
    ----------
    session : explorer.session.Session
        Watched; a click on a row of the breakdown selects its elements.
    looking : explorer.looking.Looking
        `explained` is the total whose breakdown is open.
    """

    tiles = param.List(doc="names of the totals that get a tile, in their order")

    watched = ("results", "opened")
    live_every_s = 0.1

    def __init__(self, session, looking, **params):
        self._answered = None
        super().__init__(session, looking, **{"tiles": list(tiles()), **params})
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
                        "label": TOTALS[name].label,
                        "unit": TOTALS[name].unit,
                        "value": plain(totals[name].typical),
                        "low": plain(totals[name].low),
                        "high": plain(totals[name].high),
                        "opened": plain(before[name].typical) if name in before else None,
                        "ratio": not TOTALS[name].is_level,
                        "least": TOTALS[name].least_change,
                        "better": TOTALS[name].sense,
                    }
                    for name in self.tiles
                    if name in totals
                ],
            }
        )
        self._explain()

    def _explain(self):
        """Send the breakdown of the open total for the settled results, unless it was sent already."""
        wanted = total, results = self.looking.explained, self.session.results
        if not total or self.session.is_live or wanted == self._answered:
            return
        self._answered = wanted
        if slow(total):
            in_background(lambda: why(results, total), lambda found: self._answer(wanted, found))
        else:
            self._answer(wanted, why(results, total))

    def _answer(self, wanted, found):
        """Send a breakdown if it is still the requested one."""
        if wanted != self._answered:
            return
        if isinstance(found, str):
            self.session.notice = found
        else:
            self._send_msg(why_message(found))

    def _on_ready(self, _):
        self._show(set())

    def _on_why(self, message):
        total = str(message["name"])
        if total not in self.tiles:
            raise KeyError(total)
        self._answered = None
        self.looking.explained = total
        self._explain()

    def _on_closed(self, _):
        self._answered = None
        self.looking.explained = ""

    def _on_select(self, message):
        """Select the elements of a row: its parts in the row's tray, or all elements that it names."""
        ids, tray = [str(id) for id in list(message["ids"])[:MOST]], str(message["tray"])
        if tray:
            self.session.select(tray)
        self.session.select(*ids)


def why_message(found: Why) -> dict:
    """Return the message for the script that draws a breakdown."""
    tables = [
        {
            "title": table.title,
            "sort": table.sort,
            "unit": table.unit,
            "rows": [
                {
                    "label": row.label,
                    "value": plain(row.value),
                    "share": plain(row.share),
                    "ids": row.elements,
                    "tray": row.tray,
                    "how": row.how,
                    "kind": row.kind,
                    "source": row.source,
                }
                for row in table.rows
            ],
        }
        for table in found.tables
    ]
    told = {"name": found.name, "label": found.label, "value": plain(found.value), "unit": found.unit}
    return {"type": "why", **told, "said": found.said, "tables": tables}
