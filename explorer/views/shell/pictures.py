"""Numbers for a small picture of a layout: its racks from the front, and the board of its first tray."""

from explorer.model import Layout, Part, Port
from explorer.model.selection import first_tray
from explorer.model.technologies import technology


def picture(layout: Layout) -> dict:
    """Return racks with their trays, and one board seen from above, its front edge at the left.

    A tray is ``[u, height_u, kind, is_optical]``, a part ``[y_mm, x_mm, depth_mm, width_mm, kind,
    is_optical]``; the board is ``None`` if no tray is mounted.
    """
    lit = {part.id for design in layout.designs for part in design.parts if is_optical(layout, part)}
    optical = {design.id for design in layout.designs if any(part.id in lit for part in design.parts)}
    racks = []
    for rack in layout.racks:
        trays = []
        for tray in layout.trays:
            if tray.rack == rack.id:
                design = layout.element(tray.design)
                trays.append([tray.u, design.height_u, design.kind, design.id in optical])
        racks.append({"height_u": rack.height_u, "trays": trays})
    shown = first_tray(layout)
    board = None
    if shown:
        design = layout.design_of(shown)
        parts = [
            [p.y_mm, p.x_mm, p.depth_mm, p.width_mm, p.kind, p.id in lit]
            for p in sorted(design.parts, key=lambda part: part.id in lit)
        ]
        board = {"depth_mm": design.depth_mm, "width_mm": design.width_mm, "parts": parts}
    return {"racks": racks, "board": board}


def is_optical(layout: Layout, part: Part) -> bool:
    """Whether a part makes light, or is a port whose links run over fiber."""
    if part.makes_light:
        return True
    if not isinstance(part, Port) or not part.links:
        return False
    return not technology(layout, layout.element(part.links).technology).medium.startswith("twinax")
