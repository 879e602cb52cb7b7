"""The selected tray in time: a scenario to run, its hottest parts as curves, and a scrubber for the plan."""

import time
from dataclasses import fields
from threading import Event

import numpy as np

from explorer.analysis.in_time.history import History
from explorer.analysis.in_time.scenarios import SCENARIOS
from explorer.analysis.in_time.transient import evaluate_in_time
from explorer.errors import ExplorerError
from explorer.quantities.trays import PART
from explorer.views.kit.component import CanvasView, finite
from explorer.views.kit.tab import Tab
from explorer.views.wire.background import in_background, on_page, server_document

CURVES = 6
ASKED = 3
"""Numbers of a scenario that the page asks for: the first ones."""
TELL_EVERY_S = 0.15


class TransientView(CanvasView):
    """Runs a scenario beside the page and moves the moment that is looked at along it.

    A history belongs to one tray of one layout. While another layout is previewed it is marked as stale, and
    when the layout has changed it is gone.

    Parameters
    ----------
    session : explorer.session.Session
        Watched.
    looking : explorer.looking.Looking
        Its `moment` is set.
    """

    watched = ("layout", "tray")
    looks_at = ("moment",)

    def __init__(self, session, looking, **params):
        self._history: History | None = None
        self._stop: Event | None = None
        self._solved_of = None
        self._refusal = ""
        self._is_open = True
        super().__init__(session, looking, **params)

    def release(self):
        """Let the plan show the steady state again."""
        if self.looking.moment is not None:
            self.looking.moment = None

    def open(self):
        """Let the scrubber move the plan."""
        self._is_open = True

    def close(self):
        """Release the plan; a scrub that was on its way when the tab was left moves it no more."""
        self._is_open = False
        self.release()

    # -- to the browser --------------------------------------------------------------------------

    def _show(self, names):
        session = self.session
        if not session.is_live and self._solved_of not in (None, session.layout):
            self._forget()
        if "tray" in names:
            self.release()
        if "moment" in names and self.looking.moment is None:
            self._send_msg({"type": "at", "frame": -1})
        if names & {"layout", "tray"}:
            self._send_state()
        if "tray" in names:
            self._send_history()

    def _forget(self):
        """The layout has changed: stop what runs, drop what ran."""
        if self._stop is not None:
            self._stop.set()
        self._history = self._stop = self._solved_of = None
        self._send_history()

    def _send_state(self, share=0.0):
        session = self.session
        can_run = session.tray in session.layout and not session.is_live
        self._send_msg(
            {
                "type": "state",
                "running": self._stop is not None,
                "share": share,
                "can_run": can_run,
                "stale": self._history is not None and session.layout is not self._solved_of,
                "refusal": self._refusal,
            }
        )

    def _send_history(self):
        history = self._history
        if history is None or history.tray != self.session.tray:
            self._send_msg({"type": "history", "curves": []})
            return
        shown = history.hottest(CURVES)
        curves = [{"label": history.label(i), "limit_c": float(history.limits_c[i])} for i in shown]
        times, frames = history.t_s, history.frame_s
        data = np.concatenate([times, history.part_c[:, shown].T.ravel(), frames], dtype=np.float32)
        self._send_msg(
            {
                "type": "history",
                "verdict": history.verdict,
                "over": history.first_over is not None,
                "ending": history.ending,
                "curves": curves,
                "unit": PART["t_c"].unit,
                "n": len(times),
                "frames": len(frames),
                "data": data,
            }
        )

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, _):
        self._send_msg({"type": "form", "scenarios": [_form(key, kind) for key, kind in SCENARIOS.items()]})
        self._send_state()
        self._send_history()

    def _on_run(self, message):
        session = self.session
        if self._stop is not None or session.is_live or session.tray not in session.layout:
            return
        self.release()
        kind = SCENARIOS[str(message["scenario"])]
        asked = {name: finite(message["numbers"][name]) for name in _asked(kind)}
        try:
            scenario = kind(**asked)
        except ExplorerError as refused:
            self._refuse(str(refused))
            return
        results, tray, stop = session.results, session.tray, Event()
        self._history, self._refusal, self._stop, self._solved_of = None, "", stop, session.layout
        self._send_history()
        self._send_state()
        tell = self._teller(stop)
        in_background(
            lambda: evaluate_in_time(results, tray, scenario, tell), lambda found: self._solved(found, stop)
        )

    def _on_stop(self, _):
        if self._stop is not None:
            self._stop.set()

    def _on_scrub(self, message):
        frame, history = int(message["frame"]), self._history
        is_ours = self._is_open and history is not None and history.tray == self.session.tray
        if is_ours and not self.session.is_live:
            known = 0 <= frame < len(history.frame_s)
            self.looking.moment = history.moment(frame) if known else None
        self._send_msg({"type": "ack", "seq": int(message["seq"])})

    def _teller(self, stop: Event):
        """Tells the page how far a run is, from the thread that runs it; False once it is to stop."""
        document, told = server_document(), 0.0

        def tell(share: float) -> bool:
            nonlocal told
            if document is not None and time.monotonic() - told > TELL_EVERY_S:
                told = time.monotonic()
                on_page(document, lambda: self._progress(share, stop))
            return not stop.is_set()

        return tell

    def _progress(self, share, stop):
        if stop is self._stop:
            self._send_state(share)

    def _solved(self, found, stop):
        if stop is not self._stop:
            return
        self._stop = None
        if isinstance(found, str):
            self._refuse(found)
            return
        self._history = found
        self._send_state()
        self._send_history()

    def _refuse(self, why: str):
        self._refusal = why
        self._send_state()


class TransientTab(Tab):
    """The tab that holds it; when it is left, the plan is steady again."""

    def __init__(self, session, looking):
        super().__init__(session, "Transient")
        self.view = TransientView(session, looking)

    def show(self):
        self.view.open()

    def hide(self):
        self.view.close()

    def show_theme(self, dark):
        self.view.dark = dark


def _asked(kind) -> list[str]:
    return [number.name for number in fields(kind)][:ASKED]


def _form(key, kind) -> dict:
    """What the page asks for a scenario."""
    usual = kind()
    numbers = [
        {"name": one.name, "value": getattr(usual, one.name), **one.metadata}
        for one in fields(kind)
        if one.name in _asked(kind)
    ]
    return {"key": key, "title": kind.title, "numbers": numbers}
