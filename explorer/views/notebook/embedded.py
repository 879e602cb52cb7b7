"""The explorer as a live object: in a notebook cell, or inside another Panel application."""

import os
import re
from functools import cached_property

import panel as pn

from explorer.views.notebook.hosts import Shown, notebook_once

# bokeh has to know the components when it is loaded, so the extension comes before them
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
"""JupyterLab's mark for what takes its keys itself: R turns a part, and no cell into raw text."""
STILL = (
    "In {host} this drawing cannot be dragged: open the notebook in JupyterLab for that (make notebook), or "
    "move things from Python, as in rack.layout = rack.layout.moved(id, u=12), and the drawing follows."
)


class Explorer(pn.viewable.Viewer):
    """One layout, open for dragging.

    Where a notebook's host does not pass on what is dragged (VS Code, Google Colab), it is a drawing that
    says so, and follows what is set from Python all the same.

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
        """The layout as it stands; it may be set to another one, or to the path of a file.

        Setting it is one step that can be undone.

        Raises
        ------
        LayoutError
            If it is set to what is no layout, or to a file that cannot be read; nothing has changed then.
        """
        return self.session.layout

    @layout.setter
    def layout(self, layout: Layout | str | os.PathLike):
        if not self.session.commit(_layout(layout), "Set from Python", may_misplace=True):
            raise LayoutError(self.session.notice)

    @property
    def results(self) -> Results:
        """What the layout comes to."""
        return self.session.results

    @property
    def opened(self) -> Results:
        """What the layout came to when it was opened; `compare(rack.opened, rack.results)` tells the rest."""
        return self.session.opened

    def select(self, *ids: str):
        """Select parts, trays or a link group, as a click does. A selected tray is shown from above.

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
    """The output of a cell in which the script that many components share is written out once.

    Each of Panel's Material components carries the whole script of all, 3 MB; eight of them would make
    a saved notebook of 26 MB. An output of another form than Panel's comes back as it is.

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
