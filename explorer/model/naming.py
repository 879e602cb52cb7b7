"""Ids and labels of what is added to a layout: those of its like, counted on."""

import re
from collections.abc import Iterable

from explorer.model.layout import Layout


def fresh_id(layout: Layout, like: str, taken: Iterable[str] = ()) -> str:
    """An id that is free, with the number at the end of another counted on.

    >>> fresh_id(Layout(), "sw.oe07"), fresh_id(Layout(), "sw")
    ('sw.oe08', 'sw2')
    """
    stem = like.rstrip("0123456789")
    digits = like[len(stem) :]
    number, taken = int(digits or 1), set(taken)
    while True:
        number += 1
        id = f"{stem}{number:0{len(digits)}d}"
        if id not in layout and id not in taken:
            return id


def next_label(layout: Layout, label: str) -> str:
    """A label counted on until no other element has it: `OE 7` gives `OE 8`."""
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", label)
    if not found:
        return label
    stem, digits, tail = found.groups()
    taken = {element.label for element in layout.elements()}
    number = int(digits)
    while (counted := f"{stem}{number:0{len(digits)}d}{tail}") in taken:
        number += 1
    return counted
