"""The top bar: opens, exports and downloads layouts, steps through the history, saves work for a reload."""

import param

from explorer.errors import ExplorerError
from explorer.files import dump
from explorer.files.slugs import file_stem
from explorer.views.exchange.address import link_parts, take_view
from explorer.views.exchange.desk import Desk
from explorer.views.exchange.outgoing import OUTGOING
from explorer.views.exchange.sharing import Sharing
from explorer.views.kit.component import CanvasView
from explorer.views.shell.commands import commands, keyboard
from explorer.views.wire.live import pace_of


class Bar(CanvasView):
    """The top bar with layout, history and files.

    Parameters
    ----------
    desk : explorer.views.exchange.desk.Desk
        Its session is watched and edited; it opens other layouts.
    """

    themed = param.Boolean(True, doc="whether it has the light and dark switch")
    keep = param.Boolean(True, doc="whether the browser keeps unsaved work and the address for a reload")

    watched = ("layout", "opened", "notice", "steps", "at")

    def __init__(self, desk: Desk, **params):
        self.desk = desk
        self._may_keep = True
        self._kept_opened = None
        super().__init__(desk.session, desk.looking, **params)
        self._sharing = Sharing(
            desk.session, lambda message: self._send_msg({"type": "shared", "message": message})
        )
        desk.param.watch(self._say, "said", onlychanged=False)
        desk.param.watch(lambda event: self._send_msg({"type": "busy", "title": event.new}), "opening")

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
                "layouts": self.desk.shelf.titles(),
                "key": self.desk.key,
                "opening": self.desk.opening,
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
        if names & {"layout", "opened"} and self._may_keep:
            self._send_msg(self._work())

    def _work(self):
        """Return the message with the work to save in the browser; texts that it has already are None."""
        session, opened = self.session, self.session.opened.layout
        is_new, self._kept_opened = opened is not self._kept_opened, opened
        return {
            "type": "keep",
            "opened": dump(opened) if is_new else None,
            "text": dump(session.layout) if session.layout is not opened else None,
            "key": self.desk.key,
            "title": session.layout.title,
            "times": self.desk.times_opened,
        }

    def _say(self, event):
        self._send_msg({"type": "notice", "text": event.new, "calm": True})

    def _on_alive(self, _):
        """Answer the page's heartbeat; without an answer it reports that the server is silent."""
        self._send_msg({"type": "alive"})

    def _on_ready(self, message):
        self._kept_opened = None
        kept, link, view = (message.get(name) or "" for name in ("kept", "link", "view"))
        if kept or link:
            # Do not save to sessionStorage before the saved work has been restored.
            self._may_keep = False
        if kept:
            self.desk.go_on(kept, lambda refusal: self._settle(refusal or self._look("", str(view))))
        elif link:
            self.desk.open_link(str(link), lambda refusal: self._settle(self._look(refusal, str(view), True)))
        elif message.get("start"):
            self.desk.is_first_visit = True
            self.desk.param.trigger("start")
        elif view:
            self._look("", str(view), True)
        if self.session.notice:
            # it may have been said before the page could hear it
            self._send_msg({"type": "notice", "text": self.session.notice})
        self._show(set(self.watched) - {"notice"})

    def _look(self, refusal, view, is_told=False):
        """Set the view from the address; with `is_told` report a fault in it, unless there is a notice."""
        wrong = "" if refusal else take_view(self.session, self.looking, view)
        if wrong and is_told and not self.session.notice:
            self.session.notice = wrong
        return refusal

    def _on_link(self, message):
        """Open the layout of a changed address; the page was not reloaded."""
        view = str(message.get("view") or "")
        self.desk.open_link(str(message["link"]), lambda refusal: self._stay(self._look(refusal, view, True)))

    def _on_copy_link(self, _):
        try:
            parts = link_parts(self.session, self.looking, self.desk.key)
        except ExplorerError as refused:
            self._send_msg({"type": "notice", "text": str(refused)})
            return
        self._send_msg({"type": "link_out", **parts})

    def _settle(self, _):
        self._may_keep = True
        self._show({"layout"})

    def _on_open(self, message):
        key, kept = str(message["key"]), message.get("kept")
        if key not in self.desk.shelf:
            raise KeyError(key)
        self.desk.open(key, kept, self._stay)

    def _on_go_on(self, message):
        self.desk.go_on(message["kept"], self._stay)

    def _on_upload(self, message):
        self.desk.open_text(str(message["text"]), str(message["name"])[:200], self._stay)

    def _stay(self, refusal):
        """Tell the browser that the open layout stays open, if another one was refused."""
        if refusal:
            self._send_msg({"type": "stay", "key": self.desk.key})

    def _on_start(self, _):
        self.desk.param.trigger("start")

    def _on_tour(self, _):
        self.desk.param.trigger("tour")

    def _on_download(self, _):
        pace_of(self.session).at_rest(self._hand_out)

    def _hand_out(self):
        layout = self.session.committed.layout
        name = f"{file_stem(layout.title)}.layout.yaml"
        self._send_msg({"type": "file_out", "name": name, "text": dump(layout)})
        self.desk.param.trigger("saved")

    def _on_share_offer(self, _):
        self._sharing.offer()

    def _on_share_make(self, message):
        self._sharing.make(str(message["key"]))

    def _on_share_piece(self, message):
        self._sharing.piece(str(message["key"]), int(message["at"]))

    def _on_share_stop(self, message):
        self._sharing.stop(str(message["key"]))

    def _on_undo(self, _):
        self.session.undo()

    def _on_redo(self, _):
        self.session.redo()

    def _on_commands(self, _):
        layouts = [(f"open:{key}", f"Open {title}", "Layout", "") for key, title in self.desk.shelf.titles()]
        files = [(f"share:{one.key}", one.words, "Share", "") for one in OUTGOING.values()]
        known = [command[:4] for command in commands(self.session, self.looking)]
        self._send_msg({"type": "commands", "commands": [*known, *files, *layouts]})

    def _on_run(self, message):
        key = str(message["key"])
        found = next(
            (command for command in commands(self.session, self.looking) if command.key == key), None
        )
        if found is not None:
            found.run()

    def _on_keys(self, _):
        self._send_msg({"type": "keyboard", "groups": keyboard()})

    def _on_jump(self, message):
        try:
            pace_of(self.session).jump(int(message["index"]))
        except IndexError as gone:
            raise ValueError(str(gone)) from None

    def _on_pin(self, message):
        """Pin a step of the history as B."""
        at = int(message["index"])
        try:
            self.session.pin(at=at)
        except IndexError as gone:
            raise ValueError(str(gone)) from None
        text = f"B is “{self.session.pinned_label}” now. Press C to compare A and B side by side."
        self._send_msg({"type": "notice", "text": text, "calm": True})

    def _on_reset(self, _):
        pace_of(self.session).forget()
        self.session.reset()

    def _on_theme(self, message):
        dark = bool(message["dark"])
        if self.dark == dark:
            # The browser requests the theme that is set here: it missed the change, so make it again.
            self.dark = not dark
        self.dark = dark
