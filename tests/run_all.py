"""Run all tests: those of the page in two browsers, and with the time that these leave over, all others.

A page waits half of the time. Where something in it took too long because two pages and a solver shared two
cores, its test is run once more by itself, and that is said.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / ".cache/tests-beside-the-page.log"
PYTEST = [sys.executable, "-m", "pytest"]
SAYS = {True: "passed", False: "FAILED"}


def main() -> int:
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        others = subprocess.Popen(
            [*PYTEST, "--ignore=tests/ui", "-p", "no:cacheprovider"],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.nice(19),
        )
        try:
            page = _page("-n", "2", "--dist", "load")
            others_pass = others.wait() == 0
        finally:
            others.kill()
    print(LOG.read_text(errors="replace"), flush=True)
    again = ""
    if not page:
        print("Once more, what failed while the machine was busy:", flush=True)
        page, again = _page("--last-failed", "--last-failed-no-failures=none"), ", some at the second try"
    print(f"Tests of the page: {SAYS[page]}{again if page else ''}. All others: {SAYS[others_pass]}.")
    return 0 if page and others_pass else 1


def _page(*options: str) -> bool:
    return subprocess.call([*PYTEST, "tests/ui", *options], cwd=ROOT) == 0


if __name__ == "__main__":
    sys.exit(main())
