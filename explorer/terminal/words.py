"""Numbers, rows and untrusted text, formatted for a terminal."""

import re
import sys

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Control characters, which a terminal would obey, and invisible or bidirectional ones."""


def plain(text: str) -> str:
    r"""An untrusted text with control characters escaped, so that a terminal does not obey them.

    >>> plain("tray\x1b[2J 7\n")
    'tray\\x1b[2J 7\\x0a'
    """
    return UNSEEN.sub(lambda c: f"\\x{ord(c[0]):02x}" if ord(c[0]) < 256 else f"\\u{ord(c[0]):04x}", text)


def complain(sentence: str) -> None:
    """Print an error to stderr, so that it does not get into the output."""
    print(plain(sentence), file=sys.stderr)


def aligned(rows: list[tuple[str, ...]], right: frozenset[int] = frozenset(), indent: int = 0) -> list[str]:
    """Rows as lines of text with aligned columns; columns in `right` are right-aligned.

    >>> aligned([("a", "10"), ("long", "7")], right=frozenset({1}))
    ['a     10', 'long   7']
    """
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    cells = ([_cell(c, w, i in right) for i, (c, w) in enumerate(zip(r, widths, strict=True))] for r in rows)
    return [(" " * indent + "  ".join(row)).rstrip() for row in cells]


def _cell(text: str, width: int, is_right: bool) -> str:
    return text.rjust(width) if is_right else text.ljust(width)
