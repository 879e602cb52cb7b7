"""Lenient readers of a type file's values: clear values are taken, and each interpretation is reported."""

import math
from typing import NamedTuple

from explorer.files.netbox.preview import Notices
from explorer.files.yaml_tree import line_of
from explorer.model import Element
from explorer.model.element import fault

KG = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125}
"""One unit in kilograms; pound and ounce are international avoirdupois units, exact by definition."""

MM = {"mm": 1.0, "in": 25.4}

M = {"km": 1000.0, "m": 1.0, "cm": 0.01, "mi": 1609.344, "ft": 0.3048, "in": 0.0254}
"""One unit in meters, for cables."""

YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

LIGHTEST_KG, HEAVIEST_KG = 0.01, 2000.0
"""A weight outside these bounds is taken for a wrong unit (assumption)."""

MOST_LOAD_KG = 20_000.0
"""Upper bound for the load that a rack may carry (assumption)."""


class Within(NamedTuple):
    """A mapping of the file, and the path to it, such as ``interfaces[3]``; empty for the top."""

    block: dict
    where: str = ""

    def name(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def line(self, key: str | None = None) -> int | None:
        return line_of(self.block, key)


def number(within: Within, key: str, notices: Notices, low=0.0, high=math.inf, unit="") -> float | None:
    """A number within bounds; ``None`` if it is missing, or, with a finding, if it is invalid.

    >>> found = Notices("a.yaml")
    >>> number(Within({"weight": "12.5"}), "weight", found), found.found[0].rule
    (12.5, 'quoted_number')
    """
    value = within.block.get(key)
    if value is None:
        return None
    wanted = f"a number, {low:g} {unit}".rstrip() + (
        f" to {high:g} {unit}".rstrip() if high < math.inf else " or more"
    )
    stated = (within.line(key), within.name(key), value)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        _bad(notices, *stated, wanted)
        return None
    if isinstance(value, str):
        try:
            value = float(value.replace("_", "")) if len(value) < 40 else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            _bad(notices, *stated, wanted)
            return None
        notices.add(
            "note", "quoted_number", *stated, f"taken as the number {value:g}", "a number without quotes"
        )
    if not low <= value <= high:
        notices.add("warning", "out_of_range", *stated, "not taken", wanted)
        return None
    try:
        return float(value)
    except OverflowError:
        _bad(notices, *stated, wanted)
        return None


def flag(within: Within, key: str, notices: Notices) -> bool | None:
    """A boolean; ``None`` if it is missing, or, with a finding, if it is invalid."""
    value = within.block.get(key)
    if value is None or isinstance(value, bool):
        return value
    stated = (within.line(key), within.name(key), value)
    word = str(value).lower() if isinstance(value, (str, int)) else ""
    if word in YES + NO:
        notices.add(
            "note", "word_for_boolean", *stated, f"taken as {str(word in YES).lower()}", "true or false"
        )
        return word in YES
    _bad(notices, *stated, "true or false")
    return None


def text(within: Within, key: str, notices: Notices, longest: int = 200) -> str:
    """A text; a number is taken as text. Empty if it is missing, or, with a finding, if it is invalid."""
    value = within.block.get(key)
    if value is None:
        return ""
    stated = (within.line(key), within.name(key), value)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        _bad(notices, *stated, "text")
        return ""
    if len(str(value)) > longest:
        notices.add("warning", "too_long", *stated, "kept whole", f"NetBox takes {longest} characters")
    return str(value)


def word(within: Within, key: str, known, notices: Notices) -> str:
    """One of the `known` words, or empty; any other is reported with the nearest valid word."""
    value = within.block.get(key)
    if value is None or value == "":
        return ""
    if isinstance(value, str) and value in known:
        return value
    near = notices.near(value, known)
    few = f"one of {', '.join(map(str, known))}" if len(known) <= 12 else ""
    notices.add(
        "warning", "unknown_word", within.line(key), within.name(key), value, "not taken", near or few
    )
    return ""


def mass_kg(within: Within, notices: Notices, key: str = "weight") -> float | None:
    """A weight converted to kilograms; ``None`` if it is missing, or, with a finding, if it is invalid.

    >>> mass_kg(Within({"weight": 105.0, "weight_unit": "lb"}), Notices("a.yaml"))
    47.627
    """
    weight = number(within, key, notices)
    if weight is None:
        return None
    unit = word(within, "weight_unit", KG, notices)
    stated = (within.line(key), within.name(key), f"{weight:g} {within.block.get('weight_unit', '')}".strip())
    if not unit:
        notices.add("warning", "no_weight_unit", *stated, "not taken", "weight_unit: kg, g, lb or oz")
        return None
    kg = round(weight * KG[unit], 3)
    most = HEAVIEST_KG if key == "weight" else MOST_LOAD_KG
    if not LIGHTEST_KG <= kg <= most:
        done = f"{kg:g} kg cannot be its mass, not taken"
        notices.add("warning", "absurd_weight", *stated, done, f"{LIGHTEST_KG:g} to {most:g} kg")
        return None
    if unit != "kg":
        notices.add("note", "unit_converted", *stated, f"taken as {kg:g} kg")
    return kg


def declared_mass(element: type[Element], kg: float | None) -> dict[str, float]:
    """`mass_kg` as a value for an element; empty if it is unknown, not declared there, or out of bounds."""
    declared = element.param.objects("existing").get("mass_kg")
    return {"mass_kg": kg} if declared is not None and kg is not None and not fault(declared, kg) else {}


def _bad(notices, line, where, value, wanted):
    notices.add("warning", "bad_value", line, where, value, "not taken", wanted)
