"""What a document is made of, before it becomes HTML or a printed page."""

from typing import NamedTuple

from explorer.report.table import Table


class Text(NamedTuple):
    """A paragraph."""

    text: str
    is_small: bool = False


class Drawing(NamedTuple):
    """A picture as SVG, and what it shows in words."""

    svg: str
    width_mm: float
    height_mm: float
    about: str


class Beside(NamedTuple):
    """A drawing at the left, the rest at its right."""

    drawing: Drawing
    right: tuple["Text | Table", ...]


class Row(NamedTuple):
    """Drawings side by side, as many as fit."""

    drawings: tuple[Drawing, ...]


Block = Text | Drawing | Beside | Row | Table


class Section(NamedTuple):
    """A heading and what stands under it."""

    title: str
    blocks: tuple[Block, ...]
    on_new_page: bool = False


class Document(NamedTuple):
    """A sheet."""

    title: str
    facts: tuple[tuple[str, str], ...]
    lead: str
    sections: tuple[Section, ...]
