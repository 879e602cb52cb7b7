"""Runs all that the page can ask of the solvers, in a process of its own, and prints what it had to compile.

    python -m tests.solvers.everything [LAYOUT...]     those that ship, if none is named

Each kernel that was compiled is a line `compiled NAME`; each that warm-up loads beside them `unused NAME`.
"""

import sys
from pathlib import Path

from numba.core import event
from numba.core.dispatcher import Dispatcher

from explorer.analysis import differences, evaluate
from explorer.analysis.glance import glance
from explorer.analysis.in_time.scenarios import FailedFan, FailedPump, PowerStep
from explorer.analysis.in_time.transient import evaluate_in_time
from explorer.catalog import load
from explorer.errors import LayoutError
from explorer.files import read
from explorer.looking import Looking
from explorer.model.ports import with_technology
from explorer.session import Session
from explorer.solvers.examples import EXAMPLES
from explorer.views.exchange.shelf import Shelf
from explorer.views.shell.page import Board
from tests.analysis.racks import small_rack

LAYOUTS = Path(__file__).resolve().parents[2] / "layouts"


class Compiled(event.Listener):
    """Names of the kernels that were compiled and not loaded."""

    def __init__(self):
        self.names = []

    def on_start(self, event):
        self.names.append(event.data["dispatcher"].py_func.__qualname__ + str(event.data["args"]))

    def on_end(self, event):
        """Nothing is to be done then."""


def run_all(layout):
    """Settled, live, a glance, a response, maps, a fabric, tabs, trouble: every kernel with every type."""
    results = evaluate(layout)
    shown = {tray.design: tray.id for tray in reversed(layout.trays)}
    for tray in shown.values():
        for quantity in ("temperature", "flux", "air"):
            results.map(tray, quantity)
    assert len(results.fabric) or not layout.links
    tray = next(iter(shown.values()))
    part = layout.design_of(tray).parts[-1]
    live = evaluate(layout.moved(part.id, x_mm=part.x_mm + 1.0), results, settled=False)
    seen = glance(layout.moved(part.id, x_mm=part.x_mm + 2.0), live, tray)
    moved = evaluate(layout.moved(part.id, x_mm=part.x_mm + 3.0), seen.results)
    results.crosstalk(tray)
    differences(moved, results)
    show_tabs(results)
    evaluate(layout.replaced(layout.site.replaced(supply_air_c=27.0)), results, settled=False)
    for scenario in (PowerStep(30.0, 100.0, 1.0), FailedPump(duration_s=1.0), FailedFan(duration_s=1.0)):
        try:
            evaluate_in_time(results, tray, scenario)
        except LayoutError:
            continue  # a tray without coolant has no pump that could fail


def run_odd():
    """What no shipped layout has: a busbar that collapses, and a code inside the code."""
    rack = small_rack()
    weak = [rack.element("r1").replaced(bus_v=12.0), rack.element("shelf").replaced(rating_kw=0.5)]
    evaluate(rack.replaced(*weak, rack.element("sw.asic").replaced(power_w=20000.0, t_limit_c=200.0)))
    switch = read(LAYOUTS / "switch_51t_dsp.layout.yaml")
    show_tabs(evaluate(with_technology(switch, switch.links[0].id, "dsp_1600_2fr4", load())))


def show_tabs(results):
    """All tabs of the page, one after the other, with the results before as B."""
    session = Session(results.layout, results)
    session.pin_opened()
    for tab in Board(session, Looking(session), Shelf(LAYOUTS)).tabs.entries:
        tab.show()


def in_use() -> dict[str, set]:
    """By kernel, the types for which this process has it."""
    modules = [module for name, module in sys.modules.items() if name.startswith("explorer.solvers")]
    kernels = {k for module in modules for k in vars(module).values() if isinstance(k, Dispatcher)}
    return {f"{k.py_func.__module__}.{k.py_func.__qualname__}": set(k.overloads) for k in kernels}


def main(names):
    compiled = Compiled()
    event.register("numba:compile", compiled)
    for name in names or sorted(path.name for path in LAYOUTS.glob("*.layout.yaml")):
        run_all(read(LAYOUTS / name))
    run_odd()
    used = in_use()
    for example in EXAMPLES:
        example.run()
    for name in compiled.names:
        print("compiled", name)
    for kernel, types in in_use().items():
        for each in types - used[kernel]:
            print("unused", kernel, each)


if __name__ == "__main__":
    main(sys.argv[1:])
