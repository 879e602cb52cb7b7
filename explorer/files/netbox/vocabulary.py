"""The vocabulary of NetBox's type files: keys, and interface types with their meaning for a board.

Keys and words are those of the schema of netbox-community/devicetype-library (`schema/devicetype.json`,
`moduletype.json`, `racktype.json`, `components.json`, `generated_schema.json`) and, for interfaces, also of
NetBox 4 (`netbox/dcim/choices.py`).
"""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

COMPONENTS = {
    "console-ports": ("name", "label", "type", "description", "_is_power_source"),
    "console-server-ports": ("name", "label", "type", "description"),
    "power-ports": ("name", "label", "type", "maximum_draw", "allocated_draw", "description"),
    "power-outlets": ("name", "label", "type", "power_port", "feed_leg", "description", "color"),
    "interfaces": (
        "name", "label", "type", "enabled", "mgmt_only", "description", "bridge", "poe_mode", "poe_type",
        "rf_role",
    ),
    "front-ports": (
        "name", "label", "type", "color", "positions", "rear_port", "rear_port_position", "description",
    ),
    "rear-ports": ("name", "label", "type", "color", "positions", "description", "_is_power_source"),
    "module-bays": ("name", "label", "position", "description", "enabled"),
    "device-bays": ("name", "label", "description", "enabled"),
    "inventory-items": ("name", "label", "manufacturer", "part_id", "description"),
}  # fmt: skip

REQUIRED = {
    "module-bays": ("name", "position"),
    "device-bays": ("name",),
    "inventory-items": ("name",),
}
"""Required keys of a component; those of all other components are name and type."""

DEVICE_KEYS = (
    "manufacturer", "model", "slug", "part_number", "u_height", "is_full_depth", "airflow", "weight",
    "weight_unit", "front_image", "rear_image", "subdevice_role", "is_powered", "description", "comments",
    "default_platform", "exclude_from_utilization", *COMPONENTS,
)  # fmt: skip

MODULE_KEYS = (
    "manufacturer", "model", "part_number", "weight", "weight_unit", "airflow", "description", "comments",
    "profile", "attributes", *COMPONENTS,
)  # fmt: skip

RACK_KEYS = (
    "manufacturer", "model", "slug", "description", "form_factor", "width", "u_height", "outer_width",
    "outer_height", "outer_depth", "outer_unit", "weight", "max_weight", "weight_unit", "mounting_depth",
    "starting_unit", "desc_units", "comments",
)  # fmt: skip

AIRFLOWS = (
    "front-to-rear", "rear-to-front", "left-to-right", "right-to-left", "side-to-rear", "rear-to-side",
    "bottom-to-top", "top-to-bottom", "passive", "mixed",
)  # fmt: skip

FORM_FACTORS = (
    "2-post-frame", "4-post-frame", "4-post-cabinet", "wall-frame", "wall-frame-vertical", "wall-cabinet",
    "wall-cabinet-vertical",
)  # fmt: skip

CAGES_MM = {
    "osfp": (22.58, 100.4),
    "osfp-rhs": (22.58, 100.4),
    "qsfp": (18.35, 78.3),
    "sfp": (13.4, 56.5),
    "cfp": (82.0, 145.0),
}
"""Width and depth of a module: OSFP and QSFP as in the catalog, SFP by INF-8074i, CFP by the CFP MSA."""

INFINIBAND_GBPS = {
    "sdr": 10.0, "ddr": 20.0, "qdr": 40.0, "fdr10": 40.0, "fdr": 56.0, "edr": 100.0, "hdr": 200.0,
    "ndr": 400.0, "xdr": 800.0,
}  # fmt: skip
"""Rate of a port with four lanes."""

NO_CAGE = ("t", "k", "cx")
"""Beginnings after the rate in types for copper wire or a backplane, such as 1000base-t, 100gbase-kr4."""

CERTAIN = {
    "800gbase-dr8": "dsp_800_dr8",
    "800gbase-sr8": "dsp_800_sr8",
    "400gbase-dr4": "dsp_400_dr4",
}
"""Technology by interface type, for the only types that name one technology of the catalog."""

RATE = re.compile(r"(\d+(?:\.\d+)?)([gt]?)base-")
FIBER_CHANNEL = re.compile(r"(\d+)gfc-")


class PortType(NamedTuple):
    """Meaning of an interface type for the port."""

    gbps: float | None
    """Rate, each way; ``None`` if the type does not say"""
    cage: str
    """Key of `CAGES_MM`; empty for a port that takes no module"""
    assumed: bool
    """Whether the cage is a guess, as the type names a rate or a fiber but no form"""
    technology: str
    """Key in the catalog, if the type allows only one"""


@cache
def interface_types() -> tuple[str, ...]:
    """All interface types of NetBox."""
    table = files("explorer.files.netbox").joinpath("interface_types.csv").read_text(encoding="utf-8")
    return tuple(row["type"] for row in csv.DictReader(table.splitlines()))


@cache
def port_type(word: str) -> PortType:
    """Rate, cage and technology of an interface type.

    >>> port_type("800gbase-x-osfp")
    PortType(gbps=800.0, cage='osfp', assumed=False, technology='')
    >>> port_type("infiniband-xdr").gbps, port_type("1000base-t").cage
    (800.0, '')
    """
    rate = RATE.match(word)
    if word.startswith("infiniband-"):
        gbps = INFINIBAND_GBPS.get(word.partition("-")[2])
        return PortType(gbps, "osfp" if (gbps or 0) >= 400 else "qsfp", True, "")
    if FIBER_CHANNEL.match(word):
        gbps = float(FIBER_CHANNEL.match(word)[1])
        return PortType(gbps, _form(word.rpartition("-")[2]) or "sfp", False, "")
    if rate is None:
        return PortType(None, "", False, "")
    scale = {"g": 1.0, "t": 1000.0, "": 0.001}[rate[2]]
    gbps = float(rate[1]) * scale
    rest = word[rate.end() :]
    if rest.startswith("x-"):
        return PortType(gbps, _form(rest[2:]), False, "")
    if rest.startswith(NO_CAGE):
        return PortType(gbps, "", False, "")
    # The type names a medium such as dr8 or sr4: a module of some form, which the rate suggests.
    cage = "osfp" if gbps >= 400 else "qsfp" if gbps >= 40 else "sfp"
    return PortType(gbps, cage, True, CERTAIN.get(word, ""))


def _form(word: str) -> str:
    for form in ("osfp-rhs", "osfp", "qsfp", "sfp", "cfp"):
        if form in word:
            return form
    return {"cdfp": "qsfp", "dsfp": "sfp", "gbic": "sfp"}.get(word, "cfp" if word else "")
