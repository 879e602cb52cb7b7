"""Turns a NetBox module type into parts for a board: a supply, or cages."""

from explorer.files.netbox import components, consistency, ports, power
from explorer.files.netbox.fields import Within, mass_kg, text
from explorer.files.netbox.preview import Notices, Preview
from explorer.files.netbox.vocabulary import MODULE_KEYS
from explorer.files.slugs import slug
from explorer.files.yaml_tree import Block
from explorer.model import Load, TrayDesign


def parts_of(data: Block, raw: str, fixes, notices: Notices) -> Preview:
    """The parts that a module type describes; a module has no board."""
    top = Within(data)
    unknown = components.unknown_keys(data, MODULE_KEYS, notices)
    components.check(data, notices)
    consistency.check_lists(data, notices)
    maker, model = text(top, "manufacturer", notices, 100), text(top, "model", notices, 100)
    for key in ("manufacturer", "model"):
        if data.get(key) in (None, ""):
            notices.add("warning", "missing_key", None, key, None, "is missing, taken without", "a value")
    mass = mass_kg(top, notices)
    id = slug(f"{maker} {model}", "module")
    kept = {"x_netbox_yaml": raw}
    if fixes:
        kept["x_netbox_fixes"] = [fix._asdict() for fix in fixes]
    drawn = None
    parts = []
    if "power-ports" in data:
        drawn = power.draw(data, None, notices)
        if drawn.draw_w:
            done = f"{drawn.draw_w:,.0f} W is the most it takes from its feed; its losses are not known, 0 W"
            place = (top.line("power-ports"), "power-ports", None)
            notices.add("note", "supply_module", *place, done, "efficiency_curve of the tray it supplies")
        parts.append(Load(id=id, label=model, role="psu", width_mm=74.0, depth_mm=185.0, extras=kept))
    sockets = ports.sockets(components.interfaces(data, notices), notices)
    if sockets:
        parts += ports.cages(TrayDesign(id=id, label=model), sockets, notices)
    if not parts:
        done = "neither power ports nor ports for modules; nothing is drawn"
        notices.add("note", "nothing_to_draw", None, "interfaces", None, done)
    return Preview(
        "module-type", notices.file, maker, model, notices.listed(), None, tuple(parts), mass, None,
        drawn and drawn.draw_w, unknown,
    )  # fmt: skip
