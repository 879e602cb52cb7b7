"""Safe ids and file names from text that people typed."""

import re
import unicodedata

LONGEST = 60


def slug(text: str, otherwise: str = "unnamed") -> str:
    """A text reduced to lower-case ASCII letters, digits and underscores, at most 60 of them.

    >>> slug("../PowerEdge MX7000 (é)"), slug("***", "rack")
    ('poweredge_mx7000_e', 'rack')
    """
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_") or otherwise


def file_stem(title: str) -> str:
    """Stem of the names of all files that are exported from a layout.

    >>> file_stem("GB200 NVL72, NVLink over CPO"), file_stem("")
    ('gb200_nvl72_nvlink_over_cpo', 'layout')
    """
    return slug(title, "layout")


def unique(wanted: str, taken, first: int = 2) -> str:
    """The wanted slug, or the first of slug_2, slug_3 ... that is not taken; counting begins at `first`.

    >>> unique("r1", {"r1", "r1_2"})
    'r1_3'
    """
    if wanted not in taken:
        return wanted
    n = first
    while f"{wanted}_{n}" in taken:
        n += 1
    return f"{wanted}_{n}"
