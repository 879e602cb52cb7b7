"""The tabs under the plan: the open one is redrawn when a preview settles or at most twice a second."""

import time
from html import escape

import panel as pn
import panel_material_ui as pmu

from explorer.errors import nearest
from explorer.views.background import in_background, server_document
from explorer.views.scrolled import ScrolledHTML

LIVE_EVERY_S = 0.5
LOW = {
    "& .MuiTabs-root": {"minHeight": 34},
    "& .MuiTab-root": {"minHeight": 34, "minWidth": 0, "padding": "4px 5.5px", "textTransform": "none"},
}
"""Room is scarce under the plan: a low row of tabs leaves more of it to what they show."""


class Tab:
    """What one tab shows of a session: ``view`` is built once and brought up to date by ``show``."""

    watched: tuple[str, ...] = ()
    """Session parameters beside those that every tab follows."""

    def __init__(self, session, title: str):
        self.session, self.title = session, title
        self.view = None

    def show(self):
        """Bring the view up to date; called only while the tab is open."""

    def hide(self):
        """Called when another tab is opened."""

    def show_theme(self, dark: bool):
        """Light or dark; tables take the page's colors."""


class DrawnTab(Tab):
    """A drawn view as a tab."""

    def __init__(self, session, title: str, view):
        super().__init__(session, title)
        self.view = view

    def show(self):
        self.view.show()

    def show_theme(self, dark):
        self.view.dark = dark


class SoughtTab(Tab):
    """A table that takes longer than a page may wait: sought beside it, of settled layouts, once opened.

    Subclasses have ``asked()``, what the answer depends on, ``seek(*asked)``, which runs in another thread,
    and ``html(found, *asked)``.
    """

    waiting = ""

    def __init__(self, session, title: str, stylesheets: list[str]):
        super().__init__(session, title)
        self._asked = None
        self.view = ScrolledHTML(
            "", title=title, sizing_mode="stretch_both", margin=(4, 0, 0, 0), stylesheets=stylesheets
        )

    def show(self):
        asked = self.asked()
        # the first, a layout or its results, by itself: to compare two of them takes long
        is_known = self._asked and self._asked[0] is asked[0] and self._asked[1:] == asked[1:]
        if self.session.is_live or is_known:
            return
        self._asked = asked
        self.view.object = f"<p>{self.waiting}</p>"
        in_background(lambda: self.seek(*asked), lambda found: self._take(asked, found))

    def _take(self, asked, found):
        """Show what was found, unless something else has been asked for since."""
        if asked is self._asked:
            refused = isinstance(found, str)
            self.view.object = f"<p>{escape(found)}</p>" if refused else self.html(found, *asked)


class Tabs(pn.viewable.Viewer):
    """Tabs over one session. A tab that is not open is brought up to date when it is opened."""

    def __init__(self, session, tabs: list[Tab], **params):
        super().__init__(**params)
        self.session, self.entries = session, tabs
        self._drawn_at, self._late = 0.0, False
        self.tabs = pmu.Tabs(
            *((tab.title, tab.view) for tab in tabs),
            sizing_mode="stretch_both",
            margin=0,
            dynamic=True,
            sx=LOW,
        )
        own = {name for tab in tabs for name in tab.watched}
        session.param.watch(self._changed, ["layout", "results", "is_live", "tray", *sorted(own)])
        self.tabs.param.watch(self._turned, "active")
        session.param.watch(self._turn, "tab")
        if session.tab:
            self._open(session.tab, "")

    def show_theme(self, dark: bool):
        """Light or dark, for every tab."""
        for tab in self.entries:
            tab.show_theme(dark)

    def _changed(self, *_):
        if self.session.results.glance:
            return  # an evaluation of everything follows
        document = server_document()
        wait = self._drawn_at + LIVE_EVERY_S - time.monotonic()
        if not self.session.is_live or wait <= 0:
            self._show()
        elif document is not None and not self._late:
            self._late = True
            document.add_timeout_callback(self._show, int(1000 * wait) + 1)

    def _turned(self, event):
        self.entries[event.old].hide()
        self.session.tab = self.entries[event.new].title if event.new else ""
        self._show()

    def _turn(self, event):
        self._open(event.new, event.old)

    def _open(self, title, otherwise):
        """Open the tab of that title, as an address asks for it."""
        titles = [tab.title for tab in self.entries]
        if not title or title in titles:
            self.tabs.active = titles.index(title) if title else 0
            return
        near = nearest(title, titles) or f"there are {', '.join(titles)}"
        self.session.param.update(tab=otherwise, notice=f"There is no tab '{title[:40]}'; {near}")

    def _show(self):
        self._late, self._drawn_at = False, time.monotonic()
        self.entries[self.tabs.active].show()

    def __panel__(self):
        return self.tabs
