"""What a page needs of the server that serves it, beside what is drawn on it."""

from functools import cache
from threading import Thread

import panel_material_ui as pmu

from explorer.analysis import warm_up
from explorer.views.wire import internals
from explorer.views.wire.garbage import look_through


@cache
def warm():
    """Compile or load the kernels beside the first page, so that its first drag does not wait for them.

    What has been imported by now stays, and is not looked through for garbage.
    """
    look_through()
    Thread(target=warm_up, name="warm-up", daemon=True).start()


def quiet_page(**options):
    """A page without Panel's busy light."""
    return internals.without_busy_light(lambda: pmu.Page(**options))
