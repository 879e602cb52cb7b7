"""Rack Explorer: place and solve AI rack interconnects.

>>> import explorer
>>> layout = explorer.read("layouts/switch_51t_cpo.layout.yaml")
>>> round(explorer.evaluate(layout).totals["module_kw"].typical, 3)
0.352
"""

from explorer.analysis import compare, evaluate
from explorer.files import read, write

__all__ = ["Explorer", "compare", "evaluate", "notebook", "read", "write"]


def __getattr__(name):
    """Import Panel only when `Explorer` or `notebook` is first used: scripts do not need it."""
    if name in ("Explorer", "notebook"):
        from explorer.views.notebook import embedded, hosts

        return getattr(embedded if name == "Explorer" else hosts, name)
    raise AttributeError(f"module 'explorer' has no attribute '{name}'")
