"""Previews of type files, and the type file of an element that was made from one."""

from collections.abc import Sequence
from pathlib import Path

from explorer.errors import LayoutError
from explorer.files.disk import read_text
from explorer.files.netbox import device_type, module_type, rack_type
from explorer.files.netbox.preview import Fix, Notices, Preview
from explorer.files.netbox.source import WHAT, mended, sent_back, tell_doubled, tree_of
from explorer.files.yaml_tree import Block
from explorer.model import Element

SORTS = {
    "device-type": device_type.design_of,
    "module-type": module_type.parts_of,
    "rack-type": rack_type.rack_of,
}


def read_type(path, fixes: Sequence[Fix] = ()) -> Preview:
    """Preview of what a type file would add.

    Raises
    ------
    FileError
        If the file cannot be read, or is not a NetBox type.
    LayoutError
        If a fix has no source, or its field is not in the file.
    """
    return preview_type(read_text(path, WHAT), Path(path).name, fixes)


def preview_type(text: str, file: str = "<text>", fixes: Sequence[Fix] = ()) -> Preview:
    """Preview of what the text of a type file would add.

    >>> preview = preview_type("{manufacturer: M, model: X, slug: m-x, u_height: 0.5}", "x.yaml")
    >>> preview.element.height_u, preview.counts["half_u"]
    (1, 1)
    """
    text = text.removeprefix("\ufeff")
    notices = Notices(file)
    fixes = tuple(fixes)
    data = tree_of(text, file)
    tell_doubled(data, notices)
    data = mended(data, fixes, notices)
    return SORTS[sort_of(data)](data, text, fixes, notices)


def sort_of(data: Block) -> str:
    """The key in `SORTS` of a type file, recognized by its keys."""
    if "form_factor" in data or "starting_unit" in data:
        return "rack-type"
    return "device-type" if {"u_height", "slug", "is_full_depth"} & data.keys() else "module-type"


def type_text(element: Element) -> str:
    """The type file that an element came from, with the user's fixes in it.

    Raises
    ------
    LayoutError
        If the element was not made from a type file.
    """
    raw = element.extras.get("x_netbox_yaml")
    if not isinstance(raw, str):
        raise LayoutError(f"'{element.id}' was not made from a NetBox type, there is no file to send back")
    try:
        fixes = [Fix(**fix) for fix in element.extras.get("x_netbox_fixes", [])]
    except TypeError:
        raise LayoutError(
            f"'{element.id}', x_netbox_fixes: entries of field, value and source are needed"
        ) from None
    return sent_back(raw, fixes, element.id)
