"""Tables of documents, made anew from the program.

A table stands in a document between ``<!-- table NAME -->`` and ``<!-- end -->``.
"""

import re
from collections.abc import Callable, Iterable

PLACE = re.compile(r"<!-- table (\w+) -->\n(.*?)<!-- end -->", re.S)


def markdown(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of texts as it stands in a document."""
    header = tuple(header)
    lines = (header, ("---",) * len(header), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def made_anew(text: str, tables: dict[str, Callable[[], str]]) -> str:
    """The document with every table as the program makes it."""
    return PLACE.sub(lambda at: f"<!-- table {at[1]} -->\n{tables[at[1]]()}\n<!-- end -->", text)
