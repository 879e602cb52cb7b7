"""Declared parameters of elements as fields of a form: words, unit, sort of input, bounds, what it may be."""

import re

import param

from explorer.catalog import load
from explorer.model import Asic, Element, Layout, LinkGroup, Tray
from explorer.model.element import fault

UNITS = {
    "mm": "mm", "w": "W", "kw": "kW", "c": "°C", "k": "K", "db": "dB", "gbps": "Gb/s", "tbps": "Tb/s",
    "m": "m", "cfm": "CFM", "pa": "Pa", "l_per_min": "L/min", "v": "V", "a": "A", "kg": "kg", "gb": "GB",
    "ms": "ms", "ns": "ns", "usd": "$", "usd_per_kwh": "$/kWh", "gco2_per_kwh": "g/kWh",
    "uohm_per_m": "µΩ/m", "uohm": "µΩ", "kw_per_k": "kW/K", "k_per_u": "K/U", "w_per_m2_k": "W/m²K",
    "pj_per_bit": "pJ/bit",
}  # fmt: skip
"""Unit by the end of a field's name."""

WORDS = {
    "t_c": "Temperature",
    "t_limit_c": "Highest temperature",
    "t_max_c": "Hottest part",
    "h_w_per_m2_k": "Film coefficient",
    "u": "Lowest U",
    "pcb_mm": "Board thickness",
    "a": "From",
    "b": "To",
    "a_role": "Chips, from",
    "b_role": "Chips, to",
    "awg": "AWG",
    "pue": "PUE",
    "grid_gco2_per_kwh": "Own grid",
    "step_gb": "Gradients of a step",
    "step_compute_ms": "Compute of a step",
    "energy_usd_per_kwh": "Electricity",
    "link_gbps": "Rate of a link",
    "lane_gbps": "Rate of a lane",
    "fan_headroom_k": "Headroom fans hold",
    "module_w": "Module or engine",
    "host_pj_per_bit": "Host SerDes",
    "fit": "FIT",
}
"""Names of fields whose own says too little."""

NOT_SHOWN = ("id", "parts", "extras")

PLACES = ("x_mm", "y_mm", "u", "rack")
"""Where a thing stands: there is nothing to go back to but undo."""

CATALOG = "the catalog's"


def words_of(field: str) -> tuple[str, str]:
    """What a field is called, and its unit.

    >>> words_of("coolant_l_per_min"), words_of("x_mm"), words_of("n_links"), words_of("u")
    (('Coolant', 'L/min'), ('X', 'mm'), ('Number of links', ''), ('Lowest U', ''))
    """
    ends = sorted(UNITS, key=len, reverse=True)
    end = next((end for end in ends if field.endswith(f"_{end}")), "")
    stem = field.removesuffix(f"_{end}") if end else field
    words = re.sub(r"^n ", "number of ", stem.replace("_", " "))
    return WORDS.get(field, words[:1].upper() + words[1:]), UNITS.get(end, "")


def when_empty(declared: param.Parameter) -> str:
    """What an empty value stands for, by the declaration's own words; '' if it cannot be empty.

    >>> when_empty(Asic.param.h_w_per_m2_k), when_empty(LinkGroup.param.length_m), when_empty(Asic.param.x_mm)
    ('catalog’s', 'from the places', '')
    """
    said = re.search(r"empty: ([^;]+)", declared.doc or "")
    if said:
        return "catalog’s" if said[1] == CATALOG else said[1]
    return "none" if _is_number(declared) and declared.allow_None else ""


def form(layout: Layout, elements: list[Element]) -> list[dict]:
    """One field for each value that all the elements declare, in the order of their declaration."""
    shared = [f for f in elements[0].fields() if all(f in e.fields() for e in elements)]
    return [_field(layout, elements, name) for name in shared if name not in NOT_SHOWN]


def _field(layout: Layout, elements, name: str) -> dict:
    declared = elements[0].param[name]
    label, unit = words_of(name)
    values = [getattr(element, name) for element in elements]
    options = _options(layout, elements, name, declared)
    low, high = (getattr(declared, "bounds", None) or (None, None)) if _is_number(declared) else (None, None)
    mixed = values.count(values[0]) != len(values)
    valid = fault(declared, declared.default) is None
    if options:
        valid = declared.default in [option for option, _ in options]
    return {
        "name": name,
        "label": label,
        "unit": unit,
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
    """What may be chosen, as value and words; a reference is a choice of what is there."""
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
    """A value from the browser as the element declares it.

    Raises
    ------
    ValueError
        If it cannot be that; the message says why.
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
    """A value as a person would say it, with its unit.

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
        return f"{value:.10g} {words_of(name)[1]}".rstrip()
    return str(value)
