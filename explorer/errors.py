"""The errors a user can meet, and the one way they are worded."""

from collections.abc import Iterable
from difflib import get_close_matches


class ExplorerError(Exception):
    """Anything that Rack Explorer refuses; the message alone tells what to do."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class CatalogError(ExplorerError):
    """The catalog has no such entry, or one of its tables is damaged."""


class LayoutError(ExplorerError):
    """A layout, or an edit of it, that cannot be; ``element`` and ``field`` are at fault, if one is."""

    element: str | None = None
    field: str | None = None


class FileError(LayoutError):
    """A layout file that cannot be read.

    ``file``, ``line``, ``element`` and ``field`` are kept apart from the message, so that a page can
    point at them. Any of them may be ``None``.
    """

    def __init__(self, problem: str, *, file=None, line=None, element=None, field=None):
        self.problem, self.file, self.line, self.element, self.field = problem, file, line, element, field
        place = ":".join(str(part) for part in (file, line) if part is not None)
        thing = ", ".join(str(part) for part in (element, field) if part is not None)
        super().__init__(": ".join(part for part in (place, thing, problem) if part))


class SolverError(ExplorerError):
    """Input that no solver can answer, or an iteration that did not arrive."""


def choices(word: str, known: Iterable[str]) -> str:
    """The sentence that follows an unknown word: the nearest, else all that there are.

    >>> choices("r9", ["a", "b"]), choices("r9", [])
    ('there are a, b', 'there is none')
    """
    known = list(known)
    return nearest(word, known) or (f"there are {', '.join(known)}" if known else "there is none")


def nearest(word: str, known: Iterable[str]) -> str:
    """The sentence that follows an unknown word; empty if nothing is near.

    >>> nearest("dsp_1600_dr", ["dsp_1600_dr8", "dac_800"])
    "did you mean 'dsp_1600_dr8'?"
    >>> nearest("zzz", ["dac_800"])
    ''
    """
    match = get_close_matches(str(word), [str(k) for k in known], n=1, cutoff=0.6)
    return f"did you mean '{match[0]}'?" if match else ""
