"""The catalog as this layout sees it: with the layout's own values in place of some."""

from explorer.catalog import Technology, load
from explorer.model import Layout


def technology(layout: Layout, key: str) -> Technology:
    """A technology with the layout's overrides applied.

    Raises
    ------
    CatalogError
        If the catalog has no such technology or field, or a value leaves its range.
    """
    found = load().technology(key)
    # values that belong together, such as all watts, have to change at once
    by_source: dict[str, dict[str, float]] = {}
    for override in layout.overrides:
        if override.technology == key:
            by_source.setdefault(override.source, {})[override.field] = override.value
    for source, values in by_source.items():
        found = found.with_values(source=source, **values)
    return found


def is_published(key: str) -> bool:
    """Whether the catalog's own watts of a technology come from a document, whatever a layout says."""
    return load().technology(key).is_published
