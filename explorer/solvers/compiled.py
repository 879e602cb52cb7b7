"""Compiled kernels, and the folder in which their machine code is cached.

numba checks whether the source file of a cached kernel changed, but not the files of the kernels that it
calls: after a change there it would run old machine code. The folder is therefore named by a digest of all
sources that kernels are compiled from: kernels may call each other across files, and none is ever stale.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numba
from llvmlite import binding
from numba import config, njit
from numba.extending import register_jitable

SOLVERS = Path(__file__).resolve().parent
SOURCES = (*sorted(SOLVERS.rglob("*.py")), SOLVERS.parent / "units.py")
"""All sources that kernels are compiled from: units.py is the only other module with constants for them."""

DAY_S = 86400.0

FAST = {"reassoc", "contract", "nsz"}
"""Fast-math flags that let sums be vectorized; NaN and infinity keep their meaning."""


def kernel(function: Callable | None = None, **options) -> Callable[..., Any]:
    """Decorate a function so that numba compiles it on its first call and runs it without the GIL.

    ``options`` are those of ``numba.njit``. The machine code is cached if a cache folder is writable.
    """
    if function is None:
        return lambda decorated: kernel(decorated, **options)
    options = {"nogil": True, "no_cfunc_wrapper": True, **options}
    folder = cache_folder()
    if folder is None:
        return njit(**options)(function)
    # numba takes the folder when it decorates; other people's kernels in this process keep their own
    settings: Any = config  # a module whose names are set when it is loaded
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
    try:
        return njit(cache=True, **options)(function)
    finally:
        settings.CACHE_DIR = before


def subroutine(function: Callable | None = None, **options) -> Callable[..., Any]:
    """A function that kernels call: compiled into each of them, and an ordinary function in Python.

    It has no machine code of its own that Python could call, nor any in the cache; both take time to make.
    """
    if function is None:
        return lambda decorated: subroutine(decorated, **options)
    if options.get("inline") == "always":  # taken in before types are found, and never compiled alone
        return njit(**options)(function)
    return register_jitable(**options)(function) if options else register_jitable(function)


@cache
def cache_folder() -> Path | None:
    """Folder for the machine code of these sources; ``None`` if none is writable.

    Tried in this order: ``NUMBA_CACHE_DIR`` if it is set, the package, the user's cache folder.
    """
    for parent in _parents():
        folder = parent / f"kernels-{digest(SOURCES)}"
        if _is_writable(folder):
            _drop_unused(folder)
            return folder
    return None


def digest(sources: tuple[Path, ...]) -> str:
    """Short name for the contents and places of files, for the compiler and for the processor."""
    features = binding.get_host_cpu_features().flatten()
    built = (numba.__version__, sys.implementation.cache_tag, binding.get_host_cpu_name(), features)
    found = hashlib.sha256("\0".join(built).encode())
    for source in sources:
        text = source.read_bytes()
        found.update(f"{source.relative_to(SOLVERS.parent).as_posix()}\0{len(text)}\0".encode() + text)
    return found.hexdigest()[:16]


def _parents() -> Iterator[Path]:
    if os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(os.environ["NUMBA_CACHE_DIR"])
    yield SOLVERS / "__pycache__"
    if sys.platform == "win32":
        yield Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()) / "rack-explorer"
    elif sys.platform == "darwin":
        yield Path("~/Library/Caches/rack-explorer").expanduser()
    else:
        yield Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "rack-explorer"


def _is_writable(folder: Path) -> bool:
    """Create the folder and return whether it is writable; sets its mtime, which records the last use."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        os.utime(folder)
    except OSError:
        return False
    return True


def _drop_unused(folder: Path) -> None:
    """Remove machine code of other versions of the sources that has not been used for a day."""
    for other in folder.parent.glob("kernels-*"):
        try:
            if time.time() - other.stat().st_mtime > DAY_S:
                shutil.rmtree(other, ignore_errors=True)
        except OSError:
            pass  # another process removed it first
