"""The list of findings, errors first. A click selects the element; failing links offer their fixes."""

from explorer.analysis.decide.fixes import Fix, cheapest, fixes
from explorer.catalog.technology import short_name
from explorer.quantities.figure import in_a_sentence
from explorer.quantities.links import LINK
from explorer.quantities.numbers import SPACE, WRITTEN, amount, gain, signed, step
from explorer.views.kit.component import CanvasView, plain
from explorer.views.wire.background import in_background
from explorer.views.wire.live import pace_of

ORDER = {"error": 0, "warning": 1, "note": 2}
MENDED = ("margin", "reach")
"""Rules whose errors have fixes"""


class FindingsView(CanvasView):
    """Lists the findings. The fixes of a failing link are searched for when the user requests them.

    Parameters
    ----------
    session : explorer.session.Session
        Watched; `tray`, `part` and `link` are set by a click, and a chosen fix is committed.
    """

    watched = ("results",)
    live_every_s = 0.1

    def __init__(self, session, **params):
        self._drawn = None
        self._asked = None
        self._ways: list[Fix] | None = None
        super().__init__(session, **params)

    def _show(self, _):
        layout, may_mend = self.session.layout, not self.session.is_live
        found = sorted(self.session.results.findings, key=lambda f: ORDER.get(f.severity, 3))
        rows = [
            {
                "severity": f.severity,
                "element": f.element,
                "name": (layout.element(f.element).label or f.element) if f.element in layout else f.element,
                "message": f.message,
                "value": plain(f.value),
                "limit": plain(f.limit),
                "more": f.more,
                "mended": may_mend and f.severity == "error" and f.rule in MENDED,
            }
            for f in found
        ]
        if self._asked and self._asked[0] is not layout:
            self._asked = self._ways = None
        drawn = {
            "type": "findings",
            "rows": rows,
            "open": self._asked[1] if self._asked else "",
            **self._fixes(),
        }
        if drawn != self._drawn:
            self._drawn = drawn
            self._send_msg(drawn)

    def _fixes(self):
        """Return the fixes to show; ``None`` while they are being searched for."""
        if self._ways is None:
            return {"ways": None}
        most_w = max((abs(fix.power_w) for fix in self._ways), default=0.0)
        return {
            "ways": [
                {
                    "kind": fix.kind if fix.kind != "move" else "Move",
                    "label": short_name(fix.label),
                    "changes": changes(fix, most_w),
                    "obstacle": fix.obstacle,
                }
                for fix in self._ways
            ]
        }

    def _on_ready(self, _):
        self._drawn = None
        self._show(set())

    def _on_select(self, message):
        """Select the element of a finding; for a design its tray that is shown, or else its first tray."""
        session, id = self.session, str(message["id"])
        layout = session.layout
        trays = [tray.id for tray in layout.trays_of(id)]
        if trays:
            id = session.tray if session.tray in trays else trays[0]
        session.select(id)

    def _on_fixes(self, message):
        """Search for the fixes of a link group, or close them if they are open."""
        layout, id = self.session.layout, str(message["id"])
        if self.session.is_live or id not in self.session.results.link_states:
            return
        closing = self._asked is not None and self._asked == (layout, id)
        asked = self._asked = None if closing else (layout, id)
        self._ways = None
        self._show(set())
        if asked:
            self.session.select(id)
            results = self.session.results
            in_background(lambda: fixes(layout, id, results), lambda found: self._take(asked, found))

    def _take(self, asked, found):
        if asked is self._asked:
            self._ways = [] if isinstance(found, str) else found
            self._show(set())

    def _on_apply(self, message):
        """Commit the layout of one of the shown fixes."""
        if self._asked and self._asked[0] is self.session.layout and self._ways:
            way = self._ways[int(message["index"])]
            name = self.session.layout.element(way.link).label or way.link
            self._keep(lambda _: way.layout, f"{name}: {short_name(way.label)}")

    def _on_mend(self, _):
        """Commit the cheapest set of fixes that makes every link pass."""
        layout, results = self.session.layout, self.session.results
        if not self.session.is_live:
            in_background(lambda: cheapest(layout, results=results), lambda found: self._mend(layout, found))

    def _mend(self, layout, found):
        if isinstance(found, str) or layout is not self.session.layout:
            return
        mended, applied = found
        if applied:
            self._keep(lambda _: mended, "Cheapest fixes")
        else:
            self.session.notice = "No technology on the market makes these links pass on these boards"

    def _keep(self, edit, label: str):
        pace_of(self.session).commit(edit, label, may_misplace=True)


def changes(fix: Fix, most_w: float) -> list[str]:
    """Return what a fix changes, watts first, since the list is sorted by them.

    `most_w` is the largest change in the list: it selects one unit for the watts of all its fixes.

    >>> fix = Fix("a", "AEC", "", None, -9382.0, 0.0, 12.0, 0.352, 2.31, "", "")
    >>> [words.replace(SPACE, " ") for words in changes(fix, 10500.0)]
    ['−9.38 kW', '0 $', '+12.0 ns', '+0.352 failures per year', '2.31 dB left']
    """
    per, unit = step(most_w, LINK["power_w"].unit)
    failures = LINK["failures_per_year"]
    return [
        f"{signed(fix.power_w / per)}{SPACE}{unit}",
        gain(fix.cost_usd, LINK["cost_usd"].unit),
        gain(fix.latency_ns, LINK["latency_ns"].unit),
        f"{signed(fix.failures_per_year)} {in_a_sentence(failures.label)} {WRITTEN[failures.unit]}",
        f"{amount(fix.margin_db, LINK['margin_db'].unit)} left",
    ]
