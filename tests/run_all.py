"""Run all tests: those of the page, and beside them, with the time that these leave over, all others.

A page waits most of the time, and what is measured in it must not wait for another test: the others run
with the lowest priority. Their output comes when the page is done.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOG = ROOT / ".cache/tests-beside-the-page.log"


def main() -> int:
    run = [sys.executable, "-m", "pytest"]
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        others = subprocess.Popen(
            [*run, "--ignore=tests/ui", "-p", "no:cacheprovider"],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.nice(19),
        )
        try:
            page = subprocess.call([*run, "tests/ui"], cwd=ROOT)
            failed = others.wait()
        finally:
            others.kill()
    print(LOG.read_text(errors="replace"), flush=True)
    words = {0: "passed"}
    print(f"tests of the page {words.get(page, 'FAILED')}, all others {words.get(failed, 'FAILED')}")
    return page or failed


if __name__ == "__main__":
    sys.exit(main())
