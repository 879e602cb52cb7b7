"""Describes declared parameters of elements as form fields: label, unit, input type, bounds, options."""

import re

import param

from explorer.catalog import load
from explorer.model import Asic, Element, Layout, LinkGroup, Tray
from explorer.model.element import fault
from explorer.quantities.elements import declared as figure_of
from explorer.quantities.elements import in_words

NOT_SHOWN = ("id", "parts", "extras")

PLACES = ("x_mm", "y_mm", "u", "rack")
"""Fields of a position: their default is meaningless, so they have no button back to it."""

CATALOG = "the catalog's"


def when_empty(declared: param.Parameter) -> str:
    """Return what an empty value stands for, in the words of its declaration; '' if it cannot be empty.

    >>> when_empty(Asic.param.h_w_per_m2_k), when_empty(LinkGroup.param.length_m), when_empty(Asic.param.x_mm)
    ('catalog’s', 'from the places', '')
    >>> from explorer.model import TrayDesign
    >>> when_empty(TrayDesign.param.fan_headroom_k)
    'always at fan speed'
    """
    said = re.search(r"empty: ([^;]+)", declared.doc or "")
    if said:
        return "catalog’s" if said[1] == CATALOG else in_words(said[1])
    return "none" if _is_number(declared) and declared.allow_None else ""


def form(layout: Layout, elements: list[Element]) -> list[dict]:
    """Return one field for each value that all the elements declare, in the order of declaration."""
    shared = [f for f in elements[0].fields() if all(f in e.fields() for e in elements)]
    return [_field(layout, elements, name) for name in shared if name not in NOT_SHOWN]


def _field(layout: Layout, elements, name: str) -> dict:
    declared = elements[0].param[name]
    figure = figure_of(name)
    values = [getattr(element, name) for element in elements]
    options = _options(layout, elements, name, declared)
    low, high = (getattr(declared, "bounds", None) or (None, None)) if _is_number(declared) else (None, None)
    mixed = values.count(values[0]) != len(values)
    valid = fault(declared, declared.default) is None
    if options:
        valid = declared.default in [option for option, _ in options]
    return {
        "name": name,
        "label": figure.label,
        "unit": figure.unit,
        "sort": _sort(declared, options),
        "value": None if mixed else values[0],
        "mixed": mixed,
        "default": declared.default,
        "returns": valid and name not in PLACES,
        "options": options,
        "low": low,
        "high": high,
        "empty": when_empty(declared),
        "whole": isinstance(declared, param.Integer),
        "doc": declared.doc or "",
    }


def _is_number(declared) -> bool:
    return isinstance(declared, param.Number)


def _sort(declared, options) -> str:
    if options:
        return "choice"
    if isinstance(declared, param.Boolean):
        return "flag"
    return "number" if _is_number(declared) else "text"


def _options(layout: Layout, elements, name: str, declared) -> list[list[str]]:
    """Return the options of a field as [value, text]; for a reference, the elements it may refer to."""
    if isinstance(declared, param.Selector):
        return [[word, str(word).replace("_", " ") or "none"] for word in declared.objects]
    element = elements[0]
    if isinstance(element, LinkGroup) and name == "technology":
        return [[t.key, t.name] for t in load().technologies.values() if not t.is_light_source]
    found = None
    is_end = name in ("a", "b") and isinstance(element, LinkGroup)
    if is_end or (name == "design" and isinstance(element, Tray)):
        found = layout.designs
    elif name == "rack" and isinstance(element, Tray):
        found = layout.racks
    elif name == "links":
        found = layout.links
    elif name == "host":
        found = [part for part in layout.design_of(element.id).parts if isinstance(part, Asic)]
    if found is None:
        return []
    may_be_none = name in ("b", "links", "host")
    return ([["", "none"]] if may_be_none else []) + [[e.id, e.label or e.id] for e in found]


def read_value(element: Element, name: str, said):
    """Convert a value from the browser to the type that the element declares.

    Raises
    ------
    ValueError
        If it is of another type or out of bounds; the message says why.
    """
    declared = element.param[name]
    if said is None and _is_number(declared) and not declared.allow_None:
        raise ValueError("a number is needed")
    if isinstance(declared, param.Integer) and isinstance(said, float) and said.is_integer():
        said = int(said)
    elif _is_number(declared) and not isinstance(declared, param.Integer) and type(said) is int:
        said = float(said)
    problem = fault(declared, said)
    if problem:
        raise ValueError(problem)
    return said


def told(layout: Layout, element: Element, name: str, value) -> str:
    """Return a value as text for a sentence, with its unit.

    >>> told(Layout(), Asic(id="gpu"), "power_w", 1000.0), told(Layout(), Asic(id="gpu"), "locked", True)
    ('1000 W', 'yes')
    """
    declared = element.param[name]
    words = dict(map(tuple, _options(layout, [element], name, declared)))
    if value in words:
        return words[value]
    if value is None or value == "":
        return when_empty(declared) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:.10g} {figure_of(name).unit}".rstrip()
    return str(value)
