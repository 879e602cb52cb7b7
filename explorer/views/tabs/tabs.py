"""The tabs under the plan: the open one is redrawn after an edit, and in a drag when the pointer rests."""

import time

import panel as pn
import panel_material_ui as pmu

from explorer.errors import choices
from explorer.views.kit.tab import Tab
from explorer.views.wire.background import server_document

REST_S = 0.3
"""Without a change for this long, a dragged pointer rests. To redraw a table and two figures costs a browser
0.2 s, as much as ten positions of a drag."""
WITHOUT_TIMER_S = 0.5
"""Shortest time between two redraws in a drag where there is no timer."""
LOW = {
    "& .MuiTabs-root": {"minHeight": 34},
    "& .MuiTab-root": {"minHeight": 34, "minWidth": 0, "padding": "4px 5.5px", "textTransform": "none"},
}
"""Room is scarce under the plan: a low row of tabs leaves more of it to what they show."""


class Tabs(pn.viewable.Viewer):
    """Tabs over one session. A tab that is not open is brought up to date when it is opened."""

    def __init__(self, session, looking, tabs: list[Tab], **params):
        super().__init__(**params)
        self.session, self.looking, self.entries = session, looking, tabs
        self._changed_at, self._drawn_at, self._late = 0.0, 0.0, False
        self.tabs = pmu.Tabs(
            *((tab.title, tab.view) for tab in tabs),
            sizing_mode="stretch_both",
            margin=0,
            dynamic=True,
            sx=LOW,
        )
        own = {name for tab in tabs for name in tab.watched}
        session.param.watch(self._changed, ["layout", "results", "tray", *sorted(own)])
        session.param.watch(self._moved, "glanced")
        looks_at = {name for tab in tabs for name in tab.looks_at}
        looking.param.watch(self._changed, sorted(looks_at))
        self.tabs.param.watch(self._turned, "active")
        looking.param.watch(self._turn, "tab")
        if looking.tab:
            self._open(looking.tab, "")
        self._show()

    def show_theme(self, dark: bool):
        """Light or dark, for every tab."""
        for tab in self.entries:
            tab.show_theme(dark)

    def _changed(self, *_):
        document = server_document()
        if not self.session.is_live:
            self._show()
            return
        if document is None:
            # a notebook has no timer that could find the pointer at rest
            if time.monotonic() >= self._drawn_at + WITHOUT_TIMER_S:
                self._show()
            return
        self._changed_at = time.monotonic()
        if not self._late:
            self._late = True
            self._look_again(document, REST_S)

    def _moved(self, *_):
        # Of most positions of a drag only a glance is published, which no tab shows: it still moves.
        self._changed_at = time.monotonic()

    def _look_again(self, document, wait_s: float):
        document.add_timeout_callback(lambda: self._rested(document), int(1000 * wait_s) + 1)

    def _rested(self, document):
        """Redraw what is late, unless something has changed in the meantime."""
        wait_s = self._changed_at + REST_S - time.monotonic()
        if self._late and wait_s > 0.0:
            self._look_again(document, wait_s)
        elif self._late:
            self._show()

    def _turned(self, event):
        self.entries[event.old].hide()
        self.looking.tab = self.entries[event.new].title if event.new else ""
        self._show()

    def _turn(self, event):
        self._open(event.new, event.old)

    def _open(self, title, otherwise):
        """Open the tab of that title, as an address asks for it."""
        titles = [tab.title for tab in self.entries]
        if not title or title in titles:
            self.tabs.active = titles.index(title) if title else 0
            return
        near = choices(title, titles)
        self.looking.tab = otherwise
        self.session.notice = f"There is no tab '{title[:40]}'; {near}"

    def _show(self):
        self._late, self._drawn_at = False, time.monotonic()
        self.entries[self.tabs.active].show()

    def __panel__(self):
        return self.tabs
