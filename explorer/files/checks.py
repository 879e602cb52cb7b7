"""Checks that compare several lines of a layout file: ids, references, technologies, places."""

from explorer.catalog import load
from explorer.catalog.technology import BOUNDS, overridable
from explorer.errors import CatalogError
from explorer.files.faults import Faults
from explorer.files.sections import REFERENCES, SITE
from explorer.files.yaml_tree import line_of
from explorer.model import Element, Layout, TrayDesign
from explorer.model.placement import tray_misplacements
from explorer.model.tray import fan_curve_fault
from explorer.quantities.links import TECHNOLOGY

MAY_BE_EMPTY = {("parts", "links"), ("parts", "host"), ("links", "b")}
"""References that may be empty, which means none."""


def check_ids(rows, faults: Faults) -> None:
    """Report every id that is used twice."""
    first: dict[str, int | None] = {}
    site_is_left_out = SITE.key not in {row.section for row in rows}
    for row in rows:
        id = row.block.get("id")
        if not isinstance(id, str):
            continue
        if id == SITE.key and site_is_left_out:
            faults.add(line_of(row.block, "id"), "the id belongs to the room of every layout", row.who, "id")
        elif id in first:
            faults.add(
                line_of(row.block, "id"), f"the id is used twice, first in line {first[id]}", row.who, "id"
            )
        else:
            first[id] = line_of(row.block, "id")


def check_references(rows, faults: Faults) -> None:
    """Report every reference to an element that does not exist or is of another type than required."""
    known: dict[str, type[Element] | None] = {}
    for row in rows:
        id = row.block.get("id")
        if isinstance(id, str):
            known.setdefault(id, row.element)
    for row in rows:
        for (section, field), wanted in REFERENCES.items():
            target = row.block.get(field) if section == row.section else None
            if isinstance(target, str) and not _leads_to(known, target, wanted, row, field):
                faults.add(
                    line_of(row.block, field),
                    f"there is no {wanted.__name__} '{target}'",
                    row.who,
                    field,
                    target,
                    lambda wanted=wanted: [id for id, element in known.items() if element is wanted],
                )


def _leads_to(known, target, wanted, row, field) -> bool:
    if target == "" and (row.section, field) in MAY_BE_EMPTY:
        return True
    return target in known and known[target] in (wanted, None)


def check_fan_curves(rows, faults: Faults) -> None:
    """Report designs that have only some of the values of a fan curve: all or none are needed."""
    for row in rows:
        missing = fan_curve_fault(row.values) if row.element is TrayDesign else None
        if missing:
            field, problem = missing
            faults.add(line_of(row.block, field if field in row.block else None), problem, row.who, field)


def check_technologies(rows, faults: Faults) -> None:
    """Report technologies that the catalog lacks, and overrides of values that cannot be replaced."""
    naming = [row for row in rows if row.section in ("links", "overrides")]
    if not naming:
        return
    catalog = load()
    for row in naming:
        key = row.block.get("technology")
        if not isinstance(key, str):
            continue
        line = line_of(row.block, "technology")
        if key not in catalog.technologies:
            problem = f"the catalog has no technology '{key}'"
            faults.add(line, problem, row.who, "technology", key, lambda: catalog.technologies)
        elif row.section == "links" and catalog.technology(key).is_light_source:
            faults.add(line, f"'{key}' feeds light and carries no data", row.who, "technology")
        elif row.section == "overrides":
            _check_override(row, faults)
    if not faults.found:
        _check_together(naming, catalog, faults)


def _check_override(row, faults):
    field, value = row.values.get("field"), row.values.get("value")
    if not isinstance(field, str):
        return
    known = overridable()
    if field not in known:
        problem = f"a technology has no value '{field}' that a layout can replace"
        faults.add(line_of(row.block, "field"), problem, row.who, "field", field, lambda: known)
        return
    name = field.partition(".")[0]
    (low, high), unit = BOUNDS[name], TECHNOLOGY[name].unit
    if isinstance(value, (int, float)) and not low <= value <= high:
        problem = f"{value:g} is outside the allowed range {low:g} to {high:g} {unit}"
        faults.add(line_of(row.block, "value"), problem, row.who, "value")


def _check_together(rows, catalog, faults):
    """Report overrides of one technology that repeat a field or contradict each other."""
    by_technology: dict[str, dict] = {}
    for row in (r for r in rows if r.section == "overrides"):
        own = by_technology.setdefault(row.values["technology"], {})
        field = row.values["field"]
        if field in own:
            problem = (
                f"'{field}' of '{row.values['technology']}' is replaced twice, first by {own[field].who}"
            )
            faults.add(line_of(row.block, "field"), problem, row.who, "field")
        own.setdefault(field, row)
    for key, own in by_technology.items():
        try:
            catalog.technology(key).with_values(**{field: row.values["value"] for field, row in own.items()})
        except CatalogError as refused:
            last = list(own.values())[-1]
            faults.add(line_of(last.block, "value"), str(refused), last.who, "value")


def check_places(layout: Layout, rows, faults: Faults) -> None:
    """Report trays that reach beyond their rack or take a position of another tray."""
    wrong = tray_misplacements(layout)
    by_id = {row.who: row for row in rows if row.section == "trays"} if wrong else {}
    for place in wrong:
        faults.add(line_of(by_id[place.element].block, "u"), place.message, place.element, "u")
