"""Opens the layouts given to a command: a file, or a file of a git revision."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cached_property

from explorer.analysis import Results, evaluate
from explorer.errors import ExplorerError, FileError
from explorer.files import element_lines, parse, read_text
from explorer.files.disk import decoded
from explorer.files.faults import LONGEST_PROBLEM, shortened
from explorer.files.yaml_tree import check_size
from explorer.model import Layout
from explorer.terminal.words import complain

IN_GIT = re.compile(r"(?P<revision>[^:-][^:]*):(?P<path>.+)")
"""``HEAD:layouts/rack.layout.yaml``; a revision must not begin with ``-``: git would read an option."""


class Opened:
    """A layout with the path it came from, its results and its line numbers."""

    def __init__(self, path: str):
        self.path = path
        self._text = _text(path)
        self.layout: Layout = parse(self._text, path)

    @property
    def title(self) -> str:
        """Title of the layout, or its path if it has none."""
        return self.layout.title or self.path

    @cached_property
    def results(self) -> Results:
        """Results of the layout, evaluated on first use."""
        return evaluate(self.layout)

    @cached_property
    def _lines(self) -> dict[str, int]:
        return element_lines(self._text, self.path)

    def line(self, element: str) -> int | None:
        """Line of an element in the file; None if it is not written there, as the default site."""
        return self._lines.get(element)


def each(paths, refused: list[ExplorerError]) -> Iterator[Opened]:
    """Every layout that can be read and solved; errors of the others are printed and added to `refused`."""
    for path in paths:
        try:
            opened = Opened(path)
            opened.results  # noqa: B018  evaluates now, so that its errors are caught here too
        except ExplorerError as problem:
            refused.append(problem)
            complain(placed(problem, path))
        else:
            yield opened


def placed(problem: ExplorerError, path: str) -> str:
    """The message of an error, preceded by the file's path unless it has it already."""
    return str(problem) if getattr(problem, "file", None) else f"{path}: {problem}"


def _text(path: str) -> str:
    requested = IN_GIT.fullmatch(path)
    if requested and not os.path.exists(path):
        return decoded(_in_git(path, **requested.groupdict()), path)
    return read_text(path)


def _in_git(requested: str, revision: str, path: str) -> bytes:
    """The bytes of a file at a revision; its path is relative to the repository's root or to here."""
    message = ""
    for place in (f"{revision}:{path}", f"{revision}:./{path}"):
        sized = _git(requested, "-s", place)
        if sized.returncode == 0:
            check_size(int(sized.stdout), requested)
        got = _git(requested, "blob", place)
        if got.returncode == 0:
            return got.stdout
        message = message or " ".join(got.stderr.decode(errors="replace").split())
    problem = f"there is no such file, and git has none ({shortened(message, LONGEST_PROBLEM)})"
    raise FileError(problem, file=shortened(requested, LONGEST_PROBLEM))


def _git(requested: str, *words: str) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(["git", "cat-file", *words], capture_output=True, check=False)
    except OSError:
        problem = "there is no such file, and no git to ask for one of that revision"
        raise FileError(problem, file=shortened(requested, LONGEST_PROBLEM)) from None
