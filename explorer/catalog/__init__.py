"""The catalog: technologies and figures, each with its range, source, date and kind of evidence."""

from explorer.catalog.catalog import Catalog, load, typical
from explorer.catalog.quantity import KINDS, Quantity, Source
from explorer.catalog.technology import PLACEMENTS, SERDES_KEYS, Technology

__all__ = [
    "KINDS",
    "PLACEMENTS",
    "SERDES_KEYS",
    "Catalog",
    "Quantity",
    "Source",
    "Technology",
    "load",
    "typical",
]
