"""Finds tables that say again what `explorer.quantities` says: names, units, digits or senses of figures.

In Python a literal is such a table if it

- gives a figure's key a name, a unit, a format, digits, a sense, or `min` and `max`, by itself or in a call;
- is a row that begins with a figure's key and goes on with one of these;
- has the head of a figure's column for a key;
- is keyed by units, or has nothing but units;
- is a set of keys or units, or a row of all keys of one of the tables;
- has a figure's name beside its unit, in a row or as arguments of a call.

In a script it is an object that gives a key that ends with a unit a name or a unit, a figure's name beside a
number with its unit, or a question what a unit is.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from explorer.model import PART_KINDS, LinkGroup, Rack, Site, Tray, TrayDesign
from explorer.quantities import elements, links, maps, power, totals, trays
from explorer.quantities.figure import in_a_sentence
from explorer.units import UNITS, unit_of

HOME = ("quantities", "units.py", "numbers.js", "solvers", "verify")
"""Where figures and units are declared; `numbers.js` is the browser's twin of the formatter, held by a test.
Solvers and cases name arguments and columns of their own, which the page does not show."""

TABLES = (
    totals.TOTALS, trays.PART, trays.TRAY, links.LINK, links.BIT, links.TECHNOLOGY, links.LANE, power.STAGE,
    power.NODE, power.FAILURE, power.COOLING, power.FABRIC, maps.MAPS, elements.DECLARED,
)  # fmt: skip
CLOSED = (trays.METRICS, maps.MAPS, maps.LAYERS, trays.FACES, totals.TOTALS)
"""Tables whose keys are choices: nobody lists all of them again."""

FIGURES = [figure for table in TABLES for figure in table.values()]
KEYS = {key for table in (*TABLES, *CLOSED) for key in table if len(key) > 1}
HEADS = {figure.head for figure in FIGURES} - {figure.label for figure in FIGURES}
SAID = {in_a_sentence(word) for figure in FIGURES for word in (figure.label, figure.short)} - KEYS
UNIT = {figure.unit for figure in FIGURES if len(figure.unit) > 1} | set(UNITS.values())
FIELDS = {
    name for kind in (*PART_KINDS.values(), LinkGroup, Rack, Site, Tray, TrayDesign) for name in kind.fields()
}
PAIRS = {(each.label, each.unit) for each in [*FIGURES, *map(elements.declared, FIELDS)] if each.unit}

LONGEST = 40
"""Characters of a name; a sentence is none"""

FORMAT = re.compile(r"\{?:?[,+]*\.\d[efg%]\}?( %)?")


def second_tables(root: Path) -> list[str]:
    """Every such place below a folder, as `file:line: what`."""
    files = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".js"))
    own = [path for path in files if not set(HOME) & {*path.relative_to(root).parts}]
    return [
        f"{path.relative_to(root)}:{line}: {what}"
        for path in own
        for line, what in (in_python if path.suffix == ".py" else in_script)(path.read_text(encoding="utf-8"))
    ]


# -- Python ------------------------------------------------------------------------------------------


def in_python(text: str) -> Iterator[tuple[int, str]]:
    """Lines and what is wrong there."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Dict):
            yield from _of_dict(node)
        elif isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            yield from _of_row(node)
            yield from _of_pair(node.lineno, node.elts)
        elif isinstance(node, ast.Call):
            yield from _of_pair(node.lineno, [*node.args, *(word.value for word in node.keywords)])


def _of_dict(node: ast.Dict):
    pairs = list(zip(map(_text, node.keys), node.values, strict=True))
    named = [key for key, value in pairs if _is_figure(key) and (_says(value) or _text(value) in SAID)]
    digits = [key for key, value in pairs if _is_figure(key) and _is_digit(value)]
    if named or _many(digits):
        yield node.lineno, f"says what {', '.join([*named, *digits][:4])} is called, or how it is written"
    if _many(key for key, _ in pairs if key in HEADS):
        yield node.lineno, "has heads of figures for keys"
    if _many(key for key, _ in pairs if key in UNIT) or _many(v for _, v in pairs if _text(v) in UNIT):
        yield node.lineno, "is a table of units"


def _of_row(node):
    texts = [_text(each) for each in node.elts]
    if texts and _is_figure(texts[0]) and any(map(_says, node.elts[1:])):
        yield node.lineno, f"says what {texts[0]} is called, or how it is written"
    if isinstance(node, ast.Set) and _many(text for text in texts if text in UNIT or text in KEYS):
        yield node.lineno, "marks out some figures or units"
    if any(set(texts) == set(table) for table in CLOSED):
        yield node.lineno, "lists all choices again"


def _of_pair(line: int, values: list[ast.expr]):
    texts = {text for text in map(_text, values) if text}
    for label, unit in PAIRS:
        if label in texts and unit in texts:
            yield line, f"gives “{label}” the unit {unit}"


def _is_digit(value: ast.expr) -> bool:
    if isinstance(value, ast.UnaryOp):
        return _is_digit(value.operand)
    return isinstance(value, ast.Constant) and type(value.value) is int and value.value < 10


def _is_figure(key: str | None) -> bool:
    return key is not None and (key in KEYS or bool(unit_of(key)))


def _says(value: ast.expr) -> bool:
    """Whether an expression holds a name, a unit, a format, digits or a sense."""
    if isinstance(value, ast.Name):
        return value.id in ("min", "max")
    if isinstance(value, (ast.Tuple, ast.List)):
        return any(map(_names, value.elts))
    if isinstance(value, ast.Call):
        is_record = isinstance(value.func, ast.Name) and value.func.id[:1].isupper()
        return is_record and any(map(_names, [*value.args, *(word.value for word in value.keywords)]))
    return _names(value)


def _names(value: ast.expr) -> bool:
    """A name begins with a capital or has several words, and no digits; a key has neither."""
    text = _text(value)
    if not text or len(text) > LONGEST:
        return False
    is_name = (text[0].isupper() or " " in text) and not re.search(r"\d", text)
    return is_name or text in UNIT or bool(FORMAT.fullmatch(text))


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _many(found) -> bool:
    return len(list(found)) > 1


# -- scripts -----------------------------------------------------------------------------------------

LABELS = sorted({figure.label for figure in FIGURES} | {figure.short for figure in FIGURES if figure.short})
ONE_OF_UNITS = "|".join(sorted(map(re.escape, UNIT), key=len, reverse=True))
NAMED = re.compile(r"""["']?\b(\w+)["']?:\s*(?:\[\s*)?["']([^"'`]+)["']""")
ONE_OF_LABELS = "|".join(map(re.escape, LABELS))
BESIDE = re.compile(rf"""\["({ONE_OF_LABELS})",\s*[^\]]*(?:\s|u202f)(?:{ONE_OF_UNITS})["'`]""")
ASKED = re.compile(rf"""\bunit\w*\s*===?\s*["'](?:{ONE_OF_UNITS})["']""")


def in_script(text: str) -> Iterator[tuple[int, str]]:
    """Lines and what is wrong there."""
    for number, line in enumerate(text.splitlines(), 1):
        code = line.partition("//")[0]
        for key, said in NAMED.findall(code):
            if unit_of(key) and (said in UNIT or said[:1].isupper()):
                yield number, f"says what {key} is called, or its unit"
        for label in BESIDE.findall(code):
            yield number, f"writes “{label}” and its unit itself"
        if ASKED.search(code):
            yield number, "asks what a unit is"
