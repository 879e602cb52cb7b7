"""The catalog as one read-only object, loaded once per process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from explorer.catalog import tables
from explorer.catalog.quantity import Quantity, Source
from explorer.catalog.technology import Technology
from explorer.errors import CatalogError, nearest

VERSION = "2026.11"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Technologies, figures and their sources, by key and in table order."""

    version: str
    technologies: Mapping[str, Technology]
    figures: Mapping[str, Quantity]
    sources: Mapping[str, Source]

    def technology(self, key: str) -> Technology:
        """One technology.

        Raises
        ------
        CatalogError
            If there is none of that key; the message names the nearest.
        """
        return _found(self.technologies, key, "technology")

    def figure(self, key: str) -> Quantity:
        """One figure.

        Raises
        ------
        CatalogError
            If there is none of that key; the message names the nearest.
        """
        return _found(self.figures, key, "figure")

    def light_source(self, technology: Technology) -> Technology | None:
        """The external laser source that a technology takes its light from, if any."""
        key = technology.light_source_key
        return self.technology(key) if key else None

    def citation(self, quantity: Quantity) -> str:
        """Titles of the documents that a figure comes from, or the source a user entered, and its date.

        >>> load().citation(load().figure("budget_112g_vsr_db"))[-9:]
        '(2026-06)'
        """
        known = (self.sources[key].title if key in self.sources else key for key in quantity.source)
        return "; ".join(known) + (f" ({quantity.date})" if quantity.date else "")


@lru_cache(maxsize=1)
def load() -> Catalog:
    """The catalog of this process.

    Raises
    ------
    CatalogError
        If one of its tables is damaged; the message names file, line and key.

    >>> load().technology("dsp_800_dr8").module_w.typical
    15.0
    """
    known = tables.sources()
    found = (tables.technologies(known), tables.figures(known), known)
    return Catalog(VERSION, *map(MappingProxyType, found))


def typical(key: str) -> float:
    """The typical value of a figure.

    Raises
    ------
    CatalogError
        If there is none of that key.

    >>> typical("module_case_limit_c")
    70.0
    """
    return load().figure(key).typical


def _found(table: Mapping, key: str, what: str):
    try:
        return table[key]
    except KeyError:
        hint = nearest(key, table)
        text = f"the catalog has no {what} '{key}'" + (f"; {hint}" if hint else "")
        raise CatalogError(text) from None
