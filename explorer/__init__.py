"""Rack Explorer: place and solve AI rack interconnects.

>>> import explorer
>>> layout = explorer.read("layouts/switch_51t_cpo.layout.yaml")
>>> round(explorer.evaluate(layout).totals["module_kw"].typical, 3)
0.345
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.analysis import compare, evaluate
    from explorer.files import read, write
    from explorer.views.notebook.embedded import Explorer
    from explorer.views.notebook.hosts import notebook

__all__ = ["Explorer", "compare", "evaluate", "notebook", "read", "write"]

_ROOMS = {
    "compare": "explorer.analysis",
    "evaluate": "explorer.analysis",
    "read": "explorer.files",
    "write": "explorer.files",
    "Explorer": "explorer.views.notebook.embedded",
    "notebook": "explorer.views.notebook.hosts",
}


def __getattr__(name):
    """Load a room when something in it is used: `Explorer` needs Panel, and compiling the solvers nothing."""
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'explorer' has no attribute '{name}'")
