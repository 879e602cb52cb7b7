"""What lies on the page: a session, where its layout came from, and how another one gets there."""

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

FROM_BROWSER = "kept by the browser"


class Fetched(NamedTuple):
    """A layout as it was first opened, what has been made of it since, and what they come to."""

    opened: Layout
    results: Results
    now: Layout
    now_results: Results
    spoiled: str = ""
    """Why work that the browser had kept could not be brought back"""


class Desk(param.Parameterized):
    """One session and the shelf; opens layouts without holding up the page.

    Parameters
    ----------
    session : explorer.session.Session
        What is edited.
    looking : explorer.looking.Looking
        How it is looked at.
    shelf : explorer.views.exchange.shelf.Shelf
        The layouts that can be chosen.
    key : str
        Name on the shelf of the layout that is open; '' for one from elsewhere.
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
        """Open a layout of the shelf, or go on with what the browser has kept of it."""
        title = dict(self.shelf.titles()).get(key, key)
        self._open(lambda: _fetched(lambda: self.shelf.solved(key), kept), key, title, then)

    def open_text(self, text: str, name: str, then=lambda refusal: None):
        """Open what a file holds; what comes from NetBox is handed to who shows it first."""
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
        """Open the layout that an address carries."""
        self._open(lambda: _fetched(lambda: evaluate(unpacked(carried))), "", "the layout of a link", then)

    def open_layout(self, layout: Layout, name: str, then=lambda refusal: None):
        """Open a layout that was made elsewhere."""
        self._open(lambda: _fetched(lambda: evaluate(layout)), "", name, then)

    def open_blank(self, then=lambda refusal: None):
        """Open an empty rack."""
        self._open(lambda: _fetched(lambda: evaluate(blank_layout())), "", "a blank rack", then)

    def go_on(self, kept: dict, then=lambda refusal: None):
        """Go on with what the browser has kept, wherever it came from."""
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
            self.said = f"Your changes to {found.now.title or 'this layout'} are back. Reset takes them away."
        if found.spoiled:
            self.session.notice = f"Unsaved work could not be brought back: {found.spoiled}"


def _fetched(solve: Callable[[], Results], kept=None) -> Fetched:
    """A layout with its results, or what the browser kept of it; kept work that is damaged is left."""
    spoiled = ""
    if kept is not None:
        try:
            return _kept(kept)
        except ExplorerError as refused:
            spoiled = str(refused)
    results = solve()
    return Fetched(results.layout, results, results.layout, results, spoiled)


def _kept(kept: dict) -> Fetched:
    """What the browser kept; it comes from outside and is read like any file."""
    opened, now = (parse(str(kept[name]), FROM_BROWSER) for name in ("opened", "text"))
    results = evaluate(opened)
    return Fetched(opened, results, now, results if now == opened else evaluate(now, previous=results))
