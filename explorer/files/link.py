"""A layout within a URL: its canonical text, compressed, in characters that need no escaping there."""

import binascii
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from explorer.errors import FileError
from explorer.files.disk import decoded
from explorer.files.reader import parse
from explorer.files.writer import dump
from explorer.files.yaml_tree import MAX_BYTES
from explorer.model import Layout

LONGEST = 32_000
"""Characters that a layout may take in a URL (this program's limit); the shipped ones take 1,500 to 5,000."""

THE_LINK = "the link"
"""Name that errors give to a link, in place of a file name"""


def packed(layout: Layout) -> str:
    """A layout as letters, digits, ``-`` and ``_``.

    Raises
    ------
    FileError
        If it takes more than `LONGEST` characters.

    >>> from explorer.model import Layout, Rack
    >>> layout = Layout(racks=[Rack(id="r1")])
    >>> unpacked(packed(layout)) == layout
    True
    """
    word = urlsafe_b64encode(zlib.compress(dump(layout).encode(), 9)).decode().rstrip("=")
    if len(word) > LONGEST:
        raise FileError(
            f"this layout takes {len(word):,} characters in a link, the limit is {LONGEST:,}; "
            "send the layout file instead"
        )
    return word


def unpacked(word: str) -> Layout:
    """The layout that a URL holds. Links come from untrusted senders, so it is checked like any file.

    Raises
    ------
    FileError
        If the word is too long, damaged, decompresses to more than a layout file may hold, or is no layout.
    """
    if len(word) > LONGEST:
        raise FileError(f"{len(word):,} characters are too many, the limit is {LONGEST:,}", file=THE_LINK)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", word):
        problem = "it holds characters that no link has; copy it again, from its beginning to its end"
        raise FileError(problem, file=THE_LINK)
    opening = zlib.decompressobj()
    try:
        # Bound the output: a short word can decompress to gigabytes.
        raw = opening.decompress(urlsafe_b64decode(word + "=" * (-len(word) % 4)), MAX_BYTES + 1)
    except (binascii.Error, zlib.error):
        raw = b""
    if len(raw) > MAX_BYTES:
        problem = f"it unfolds into more than {MAX_BYTES / 1e6:g} MB, the limit of a layout"
        raise FileError(problem, file=THE_LINK)
    if not opening.eof or opening.unused_data:
        raise FileError("it is broken or cut off; copy it again, or ask for the layout file", file=THE_LINK)
    return parse(decoded(raw, THE_LINK), THE_LINK)
