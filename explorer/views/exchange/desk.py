"""Opens layouts in the page's session, and tracks where the open one came from."""

from collections.abc import Callable
from typing import NamedTuple

import param

from explorer.analysis import Results, evaluate
from explorer.errors import ExplorerError
from explorer.files import parse
from explorer.files.link import unpacked
from explorer.files.netbox import sort_of_text
from explorer.model import Layout
from explorer.model.blank import blank_layout
from explorer.views.exchange.shelf import Shelf
from explorer.views.wire.background import beside
from explorer.views.wire.live import pace_of

FROM_BROWSER = "saved in the browser"


class Fetched(NamedTuple):
    """A layout as opened and as edited since, each with its results."""

    opened: Layout
    results: Results
    now: Layout
    now_results: Results
    spoiled: str = ""
    """Why work saved in the browser could not be restored, or ''"""


class Desk(param.Parameterized):
    """Opens layouts from the shelf, files and links in one session, without blocking the page.

    Parameters
    ----------
    session : explorer.session.Session
        The session in which layouts are opened.
    looking : explorer.looking.Looking
        Its view state.
    shelf : explorer.views.exchange.shelf.Shelf
        The layouts that can be chosen.
    key : str
        Name on the shelf of the open layout; '' for a layout from elsewhere.
    """

    key = param.String("", doc="name on the shelf of what is open; '' for a layout from elsewhere")
    opening = param.String("", doc="name of what is being opened, while it is read and solved")
    said = param.String("", doc="something good to know, in a sentence")
    brought = param.Parameter(
        doc="name and text of a NetBox file that was opened, to be shown before it is taken"
    )
    start = param.Event(doc="the start page is asked for")
    tour = param.Event(doc="the guided tour is asked for")
    saved = param.Event(doc="the layout has been downloaded")
    welcome = param.Event(doc="somebody who is perhaps here for the first time has begun")

    def __init__(self, session, looking, shelf: Shelf, key: str = "", **params):
        super().__init__(key=key, **params)
        self.session, self.looking, self.shelf = session, looking, shelf
        self.times_opened = 0
        self.is_first_visit = False
        self._asked = None
        session.param.watch(self._count, "opened")

    def _count(self, _):
        self.times_opened += 1

    def open(self, key: str, kept: dict | None = None, then=lambda refusal: None):
        """Open a layout of the shelf, or the work on it that the browser saved."""
        title = dict(self.shelf.titles()).get(key, key)
        self._open(lambda: _fetched(lambda: self.shelf.solved(key), kept), key, title, then)

    def open_text(self, text: str, name: str, then=lambda refusal: None):
        """Open a layout file; a NetBox file is passed to the import dialog through `brought`."""
        try:
            sort = sort_of_text(text, name)
        except ExplorerError as refused:
            self.session.notice = str(refused)
            then(str(refused))
            return
        if sort:
            self.brought = (name, text)
            then("")
            return
        self._open(lambda: _fetched(lambda: evaluate(parse(text, name))), "", name, then)

    def open_link(self, carried: str, then=lambda refusal: None):
        """Open the layout encoded in an address."""
        self._open(lambda: _fetched(lambda: evaluate(unpacked(carried))), "", "the layout of a link", then)

    def open_layout(self, layout: Layout, name: str, then=lambda refusal: None):
        """Open a given layout."""
        self._open(lambda: _fetched(lambda: evaluate(layout)), "", name, then)

    def open_blank(self, then=lambda refusal: None):
        """Open an empty rack."""
        self._open(lambda: _fetched(lambda: evaluate(blank_layout())), "", "a blank rack", then)

    def go_on(self, kept: dict, then=lambda refusal: None):
        """Open work that the browser saved, also on a layout that is not on the shelf."""
        key = str(kept["key"]) if str(kept["key"]) in self.shelf else ""
        self._open(lambda: _kept(kept), key, str(kept.get("title", "")) or "your work", then)

    def _open(self, fetch, key, title, then):
        asked = self._asked = object()
        self.opening = title

        def arrived(found):
            if asked is not self._asked:
                return
            self.opening = ""
            if isinstance(found, str):
                self.session.param.update(notice=found)
                then(found)
                return
            self._lay_out(found, key)
            then("")

        beside(fetch, arrived)

    def _lay_out(self, found: Fetched, key: str):
        pace_of(self.session).forget()
        self.key = key
        self.session.open(found.opened, found.results)
        if found.now != found.opened:
            self.session.commit(found.now, "Restore unsaved work", found.now_results, may_misplace=True)
            self.said = (
                f"Your changes to {found.now.title or 'this layout'} were restored. Reset discards them."
            )
        if found.spoiled:
            self.session.notice = f"Unsaved work could not be restored: {found.spoiled}"


def _fetched(solve: Callable[[], Results], kept=None) -> Fetched:
    """Solve a layout, or restore the work that the browser saved on it; damaged saved work is ignored."""
    spoiled = ""
    if kept is not None:
        try:
            return _kept(kept)
        except ExplorerError as refused:
            spoiled = str(refused)
    results = solve()
    return Fetched(results.layout, results, results.layout, results, spoiled)


def _kept(kept: dict) -> Fetched:
    """Restore work saved in the browser; like a file it is untrusted, and parsed as one."""
    opened, now = (parse(str(kept[name]), FROM_BROWSER) for name in ("opened", "text"))
    results = evaluate(opened)
    return Fetched(opened, results, now, results if now == opened else evaluate(now, previous=results))
