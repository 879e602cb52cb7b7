"""The selected tray in time: a scenario to run, its hottest parts as curves, and a slider for the plan."""

import time
from contextlib import contextmanager
from html import escape
from threading import Event

import panel as pn
import panel_material_ui as pmu

from explorer.analysis.in_time.history import History, seconds
from explorer.analysis.in_time.transient import evaluate_in_time
from explorer.errors import ExplorerError
from explorer.quantities.trays import PART
from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import Said
from explorer.views.kit.tab import Tab
from explorer.views.kit.table import Column, Table
from explorer.views.kit.theme import SERIES
from explorer.views.tabs.scenario_form import ScenarioForm
from explorer.views.tabs.transient_chart import TransientChart, highest, temperatures
from explorer.views.wire.background import in_background, on_page, server_document

TELL_EVERY_S = 0.15
PLAY_MS = 100
KEY = {
    "label": Column(
        "Part", grow=2.0, least_px=90, template='<i style="background: <%- color %>"></i><%- value %>'
    ),
    "t_c": Column.of(PART["t_c"], hint="Highest, or at the time that is shown"),
    "t_limit_c": Column.of(PART["t_limit_c"]),
}
STALE = {"opacity": "0.35"}
HOT = "color: var(--bad); font-weight: 600"


class TransientTab(Tab):
    """Runs a scenario beside the page and moves the moment that is looked at along it.

    A history belongs to one tray of one layout. While another layout is previewed it is marked as stale, and
    when the layout has changed it is gone. When the tab is left, the plan is steady again.
    """

    def __init__(self, session, looking):
        super().__init__(session, "Transient")
        self.looking = looking
        self._history: History | None = None
        self._stop: Event | None = None
        self._solved_of, self._refusal = None, ""
        self._is_open = self._is_quiet = False
        self._playing = None
        self.form = ScenarioForm(self._run, lambda: self._stop and self._stop.set())
        css = stylesheet("transient.css")
        self.verdict = Said("", stylesheets=[css], sizing_mode="stretch_width", margin=0)
        self.chart = TransientChart(self._hold)
        self.time = pmu.FloatSlider(
            label="Time, s", size="small", sizing_mode="stretch_width", margin=(0, 14, 0, 10)
        )
        self.play = _button("Play", self._press_play)
        self.steady = _button("Steady", lambda _: self._move(None))
        self.key = Table(KEY, "Hottest parts", css=stylesheet("key.css"))
        self._pane = pn.pane.Bokeh(self.chart.figure, margin=0)
        line = pn.Row(self.verdict, self.play, self.steady, height=36, sizing_mode="stretch_width", margin=0)
        self._side = pn.Column(self.time, self.key, width=228, sizing_mode="stretch_height", margin=0)
        self._plot = pn.Row(sizing_mode="stretch_both", margin=0, styles={"gap": "14px"})
        self._course = pn.Column(line, self._plot, sizing_mode="stretch_both", margin=(2, 0, 0, 20))
        self.view = pn.Row(self.form, self._course, sizing_mode="stretch_both", margin=0)
        self.time.param.watch(self._slid, "value")
        session.param.watch(self._changed, ["layout", "is_live", "tray"])
        looking.param.watch(self._changed, "moment")
        self._tell()

    # -- the tab ---------------------------------------------------------------------------------

    def show(self):
        self._is_open = True
        self._tell()

    def hide(self):
        """Release the plan; a scrub that was on its way when the tab was left moves it no more."""
        self._is_open = False
        self._pause()
        self._plot.objects = []
        self._release()

    def show_theme(self, dark):
        self.chart.show_theme(dark)

    def _changed(self, *events):
        session, names = self.session, {event.name for event in events}
        if not session.is_live and self._solved_of not in (None, session.layout):
            self._forget()
        if "tray" in names:
            self._release()
        if "moment" in names and self.looking.moment is None:
            self._pause()
            self._point(None)
        if names & {"layout", "is_live", "tray"}:
            self._tell()

    # -- running ---------------------------------------------------------------------------------

    def _run(self, kind, numbers: dict):
        session = self.session
        if self._stop is not None or session.is_live or session.tray not in session.layout:
            return
        self._release()
        try:
            scenario = kind(**numbers)
        except ExplorerError as refused:
            self._refuse(str(refused))
            return
        results, tray, stop = session.results, session.tray, Event()
        self._history, self._refusal, self._stop, self._solved_of = None, "", stop, session.layout
        self._tell()
        report = self._reporter(stop)
        in_background(
            lambda: evaluate_in_time(results, tray, scenario, report), lambda found: self._solved(found, stop)
        )

    def _reporter(self, stop: Event):
        """Reports to the page how far a run is, from the thread that runs it; False once it is to stop."""
        document, told = server_document(), 0.0

        def report(share: float) -> bool:
            nonlocal told
            if document is not None and time.monotonic() - told > TELL_EVERY_S:
                told = time.monotonic()
                on_page(document, lambda: self._progress(share, stop))
            return not stop.is_set()

        return report

    def _progress(self, share, stop):
        if stop is self._stop:
            self._show_form(share)

    def _solved(self, found, stop):
        if stop is not self._stop:
            return
        self._stop = None
        if isinstance(found, str):
            self._refuse(found)
            return
        self._history = found
        self.chart.show(found)
        first, *others = found.frame_s
        with self._quiet():
            step = float(others[0] - first) if others else 1.0
            self.time.param.update(start=0.0, end=float(found.frame_s[-1]), step=step, value=0.0)
        self._point(None)
        self._tell()

    def _refuse(self, why: str):
        self._stop, self._refusal = None, why
        self._tell()

    def _forget(self):
        """The layout has changed: stop what runs, drop what ran."""
        if self._stop is not None:
            self._stop.set()
        self._history = self._stop = self._solved_of = None
        self._tell()

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def _shown(self) -> History | None:
        """The history, where it is of the shown tray."""
        history = self._history
        return history if history is not None and history.tray == self.session.tray else None

    def _tell(self):
        history = self._shown
        self._show_form(0.0)
        is_stale = history is not None and self.session.layout is not self._solved_of
        for control in (self.play, self.steady):
            control.visible = history is not None
        self.verdict.object = self._words(history, is_stale)
        self._plot.styles = {**self._plot.styles, "opacity": "1", **(STALE if is_stale else {})}
        # Bokeh measures hidden figures as 0 x 0: it is attached once there is something to see
        shown = [self._pane, self._side] if history is not None and self._is_open else []
        if self._plot.objects != shown:
            self._plot.objects = shown

    def _words(self, history, is_stale: bool) -> str:
        if self._refusal:
            return f'<p class="verdict over">{escape(self._refusal)}</p>'
        if history is None:
            return f'<p class="verdict calm">{"Running" if self._stop else "What happens to this tray?"}</p>'
        if is_stale:
            return '<p class="verdict calm">Of the layout before this edit</p>'
        words = escape(f"{history.verdict} {history.ending}".strip())
        return f'<p class="verdict{" over" if history.first_over else ""}" title="{words}">{words}</p>'

    def _show_form(self, share: float):
        session = self.session
        can_run = session.tray in session.layout and not session.is_live
        self.form.show(self._stop is not None, share, can_run)

    # -- time ------------------------------------------------------------------------------------

    def _hold(self, t_s: float):
        """The chart is held at a time."""
        if self._shown is not None:
            self._pause()
            with self._quiet():
                self.time.value = min(max(t_s, 0.0), self.time.end)
            self._move(self.time.value)

    def _slid(self, event):
        if not self._is_quiet:
            self._move(event.new)

    def _press_play(self, _):
        if self._playing is not None:
            self._pause()
        elif self._shown is not None:
            self.play.label = "Pause"
            self._playing = pn.state.add_periodic_callback(self._next, period=PLAY_MS)

    def _next(self):
        frames = self._shown.frame_s if self._shown else ()
        moment = self.looking.moment
        at = -1 if moment is None else self._frame(self.time.value)
        if at + 1 >= len(frames):
            self._pause()
            return
        with self._quiet():
            self.time.value = float(frames[at + 1])
        self._move(self.time.value)

    def _pause(self):
        if self._playing is not None:
            self._playing.stop()
        self._playing, self.play.label = None, "Play"

    def _move(self, t_s: float | None):
        """Show the plan at a time, or in its steady state."""
        history = self._shown
        if not self._is_open or history is None or self.session.is_live:
            return
        self.looking.moment = None if t_s is None else history.moment(self._frame(t_s))
        self._point(None if t_s is None else float(history.frame_s[self._frame(t_s)]))

    @contextmanager
    def _quiet(self):
        """Set the slider without moving the plan."""
        self._is_quiet = True
        yield
        self._is_quiet = False

    def _frame(self, t_s: float) -> int:
        return int(abs(self._shown.frame_s - t_s).argmin())

    def _release(self):
        """Let the plan show the steady state again."""
        if self.looking.moment is not None:
            self.looking.moment = None

    def _point(self, t_s: float | None):
        """Mark a time in the chart, and write the temperatures of that time; the highest without one."""
        history = self._shown
        if history is None:
            return
        self.chart.point(t_s)
        self.steady.disabled = t_s is None
        self.time.label = "Time, s" if t_s is None else f"At {seconds(t_s)}"
        rows = highest(history)
        if t_s is not None:
            rows["t_c"] = temperatures(history, t_s)
        rows["color"] = list(SERIES[: len(rows)])
        styles = rows.map(lambda _: "")
        styles.loc[rows.t_c >= rows.t_limit_c, "t_c"] = HOT
        self.key.show(rows, "", styles)


def _button(label: str, press) -> pmu.Button:
    button = pmu.Button(label=label, variant="outlined", size="small", width=68, margin=(2, 0, 0, 6))
    button.on_click(press)
    return button
