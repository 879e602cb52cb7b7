"""Turns the rows of NetBox's tables of racks and devices into racks and trays."""

from collections import Counter
from dataclasses import dataclass, field

from explorer.files.netbox.fields import KG, MM, declared_mass
from explorer.files.netbox.preview import Notices, Preview
from explorer.files.netbox.tables import Row, decimal, yes
from explorer.files.slugs import slug, unique
from explorer.model import Rack, Tray, TrayDesign

TALLEST_U = 60


@dataclass
class Mounted:
    """Racks, designs and trays made from the tables, and the devices without a place."""

    racks: dict[str, Rack] = field(default_factory=dict)
    """Racks by NetBox's name"""
    designs: dict[str, TrayDesign] = field(default_factory=dict)
    """Designs by model"""
    trays: dict[str, Tray] = field(default_factory=dict)
    """Trays by NetBox's name of the device"""
    unplaced: list[dict] = field(default_factory=list)
    """Cells of the devices without a place in the layout, unchanged"""
    ids: set = field(default_factory=lambda: {"site"})
    """All ids in use"""
    numbering: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """(first unit, whether units count from the top) by NetBox's name of the rack"""
    _asked: Counter = field(default_factory=Counter)
    """Number of requests by id, so that numbering a thousand equal names does not restart at 2 each time"""

    def id(self, name: str, otherwise: str, within: str = "") -> str:
        """A new unused id for a name."""
        wanted = slug(name, otherwise)
        wanted = f"{within}.{wanted}" if within else wanted
        self._asked[wanted] += 1
        made = unique(wanted, self.ids, max(2, self._asked[wanted]))
        self.ids.add(made)
        return made


def add_racks(mounted: Mounted, rows: list[Row], types: dict[str, Preview], notices: Notices) -> None:
    """Add the racks side by side, in the order of the table."""
    x_mm = 0.0
    for row in rows:
        name = row["name"]
        if not name:
            notices.add("error", "missing_key", row.line, "name", None, "the row is not taken", "a name")
            continue
        if name in mounted.racks:
            notices.add("warning", "doubled_name", row.line, "name", name, "the second rack is not taken")
            continue
        known = types.get(row["rack_type"])
        base = known.element if known and isinstance(known.element, Rack) else None
        if row["rack_type"] and base is None:
            near = notices.near(row["rack_type"], types)
            notices.add(
                "warning",
                "unknown_type",
                row.line,
                "rack_type",
                row["rack_type"],
                "its own columns hold",
                near,
            )
        values = {"width_mm": base.width_mm, "depth_mm": base.depth_mm} if base else {}
        values |= _frame(row, notices)
        height = decimal(row, "u_height", notices, 1, 10_000)
        if height is None:
            height = base.height_u if base else 42
            if base is None:
                notices.add(
                    "warning", "height_assumed", row.line, "u_height", None, "42 U are taken", "1 to 60"
                )
        if height > TALLEST_U or height != int(height):
            done = f"{min(int(height), TALLEST_U)} U are taken"
            notices.add(
                "warning", "out_of_range", row.line, "u_height", row["u_height"], done, "1 to 60, whole"
            )
        first = int(decimal(row, "starting_unit", notices, 1, 1000) or 1)
        mounted.numbering[name] = (first, yes(row, "desc_units"))
        rack = Rack(
            id=mounted.id(name, "rack"),
            label=name,
            height_u=min(int(height), TALLEST_U),
            x_mm=x_mm,
            extras=_kept(row, ("site", "location", "status", "role", "rack_type", "facility_id")),
            **values,
        )
        x_mm += rack.width_mm
        mounted.racks[name] = rack


def _frame(row: Row, notices: Notices) -> dict:
    values = {}
    unit = MM.get(row["outer_unit"].lower(), 1.0)
    for column, key in (("outer_width", "width_mm"), ("outer_depth", "depth_mm")):
        low, high = Rack.param[key].bounds
        size = decimal(row, column, notices, low / unit, high / unit)
        if size is not None:
            values[key] = round(size * unit, 3)
    weight = decimal(row, "weight", notices)
    kg = KG.get(row["weight_unit"].lower())
    if weight is not None and kg:
        values |= declared_mass(Rack, round(weight * kg, 3))
    return values


def add_devices(mounted: Mounted, rows: list[Row], types: dict[str, Preview], notices: Notices) -> None:
    """Mount the devices in their racks. Those without a place are reported and added to `unplaced`."""
    taken: dict[str, dict[int, str]] = {}
    for row in rows:
        name = row["name"] or f"device of line {row.line}"
        if name in mounted.trays:
            notices.add("warning", "doubled_name", row.line, "name", name, "the second device is not mounted")
            mounted.unplaced.append(dict(row.cells))
            continue
        why = _mount(mounted, row, name, types, taken, notices)
        if why:
            mounted.unplaced.append({**row.cells, "why": why})


def _mount(mounted, row: Row, name, types, taken, notices) -> str:
    """Mount one device in its rack; return why it has no place, or '' if it has."""

    def refused(rule, column, why, valid="", severity="warning"):
        notices.add(severity, rule, row.line, column, row[column], f"{name} is not mounted: {why}", valid)
        return why

    rack = mounted.racks.get(row["rack"])
    if rack is None:
        if not row["rack"]:
            return refused("no_rack", "rack", "it stands in no rack", severity="note")
        return refused(
            "unknown_rack", "rack", "there is no such rack", notices.near(row["rack"], mounted.racks)
        )
    design, u_height = _design(mounted, row, types, notices)
    if u_height == 0 or not row["position"]:
        return refused("zero_u", "position", "it takes no position", "a position from 1 on", "note")
    position = decimal(row, "position", notices, 0.5, 1000)
    if position is None:
        return "its position is no number"
    if position != int(position):
        done = f"half positions are not drawn; its lowest unit is {int(position)}"
        notices.add("warning", "half_u", row.line, "position", row["position"], done, "whole positions")
    u = _from_bottom(int(position), design.height_u, rack, *mounted.numbering[row["rack"]])
    top = u + design.height_u - 1
    if u < 1 or top > rack.height_u:
        return refused("outside_rack", "position", f"U{u} to U{top} of {rack.height_u} U")
    units = taken.setdefault(rack.id, {})
    other = next((units[k] for k in range(u, top + 1) if k in units), None)
    if other:
        face = f" ({row['face']})" if row["face"] else ""
        return refused(
            "position_taken", "position", f"U{u} to U{top}{face} is taken by {other}", "a free position"
        )
    units.update(dict.fromkeys(range(u, top + 1), name))
    mounted.trays[name] = Tray(
        id=mounted.id(name, "device", rack.id),
        label=name,
        rack=rack.id,
        design=design.id,
        u=u,
        extras=_kept(row, ("site", "role", "status", "face", "serial", "asset_tag", "tenant")),
    )
    return ""


def _from_bottom(position: int, height_u: int, rack: Rack, first: int, from_top: bool) -> int:
    """Convert NetBox's position, the lowest-numbered unit taken, to the lowest U, from 1 at the bottom.

    >>> rack = Rack(id="r", height_u=42)
    >>> _from_bottom(1, 2, rack, 1, False), _from_bottom(1, 2, rack, 1, True)
    (1, 41)
    """
    nth = position - first + 1
    return rack.height_u - (nth + height_u - 1) + 1 if from_top else nth


def _design(mounted: Mounted, row: Row, types, notices) -> tuple[TrayDesign, float]:
    """The design of a device's type and its height in U; a placeholder if the type is unknown."""
    model = row["device_type"] or "unnamed type"
    known = types.get(model)
    if model in mounted.designs:
        design = mounted.designs[model]
        return design, known.u_height if known and known.u_height is not None else design.height_u
    if known and isinstance(known.element, TrayDesign):
        design = known.element
        if design.id in mounted.ids:
            id = mounted.id(design.id, "type")
            parts = tuple(p.replaced(id=f"{id}{p.id.removeprefix(design.id)}") for p in design.parts)
            design = design.replaced(id=id, parts=parts)
        mounted.ids |= {design.id, *(p.id for p in design.parts)}
        mounted.designs[model] = design
        return design, known.u_height if known.u_height is not None else design.height_u
    height = decimal(row, "u_height", notices, 0, 20)
    height_text = f"of {height:g} U" if height is not None else "of 1 U: no column u_height says more"
    near = notices.near(model, types) if types else "bring in its type file"
    done = f"no type of that name; a placeholder {height_text} stands for it"
    notices.add("warning", "unknown_type", row.line, "device_type", model, done, near)
    u = 1 if height is None else height
    design = TrayDesign(
        id=mounted.id(model, "type"),
        label=model,
        height_u=max(1, int(-(-u // 1))),
        supply="none",
        note="placeholder for a NetBox device type that was not brought in",
        extras={"x_netbox_placeholder": True, "x_netbox_manufacturer": row["manufacturer"]},
    )
    mounted.designs[model] = design
    return design, u


def _kept(row: Row, columns) -> dict:
    return {f"x_netbox_{column}": row[column] for column in columns if row[column]}
