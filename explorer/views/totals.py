"""The totals of the layout, each beside what it was as opened."""

from explorer.views.canvas import CanvasView, browser_code, plain

HIGHER_IS_BETTER = frozenset({"bandwidth_tbps", "headroom_k", "margin_db"})


class TotalsView(CanvasView):
    """A strip of tiles, one per total.

    Parameters
    ----------
    session : explorer.session.Session
        The only thing that is watched.
    """

    watched = ("results", "opened", "is_live")

    _esm = browser_code("draw.js", "totals.js")

    def _show(self, _):
        session = self.session
        before = session.opened.totals
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
                        "better": 1 if name in HIGHER_IS_BETTER else -1,
                    }
                    for name, total in session.results.totals.items()
                ],
            }
        )

    def _on_ready(self, _):
        self._show(set())
