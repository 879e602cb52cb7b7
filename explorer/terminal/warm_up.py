"""``warm-up``: compile the solvers ahead, on all cores."""

from explorer.analysis import warm_up

HELP = "compile the solvers, so that the first page does not wait"


def arguments(_) -> None:
    """Add no arguments: the command takes none."""


def run(_) -> int:
    warm_up(lambda line: print(f"\r{line:<40}", end="", flush=True))
    print(f"\r{'Kernels are compiled':<40}")
    return 0
