"""SVG elements as text; users' text is escaped in one place, `harmless`."""

import re
import unicodedata
from html import escape

FONT = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'Noto Sans', sans-serif"

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML and HTML documents cannot hold."""

DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Bidirectional control characters, which can reorder text beyond the one that contains them."""


def harmless(text: str) -> str:
    r"""A text escaped for content and attributes of HTML and SVG.

    >>> harmless('<script>"\u202eno"\x00')
    '&lt;script&gt;&quot;no&quot;\ufffd'
    """
    return escape(NOT_XML.sub("\ufffd", DIRECTIONS.sub("", text)))


def tag(name: str, *content: str, **attributes) -> str:
    """An SVG or HTML element; underscores in attribute names become hyphens.

    >>> tag("rect", x=1.50004, stroke_width=0.2)
    '<rect x="1.5" stroke-width="0.2"/>'
    """
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{_said(v)}"' for key, v in attributes.items())
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def words(text: str, x: float, y: float, size: float = 2.2, **attributes) -> str:
    """A text element; position and font size in mm."""
    return tag("text", harmless(text), x=x, y=y, font_size=size, **attributes)


def drawing(width_mm: float, height_mm: float, about: str, *content: str) -> str:
    """An SVG drawing with sizes in mm; `about` describes it for screen readers."""
    return tag(
        "svg",
        tag("title", harmless(about)),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        width=f"{width_mm:g}mm",
        height=f"{height_mm:g}mm",
        viewBox=f"0 0 {width_mm:g} {height_mm:g}",
        role="img",
        font_family=FONT,
    )


def gradient(id: str, stops: tuple[str, ...], upright: bool = False) -> str:
    """A linear gradient of colors, from the left or from the bottom."""
    marks = (
        tag("stop", offset=f"{i / (len(stops) - 1):.4f}", stop_color=color) for i, color in enumerate(stops)
    )
    ends = {"x1": 0, "y1": 1, "x2": 0, "y2": 0} if upright else {}
    return tag("defs", tag("linearGradient", *marks, id=id, **ends))


def fitting(text: str, room: float, size: float) -> str:
    """A text shortened to fit a width.

    >>> fitting("NVLink switch 3", 12.0, 2.0)
    'NVLink sw…'
    """
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""


def width_of(text: str, size: float) -> float:
    """Approximate width of a text, estimated since the font is not available here."""
    return size * sum(_width(c) for c in text)


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.7 if letter.isupper() else 0.54


def _said(value) -> str:
    return f"{value:.5g}" if isinstance(value, float) else harmless(str(value))
