"""What the drawn views have in common: one browser component, built once, updated by messages."""

import inspect
import logging
import math
import time
from functools import partial
from pathlib import Path

import param
from bokeh.models import InlineStyleSheet
from panel.custom import JSComponent

from explorer.views.kit import modules
from explorer.views.kit.once import once
from explorer.views.wire import channel, internals
from explorer.views.wire.background import server_document

FILES = {path.name: path for path in modules.VIEWS.rglob("*.css")}
"""Style sheets of the views by name; each stands beside the view that it belongs to."""
SCRIPTS = "scripts"
log = logging.getLogger(__name__)


def stylesheet(name: str) -> str:
    """The text of a style sheet."""
    return FILES[name].read_text(encoding="utf-8")


class Scripts(JSComponent):
    """The scripts of all views. A document has them once, and nobody draws them."""

    def _get_properties(self, doc):
        key, code = modules.all_scripts()
        return {**super()._get_properties(doc), "esm": code, "bundle": key}

    def model_beside(self, view, doc):
        """A Bokeh model of these scripts, loaded as that model of a view is."""
        # since Panel 1.10 a component says itself what it needs to be loaded
        needs = {"external_resources"} & set(view.properties())
        return self._bokeh_model(**self._get_properties(doc), **{name: getattr(view, name) for name in needs})


class CanvasView(JSComponent):
    """Draws one session in the browser and sends the user's gestures back.

    The script of a subclass stands beside its Python file and has the same name; its style sheets are those
    of the scripts that this one imports. Subclasses say in ``watched`` and ``looks_at`` which
    parameters they draw, answer them in ``_show(names)``, and have one method ``_on_<type>`` per message
    type of their script.

    Parameters
    ----------
    session : explorer.session.Session
        What is drawn and edited.
    looking : explorer.looking.Looking
        How it is looked at, for a view that depends on that.
    """

    dark = param.Boolean(False, doc="dark theme")

    watched = ()
    """Parameters of the session; of a drag `results` tells each evaluation, `glanced` each heat of a tray"""
    looks_at = ()
    """Parameters of what is looked at"""
    live_every_s = 0.0
    """Shortest time between two drawings while a preview is shown; the last one is always drawn."""

    _entry: Path | None = None
    """The script with which this view begins in the browser."""
    _esm = "export function render() {}\n"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        entry = modules.entry_of(inspect.getfile(cls))
        if entry is not None:
            cls._entry, cls._esm = entry, modules.component_code(entry)
            cls._stylesheets = modules.style_sheets(entry)

    def __init__(self, session, looking=None, **params):
        super().__init__(**{"sizing_mode": "stretch_both", **params})
        self.session, self.looking = session, looking
        self._drawn_at, self._late, self._is_called = 0.0, set(), False
        if self.watched:
            session.param.watch(self._changed, list(self.watched))
        if self.looks_at:
            looking.param.watch(self._changed, list(self.looks_at))

    def _changed(self, *events):
        self._late |= {event.name for event in events}
        wait = self._drawn_at + self.live_every_s - time.monotonic()
        document = server_document()
        if not self.session.is_live or wait <= 0 or document is None:
            self._draw()
        elif not self._is_called:
            self._is_called = True
            document.add_timeout_callback(self._catch_up, int(wait * 1000) + 1)

    def _catch_up(self):
        self._is_called = False
        if self._late:
            self._draw()

    def _draw(self):
        names, self._late, self._drawn_at = self._late, set(), time.monotonic()
        self._show(names)

    def _show(self, names):
        """Draw what has changed; ``names`` are parameters of the session and of what is looked at."""

    def _get_properties(self, doc):
        properties = super()._get_properties(doc)
        properties["stylesheets"] = [self._shared(doc, sheet) for sheet in properties["stylesheets"]]
        if self._entry is not None:
            # code with a key is not compiled in the browser, which loads it once for all views with that key
            properties["bundle"] = f"{modules.all_scripts()[0]} {self._entry.name}"
        return properties

    def _shared(self, doc, sheet):
        if sheet not in self._stylesheets:
            return sheet
        return once(doc, sheet, partial(InlineStyleSheet, css=sheet))

    def _get_model(self, doc, root=None, parent=None, comm=None):
        model = super()._get_model(doc, root, parent, comm)
        if self._entry is not None:
            model.tags = [*model.tags, once(doc, SCRIPTS, partial(Scripts().model_beside, model, doc))]
        return model

    def _send_msg(self, data):
        for model in internals.models_of(self):
            if model.document is None or not channel.send(model.document, model, data):
                super()._send_msg(data)
                return

    def _server_event(self, doc, event):
        if not channel.receive(self, doc, event):
            super()._server_event(doc, event)

    def _handle_msg(self, data):
        """Answer a message of the browser. A damaged one is logged and dropped, never raised."""
        kind = data.get("type") if isinstance(data, dict) else None
        name = f"_on_{kind}" if isinstance(kind, str) and kind.isidentifier() else ""
        # Panel has such methods too, and what is sent must not reach them
        answer = None if hasattr(JSComponent, name) else getattr(self, name, None)
        if answer is None:
            log.warning("%s: unknown message %.80r", type(self).__name__, data)
            return
        try:
            answer(data)
        except (KeyError, TypeError, ValueError) as damaged:
            log.warning("%s: damaged message %.80r: %s", type(self).__name__, data, damaged)
            self._send_msg({"type": "ack", "seq": data.get("seq", 0)})


class TabView(CanvasView):
    """A drawn view that a tab holds: the tab says when, and what has not changed is not sent.

    Subclasses have ``message()``, what their script is to draw.
    """

    def __init__(self, session, looking=None, **params):
        self._drawn = None
        super().__init__(session, looking, **params)

    def message(self) -> dict:
        """What the script draws."""
        raise NotImplementedError

    def show(self):
        """Bring the drawing up to date."""
        message = self.message()
        if message != self._drawn:
            self._drawn = message
            self._send_msg(message)

    def _on_ready(self, _):
        self._drawn = None
        self.show()


def finite(value) -> float:
    """A number from the browser, or a ValueError.

    >>> finite(3)
    3.0
    """
    value = float(value)
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


def plain(value, digits=6):
    """A float that JSON can carry: ``None`` for nan and infinities.

    >>> plain(float("nan")), plain(1.23456789)
    (None, 1.234568)
    """
    value = float(value)
    return round(value, digits) if math.isfinite(value) else None
