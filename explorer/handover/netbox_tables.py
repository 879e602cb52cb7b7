"""Tables of racks, devices and cables for NetBox's import forms, and the types of the devices.

Columns are those of NetBox's `netbox/dcim/forms/bulk_import.py`. Values that NetBox needs and a layout does
not contain, such as site, role and status, are parameters. Import types first, then racks, devices, cables.
Cables that leave the layout are left out, since NetBox needs both ends; `left_out` counts them.
"""

from collections.abc import Iterable
from typing import NamedTuple

import yaml

from explorer.analysis import Results
from explorer.analysis.links.electrical import is_passive
from explorer.errors import LayoutError
from explorer.files.netbox import type_text
from explorer.files.netbox.vocabulary import interface_types
from explorer.files.slugs import slug
from explorer.handover.cables import Cable, cables, device_names
from explorer.handover.sheets import Table, csv_bytes
from explorer.model import TrayDesign

RACK_COLUMNS = (
    "site", "name", "status", "width", "u_height", "desc_units", "outer_width", "outer_depth", "outer_unit",
    "description",
)  # fmt: skip
DEVICE_COLUMNS = (
    "name", "role", "manufacturer", "device_type", "status", "site", "rack", "position", "face",
    "description",
)  # fmt: skip
CABLE_COLUMNS = (
    "side_a_site", "side_a_device", "side_a_type", "side_a_name",
    "side_b_site", "side_b_device", "side_b_type", "side_b_name",
    "type", "status", "label", "length", "length_unit",
)  # fmt: skip


class Words(NamedTuple):
    """Values that NetBox needs and a layout does not contain."""

    site: str = "Site 1"
    status: str = "planned"
    manufacturer: str = "Generic"
    rack_width_in: int = 19
    face: str = "front"
    role: str = ""
    """Role of every device; empty: the kind of its design"""


PLAIN = Words()


def racks(results: Results, words: Words = PLAIN) -> Table:
    """The racks, one row each; positions are counted from 1 at the bottom."""
    rows = [
        (words.site, r.label or r.id, words.status, words.rack_width_in, r.height_u, "false",
         round(r.width_mm), round(r.depth_mm), "mm",
         "" if r.pitch == "U" else f"positions of {r.pitch} ({r.pitch_mm:g} mm)")
        for r in results.layout.racks
    ]  # fmt: skip
    return Table("racks", RACK_COLUMNS, rows)


def devices(results: Results, words: Words = PLAIN) -> Table:
    """The trays, one row each; the position is the lowest unit that a tray takes."""
    layout = results.layout
    names = device_names(layout)
    rows = []
    for tray in layout.trays:
        design, rack = layout.element(tray.design), layout.element(tray.rack)
        maker, model = identity(design, words)
        role = words.role or design.kind.replace("_", " ").capitalize()
        rows.append(
            (
                names[tray.id],
                role,
                maker,
                model,
                words.status,
                words.site,
                rack.label or rack.id,
                tray.u,
                words.face,
                "",
            )
        )
    return Table("devices", DEVICE_COLUMNS, rows)


def cable_table(results: Results, words: Words = PLAIN) -> Table:
    """The cables with both ends in the layout, one row each."""
    rows = [
        (words.site, c.a.device, "dcim.interface", c.a.port,
         words.site, c.b.device, "dcim.interface", c.b.port,
         _cable_type(c), words.status, c.id, round(c.length_m, 2), "m")
        for c in cables(results)
        if c.b.tray is not None
    ]  # fmt: skip
    return Table("cables", CABLE_COLUMNS, rows)


def left_out(results: Results) -> int:
    """Number of cables that `cable_table` leaves out."""
    return sum(c.b.tray is None for c in cables(results))


def _cable_type(cable: Cable) -> str:
    tech = cable.state.technology
    if "twinax" in tech.medium:
        return "dac-passive" if is_passive(tech) else "dac-active"
    if "AOC" in tech.name:
        return "aoc"
    return {"SMF": "smf", "MMF": "mmf"}.get(tech.medium, "")


def identity(design: TrayDesign, words: Words = PLAIN) -> tuple[str, str]:
    """Manufacturer and model of a design: from the type file it was made from, else from its label."""
    raw = design.extras.get("x_netbox_yaml")
    if isinstance(raw, str):
        from explorer.files.netbox import preview_type

        known = preview_type(raw)
        return known.manufacturer or words.manufacturer, known.model or design.label or design.id
    maker = design.extras.get("x_netbox_manufacturer")
    return (maker if isinstance(maker, str) and maker else words.manufacturer), design.label or design.id


def types(results: Results, words: Words = PLAIN) -> str:
    """The type files of all mounted designs, one YAML document each, with the user's fixes applied."""
    layout = results.layout
    listed = cables(results)
    documents = []
    for design in layout.designs:
        if not layout.trays_of(design.id):
            continue
        try:
            text = type_text(design)
        except LayoutError:
            text = yaml.safe_dump(_type(design, listed, words), sort_keys=False, allow_unicode=True)
        documents.append(text.removeprefix("---\n").rstrip("\n"))
    return "".join(f"---\n{document}\n" for document in documents)


def _type(design: TrayDesign, listed: Iterable[Cable], words: Words) -> dict:
    """A device type with the ports that the cables use."""
    maker, model = identity(design, words)
    ports: dict[str, str] = {}
    for cable in listed:
        for end in (cable.a, cable.b):
            if end.tray is not None and end.tray.design == design.id:
                ports.setdefault(end.port, _interface_type(cable))
    record = {
        "manufacturer": maker,
        "model": model,
        "slug": slug(f"{maker} {model}").replace("_", "-"),
        "u_height": design.height_u,
        "is_full_depth": True,
        "airflow": "front-to-rear",
    }
    if design.supply != "ac":
        record["is_powered"] = False
    elif design.supplies:
        each = design.rating_kw * 1000.0 / design.supplies
        supply = {"type": "iec-60320-c20", **({"maximum_draw": round(each)} if each >= 1 else {})}
        record["power-ports"] = [{"name": f"PSU{i + 1}", **supply} for i in range(design.supplies)]
    if ports:
        record["interfaces"] = [{"name": name, "type": kind} for name, kind in ports.items()]
    return record


def _interface_type(cable: Cable) -> str:
    tech, gbps = cable.state.technology, cable.state.link.link_gbps
    form = {"osfp": "osfp", "osfp-rhs": "osfp-rhs", "qsfp112": "qsfp112"}.get(tech.form, "")
    word = f"{gbps:g}gbase-x-{form}"
    return word if word in interface_types() else "other"


def write_racks(results: Results, words: Words = PLAIN) -> bytes:
    """`racks` as CSV."""
    return csv_bytes(racks(results, words), bom=False)


def write_devices(results: Results, words: Words = PLAIN) -> bytes:
    """`devices` as CSV."""
    return csv_bytes(devices(results, words), bom=False)


def write_cables(results: Results, words: Words = PLAIN) -> bytes:
    """`cable_table` as CSV."""
    return csv_bytes(cable_table(results, words), bom=False)


def write_types(results: Results, words: Words = PLAIN) -> bytes:
    """`types` as YAML."""
    return types(results, words).encode()
