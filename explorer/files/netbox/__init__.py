"""NetBox's type files and tables: what they would make of a layout, and everything that is odd in them."""

from explorer.files.netbox.layout import preview_layout, read_layout
from explorer.files.netbox.preview import CableGroup, Fix, LayoutPreview, Notice, Preview
from explorer.files.netbox.types import preview_type, read_type, type_text

__all__ = [
    "CableGroup",
    "Fix",
    "LayoutPreview",
    "Notice",
    "Preview",
    "preview_layout",
    "preview_type",
    "read_layout",
    "read_type",
    "type_text",
]
