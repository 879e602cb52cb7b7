"""Import of NetBox's type files and tables: previews of what they would add, with every finding in them."""

from explorer.files.netbox.adding import with_type
from explorer.files.netbox.incoming import Incoming, sort_of_text, typed
from explorer.files.netbox.layout import preview_layout, read_layout
from explorer.files.netbox.preview import CableGroup, Fix, LayoutPreview, Notice, Preview
from explorer.files.netbox.types import preview_type, read_type, type_text

__all__ = [
    "CableGroup",
    "Fix",
    "Incoming",
    "LayoutPreview",
    "Notice",
    "Preview",
    "preview_layout",
    "preview_type",
    "read_layout",
    "read_type",
    "sort_of_text",
    "type_text",
    "typed",
    "with_type",
]
