"""Writes layouts as canonical text: equal layouts give equal text, with one element per line."""

import json
import math
import operator
import re
from numbers import Integral, Real

import param
import yaml

from explorer.catalog import load
from explorer.errors import LayoutError
from explorer.files.sections import (
    LISTS,
    LONGEST_KEY,
    PARTS,
    SCHEMA,
    SITE,
    TOP_KEYS,
    Section,
    keys_of,
    own_key_fault,
)
from explorer.files.yaml_tree import FORBIDDEN, MAX_DEPTH, MAX_DIGITS, NUMBER, WORDS, yaml_tree
from explorer.model import PART_KINDS, Element, Layout

FIRST_LINE = "# yaml-language-server: $schema=../explorer/files/layout.schema.json"

ALWAYS_READABLE = 500_000
"""Characters up to which no text can exceed the reader's limits on size and number of values."""

PLAIN = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_ ./()+=%-]*[A-Za-z0-9_./()+=%-])?")
ESCAPED = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]")
"""Characters to escape: those that YAML does not accept unescaped, and those that are invisible in a diff."""

RESOLVER = yaml.resolver.Resolver()
TEXT_TAG = "tag:yaml.org,2002:str"


def dump(layout: Layout) -> str:
    """The text of a layout, ready for a file.

    Values that equal the declared defaults are left out. Reading the text gives an equal layout, and
    dumping that gives the same text, byte for byte. Trays that overlap and technologies that the
    catalog lacks are written unchanged, though `read` will refuse them.

    Raises
    ------
    LayoutError
        If the layout holds something that cannot be written: a user's key that does not begin with
        ``x_``, a value of such a key that is not plain data or is nested too deep, an unpaired
        surrogate, or more than the reader accepts.

    >>> from explorer.model import Rack
    >>> print(dump(Layout(title="One rack", catalog="2026.11", racks=[Rack(id="r1", height_u=42)])), end="")
    # yaml-language-server: $schema=../explorer/files/layout.schema.json
    schema: 1
    catalog: "2026.11"
    title: One rack
    site: {id: site}
    racks:
    - {id: r1, height_u: 42}
    """
    head = {"catalog": layout.catalog or load().version, "title": layout.title, "note": layout.note}
    lines = [FIRST_LINE, f"schema: {SCHEMA}"]
    lines += [f"{key}: {_text(value, key)}" for key, value in head.items() if value != ""]
    lines += [
        f"{key}: {value}" for key, value in _extras(layout.extras, "the layout", TOP_KEYS, MAX_DEPTH - 1)
    ]
    lines.append(f"{SITE.key}: {_line(SITE, layout.site, {}, MAX_DEPTH - 2)}")
    for section in LISTS:
        rows = [f"- {_line(section, *row, MAX_DEPTH - 3)}" for row in _rows(section, layout)]
        if rows:
            lines += [f"{section.key}:", *rows]
    text = "\n".join(lines) + "\n"
    if len(text) > ALWAYS_READABLE:
        yaml_tree(text, "the layout")
    return text


def _rows(section: Section, layout: Layout):
    """Elements of a section, each with the keys that only the file has: the design and kind of a part."""
    if section is not PARTS:
        return [(element, {}) for element in getattr(layout, section.key)]
    parts = [(part, design) for design in layout.designs for part in design.parts]
    for part, _ in parts:
        if PART_KINDS.get(part.kind) is not type(part):
            sort = type(part).__name__
            raise LayoutError(f"'{part.id}': a file holds {', '.join(PART_KINDS)}, no {sort}")
    return [(part, {"design": design.id, "kind": part.kind}) for part, design in parts]


def _line(section: Section, element: Element, added: dict, depth: int) -> str:
    cells = []
    # Read `param` from the class: on an instance, param copies every declaration.
    declared, keys = type(element).param, keys_of(section, type(element))
    for key in keys:
        if key == "note":
            cells += _extras(element.extras, f"'{element.id}'", keys, depth)
        value = added[key] if key in added else getattr(element, key)
        if isinstance(value, bool) and not isinstance(declared[key], param.Boolean):
            value = int(value)
        if key == "id" or key in section.required or value != declared[key].default:
            cells.append((key, _value(value, f"'{element.id}', {key}", 0)))
    return "{" + ", ".join(f"{key}: {value}" for key, value in cells) + "}"


def _extras(extras: dict, who: str, keys, depth: int) -> list[tuple[str, str]]:
    for key in extras:
        if not isinstance(key, str) or own_key_fault(key, keys):
            problem = "is not a key of one's own: it begins with x_, is short and like no declared key"
            raise LayoutError(f"{who}: {str(key)[:40]!r} {problem}")
    return [(_text(key, who), _value(value, f"{who}, {key}", depth)) for key, value in extras.items()]


def _key(key, who: str) -> str:
    if isinstance(key, str) and len(key) > LONGEST_KEY:
        raise LayoutError(f"{who}: the key '{key[:40]}...' is longer than {LONGEST_KEY} characters")
    return _text(key, who)


def _value(value, who: str, depth: int) -> str:
    """One value in flow style; `depth` is the number of levels that may still be nested in it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value, who)
    if isinstance(value, Real):
        return _number(value, who)
    if isinstance(value, (list, dict)):
        if depth < 1:
            raise LayoutError(f"{who}: nested deeper than a file may be")
        if isinstance(value, list):
            return "[" + ", ".join(_value(item, who, depth - 1) for item in value) + "]"
        cells = (f"{_key(key, who)}: {_value(item, who, depth - 1)}" for key, item in value.items())
        return "{" + ", ".join(cells) + "}"
    raise LayoutError(f"{who}: a {type(value).__name__} cannot be kept in a file")


def _number(value, who: str) -> str:
    if isinstance(value, Integral):
        written = str(operator.index(value))
        if len(written) > MAX_DIGITS:
            raise LayoutError(f"{who}: the number has more than {MAX_DIGITS} digits")
        return written
    value = float(value)
    if not math.isfinite(value):
        raise LayoutError(f"{who}: {value} is not a finite number")
    if value == 0:
        return "0"
    return repr(value).replace("e+", "e").replace("e-0", "e-").removesuffix(".0")


def _text(value, who: str) -> str:
    if not isinstance(value, str):
        raise LayoutError(f"{who}: {value!r} is not text")
    if PLAIN.fullmatch(value) and not _reads_as_other(value):
        return value
    quoted = ESCAPED.sub(lambda c: f"\\u{ord(c[0]):04x}", json.dumps(value, ensure_ascii=False))
    if FORBIDDEN.search(quoted):
        raise LayoutError(f"{who}: the text holds half of a character, which no file can keep")
    return quoted


def _reads_as_other(value: str) -> bool:
    """Whether some YAML reader takes the unquoted text for a number, a date, a boolean or null."""
    return (
        value.lower() in WORDS
        or NUMBER.fullmatch(value.lstrip("0") or "0") is not None
        or value.startswith(("0o", "0x"))
        or RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) != TEXT_TAG
    )
