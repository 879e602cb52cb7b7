"""One tab under the plan: what it shows is built once, and brought up to date while it is open."""

from collections.abc import Callable
from functools import cached_property
from html import escape

import panel as pn

from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import ShortHTML
from explorer.views.kit.table import Column, Rows, Table
from explorer.views.wire.background import in_background

STALE = {"opacity": "0.45"}
"""Look of rows of the layout before, while those of this one are sought."""


class Tab:
    """What one tab shows of a session: ``view`` is built once and brought up to date by ``show``."""

    watched: tuple[str, ...] = ()
    """Session parameters beside those that every tab follows."""
    looks_at: tuple[str, ...] = ()
    """Parameters of what is looked at, for a tab that depends on that."""

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


class Note(ShortHTML):
    """A sentence in the middle of a tab, where there is nothing else to show."""

    def __init__(self):
        super().__init__("", stylesheets=[stylesheet("note.css")], sizing_mode="stretch_both", margin=0)

    def show(self, sentence: str):
        """What layouts call things stays text."""
        self.object = f"<p>{escape(sentence)}</p>"


class TableTab(Tab):
    """A table of the results, or a sentence where there is none.

    Parameters
    ----------
    rows : ``rows(session)`` gives the rows to show, or the sentence
    pick : ``pick(session, id)`` is called with the id of a row that is pressed
    """

    def __init__(
        self,
        session,
        title: str,
        columns: dict[str, Column],
        rows: Callable[..., Rows | str] | None = None,
        pick: Callable | None = None,
    ):
        super().__init__(session, title)
        self._columns, self._rows, self._pick = columns, rows, pick
        self.note = Note()
        self.view = pn.Column(sizing_mode="stretch_both", margin=0)
        self._shown: Note | Table | None = None

    @cached_property
    def table(self) -> Table:
        """Built when the tab is first opened: a page has many that nobody looks at."""
        pick = self._pick and (lambda id: self._pick(self.session, id))
        return Table(self._columns, self.title, pick)

    def show(self):
        self.put(self._rows(self.session))

    def put(self, rows: Rows | str):
        """Show rows, or a sentence in their place."""
        if isinstance(rows, str):
            self.note.show(rows)
        else:
            self.table.show(*rows)
        self._shown = self.note if isinstance(rows, str) else self.table
        self._attach()

    def _attach(self):
        """Put in what was shown last: it is built in the browser as it is, and changed once it is there."""
        shown = [] if self._shown is None else [self._shown]
        if self.view.objects != shown:
            self.view.objects = shown

    def hide(self):
        self.view.objects = []


class SettledTab(TableTab):
    """A table of settled layouts alone: what it tells of takes too long for every step of a drag."""

    def show(self):
        if self.session.is_live:
            self._attach()
        else:
            super().show()


class SoughtTab(TableTab):
    """A table that takes longer than a page may wait: sought beside it, of settled layouts, once opened.

    Subclasses have ``asked()``, what the answer depends on, ``seek(*asked)``, which runs in another thread,
    and ``rows_of(found, *asked)``.
    """

    waiting = ""

    def __init__(self, session, title: str, columns: dict[str, Column], pick: Callable | None = None):
        super().__init__(session, title, columns, pick=pick)
        self._asked = None

    def show(self):
        asked = self.asked()
        # the first, a layout or its results, by itself: to compare two of them takes long
        is_known = self._asked and self._asked[0] is asked[0] and self._asked[1:] == asked[1:]
        if self.session.is_live or is_known:
            self._attach()
            return
        if self._shown is self.table:
            self._attach()
            self.view.styles = STALE
        else:
            self.put(self.waiting)
        self._asked = asked
        in_background(lambda: self.seek(*asked), lambda found: self._take(asked, found))

    def _take(self, asked, found):
        """Show what was found, unless something else has been asked for since."""
        if asked is self._asked:
            self.view.styles = {}
            self.put(found if isinstance(found, str) else self.rows_of(found, *asked))
