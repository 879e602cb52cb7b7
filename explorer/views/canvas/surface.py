"""A canvas on which things are moved, added, copied, turned and removed by hand."""

from explorer.model import edits
from explorer.model.naming import name
from explorer.views.kit.acts import act_on_key, called, keys_on, perform
from explorer.views.kit.component import CanvasView
from explorer.views.wire.live import pace_of

MOST = 1000
"""Things that one message may name."""


class Surface(CanvasView):
    """The gestures that the plan and the elevation share.

    Subclasses say where a thing stands in ``_place(said)``, values checked, what can be added in
    ``_added(layout, tray, what, place)`` -> layout and id, where ``tray`` is the one that was shown, and
    which ids are theirs in ``_mine(id)``.
    """

    kind: type
    """Of the elements that are moved on it"""
    fresh = ""
    """Id of the thing that is being added: the browser draws it under the pointer."""

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
        """Do to the selected things what a key stands for."""
        ids = [id for id in self._ids(message) if self._mine(id)]
        if ids:
            act = act_on_key(str(message["keys"]), self.session.layout, ids)
            perform(self.session, act, ids, self._answer(message))

    def _on_add(self, message):
        """Add a thing where there is room for it: what the keyboard does."""
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
        """What a drag comes to; a place that makes no sense is a ValueError before anything is solved."""
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
        """What is done before a drag is shown: the browser draws what it adds under the pointer."""
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
