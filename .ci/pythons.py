"""Prints the oldest or the newest Python here that Rack Explorer runs on: ``python3 .ci/pythons.py newest``.

Looked for on the PATH and among pyenv's versions; each candidate is run, since a name alone may be a shim.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

LEAST = (3, 11)
NAMES = ["python3", *(f"python3.{minor}" for minor in range(LEAST[1], 30))]


def candidates() -> list[Path]:
    """Files that may be a Python."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    folders += sorted(pyenv.glob("*/bin"))
    return [folder / name for folder in folders for name in NAMES if (folder / name).is_file()]


def version(path: Path) -> tuple[int, ...]:
    """Version of a Python that starts and can make an environment; empty if it cannot."""
    ask = "import sys, venv, ensurepip; print(sys.version)"
    try:
        done = subprocess.run([path, "-c", ask], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.match(r"(\d+)\.(\d+)\.(\d+) ", done.stdout)
    return tuple(map(int, found.groups())) if found else ()


def main() -> int:
    """0 if there is one."""
    found = {version(path): path for path in reversed(candidates())}
    usable = sorted(item for item in found.items() if item[0][:2] >= LEAST)
    if not usable or sys.argv[1:] not in (["oldest"], ["newest"]):
        print(__doc__ if usable else "no Python 3.11 or newer was found", file=sys.stderr)
        return 1
    print(usable[0 if sys.argv[1] == "oldest" else -1][1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
