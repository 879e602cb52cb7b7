"""The faults of one file: the first is reported, the others are counted."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from explorer.errors import FileError, nearest

LONGEST_WORD = 80
LONGEST_PROBLEM = 400
MOST_WORDS = 40


class Fault(NamedTuple):
    """One fault of a file and its place. `known`, the valid words, is called only if it is reported."""

    line: int | None
    problem: str
    element: str | None = None
    field: str | None = None
    word: str | None = None
    known: Callable[[], Iterable[str]] = tuple


class Faults:
    """Collects the faults of a file.

    >>> faults = Faults("a.layout.yaml")
    >>> faults.add(7, "no rack 'r2'", "r1.sw1", "rack", "r2", lambda: ["r1"])
    >>> faults.add(3, "-1 is outside the allowed range 0 or more", "r1", "x_mm")
    >>> print(faults.first())
    a.layout.yaml:3: r1, x_mm: -1 is outside the allowed range 0 or more (one more fault in the file)
    """

    def __init__(self, file: str):
        self.file = file
        self.found: list[Fault] = []

    def add(self, *fault):
        """Record one fault: the values of a `Fault` in order."""
        self.found.append(Fault(*fault))

    def first(self) -> FileError:
        """The fault that stands first in the file, as the error to raise."""
        fault = min(self.found, key=lambda fault: fault.line or 0)
        problem = shortened(fault.problem, LONGEST_PROBLEM) + hint(fault.word, fault.known())
        others = len(self.found) - 1
        if others:
            problem += f" ({others if others > 1 else 'one'} more fault{'s' * (others > 1)} in the file)"
        return FileError(problem, file=self.file, line=fault.line, element=fault.element, field=fault.field)


def hint(word: str | None, known: Iterable[str]) -> str:
    """The nearest valid word as the end of a sentence, or all words if none is near and they are few.

    >>> hint("r2", ["r1"]), hint("comptue", ["compute", "switch"])
    ('; there is r1', "; did you mean 'compute'?")
    """
    words = [k for k in known if len(k) <= LONGEST_WORD]
    if word is None or not words:
        return ""
    # Skip long words: finding the nearest one to a long text would take hours.
    near = nearest(word, words) if len(word) <= LONGEST_WORD else ""
    if near or len(words) > MOST_WORDS:
        return f"; {near}" if near else ""
    return f"; there {'are' if len(words) > 1 else 'is'} {', '.join(words)}"


def shortened(text: str, length: int) -> str:
    """A text without its middle if it is longer than `length`."""
    return text if len(text) <= length else f"{text[: length // 2]} ... {text[-length // 2 :]}"
