"""An act as somebody outside the package would write it: parts at even distances across the board."""

from explorer.model import Part
from explorer.model.edits import placed
from explorer.views.kit.acts import Act


def spread(layout, ids):
    """The layout with parts at even distances across the board, from the leftmost to the rightmost."""
    parts = sorted((layout.element(id) for id in ids), key=lambda part: part.x_mm)
    first, last = parts[0].x_mm, parts[-1].x_mm
    step = (last - first) / (len(parts) - 1)
    return placed(layout, {part.id: {"x_mm": first + i * step} for i, part in enumerate(parts)})


SPREAD = Act(
    "spread",
    "Spread",
    spread,
    on=(Part,),
    keys=("Shift S",),
    doc="Bring parts to even distances across the board",
    suits=lambda layout, parts: len(parts) > 2,
    obstacle=lambda layout, parts: (
        "only parts of one size can be spread" if len({part.width_mm for part in parts}) > 1 else ""
    ),
)
