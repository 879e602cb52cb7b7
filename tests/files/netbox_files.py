"""Type files in the manner of NetBox, what is told of them, and damage done to them."""

import random
from pathlib import Path

OWN = Path(__file__).with_name("netbox")
FILES = sorted(OWN.glob("*.y*ml"))
SHARED = Path("/work/shared/devicetypes")

ODD_VALUES = (
    "",
    "null",
    "-1",
    "1e999",
    "1" * 400,
    "[]",
    "{}",
    "~",
    "true",
    "'x'",
    "\ufeff",
    "&a b",
    "*a",
    "[" * 9,
)


ODD_VALUES += ("=1+1", "<i>", "../..", ".nan", "0x10", "1_000", "\t", "\r", "- x", ": :", "'", '"', "#", "é")


def rules(preview):
    return set(preview.counts)


def found(preview, rule):
    return next(n for n in preview.notices if n.rule == rule)


def mutated(text: str, dice: random.Random) -> str:
    """The text with a few wounds: bytes changed, lines cut, doubled or swapped, values replaced."""
    for _ in range(dice.randint(1, 4)):
        lines = text.split("\n")
        i = dice.randrange(len(lines))
        kind = dice.randrange(6)
        if kind == 0:
            at = dice.randrange(len(text) + 1)
            text = (
                text[:at]
                + chr(dice.choice((0, 9, 10, 34, 39, 58, 91, 123, 233, 0xFEFF, 0x1F600)))
                + text[at:]
            )
            continue
        if kind == 1:
            text = text[: dice.randrange(len(text) + 1)]
            continue
        if kind == 2:
            lines.insert(i, lines[dice.randrange(len(lines))])
        elif kind == 3:
            del lines[i]
        elif kind == 4:
            head, colon, _ = lines[i].partition(":")
            lines[i] = head + colon + " " + dice.choice(ODD_VALUES)
        else:
            j = dice.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
        text = "\n".join(lines)
    return text
