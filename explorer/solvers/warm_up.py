"""Compiles all kernels ahead: in child processes, on all cores, into the cache; then loads them from there.

numba holds the interpreter while it compiles, so that a page of the same process would stand still meanwhile.
What no child could compile is compiled here.
"""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread

from explorer.solvers.compiled import SOLVERS, cache_folder
from explorer.solvers.examples import EXAMPLES, Example
from explorer.solvers.team import cores

try:
    import fcntl
except ImportError:  # Windows, where one process serves the page
    fcntl = None

LOOK_S = 0.2
"""Between two looks at what another process has compiled."""
NICE = 10
"""How far children stand back behind the page and its first drawing."""


def warm_up(progress: Callable[[str], None] = lambda line: None) -> None:
    """Compile every kernel that is not in the cache yet, and load all.

    ``progress`` is called with lines such as "Compiling heat kernels, 7 of 18", from several threads.
    """
    folder = cache_folder()
    if folder is not None:
        with _alone(folder, progress):
            _compile(_missing(folder), folder, progress)
    for at, example in enumerate(EXAMPLES):
        if folder is None:
            progress(_line(example.wing, at))
        _load(example)


def _load(example: Example) -> None:
    """Have an example's kernels in this process."""
    while True:
        try:
            example.run()
            return
        except OSError:
            continue  # the disk is full: a kernel was compiled and not saved, and the next call has it


def is_compiled() -> bool:
    """Whether the cache has all kernels."""
    folder = cache_folder()
    return folder is not None and not _missing(folder)


def _missing(folder: Path) -> list[Example]:
    return [example for example in EXAMPLES if not _mark(folder, example).exists()]


def _mark(folder: Path, example: Example) -> Path:
    """The file that says that an example's kernels are in the cache."""
    return folder / f"{example.name}.compiled"


def _line(wing: str, done: int) -> str:
    return f"Compiling {wing} kernels, {done + 1} of {len(EXAMPLES)}"


@contextmanager
def _alone(folder: Path, progress) -> Iterator[None]:
    """One process compiles; others that come wait, say how far it is, and go on where it stopped."""
    with open(folder / "compiling", "w") as file:
        while fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                missing = _missing(folder)
                if missing:
                    progress(_line(missing[0].wing, len(EXAMPLES) - len(missing)))
                time.sleep(LOOK_S)
            except OSError:
                break  # a file system without locks: some kernels may be compiled twice
        yield


def _compile(missing: list[Example], folder: Path, progress) -> None:
    """Have children compile examples, one after the other on each core."""
    waiting, lock = deque(missing), Lock()
    done = len(EXAMPLES) - len(missing)

    def work():
        nonlocal done
        child = None
        while True:
            with lock:
                if not waiting:
                    break
                example = waiting.popleft()
                progress(_line(example.wing, done))
            with suppress(OSError):
                child = child or _Child()
                if not child.compile(example):
                    child = None
            with lock:
                done += 1
        if child is not None:
            child.dismiss()

    threads = [Thread(target=work, name="compiling") for _ in range(min(cores(), len(missing)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class _Child:
    """A process that compiles the examples whose names it is given, until its input ends."""

    def __init__(self):
        path = os.pathsep.join([str(SOLVERS.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "explorer.solvers.warm_up"],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._names, self._answers = self._process.stdin, self._process.stdout

    def compile(self, example: Example) -> bool:
        """Whether it did; one that did not is at its end."""
        print(example.name, file=self._names, flush=True)
        if self._answers.readline().strip() == example.name:
            return True
        self.dismiss()
        return False

    def dismiss(self) -> None:
        """Let it end."""
        with suppress(OSError):
            self._names.close()
        self._process.wait()
        self._answers.close()


def _serve() -> None:
    """What a child does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(NICE)
    examples, folder = {example.name: example for example in EXAMPLES}, cache_folder()
    assert folder is not None, "without a folder nobody starts a child"
    for line in sys.stdin:
        example = examples[line.strip()]
        example.run()
        _mark(folder, example).touch()
        print(example.name, flush=True)


if __name__ == "__main__":
    _serve()
