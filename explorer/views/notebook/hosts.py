"""Detects the host that shows a notebook, and loads what its outputs need there."""

import os
import sys
from importlib import import_module

import holoviews as hv
import panel as pn
from holoviews.core.dimension import LabelledData

from explorer.views.kit import table

PUBLIC = {"Google Colab": {"comms": "colab", "inline": False}}
"""Colab shows every output in a separate frame, each of which loads Bokeh again. They load it from the public
servers of Bokeh and Panel: Colab's users are online, and 3 MB in each output would be too much."""
OWN = {"comms": "default", "inline": True}


def still_host() -> str:
    """Return the name of a host that sends only the messages of ipywidgets to Python, and thus no drags.

    Return '' for a host that sends all messages, as JupyterLab and Notebook do.
    """
    if "google.colab" in sys.modules:
        return "Google Colab"
    # VS Code sets these for the kernels that it starts, and removes them from its terminals.
    if "VSCODE_PID" in os.environ or "VSCODE_CWD" in os.environ:
        return "VS Code"
    return ""


class Shown:
    """How this process shows outputs; `still` names the host in which nothing can be dragged, or is ''."""

    is_loaded = False
    still = ""


def notebook(live: bool | None = None):
    """Load what the explorer and its plots need into a notebook: from this machine; in Colab online.

    `from explorer import Explorer` calls it in a Jupyter kernel; call it in a separate cell if the output of
    the cell with that import was cleared.

    Parameters ---------- live : whether drags in a cell reach Python; detected if it is ``None``. Pass
    ``False`` in a host in which an
        explorer is shown but nothing follows the mouse.
    """
    host = still_host()
    still = not live if live is not None else bool(host)
    Shown.is_loaded, Shown.still = True, (host or "this notebook") if still else ""
    options = PUBLIC.get(host, OWN)
    # tables are among what a notebook loads with Panel, or are not drawn in it
    table.load()
    hv.extension("bokeh", logo=False, allow_jedi_completion=True, **options)
    hv.Store.set_display_hook("html+js", LabelledData, _plot)
    if not still:
        # Not in VS Code: the extension detects it, and asks for a package that does not help there.
        pn.extension(notifications=False, **options)
    pn.config.inline = options["inline"]
    # Its import sets a design that adds a frame with a script of 1.6 MB to every output, including plots;
    # undo that.
    import_module("panel_material_ui")
    pn.config.design = None


def _plot(plot):
    """Return a plot's output as Panel displays it; HoloViews' display loads style sheets from the network."""
    return pn.panel(plot)._repr_mimebundle_()


def notebook_once():
    """Call `notebook()` if this process is a Jupyter kernel and it has not been called, as with settings."""
    if "ipykernel" in sys.modules and not Shown.is_loaded:
        notebook()
