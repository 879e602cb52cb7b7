"""The explorer as a live object: in a notebook cell, or inside another Panel application."""

import re
import sys
from pathlib import Path

import panel as pn

SCRIPT_START = "var docs_json = "


def notebook():
    """Load what the explorer needs into a notebook, from this machine alone.

    `from explorer import Explorer` calls it in a Jupyter kernel; call it in a cell of its own if that
    import was in a cell whose output was cleared.
    """
    pn.extension(inline=True, notifications=False)


if "ipykernel" in sys.modules:
    # bokeh has to know the components when it is loaded, so the extension comes before them
    notebook()

from explorer.files import read  # noqa: E402
from explorer.model import Layout  # noqa: E402
from explorer.session import Session  # noqa: E402
from explorer.views.page import LAYOUTS, Board  # noqa: E402
from explorer.views.shelf import Shelf  # noqa: E402


class Explorer(pn.viewable.Viewer):
    """One layout, open for dragging.

    Parameters
    ----------
    layout : path of a layout file, or a `Layout`

    Examples
    --------
    >>> explorer = Explorer("layouts/switch_51t_cpo.layout.yaml")
    >>> explorer.layout.title
    'Switch 51.2T, 64 x 800G CPO'
    """

    def __init__(self, layout: Layout | str | Path, **params):
        super().__init__(**params)
        self.session = Session(layout if isinstance(layout, Layout) else read(layout))
        self._board = Board(self.session, Shelf(LAYOUTS), keep=False)

    @property
    def layout(self) -> Layout:
        """The layout as it stands; setting it is one step that can be undone."""
        return self.session.layout

    @layout.setter
    def layout(self, layout: Layout):
        self.session.commit(layout, "Set from Python", may_misplace=True)

    @property
    def results(self):
        """What the layout comes to."""
        return self.session.results

    def __panel__(self):
        return self._board.body(sizing_mode="stretch_width", height=860)

    def _repr_mimebundle_(self, include=None, exclude=None):
        shown = super()._repr_mimebundle_(include, exclude)
        match shown:
            case {"text/html": str(html), **others}, about:
                return {"text/html": written_once(html), **others}, about
        return shown


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
