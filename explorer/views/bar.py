"""The top bar: choose, open and download layouts, go back and forth, keep unsaved work over a reload."""

import re

import param

from explorer.errors import ExplorerError
from explorer.files import dump, parse
from explorer.views.canvas import CanvasView, browser_code, stylesheet
from explorer.views.commands import KEYS, commands
from explorer.views.live import pace_of
from explorer.views.shelf import Shelf


class Bar(CanvasView):
    """Layout, history and files.

    Parameters
    ----------
    session : explorer.session.Session
        Watched and edited.
    shelf : explorer.views.shelf.Shelf
        The layouts that can be chosen.
    key : str
        Name on the shelf of the layout that the session has open; '' for one from elsewhere.
    """

    themed = param.Boolean(True, doc="whether it has the light and dark switch")
    keep = param.Boolean(True, doc="whether the browser keeps unsaved work and the address for a reload")

    watched = ("layout", "opened", "is_live", "notice", "steps", "at")

    _esm = browser_code("draw.js", "history.js", "palette.js", "bar.js")
    _stylesheets = [*CanvasView._stylesheets, stylesheet("bar.css"), stylesheet("palette.css")]

    def __init__(self, session, shelf: Shelf, key: str = "", **params):
        self.shelf, self.key = shelf, key
        super().__init__(session, **params)

    def _show(self, names):
        session = self.session
        if "notice" in names:
            self._send_msg({"type": "notice", "text": session.notice})
        if session.is_live:
            return
        is_changed = session.layout is not session.opened.layout
        self._send_msg(
            {
                "type": "state",
                "layouts": self.shelf.titles(),
                "key": self.key,
                "title": session.layout.title,
                "is_changed": is_changed,
                "can_undo": session.can_undo,
                "can_redo": session.can_redo,
                "undo_label": session.undo_label,
                "redo_label": session.redo_label,
                "steps": session.steps,
                "at": session.at,
            }
        )
        if names & {"layout", "opened", "is_live"}:
            opened, text = dump(session.opened.layout), dump(session.layout)
            self._send_msg({"type": "keep", "opened": opened, "text": text, "key": self.key})

    def _on_ready(self, message):
        kept = message.get("kept")
        if kept:
            self._restore(kept)
        self._show(set(self.watched) - {"notice"})

    def _restore(self, kept):
        """Bring back what the browser kept; it comes from outside and is read like any file."""
        try:
            opened, now = (
                parse(kept["opened"], "kept by the browser"),
                parse(kept["text"], "kept by the browser"),
            )
            if opened != self.session.opened.layout:
                self.session.open(opened)
                self.key = kept["key"] if kept["key"] in self.shelf else ""
            if now != opened:
                self.session.commit(now, "Restore unsaved work", may_misplace=True)
        except ExplorerError as refused:
            self.session.notice = f"Unsaved work could not be brought back: {refused}"

    def _on_open(self, message):
        key = str(message["key"])
        if key not in self.shelf:
            raise KeyError(key)
        self._open(lambda: self.shelf.read(key), key)

    def _on_upload(self, message):
        name, text = str(message["name"])[:200], str(message["text"])
        self._open(lambda: parse(text, name), "")

    def _open(self, load, key):
        try:
            layout = load()
            self.key = key
            self.session.open(layout)
        except ExplorerError as refused:
            self.session.param.update(notice=str(refused))
            self._show(set())
            return
        self._send_msg({"type": "address", "key": key})
        self._show({"layout"})

    def _on_download(self, _):
        stem = (
            re.sub(r"[^a-z0-9]+", "_", (self.key or self.session.layout.title).lower()).strip("_") or "layout"
        )
        self._send_msg({"type": "file_out", "name": f"{stem}.layout.yaml", "text": dump(self.session.layout)})

    def _on_undo(self, _):
        self.session.undo()

    def _on_redo(self, _):
        self.session.redo()

    def _on_commands(self, _):
        layouts = [(f"open:{key}", f"Open {title}", "Layout", "") for key, title in self.shelf.titles()]
        known = [command[:4] for command in commands(self.session)]
        self._send_msg({"type": "commands", "commands": [*known, *layouts]})

    def _on_run(self, message):
        key = str(message["key"])
        if key.startswith("open:"):
            self._on_open({"key": key.removeprefix("open:")})
            return
        found = next((command for command in commands(self.session) if command.key == key), None)
        if found is not None:
            found.run()

    def _on_keys(self, _):
        self._send_msg({"type": "keyboard", "groups": KEYS})

    def _on_jump(self, message):
        pace_of(self.session).forget()
        try:
            self.session.jump(int(message["index"]))
        except IndexError as gone:
            raise ValueError(str(gone)) from None

    def _on_reset(self, _):
        pace_of(self.session).forget()
        self.session.reset()

    def _on_theme(self, message):
        dark = bool(message["dark"])
        if self.dark == dark:
            # the browser asks for what it should have: the change got lost and has to be made again
            self.dark = not dark
        self.dark = dark
