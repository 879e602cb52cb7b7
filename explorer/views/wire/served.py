"""What a page needs of the server that serves it, beside what is drawn on it."""

from functools import cache
from threading import Thread

import panel as pn
import panel_material_ui as pmu
from panel.io.resources import LOCAL_DIST, patch_model_css

from explorer.analysis import warm_up
from explorer.views.wire.garbage import look_through


@cache
def warm():
    """Compile or load the kernels beside the first page, so that its first drag does not wait for them.

    What has been imported by now stays, and is not looked through for garbage.
    """
    look_through()
    Thread(target=warm_up, name="warm-up", daemon=True).start()


def quiet_page(**options):
    """A page without Panel's busy light.

    The light would cost two updates of the whole page for every move of the mouse, and its watcher,
    which hangs on the process, would keep every page that was ever opened.
    """
    others = _busy_watchers()
    shell = pmu.Page(**options)
    for watcher in _busy_watchers():
        if watcher not in others:
            pn.state.param.unwatch(watcher)
    return shell


def _busy_watchers() -> list:
    return list(pn.state.param.watchers.get("busy", {}).get("value", []))


def styles_from_here():
    """Have the style sheets of the page, once it is servable, come from the server that serves it.

    Panel sees to that where it answers the request for the page. With several processes the web socket may
    reach another one than the request did; that one makes the page anew and would send for them elsewhere.
    """
    document = pn.state.curdoc
    for root in document.roots if document else ():
        patch_model_css(root, dist_url=LOCAL_DIST)
