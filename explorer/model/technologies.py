"""Technologies of the catalog with a layout's overrides applied."""

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
    # Replace all values of one source in one call: they are checked against each other, as all watts are.
    by_source: dict[str, dict[str, float]] = {}
    for override in layout.overrides:
        if override.technology == key:
            by_source.setdefault(override.source, {})[override.field] = override.value
    for source, values in by_source.items():
        found = found.with_values(source=source, **values)
    return found


def is_published(key: str) -> bool:
    """Whether the catalog's watts of a technology come from a document; a layout's overrides do not count."""
    return load().technology(key).is_published
