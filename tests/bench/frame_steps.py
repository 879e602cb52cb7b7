"""What a drag frame spends its time on: ``python -m tests.bench.frame_steps [cells [rounds [threads]]]``.

The steps are run in turn, round after round, so that a change of the machine's speed meets all of them;
medians are printed.
"""

import sys
import time

import numpy as np

from explorer.solvers.heat.conduction import assemble, correct
from explorer.solvers.heat.coupling import alternate, balance, driving_w
from explorer.solvers.heat.grid import rasterize
from explorer.solvers.heat.streams import tray_streams
from explorer.solvers.heat.tray import _start, report, solve_tray, tray_problem
from explorer.solvers.team import threads
from tests.bench.trays import moved, switch_tray


def steps(n: int, in_streams: bool, together: int) -> dict:
    """The frame and its parts, as functions of the number of a round."""
    heat = moved(switch_tray(n, in_streams), 0)
    live = np.float32
    state = {"field": solve_tray(heat, settled=False)}

    def frame(i):
        state["field"] = solve_tray(moved(heat, i), state["field"], False, together)
        return state["field"].iterations

    other = moved(heat, 1)
    cells = rasterize(other.size_m, other.grid, other.layers, other.boxes, other.h_air, other.h_bottom, live)
    m_cp = other.coolant_m_dot_kg_s * other.coolant_cp
    problem = tray_problem(other, live)
    start = _start(other, problem, state["field"])
    found = alternate(problem, start.copy())
    watts, field = balance(problem, start)[1], report(other, problem, found, False)
    t = start.copy()
    parts = {
        "rasterize": lambda i: rasterize(
            other.size_m, other.grid, other.layers, other.boxes, other.h_air, other.h_bottom, live
        ),
        "streams": lambda i: tray_streams(
            cells, other.boxes, other.lane_m, other.air_m_dot_kg_s * other.air_cp, m_cp
        ),
        "assemble": lambda i: assemble(cells, live),
        "start": lambda i: _start(other, problem, field),
        "driving": lambda i: driving_w(problem, watts),
        "balance": lambda i: balance(problem, start),
        "1 iteration": lambda i: correct(problem.equations, watts, 1, 0.0, t),
        "2 iterations": lambda i: correct(problem.equations, watts, 2, 0.0, t),
        "alternate": lambda i: alternate(problem, start.copy()),
        "report": lambda i: report(other, problem, found, False),
    }

    def shared(job):
        def run(i):
            with threads(together):
                job(i)

        return run

    return {"frame": frame, **{name: shared(job) for name, job in parts.items()}}


def medians_ms(jobs: dict, rounds: int) -> dict:
    """Median time of each job, all run in turn, after one round that is not counted."""
    times = {name: [] for name in jobs}
    for i in range(rounds + 1):
        for name, job in jobs.items():
            began = time.perf_counter()
            job(i)
            times[name].append(time.perf_counter() - began)
    return {name: 1000 * float(np.median(values[1:])) for name, values in times.items()}


def main(words) -> None:
    """Print the table for a tray in still fluids and for one in streams."""
    n, rounds, together = (int(w) for w in (*words, *("256", "60", "1")[len(words) :]))
    for in_streams in (False, True):
        jobs = steps(n, in_streams, together)
        fluids = "air and coolant warm up" if in_streams else "fluids keep their temperature"
        print(f"{n} x {n} x 4, threads: {together}, {fluids}")
        iterations = [jobs["frame"](i) for i in range(9)]
        print(f"  iterations of nine frames: {iterations}")
        for name, ms in medians_ms(jobs, rounds).items():
            print(f"  {name:14s} {ms:7.3f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
