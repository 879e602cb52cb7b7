"""The explorer as a live object: in a notebook cell, or inside another Panel application."""

import os
import re
from functools import cached_property

import panel as pn

from explorer.views.notebook.hosts import Shown, notebook_once

# Load the extension before any component is defined: Bokeh has to have their classes when it is loaded.
notebook_once()

from explorer.analysis import Results  # noqa: E402
from explorer.errors import LayoutError  # noqa: E402
from explorer.files import read  # noqa: E402
from explorer.looking import Looking  # noqa: E402
from explorer.model import Layout  # noqa: E402
from explorer.report import still  # noqa: E402
from explorer.session import Session  # noqa: E402
from explorer.views.exchange.shelf import Shelf  # noqa: E402
from explorer.views.shell.page import LAYOUTS, Board  # noqa: E402

SCRIPT_START = "var docs_json = "
OWN_KEYS = "<div data-lm-suppress-shortcuts='true'>{}</div>"
"""Marks an element whose keys JupyterLab must not handle: R rotates a part, and must not make a cell raw."""
STILL = (
    "In {host} this drawing cannot be dragged: open the notebook in JupyterLab for that (make notebook), or "
    "move things from Python, as in rack.layout = rack.layout.moved(id, u=12), and the drawing follows."
)


class Explorer(pn.viewable.Viewer):
    """One layout as an interactive drawing, for a notebook cell or another Panel application.

    In a notebook host that does not send drags to Python (VS Code, Google Colab) it is a still drawing, with
    a note on that; it is redrawn when the layout is set from Python.

    Parameters
    ----------
    layout : path of a layout file, or a `Layout`

    Raises
    ------
    LayoutError
        If it is neither, or the file cannot be read.

    Examples
    --------
    >>> explorer = Explorer("layouts/switch_51t_cpo.layout.yaml")
    >>> explorer.layout.title
    'Switch 51.2T, 64 x 800G CPO'
    >>> explorer.layout = explorer.layout.moved("sw.ports_oe01", y_mm=340)
    >>> [round(solved.totals["margin_db"].typical, 2) for solved in (explorer.opened, explorer.results)]
    [6.37, 6.28]
    """

    def __init__(self, layout: Layout | str | os.PathLike, **params):
        super().__init__(**params)
        self.session = Session(_layout(layout))
        self.looking = Looking(self.session)

    @property
    def layout(self) -> Layout:
        """The current layout; it may be set to another one, or to the path of a layout file.

        Setting it is one step that can be undone.

        Raises
        ------
        LayoutError
            If it is set to something else, or to a file that cannot be read; nothing changes then.
        """
        return self.session.layout

    @layout.setter
    def layout(self, layout: Layout | str | os.PathLike):
        if not self.session.commit(_layout(layout), "Set from Python", may_misplace=True):
            raise LayoutError(self.session.notice)

    @property
    def results(self) -> Results:
        """The results of the current layout."""
        return self.session.results

    @property
    def opened(self) -> Results:
        """The results of the layout as opened; `compare(rack.opened, rack.results)` lists the changes."""
        return self.session.opened

    def select(self, *ids: str):
        """Select parts, trays or a link group, as a click does. A selected tray is shown in the plan.

        Raises
        ------
        LayoutError
            If there is no such element; the message names the nearest.
        """
        for id in ids:
            self.layout.element(id)
        self.session.select(*ids)

    @cached_property
    def _board(self) -> Board:
        return Board(self.session, self.looking, Shelf(LAYOUTS), keep=False)

    def __panel__(self):
        return self._board.body(sizing_mode="stretch_width", height=960)

    def _ipython_display_(self):
        if not Shown.still:
            raise NotImplementedError("IPython then asks for the live one")
        from IPython.display import HTML, display

        shown = display(HTML(self._drawing()), display_id=True)
        self.session.param.watch(lambda *_: shown.update(HTML(self._drawing())), ["results", "tray"])

    def _drawing(self) -> str:
        return still.html(self.results, self.session.tray, STILL.format(host=Shown.still))

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = super()._repr_mimebundle_(include, exclude)
        match shown:
            case {"text/html": str(html), **others}, about:
                return {"text/html": OWN_KEYS.format(written_once(html)), **others}, about
        return shown


def _layout(given) -> Layout:
    if isinstance(given, Layout):
        return given
    if isinstance(given, (str, os.PathLike)):
        return read(given)
    meant = "; did you mean its .layout?" if isinstance(given, (Explorer, Results)) else ""
    kind = type(given).__name__
    raise LayoutError(
        f"this takes a Layout or the path of a layout file, and was given a value of type {kind}{meant}"
    )


def written_once(output: str) -> str:
    """Return a cell's output with the script that many components share written only once.

    Each of Panel's Material components contains the script of all of them, 3 MB; with eight of them a saved
    notebook would have 26 MB. An output in another form than Panel's is returned unchanged.

    >>> written_once('var docs_json = [{"esm":"f()"},{"esm":"g()"},{"esm":"f()"}]')
    'var esm_0 = "f()", esm_1 = "g()";\\nvar docs_json = [{"esm":esm_0},{"esm":esm_1},{"esm":esm_0}]'
    """
    if SCRIPT_START not in output:
        return output
    head, _, body = output.partition(SCRIPT_START)
    names: dict[str, str] = {}

    def named(found):
        return f'"esm":{names.setdefault(found[1], f"esm_{len(names)}")}'

    body = re.sub(r'"esm":("(?:[^"\\]+|\\.)*")', named, body)
    texts = ", ".join(f"{name} = {text}" for text, name in names.items())
    return f"{head}var {texts};\n{SCRIPT_START}{body}" if names else output
