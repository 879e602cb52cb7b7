"""The building blocks of a document, before it becomes HTML or a printed page."""

from typing import NamedTuple

from explorer.report.table import Table


class Text(NamedTuple):
    """A paragraph."""

    text: str
    is_small: bool = False


class Drawing(NamedTuple):
    """A picture as SVG, with a description of what it shows."""

    svg: str
    width_mm: float
    height_mm: float
    about: str


class Beside(NamedTuple):
    """A drawing at the left, with text and tables at its right."""

    drawing: Drawing
    right: tuple["Text | Table", ...]


class Row(NamedTuple):
    """Drawings side by side, as many in a line as fit."""

    drawings: tuple[Drawing, ...]


Block = Text | Drawing | Beside | Row | Table


class Section(NamedTuple):
    """A heading and the blocks below it."""

    title: str
    blocks: tuple[Block, ...]
    on_new_page: bool = False


class Document(NamedTuple):
    """A sheet: title, facts in its head, an introduction, and sections."""

    title: str
    facts: tuple[tuple[str, str], ...]
    lead: str
    sections: tuple[Section, ...]
