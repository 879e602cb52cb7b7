"""What a page needs from the process that serves it: compiled kernels, and no busy indicator."""

from functools import cache
from threading import Thread

import panel_material_ui as pmu

from explorer.analysis import warm_up
from explorer.views.wire import internals
from explorer.views.wire.garbage import look_through


@cache
def warm():
    """Compile or load the kernels while the first page is built, so that its first drag does not wait.

    Everything imported by now lives as long as the process, so it is frozen for the garbage collector.
    """
    look_through()
    Thread(target=warm_up, name="warm-up", daemon=True).start()


def quiet_page(**options):
    """Return a `pmu.Page` without the watchers of Panel's busy indicator."""
    return internals.without_busy_light(lambda: pmu.Page(**options))
