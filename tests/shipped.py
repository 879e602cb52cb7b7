"""The layouts that come with the program, each read and solved once in a run. They are immutable."""

from functools import cache
from pathlib import Path

from explorer.analysis import Results, evaluate
from explorer.files import read
from explorer.model import Layout

FOLDER = Path(__file__).parents[1] / "layouts"
NAMES = [path.name.removesuffix(".layout.yaml") for path in sorted(FOLDER.glob("*.layout.yaml"))]


@cache
def shipped(name: str) -> Layout:
    """A layout that comes with the program."""
    return read(FOLDER / f"{name}.layout.yaml")


@cache
def solved(name: str) -> Results:
    """The settled results of a shipped layout."""
    return evaluate(shipped(name))
