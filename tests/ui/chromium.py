"""The browser of the page tests: find one that starts, or install it.

`python tests/ui/chromium.py` prints the path of a Chromium, after installing it where there was none.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
PACKAGE_MANAGERS = {
    "apt-get": [["apt-get", "update"], ["apt-get", "install", "--yes", "chromium"]],
    "dnf": [["dnf", "install", "--assumeyes", "chromium"]],
    "zypper": [["zypper", "--non-interactive", "install", "chromium"]],
    "pacman": [["pacman", "-Sy", "--noconfirm", "chromium"]],
}
MISSING = (
    "The page tests need Chromium and found none that starts. `make test` installs it, by Playwright's own "
    "download or by the system's packages. Where neither works, install Chromium or Google Chrome yourself "
    "so that `chromium` or `google-chrome` is on the PATH (Debian: apt-get install chromium, as root), "
    "and run `make test` again."
)
QUIET_S = 180
WHOLE_S = 900


@cache
def find() -> str | None:
    """Path of a Chromium that starts: Playwright's own, else the system's; None if there is none."""
    candidates = [_playwrights_own(), *map(shutil.which, NAMES)]
    return next((path for path in candidates if path and _starts(path)), None)


def main() -> int:
    """Install Chromium where it is missing; 0 if there is one in the end.

    A download into the user's own folder comes first; the system is touched only where that is not enough.
    """
    for install in (None, _by_playwright, _libraries, _by_packages):
        if install:
            install()
            find.cache_clear()
        if path := find():
            print(f"Chromium for the page tests: {path}")
            return 0
    print(MISSING, file=sys.stderr)
    return 1


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    """A file is not enough: libraries can be missing, and Ubuntu's `chromium` only asks for a snap."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", "about:blank"]
        return _run(command, quiet_s=60, echo=False)


def _by_playwright():
    print("Chromium is missing: trying Playwright's own download", flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _libraries():
    """What a downloaded Chromium needs of the system."""
    if _playwrights_own() and _as_root() is not None:
        print("Playwright's Chromium does not start: trying to install its libraries", flush=True)
        _run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"])


def _by_packages():
    as_root = _as_root()
    manager = next((name for name in PACKAGE_MANAGERS if shutil.which(name)), None)
    if manager is None or as_root is None:
        return
    print(f"Playwright's Chromium did not work: trying {manager}", flush=True)
    for command in PACKAGE_MANAGERS[manager]:
        _run([*as_root, *command])


@cache
def _as_root() -> list[str] | None:
    """What to put before a command that needs root: nothing, sudo, or None if it would ask for a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo, "-n"] if sudo and _run([sudo, "-n", "true"], quiet_s=10, echo=False) else None


def _run(command: list[str], quiet_s: float = QUIET_S, echo: bool = True) -> bool:
    """Run a command; one that says nothing for `quiet_s` seconds hangs and is ended with all its children."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        start_new_session=True,
    )
    output = Queue()
    Thread(target=_pump, args=(child.stdout, output), daemon=True).start()
    deadline = time.monotonic() + WHOLE_S
    try:
        while chunk := output.get(timeout=max(0.0, min(quiet_s, deadline - time.monotonic()))):
            if echo:
                sys.stdout.buffer.write(chunk)
                sys.stdout.flush()
        return child.wait(timeout=quiet_s) == 0
    except (Empty, subprocess.TimeoutExpired):
        print(f"{Path(command[0]).name} did not come to an end and was stopped.", flush=True)
        return False
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _pump(stream, output: Queue):
    """Pass on what a command says, and b"" at its end."""
    while chunk := stream.read1(65536):
        output.put(chunk)
    output.put(b"")


if __name__ == "__main__":
    sys.exit(main())
