"""A whole edit of an NVL72 while the mouse is down: time inside the solvers, whole time, boards solved.

The functions of ``explorer.solvers`` that the analysis calls are wrapped to add up their time. Asserted is
only that boards which did not change are not solved again, never a time.
"""

import inspect
import os
import sys
import time

import numpy as np
import pytest

from explorer import files
from explorer.analysis import evaluate

FRAMES = 40
STEP_MM = 1.0


class Solvers:
    """Time inside the solvers' functions, and how often each was called."""

    def __init__(self, monkeypatch):
        self.spent_s, self.calls, self._depth = 0.0, {}, 0
        for module in [m for name, m in sys.modules.items() if name.startswith("explorer.analysis")]:
            for name, value in vars(module).copy().items():
                from_solvers = getattr(value, "__module__", "").startswith("explorer.solvers")
                if from_solvers and callable(value) and not inspect.isclass(value):
                    monkeypatch.setattr(module, name, self._timed(name, value))

    def reset(self):
        self.spent_s, self.calls = 0.0, {}

    def _timed(self, name, function):
        def timed(*args, **kwargs):
            self.calls[name] = self.calls.get(name, 0) + 1
            began, self._depth = time.perf_counter(), self._depth + 1
            try:
                return function(*args, **kwargs)
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self.spent_s += time.perf_counter() - began

        return timed


def engine_dragged(layout, frame):
    """An engine of the CPO switch tray, back and forth by millimeters."""
    engine = next(p for p in layout.element("nvsw").parts if p.kind == "engine")
    return layout.moved(engine.id, x_mm=engine.x_mm + STEP_MM * (4 - abs(frame % 8 - 4)))


def tray_dragged(layout, frame):
    """A compute tray, to other heights and back: its air is then warmer or colder."""
    tray = layout.trays_of("compute")[0]
    return layout.moved(tray.id, u=tray.u + 20 + frame % 8)


EDITS = [
    ("gb200_nvl72_cpo", engine_dragged, {"compute", "shelf", "mgmt"}),
    ("gb200_nvl72", tray_dragged, {"mgmt"}),
]
"""Layout, edit, and the boards that it leaves alone. A tray that moves changes the drop along the busbar,
hence the losses of the shelves and the watts of other trays."""


def measure(name, edit, solvers):
    """Medians in ms and the sets of boards that were solved in a frame."""
    layout = files.read(f"layouts/{name}.layout.yaml")
    results = evaluate(layout)
    times, boards, calls = [], set(), {}
    for frame in range(FRAMES + 1):
        moved = edit(layout, frame)
        solvers.reset()
        began, old = time.perf_counter(), results.boards
        results = evaluate(moved, results, settled=False)
        times.append((solvers.spent_s, time.perf_counter() - began))
        if frame > 0:  # the first one starts from settled results
            boards |= {key for key, b in results.boards.items() if b.at_inlet is not old[key].at_inlet}
        calls = solvers.calls
    solver_ms, whole_ms = 1000 * np.median(times[1:], axis=0)
    return solver_ms, whole_ms, boards, calls


@pytest.mark.bench
def test_edit_of_a_whole_rack(monkeypatch):
    solvers = Solvers(monkeypatch)
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'medians':40s}{'solvers, ms':>12s}{'whole, ms':>12s}  boards solved, and calls of a frame")
    for name, edit, untouched in EDITS:
        solver_ms, whole_ms, boards, calls = measure(name, edit, solvers)
        print(f"{name + ', ' + edit.__name__:40s}{solver_ms:12.1f}{whole_ms:12.1f}  {sorted(boards)} {calls}")
        assert boards
        assert not boards & untouched
