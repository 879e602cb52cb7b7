"""Lint and types of the scripts: `python -m tests.scripts.check` installs both tools where they are missing.

ESLint names what no browser says before somebody meets it, TypeScript what a name or a value cannot be.
"""

import sys

from tests.scripts.node import HERE, node, npm

INSTALLED = HERE / "node_modules/.package-lock.json"
LOCK = HERE / "package-lock.json"
FOLDERS = ("explorer/views", "tests/scripts", "tests/served")


def main() -> int:
    """0 if neither has anything to say."""
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        print("Installing ESLint and TypeScript", flush=True)
        done = npm("ci", "--no-audit", "--no-fund")
        if done.returncode:
            print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
            return 1
        INSTALLED.touch()
    checks = {
        "ESLint": ("eslint/bin/eslint.js", "--config", "tests/scripts/eslint.config.js", *FOLDERS),
        "TypeScript": ("typescript/bin/tsc", "--project", "tests/scripts"),
    }
    worst = 0
    for name, (script, *arguments) in checks.items():
        done = node(HERE / "node_modules" / script, *arguments)
        print(
            done.stdout or f"{name}: all scripts passed", done.stderr, sep="", end="" if done.stdout else "\n"
        )
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
