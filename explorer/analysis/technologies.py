"""The catalog as this layout sees it: with the layout's own values in place of some."""

from functools import lru_cache

from explorer import catalog as catalogs
from explorer.catalog import Technology
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
    found = catalogs.load().technology(key)
    for field, value, source in overrides:
        found = found.with_values(**{field: value}, source=source)
    return found


def is_published(key: str) -> bool:
    """Whether the catalog's own watts of a technology come from a document, whatever a layout says."""
    return catalogs.load().technology(key).is_published
