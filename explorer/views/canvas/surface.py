"""Base class of the canvases on which parts or trays are moved, added, copied, turned and removed."""

from explorer.model import edits
from explorer.model.naming import name
from explorer.views.kit.acts import act_on_key, called, keys_on, perform
from explorer.views.kit.component import CanvasView
from explorer.views.wire.live import pace_of

MOST = 1000
"""Largest number of elements that one message may name."""


class Surface(CanvasView):
    """Handles the gestures that the plan and the elevation share.

    Subclasses check and convert a position from the browser in ``_place(said)``, add an element in
    ``_added(layout, tray, what, place)`` -> (layout, id), where ``tray`` is the shown one, and tell which ids
    they draw in ``_mine(id)``.
    """

    kind: type
    """Type of the elements on this canvas"""
    fresh = ""
    """Id of the element being dragged in from the palette, or ''; the browser draws it under the pointer."""

    def _on_select(self, message):
        self.session.select(*(id for id in self._ids(message) if self._mine(id)))

    def _on_drag(self, message):
        seq = int(message["seq"])
        ack = {"type": "ack", "seq": seq}
        edit, shows = self._edit(message), self._shows(message)
        pace_of(self.session).preview(edit, lambda _: self._send_msg(ack), seq, shows)

    def _on_drop(self, message):
        edit, label = self._edit(message), self._label(message)
        pace_of(self.session).commit(edit, label, self._answer(message), shows=self._shows(message))

    def _on_cancel(self, message):
        self.fresh = ""
        pace_of(self.session).cancel()
        self._send_msg({"type": "dropped", "reason": "", "seq": int(message["seq"])})

    def _on_ready(self, _):
        self._send_msg({"type": "keys", "keys": keys_on(self.kind)})

    def _on_act(self, message):
        """Perform the act of a pressed key on the selected elements."""
        ids = [id for id in self._ids(message) if self._mine(id)]
        if ids:
            act = act_on_key(str(message["keys"]), self.session.layout, ids)
            perform(self.session, act, ids, self._answer(message))

    def _on_add(self, message):
        """Add an element in the first free place, upon a click or Enter on its palette entry."""
        what, tray = str(message["add"]), self.session.tray
        pace_of(self.session).commit(
            lambda layout: _selected(self._added(layout, tray, what, None)),
            f"Add {self._named(what)}",
            self._answer(message),
        )

    def _answer(self, message):
        seq = int(message.get("seq", 0))

        def done(refusal):
            self.fresh = ""
            self._send_msg({"type": "dropped", "reason": refusal, "seq": seq})

        return done

    def _edit(self, message):
        """Return the edit of a drag message.

        Raises
        ------
        KeyError
            If it names ids that are not on this canvas.
        ValueError
            If a position is no number, or there are more than `MOST`.
        """
        places = {str(id): self._place(said) for id, said in message["places"].items()}
        if len(places) > MOST:
            raise ValueError("too many things")
        what = message.get("add")
        if what is None:
            if not places or not all(self._mine(id) for id in places):
                raise KeyError(", ".join(places))
            return lambda layout: edits.placed(layout, places)
        (place,) = places.values()
        tray = self.session.tray
        return lambda layout: _selected(self._added(layout, tray, str(what), place))

    def _shows(self, message):
        """Return the function to call with the new ids before a drag is shown; None if it adds nothing."""
        return self._carry if message.get("add") is not None else None

    def _carry(self, ids):
        (self.fresh,) = ids

    def _label(self, message) -> str:
        if message.get("add") is not None:
            return f"Add {self._named(str(message['add']))}"
        return f"Move {called(self.session.layout, list(message['places']))}"

    def _named(self, what: str) -> str:
        layout = self.session.layout
        return name(layout.element(what)) if what in layout else what

    def _ids(self, message) -> list[str]:
        return [str(id) for id in list(message["ids"])[:MOST]]

    def _mine(self, id: str) -> bool:
        raise NotImplementedError

    def _place(self, said) -> dict:
        raise NotImplementedError

    def _added(self, layout, tray: str, what: str, place):
        raise NotImplementedError


def _selected(answer):
    layout, id = answer
    return layout, (id,)
