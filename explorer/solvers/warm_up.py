"""Compiles all kernels ahead: in child processes, on all cores, into the cache; then loads them from there.

numba holds the interpreter while it compiles, so that a page of the same process would stand still meanwhile.
What no child could compile is compiled here.

    python -m explorer.solvers.warm_up [PID]     compiles ahead, as long as the process PID lives
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from explorer.solvers.compiled import SOLVERS, cache_folder
from explorer.solvers.examples import EXAMPLES, Example
from explorer.solvers.team import cores

try:
    import fcntl
except ImportError:  # Windows, where one process serves the page
    fcntl = None

log = logging.getLogger(__name__)

LOOK_S = 0.2
"""Between two looks at what another process has compiled."""
STUCK_S = 300.0
"""How long one that comes no further, as one that was halted, is waited for."""
MOST_SAVED = 50
"""More kernels than any example has."""
CHILD = "child"
_NEW_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
NICE = 5
"""How far children stand back behind the page and its first drawing."""


def warm_up(progress: Callable[[str], None] = lambda line: None) -> None:
    """Compile every kernel that is not in the cache yet, and load all.

    ``progress`` is called with lines such as "Compiling heat kernels, 7 of 18", from several threads.
    """
    compile_ahead(progress)
    is_news = not is_compiled()
    for at, example in enumerate(EXAMPLES):
        if is_news:
            progress(_line(example.wing, at))
        _load(example)


def compile_ahead(progress: Callable[[str], None] = lambda line: None) -> None:
    """Compile every kernel that is not in the cache yet, as far as there is a cache and children do it."""
    folder = cache_folder()
    if folder is not None:
        with _alone(folder, progress):
            _compile(_missing(folder), folder, progress)


def _load(example: Example) -> None:
    """Have an example's kernels in this process."""
    for _ in range(MOST_SAVED):
        try:
            example.run()
            return
        except OSError as problem:
            # the disk is full: a kernel was compiled and not saved, and the next call has it
            log.debug("a kernel was not saved: %s", problem)


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
    """One process compiles; others that come wait, say how far it is, and go on where it stopped.

    The system takes the lock from a process that ends, however it does.
    """
    left, since = len(EXAMPLES) + 1, 0.0
    with open(folder / "compiling", "w") as file:
        while fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                missing, now = _missing(folder), time.monotonic()
                if len(missing) < left:
                    left, since = len(missing), now
                if now - since > STUCK_S:
                    log.warning("another process compiles kernels and comes no further: compiling beside it")
                    break
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
            try:
                child = child or _Child()
                problem = child.compile(example)
            except OSError as raised:
                child, problem = None, str(raised)
            if problem:
                log.warning("The %s kernels of %r were not compiled ahead: %s", *example[:2], problem)
            if problem and child is not None:
                child.dismiss()
                child = None
            with lock:
                done += 1
        if child is not None:
            child.dismiss()

    # daemons: a process that is to end waits for no child, and the children see it end
    threads = [Thread(target=work, name="compiling", daemon=True) for _ in range(min(cores(), len(missing)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class _Child:
    """A process that compiles the examples whose names it is given, until its input ends.

    It stands in a process group of its own, so that Ctrl-C is for its parent alone: with the parent ends the
    child's input, and it ends by that on every system, however the parent came to its end.
    """

    def __init__(self):
        path = os.pathsep.join([str(SOLVERS.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
        alone: dict[str, Any] = {"process_group": 0} if os.name == "posix" else {"creationflags": _NEW_GROUP}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "explorer.solvers.warm_up", CHILD],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            **alone,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._names, self._answers = self._process.stdin, self._process.stdout

    def compile(self, example: Example) -> str:
        """Have an example compiled; '' if it was, else why it was not."""
        print(example.name, file=self._names, flush=True)
        answer = self._answers.readline().strip()
        if answer == example.name:
            return ""
        return answer or f"the process that did it ended with {self._process.wait()}"

    def dismiss(self) -> None:
        """Let it end."""
        with suppress(OSError):
            self._names.close()
        self._process.wait()
        self._answers.close()


def _serve() -> None:
    """What a child does."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    names: SimpleQueue[str] = SimpleQueue()
    Thread(target=_listen, args=(names,), daemon=True).start()
    examples, folder = {example.name: example for example in EXAMPLES}, cache_folder()
    assert folder is not None, "without a folder nobody starts a child"
    while True:
        name = names.get()
        try:
            examples[name].run()
            _mark(folder, examples[name]).touch()
        except Exception as problem:
            name = " ".join(f"{type(problem).__name__}: {problem}".split())
        print(name, flush=True)


def _listen(names: SimpleQueue) -> None:
    """Take names, and end the process in the middle of whatever it compiles when no more can come."""
    for line in sys.stdin:
        names.put(line.strip())
    os._exit(0)


def _end_with(pid: int) -> None:
    """End this process when another one has: a signal to that one does not reach it."""
    while _lives(pid):
        time.sleep(LOOK_S)
    os._exit(0)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def main(words: list[str]) -> None:
    """Be a child, or compile ahead beside what else another process does."""
    if words == [CHILD]:
        _serve()
        return
    if words and os.name == "posix":  # elsewhere `os.kill` would end that process
        Thread(target=_end_with, args=(int(words[0]),), daemon=True).start()
    # a shell has what it starts beside itself leave out Ctrl-C, which shall end this, without a word
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    compile_ahead()


if __name__ == "__main__":
    main(sys.argv[1:])
