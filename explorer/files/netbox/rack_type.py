"""Turns a NetBox rack type into a rack."""

import re

from explorer.files.netbox import components
from explorer.files.netbox.fields import MM, Within, declared_mass, flag, mass_kg, number, text, word
from explorer.files.netbox.preview import Notices, Preview
from explorer.files.netbox.vocabulary import FORM_FACTORS, RACK_KEYS
from explorer.files.slugs import slug
from explorer.files.yaml_tree import Block
from explorer.model import Rack

WIDTH_MM, DEPTH_MM = (300.0, 1500.0), (300.0, 2000.0)

LEAST_MOUNTING = 0.4
"""Least mounting depth as a share of the frame's depth; less is taken for an error (assumption)."""

DIMENSIONS = re.compile(r"\d{3,4}\s?(mm)?\s?[HWD]\s?x\s?\d{3,4}\s?(mm)?\s?[HWD][^,;.\n]{0,20}")


def rack_of(data: Block, raw: str, fixes, notices: Notices) -> Preview:
    """The rack that a rack type describes."""
    top = Within(data)
    unknown = components.unknown_keys(data, RACK_KEYS, notices)
    maker, model = text(top, "manufacturer", notices), text(top, "model", notices)
    for key in ("manufacturer", "model", "slug", "form_factor", "width", "u_height", "starting_unit"):
        if data.get(key) in (None, ""):
            notices.add("warning", "missing_key", None, key, None, "is missing, taken without", "a value")
    id = slug(text(top, "slug", notices) or f"{maker} {model}", "rack")
    word(top, "form_factor", FORM_FACTORS, notices)
    number(top, "width", notices, 10, 23, "in")
    values = {"id": id, "label": model or maker, "height_u": _height_u(top, notices)}
    scale = MM[word(top, "outer_unit", MM, notices) or "mm"]
    for key, field, bounds in (("outer_width", "width_mm", WIDTH_MM), ("outer_depth", "depth_mm", DEPTH_MM)):
        if data.get(key) is not None and "outer_unit" not in data:
            notices.add(
                "warning",
                "no_outer_unit",
                top.line(key),
                key,
                data[key],
                "taken as mm",
                "outer_unit: mm or in",
            )
        size = number(top, key, notices)
        if size is None:
            default = Rack.param[field].default
            hint = DIMENSIONS.search(str(data.get("description", ""))[:400])
            valid = f"its description says {hint[0].strip()}" if hint else ""
            notices.add(
                "warning", "size_assumed", top.line(key), key, None, f"{default:g} mm are taken", valid
            )
        elif not bounds[0] <= size * scale <= bounds[1]:
            stated = (top.line(key), key, f"{size:g}")
            notices.add("warning", "out_of_range", *stated, "not taken", f"{bounds[0]:g} to {bounds[1]:g} mm")
        else:
            values[field] = round(size * scale, 3)
            if scale != 1.0:
                notices.add(
                    "note", "unit_converted", top.line(key), key, f"{size:g} in", f"{values[field]:g} mm"
                )
    number(top, "outer_height", notices)
    _mounting(top, values.get("depth_mm"), notices)
    _numbering(top, notices)
    mass = mass_kg(top, notices)
    most = mass_kg(top, notices, "max_weight") if data.get("max_weight") is not None else None
    values["extras"] = {"x_netbox_yaml": raw}
    if mass is not None:
        values["extras"]["x_netbox_weight"] = {"mass_kg": mass, "max_kg": most}
        values |= declared_mass(Rack, mass)
    if fixes:
        values["extras"]["x_netbox_fixes"] = [fix._asdict() for fix in fixes]
    known = f"NetBox rack type {maker} {model}".strip()
    values["note"] = "; ".join([known, *(f"{f.field} = {f.value} [{f.source}]" for f in fixes)])
    rack = Rack(**values)
    return Preview(
        "rack-type",
        notices.file,
        maker,
        model,
        notices.listed(),
        rack,
        (),
        mass,
        float(rack.height_u),
        None,
        unknown,
    )


def _height_u(top: Within, notices: Notices) -> int:
    height = number(top, "u_height", notices, 1, 60, "U")
    if height is None:
        notices.add(
            "warning", "height_assumed", top.line("u_height"), "u_height", None, "42 U are taken", "1 to 60 U"
        )
        return 42
    if height != int(height):
        notices.add(
            "warning", "half_u", top.line("u_height"), "u_height", height, f"taken as {int(height)} U"
        )
    return int(height)


def _mounting(top: Within, depth_mm: float | None, notices: Notices) -> None:
    mounting = number(top, "mounting_depth", notices)
    if mounting is None or not depth_mm:
        return
    stated = (top.line("mounting_depth"), "mounting_depth", f"{mounting:g}")
    if not LEAST_MOUNTING * depth_mm <= mounting <= depth_mm:
        done = f"rails {mounting:g} mm apart in a frame {depth_mm:g} mm deep; kept, not used"
        valid = f"{LEAST_MOUNTING * depth_mm:.0f} to {depth_mm:g} mm"
        notices.add("warning", "mounting_depth", *stated, done, valid)


def _numbering(top: Within, notices: Notices) -> None:
    first = number(top, "starting_unit", notices, 1, 100)
    if first not in (None, 1.0):
        done = "positions are counted from 1 here; devices are moved along with the tables"
        notices.add("note", "starting_unit", top.line("starting_unit"), "starting_unit", f"{first:g}", done)
    if flag(top, "desc_units", notices):
        done = "positions are counted from the bottom here; devices are turned over with the tables"
        notices.add("note", "desc_units", top.line("desc_units"), "desc_units", True, done)
