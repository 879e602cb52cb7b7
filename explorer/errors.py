"""The errors that a user can see, and the hints that they share."""

from collections.abc import Iterable
from difflib import get_close_matches


class ExplorerError(Exception):
    """Base of all errors that Rack Explorer raises on purpose; the message alone says what to do."""

    def _render_traceback_(self) -> list[str]:
        """Lines that a notebook shows in place of a traceback; IPython calls this."""
        return [f"{type(self).__name__}: {self}"]


class CatalogError(ExplorerError):
    """The catalog has no such entry, or one of its tables is damaged."""


class LayoutError(ExplorerError):
    """An invalid layout, or an invalid edit; ``element`` and ``field`` name what is at fault, if known."""

    element: str | None = None
    field: str | None = None


class FileError(LayoutError):
    """A layout file that cannot be read.

    ``file``, ``line``, ``element`` and ``field`` are attributes beside the message, so that a page can
    point at them. Any of them may be ``None``.
    """

    def __init__(self, problem: str, *, file=None, line=None, element=None, field=None):
        self.problem, self.file, self.line, self.element, self.field = problem, file, line, element, field
        place = ":".join(str(part) for part in (file, line) if part is not None)
        thing = ", ".join(str(part) for part in (element, field) if part is not None)
        super().__init__(": ".join(part for part in (place, thing, problem) if part))


class SolverError(ExplorerError):
    """Input that has no solution, or an iteration that did not converge."""


def choices(word: str, known: Iterable[str]) -> str:
    """Hint for an unknown word: the nearest known one, else all of them.

    >>> choices("r9", ["a", "b"]), choices("r9", [])
    ('there are a, b', 'there is none')
    """
    known = list(known)
    return nearest(word, known) or (f"there are {', '.join(known)}" if known else "there is none")


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint for an unknown word: the nearest known one; empty if none is similar.

    >>> nearest("dsp_1600_dr", ["dsp_1600_dr8", "dac_800"])
    "did you mean 'dsp_1600_dr8'?"
    >>> nearest("zzz", ["dac_800"])
    ''
    """
    match = get_close_matches(str(word), [str(k) for k in known], n=1, cutoff=0.6)
    return f"did you mean '{match[0]}'?" if match else ""
