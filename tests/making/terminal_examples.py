"""``make terminal``: what the commands of ``docs/terminal.md`` print, made anew from the program.

A block that begins with ``$ `` is run in the folder of the repository; what stands below is what it printed.
"""

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

from explorer.__main__ import main

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/terminal.md"
BLOCK = re.compile(r"```console\n\$ python -m explorer (.*?)\n(.*?)```", re.S)


def examples(text: str) -> str:
    """The document with what its commands print."""
    return BLOCK.sub(lambda at: f"```console\n$ python -m explorer {at[1]}\n{answer(at[1])}```", text)


def answer(asked: str) -> str:
    """What a command prints, and its exit code where that is not 0."""
    printed, before = io.StringIO(), Path.cwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = main([word for words in shlex.split(asked) for word in _files(words)])
    finally:
        os.chdir(before)
    return printed.getvalue() + (f"$ echo $?\n{code}\n" if code else "")


def _files(word: str) -> list[str]:
    """A word as a shell would hand it over."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


if __name__ == "__main__":
    DOCUMENT.write_text(examples(DOCUMENT.read_text()))
