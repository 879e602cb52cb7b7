"""Drawing of a rack from the front: every tray at its U, colored by the temperature of its hottest part."""

import math
from collections.abc import Iterator

from explorer.analysis import Results
from explorer.model import Rack, Tray
from explorer.model.naming import name
from explorer.quantities.trays import TRAY
from explorer.report.blocks import Drawing
from explorer.report.colors import INK, INK_2, INK_3, LINE, WORSE, ink_on, shade
from explorer.report.svg import drawing, fitting, gradient, tag, words

WIDTH_MM = 76.0
"""Width of the drawing, which stands beside the totals"""

MOST_MM = 165.0
"""Most height of the frame: with the sheet's head it fits a page of A4 and of Letter"""

SHOWN = TRAY["t_max_c"]
"""Figure by which trays are colored"""

U_MM = 4.2
LEFT_MM, TOP_MM = 8.0, 13.0


def elevations(results: Results) -> list[Drawing]:
    """One drawing per rack, all with the same range of colors."""
    temperatures = [t.t_max_c for t in results.tray_states.values() if math.isfinite(t.t_max_c)]
    range_c = (min(temperatures, default=0.0), max(temperatures, default=0.0))
    return [_elevation(results, rack, range_c) for rack in results.layout.racks]


def _elevation(results: Results, rack: Rack, range_c) -> Drawing:
    u_mm = min(U_MM, MOST_MM / rack.height_u)
    height = rack.height_u * u_mm
    frame = {"x": LEFT_MM, "y": TOP_MM, "width": WIDTH_MM - LEFT_MM, "height": height}
    trays = [tray for tray in results.layout.trays if tray.rack == rack.id]
    about = f"{name(rack)} from the front, {len(trays)} trays"
    svg = drawing(
        WIDTH_MM,
        height + TOP_MM + 1.0,
        about,
        *_head(rack, range_c),
        tag("rect", **frame, rx=0.8, fill="#f9fafb", stroke=LINE, stroke_width=0.3),
        *_positions(rack, u_mm),
        *(part for tray in trays for part in _tray(results, rack, tray, u_mm, range_c)),
    )
    return Drawing(svg, WIDTH_MM, height + TOP_MM + 1.0, about)


def _head(rack: Rack, range_c) -> Iterator[str]:
    id = f"worse-{rack.id}"
    low, high = map(SHOWN.text, range_c)
    yield gradient(id, WORSE)
    title = fitting(name(rack), WIDTH_MM - LEFT_MM - 14.0, 3.2)
    yield words(title, LEFT_MM, 4.0, 3.2, font_weight=600, fill=INK)
    yield words(f"{rack.height_u} {rack.pitch}", WIDTH_MM, 4.0, 2.2, fill=INK_3, text_anchor="end")
    yield words(f"{SHOWN.label}, {SHOWN.unit}", LEFT_MM, 9.5, 2.2, fill=INK_2)
    yield words(low, WIDTH_MM - 29.0, 9.5, 2.2, fill=INK_2, text_anchor="end")
    yield tag("rect", x=WIDTH_MM - 28.0, y=7.7, width=20.0, height=2.0, rx=0.4, fill=f"url(#{id})")
    yield words(high, WIDTH_MM, 9.5, 2.2, fill=INK_2, text_anchor="end")


def _positions(rack: Rack, u_mm: float) -> Iterator[str]:
    size = min(2.1, 0.62 * u_mm)
    for u in range(1, rack.height_u + 1):
        y = _top(rack, u, u_mm)
        yield words(str(u), LEFT_MM - 1.4, y + u_mm / 2 + 0.36 * size, size, fill=INK_3, text_anchor="end")
        if u < rack.height_u:
            yield tag("line", x1=LEFT_MM, x2=WIDTH_MM, y1=y, y2=y, stroke="#eceff3", stroke_width=0.15)


def _tray(results: Results, rack: Rack, tray: Tray, u_mm: float, range_c) -> Iterator[str]:
    design = results.layout.element(tray.design)
    top = _top(rack, tray.u + design.height_u - 1, u_mm)
    state = results.tray_states[tray.id]
    fill = shade(state.t_max_c, *range_c)
    ink, size = ink_on(fill), min(2.3, 0.62 * u_mm)
    left, width, height = LEFT_MM + 0.5, WIDTH_MM - LEFT_MM - 1.0, u_mm * design.height_u
    base = top + height / 2 + 0.36 * size
    shown = SHOWN.text(state.t_max_c) if math.isfinite(state.t_max_c) else ""
    yield tag("rect", x=left, y=top + 0.2, width=width, height=height - 0.4, rx=0.5, fill=fill)
    yield words(fitting(name(tray), width - 12.0, size), left + 1.6, base, size, fill=ink)
    yield words(shown, left + width - 1.6, base, size, fill=ink, text_anchor="end")


def _top(rack: Rack, u: int, u_mm: float) -> float:
    """Upper edge of a position on the drawing, in mm; the lowest position is 1."""
    return TOP_MM + (rack.height_u - u) * u_mm
