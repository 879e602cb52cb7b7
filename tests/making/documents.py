"""Tables of documents, made anew from the program.

A table stands in a document between ``<!-- table NAME -->`` and ``<!-- end -->``.
"""

import re
from collections.abc import Callable, Iterable

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PLACE = re.compile(r"<!-- table (\w+) -->\n(.*?)<!-- end -->", re.S)


def markdown(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of texts as it stands in a document."""
    header = tuple(header)
    lines = (header, ("---",) * len(header), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def made_anew(text: str, tables: dict[str, Callable[[], str]]) -> str:
    """The document with every table as the program makes it."""
    return PLACE.sub(lambda at: f"<!-- table {at[1]} -->\n{tables[at[1]]()}\n<!-- end -->", text)


def alike(a: str, b: str) -> bool:
    """Whether two lines say the same, but for one in the last digit of a number.

    Where a value lies between two, the last bits of an iteration decide which of them is written.

    >>> alike("577,911 kg", "577,912 kg"), alike("0.61 m", "0.63 m"), alike("3 m", "3 mm")
    (True, False, False)
    """
    if NUMBER.sub("#", a) != NUMBER.sub("#", b):
        return False
    pairs = zip(NUMBER.findall(a), NUMBER.findall(b), strict=True)
    return all(abs(_value(x) - _value(y)) <= 1.01 * 10.0 ** -len(x.partition(".")[2]) for x, y in pairs)


def _value(text: str) -> float:
    return float(text.replace(",", ""))
