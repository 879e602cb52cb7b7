"""One tab under the plan: what it shows is built once, and brought up to date while it is open."""

from html import escape

from explorer.views.kit.scrolled import ScrolledHTML
from explorer.views.wire.background import in_background


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
