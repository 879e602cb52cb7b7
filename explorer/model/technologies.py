"""The catalog as this layout sees it: with the layout's own values in place of some."""

from functools import lru_cache

from explorer.catalog import Technology, load
from explorer.model import Layout


def technology(layout: Layout, key: str) -> Technology:
    """A technology with the layout's overrides applied.

    Raises
    ------
    CatalogError
        If the catalog has no such technology or field, or a value leaves its range.
    """
    return _overridden(
        key, tuple((o.field, o.value, o.source) for o in layout.overrides if o.technology == key)
    )


@lru_cache(maxsize=256)
def _overridden(key, overrides) -> Technology:
    found = load().technology(key)
    # values that belong together, such as all watts, have to change at once
    by_source: dict[str, dict[str, float]] = {}
    for field, value, source in overrides:
        by_source.setdefault(source, {})[field] = value
    for source, values in by_source.items():
        found = found.with_values(source=source, **values)
    return found


def is_published(key: str) -> bool:
    """Whether the catalog's own watts of a technology come from a document, whatever a layout says."""
    return load().technology(key).is_published
