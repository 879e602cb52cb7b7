"""What breaks a rule, worst first; a click leads to the element."""

from explorer.views.canvas import CanvasView, browser_code, plain

ORDER = {"error": 0, "warning": 1, "note": 2}


class FindingsView(CanvasView):
    """The list of findings.

    Parameters
    ----------
    session : explorer.session.Session
        Watched; `tray` and `part` are set by a click.
    """

    watched = ("results",)
    live_every_s = 0.1

    _esm = browser_code("draw.js", "findings.js")

    def __init__(self, session, **params):
        self._drawn = None
        super().__init__(session, **params)

    def _show(self, _):
        layout = self.session.layout
        found = sorted(self.session.results.findings, key=lambda f: ORDER.get(f.severity, 3))
        rows = [
            {
                "severity": f.severity,
                "element": f.element,
                "name": (layout.element(f.element).label or f.element) if f.element in layout else f.element,
                "message": f.message,
                "value": plain(f.value),
                "limit": plain(f.limit),
            }
            for f in found
        ]
        if rows != self._drawn:
            self._drawn = rows
            self._send_msg({"type": "findings", "rows": rows})

    def _on_ready(self, _):
        self._drawn = None
        self._show(set())

    def _on_select(self, message):
        """Show the element: a tray itself, a part on the shown tray or else on the first tray that has it."""
        session, id = self.session, str(message["id"])
        layout = session.layout
        if id not in layout:
            return
        if any(tray.id == id for tray in layout.trays):
            session.param.update(tray=id, part="")
            return
        design = next((d for d in layout.designs if d.id == id or any(p.id == id for p in d.parts)), None)
        if design is None:
            return
        trays = [tray.id for tray in layout.trays_of(design.id)]
        if trays:
            tray = session.tray if session.tray in trays else trays[0]
            session.param.update(tray=tray, part="" if id == design.id else id)
