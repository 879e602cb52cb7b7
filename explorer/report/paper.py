"""A document as PDF pages, or as one tall SVG drawing."""

import json
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.report.blocks import Beside, Block, Document, Drawing, Row, Text
from explorer.report.svg import DIRECTIONS, NOT_XML

TEMPLATE = Path(__file__).with_name("sheet.typ")

PAPERS = {"a4": "a4", "letter": "us-letter"}

FONTS = ("inter", "segoe ui", "helvetica neue", "arial", "liberation sans", "noto sans", "dejavu sans")
"""Fonts in order of preference; without any of them, the typesetter's serif font is used"""


def pdf(document: Document, paper: str = "a4") -> bytes:
    """A document as PDF.

    Raises
    ------
    ExplorerError
        If the typesetter is not installed, or there is no such paper.
    """
    if paper not in PAPERS:
        raise ExplorerError(f"there is no paper '{paper}'; there are {', '.join(PAPERS)}")
    return _printed(document, PAPERS[paper], "pdf")


def svg(document: Document) -> str:
    """A document as one drawing, with letters as outlines so that it looks the same on every machine.

    Raises
    ------
    ExplorerError
        If the typesetter is not installed.
    """
    return _printed(document, "one", "svg").decode()


def _printed(document: Document, paper: str, format: str) -> bytes:
    try:
        import typst
    except ImportError:
        problem = "PDF and SVG need the package typst: pip install 'rack-explorer[report]'; HTML does not"
        raise ExplorerError(problem) from None
    known = {family.casefold() for family in typst.Fonts().families()}
    files = {"main.typ": TEMPLATE.read_bytes()}
    fonts = [font for font in FONTS if font in known] or ["libertinus serif"]
    data = {**_structure(document, files), "paper": paper, "fonts": fonts}
    files["document.json"] = json.dumps(data, ensure_ascii=False).encode()
    return typst.compile(files, format=format)


def _structure(document: Document, files: dict[str, bytes]) -> dict:
    """The document as plain data; its drawings are added to `files`."""
    return {
        "title": _clean(document.title),
        "facts": [[key, _clean(fact)] for key, fact in document.facts],
        "lead": _clean(document.lead),
        "sections": [
            {
                "title": _clean(section.title),
                "blocks": [_block(block, files) for block in section.blocks],
                "on_new_page": section.on_new_page,
            }
            for section in document.sections
        ],
    }


def _block(block: Block, files: dict[str, bytes]) -> dict:
    if isinstance(block, Text):
        return {"kind": "text", "text": _clean(block.text), "is_small": block.is_small}
    if isinstance(block, Drawing):
        file = f"drawing{len(files)}.svg"
        files[file] = block.svg.encode()
        return {"kind": "drawing", "file": file, "width_mm": block.width_mm, "about": _clean(block.about)}
    if isinstance(block, Row):
        return {"kind": "row", "drawings": [_block(one, files) for one in block.drawings]}
    if isinstance(block, Beside):
        right = [_block(one, files) for one in block.right]
        return {"kind": "beside", "drawing": _block(block.drawing, files), "right": right}
    rows = [[_clean(cell) for cell in row] for row in block.rows]
    return {"kind": "table", **block._asdict(), "rows": rows, "right": sorted(block.right)}


def _clean(text: str) -> str:
    """A text without characters that XML cannot hold and without marks that reorder neighboring text."""
    return NOT_XML.sub("\ufffd", DIRECTIONS.sub("", text))
