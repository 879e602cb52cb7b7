"""Base classes of the drawn views: a browser component that is built once and updated by messages."""

import inspect
import logging
import math
import time
from functools import partial
from pathlib import Path

import panel as pn
import param
from bokeh.models import InlineStyleSheet
from panel.custom import JSComponent

from explorer.views.kit import modules
from explorer.views.kit.once import once
from explorer.views.wire import channel, internals
from explorer.views.wire.background import server_document

FILES = {path.name: path for path in modules.VIEWS.rglob("*.css")}
"""Style sheets of the views by file name; each is in the folder of its view."""
SCRIPTS = "scripts"
log = logging.getLogger(__name__)


def stylesheet(name: str) -> str:
    """Return the text of a style sheet; KeyError if there is none of that name."""
    return FILES[name].read_text(encoding="utf-8")


class Scripts(JSComponent):
    """The scripts of all views, once per document; this component is never shown."""

    def _get_properties(self, doc):
        key, code = modules.all_scripts()
        return {**super()._get_properties(doc), "esm": code, "bundle": key}

    def model_beside(self, view, doc):
        """Return a Bokeh model of the scripts, which the browser loads with the same resources as `view`."""
        # Since Panel 1.10 each component names the resources that it needs.
        needs = {"external_resources"} & set(view.properties())
        return self._bokeh_model(**self._get_properties(doc), **{name: getattr(view, name) for name in needs})


class CanvasView(JSComponent):
    """Draws one session in the browser and sends the user's gestures back.

    The script of a subclass is beside its Python file and has the same name; its style sheets are those of
    this script and of the scripts it imports. Subclasses name the parameters that they draw in ``watched``
    and ``looks_at``, redraw in ``_show(names)``, and have one method ``_on_<type>`` per message type of their
    script.

    Parameters
    ----------
    session : explorer.session.Session
        What is drawn and edited.
    looking : explorer.looking.Looking
        The state of the page that is no edit, such as the open tab; for views that depend on it.
    """

    dark = param.Boolean(False, doc="dark theme")

    watched = ()
    """Names of session parameters to draw; in a drag `results` changes with each full evaluation, `glanced`
    with each glance."""
    looks_at = ()
    """Names of parameters of `looking` to draw"""
    live_every_s = 0.0
    """Shortest time between two redraws while a preview is shown; the last state is always drawn."""

    _entry: Path | None = None
    """The script whose ``render`` draws this view in the browser."""
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
        """Draw what has changed; ``names`` are the changed parameters of the session and of `looking`."""

    def _get_properties(self, doc):
        properties = super()._get_properties(doc)
        properties["stylesheets"] = [self._shared(doc, sheet) for sheet in properties["stylesheets"]]
        if self._entry is not None:
            # Panel's client compiles no code that has a bundle key, and loads it once for all views with that
            # key.
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

    @pn.io.with_lock
    async def _event_coroutine(self, doc, event):
        # Before such an event Panel takes over what widgets have changed, and figures that follow them can be
        # changed only while the document is held.
        await super()._event_coroutine(doc, event)

    def _handle_msg(self, data):
        """Handle a message of the browser. A malformed message is logged and dropped; no error is raised."""
        kind = data.get("type") if isinstance(data, dict) else None
        name = f"_on_{kind}" if isinstance(kind, str) and kind.isidentifier() else ""
        # Panel's base class has `_on_...` methods too; a message must not be able to call those.
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
    """A drawn view inside a tab, which calls ``show()``; an unchanged message is not sent again.

    Subclasses define ``message()``.
    """

    def __init__(self, session, looking=None, **params):
        self._drawn = None
        super().__init__(session, looking, **params)

    def message(self) -> dict:
        """Return the message from which the script draws."""
        raise NotImplementedError

    def show(self):
        """Send the message if it has changed."""
        message = self.message()
        if message != self._drawn:
            self._drawn = message
            self._send_msg(message)

    def _on_ready(self, _):
        self._drawn = None
        self.show()


def finite(value) -> float:
    """Return a number from the browser as a float; ValueError if it is none or not finite.

    >>> finite(3)
    3.0
    """
    value = float(value)
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


def plain(value, digits=6):
    """Return a rounded float for JSON, which has no nan and no infinity: those become ``None``.

    >>> plain(float("nan")), plain(1.23456789)
    (None, 1.234568)
    """
    value = float(value)
    return round(value, digits) if math.isfinite(value) else None
