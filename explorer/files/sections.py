"""The sections of a layout file and the keys of their lines, derived from the model's declarations."""

from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from explorer.model import Asic, Element, LinkGroup, Override, Rack, Site, Tray, TrayDesign

SCHEMA = 1

MISSPELT = 0.8
"""Similarity above which a user's x_ key is refused as a misspelt declared key, such as x_m for x_mm."""

LONGEST_KEY = 150
"""Most characters of a user's x_ key; YAML takes 1024 at most, escapes counted."""

HEAD_KEYS = ("schema", "catalog", "title", "note")

NOT_ON_THE_LINE = ("id", "label", "note", "extras", "parts")


class Section(NamedTuple):
    """A list of the file: its key, the class of its lines, and the required keys, which follow the id."""

    key: str
    element: type[Element] | None
    required: tuple[str, ...] = ()


SITE = Section("site", Site)

PARTS = Section("parts", None, ("design", "kind"))

LISTS = (
    Section("racks", Rack),
    Section("designs", TrayDesign),
    PARTS,
    Section("trays", Tray, ("rack", "design")),
    Section("links", LinkGroup, ("technology", "a")),
    Section("overrides", Override, ("technology", "field", "value")),
)

REFERENCES: dict[tuple[str, str], type[Element]] = {
    ("parts", "design"): TrayDesign,
    ("parts", "links"): LinkGroup,
    ("parts", "host"): Asic,
    ("trays", "rack"): Rack,
    ("trays", "design"): TrayDesign,
    ("links", "a"): TrayDesign,
    ("links", "b"): TrayDesign,
}

TOP_KEYS = (*HEAD_KEYS, SITE.key, *(section.key for section in LISTS))


@cache
def keys_of(section: Section, element: type[Element]) -> tuple[str, ...]:
    """The keys of one line in the order in which they are written.

    >>> keys_of(PARTS, Asic)[:6]
    ('id', 'design', 'kind', 'label', 'x_mm', 'y_mm')
    """
    declared = [f for f in element.fields() if f not in NOT_ON_THE_LINE and f not in section.required]
    if section.element is TrayDesign:
        declared.sort(key=lambda field: field != "kind")
    return ("id", *section.required, "label", *declared, "note")


def own_key_fault(key: str, keys: tuple[str, ...]) -> str | None:
    """Why an undeclared key cannot be a user's x_ key either; ``None`` if it can.

    >>> own_key_fault("x_owner", ("id", "x_mm")), own_key_fault("x_m", ("id", "x_mm"))
    (None, 'unknown key')
    """
    if not key.startswith("x_"):
        return "unknown key"
    if len(key) > LONGEST_KEY:
        return f"a key of one's own takes {LONGEST_KEY} characters at most"
    return "unknown key" if get_close_matches(key, keys, cutoff=MISSPELT) else None
