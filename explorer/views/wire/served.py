"""What a page needs from the process that serves it: compiled kernels, and no busy indicator."""

import logging
from collections.abc import Callable
from functools import cache
from threading import Thread

import panel_material_ui as pmu

from explorer.analysis import is_compiled, warm_up
from explorer.views.wire import internals
from explorer.views.wire.background import server_document
from explorer.views.wire.garbage import look_through

log = logging.getLogger(__name__)
LOOK_MS = 200
"""Between two looks of a page that waits for the kernels."""


class Warming:
    """Compiles or loads the kernels in a thread, beside the first page.

    A page waits for kernels that have to be compiled: its first figures would have them compiled in this
    process, one after the other, and it would stand still meanwhile. Those that are only to be loaded are
    loaded as they are needed.
    """

    def __init__(self):
        self.is_over = is_compiled()
        """Whether no page need wait."""
        self.line = ""
        """What is compiled now, in words."""
        Thread(target=self._run, name="warm-up", daemon=True).start()

    def _run(self):
        try:
            warm_up(self._tell)
        except Exception:
            # nobody shall wait for ever: the page will meet the defect, and say so
            log.exception("kernels could not be compiled ahead")
        finally:
            self.is_over = True

    def _tell(self, line: str):
        self.line = line

    def wait(self, tell: Callable[[str], None], then: Callable[[], None]):
        """Call ``tell(line)`` on the page being made whenever the line changes, and ``then()`` in the end."""
        document, told = server_document(), ""
        assert document is not None, "a page waits where a server serves it"

        def look():
            nonlocal told
            if self.is_over:
                then()
                return
            if self.line != told:
                told = self.line
                tell(told)
            document.add_timeout_callback(look, LOOK_MS)

        look()


@cache
def warm() -> Warming:
    """Have the kernels compiled or loaded beside the first page: its first drag shall not wait for them.

    Everything imported by now lives as long as the process, so it is frozen for the garbage collector.
    """
    look_through()
    return Warming()


def quiet_page(**options):
    """Return a `pmu.Page` without the watchers of Panel's busy indicator."""
    return internals.without_busy_light(lambda: pmu.Page(**options))
