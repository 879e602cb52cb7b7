"""What holds for every test."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
DAY_S = 86400


def _kernel_cache() -> Path:
    """A folder for compiled kernels that belongs to the sources as they are now.

    numba asks only whether the file of the called function changed; a kernel that calls into another
    file could answer with old code. Kernels live in `solvers`, which imports only `units` and `errors`.
    """
    sources = [*sorted((ROOT / "explorer/solvers").rglob("*.py")), ROOT / "explorer/units.py"]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes() + b"\0")
    return ROOT / ".cache/numba-tests" / digest.hexdigest()[:16]


def _drop_old(folder: Path):
    """Forget the caches of sources that nobody tested for a day."""
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    for other in folder.parent.iterdir():
        if time.time() - other.stat().st_mtime > DAY_S:
            shutil.rmtree(other, ignore_errors=True)


# Before anything imports numba, which reads it once; the page's server inherits it.
_cache = _kernel_cache()
_drop_old(_cache)
os.environ["NUMBA_CACHE_DIR"] = str(_cache)

# The first example of a property may compile a kernel, so no deadline; CI repeats the same examples.
settings.register_profile("explorer", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("explorer")
