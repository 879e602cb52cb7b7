"""The least that a page on this stack can do with a drag: what ``drag_speed.py`` holds Rack Explorer against.

One glyph over one canvas of 64 x 128 values, nothing else on the page; a stand-in for the solver does a
fixed number of sweeps (5 ms of one thread where a core is quick); one position in flight. The target times
were taken from a page like this. ``panel serve tests/served/bare_page.py``
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from numba import njit
from panel.custom import JSComponent

from explorer.views.wire.internals import set_process

SWEEPS = 100
NX, NY = 64, 128


@njit(nogil=True)  # kept on disk, it would look for the module of the server that compiled it
def stand_in(x, y, sweeps):
    """A warm spot at x, y (0 to 1), spread over 256 x 256 cells; every fourth row and second column of it."""
    n = 256
    field, other = np.zeros((n, n), np.float32), np.zeros((n, n), np.float32)
    row, column = min(max(int(x * n), 2), n - 3), min(max(int(y * n), 2), n - 3)
    for _ in range(sweeps):
        field[row, column] = 1000.0
        for i in range(1, n - 1):
            for j in range(1, n - 1):
                other[i, j] = 0.25 * (field[i - 1, j] + field[i + 1, j] + field[i, j - 1] + field[i, j + 1])
        field, other = other, field
    return field[::4, ::2].copy()


class BarePlan(JSComponent):
    """The glyph and the map; the names in its document are those that ``drag_speed.py`` looks for."""

    _esm = Path(__file__).with_suffix(".js")

    def _handle_msg(self, data):
        values = stand_in(data["x"], data["y"], SWEEPS)
        self._send_msg({"seq": data["seq"], "values": values.ravel()})


set_process()
stand_in(0.5, 0.5, 1)
BarePlan(width=900, height=600).servable()
