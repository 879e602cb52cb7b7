"""Adds what a type file's preview shows to a layout."""

from explorer.errors import LayoutError
from explorer.files.netbox.preview import Preview
from explorer.files.slugs import unique
from explorer.model import Layout, Part, Port, Rack, TrayDesign
from explorer.model.additions import free_place, with_tray
from explorer.model.naming import fresh_id, name


def with_type(
    layout: Layout, preview: Preview, rack: str = "", board: str = ""
) -> tuple[Layout, tuple[str, ...]]:
    """The layout with what a type describes, and the ids of new trays or parts, which can be selected.

    A device type becomes a tray design, with one tray of it if `rack` has room; one of 0 U is not mounted.
    A rack is added at the end of the row. A module's parts take free places on a board.

    Parameters
    ----------
    rack : id of the rack in which one tray is mounted; '' for none
    board : id of the design that gets a module's parts

    Raises
    ------
    LayoutError
        If no board is given for a module, or the board has no room for its parts.
    """
    element = preview.element
    if isinstance(element, TrayDesign):
        return _with_design(layout, element, rack if preview.u_height != 0 else "")
    if isinstance(element, Rack):
        at_mm = max((r.x_mm + r.width_mm for r in layout.racks), default=0.0)
        added = element.replaced(id=_free(layout, element.id), x_mm=at_mm)
        return layout.added("racks", added), ()
    return _with_parts(layout, preview, board)


def _with_design(layout: Layout, design: TrayDesign, rack: str):
    id = _free(layout, design.id)
    ids: dict[str, str] = {}
    for part in design.parts:
        ids[part.id] = _free(layout, f"{id}.{part.id.rpartition('.')[2]}", ids.values())
    parts = tuple(_renamed(part, ids) for part in design.parts)
    layout = layout.added("designs", design.replaced(id=id, parts=parts))
    try:
        return _mounted(layout, id, rack) if rack else (layout, ())
    except LayoutError:
        return layout, ()


def _mounted(layout, design, rack):
    layout, tray = with_tray(layout, design, rack)
    return layout, (tray,)


def _with_parts(layout: Layout, preview: Preview, board: str):
    if not preview.parts:
        raise LayoutError(f"{preview.file}: nothing of this module is drawn, there is nothing to add")
    if board not in layout:
        raise LayoutError(f"{preview.file}: a module stands on a board; select a tray first")
    ids: dict[str, str] = {}
    for part in preview.parts:
        ids[part.id] = _free(layout, f"{board}.{part.id.rpartition('.')[2]}", ids.values())
    for part in preview.parts:
        design = layout.element(board)
        try:
            x_mm, y_mm = free_place(design, part.width_mm, part.depth_mm)
        except LayoutError as full:
            raise LayoutError(f"{preview.file}: {full}; {name(part)} finds no room") from None
        placed = _renamed(part, ids).replaced(x_mm=x_mm, y_mm=y_mm)
        layout = layout.replaced(design.replaced(parts=(*design.parts, placed)))
    return layout, tuple(ids.values())


def _renamed(part: Part, ids) -> Part:
    host = {"host": ids[part.host]} if isinstance(part, Port) and part.host in ids else {}
    return part.replaced(id=ids[part.id], **host)


def _free(layout: Layout, wanted: str, taken=()) -> str:
    taken = set(taken)
    if wanted not in layout:
        return unique(wanted, taken)
    return fresh_id(layout, f"{wanted}_1", taken)
