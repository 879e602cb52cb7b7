"""``warm-up``: compiles the solvers ahead of the first use."""

from explorer.analysis import warm_up

HELP = "compile the solvers, so that the first page does not wait"


def arguments(_) -> None:
    """Add no arguments: the command takes none."""


def run(_) -> int:
    warm_up(lambda line: print(f"\rSolvers: {line:<40}", end="", flush=True))
    print(f"\rSolvers: {'compiled':<40}")
    return 0
