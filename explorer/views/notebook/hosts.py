"""What a notebook is shown in, and what its outputs can do there."""

import os
import sys
from functools import cache
from importlib import import_module

import holoviews as hv
import panel as pn
from holoviews.core.dimension import LabelledData

PUBLIC = {"Google Colab": {"comms": "colab", "inline": False}}
"""Colab shows every output in a frame of its own, each of which loads Bokeh anew: from Bokeh's and Panel's
public servers, since whoever sees Colab has a network, and 3 MB in each output are too many."""
OWN = {"comms": "default", "inline": True}


def still_host() -> str:
    """Name of the host if it passes on what ipywidgets say and nothing else, as what is dragged; '' if it
    passes on all, as JupyterLab and Notebook do."""
    if "google.colab" in sys.modules:
        return "Google Colab"
    # VS Code gives these to the kernels that it starts, and takes them away from its terminals
    if "VSCODE_PID" in os.environ or "VSCODE_CWD" in os.environ:
        return "VS Code"
    return ""


class Shown:
    """How outputs are shown in this process; `still` names the host in which nothing can be dragged."""

    still = ""


def notebook(live: bool | None = None):
    """Load what the explorer and its plots need into a notebook, from this machine alone.

    `from explorer import Explorer` calls it in a Jupyter kernel; call it in a cell of its own if that
    import was in a cell whose output was cleared.

    Parameters
    ----------
    live : whether what is dragged in a cell reaches Python; found out by itself if it is ``None``. Pass
        ``False`` in a host that shows an explorer in which nothing follows the mouse.
    """
    host = still_host()
    still = not live if live is not None else bool(host)
    Shown.still = (host or "this notebook") if still else ""
    options = PUBLIC.get(host, OWN)
    hv.extension("bokeh", logo=False, allow_jedi_completion=True, **options)
    hv.Store.set_display_hook("html+js", LabelledData, _plot)
    if not still:
        # the extension detects VS Code by itself, and asks for a package that does not help there
        pn.extension(notifications=False, **options)
    pn.config.inline = options["inline"]
    # its import gives every output of the notebook, plots included, a frame with a script of 1.6 MB
    import_module("panel_material_ui")
    pn.config.design = None


def _plot(plot):
    """A plot as Panel shows it; HoloViews' own way asks the network for style sheets."""
    return pn.panel(plot)._repr_mimebundle_()


@cache
def notebook_once():
    """`notebook()` where this process is a Jupyter kernel."""
    if "ipykernel" in sys.modules:
        notebook()
