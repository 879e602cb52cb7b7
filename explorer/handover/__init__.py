"""What goes to other people and programs: cable lists, bills, NetBox tables, topologies, monitoring.

Everything is written from `Results`, as bytes. `FORMATS` names all of it.
"""

from collections.abc import Callable
from typing import NamedTuple

from explorer.analysis import Results
from explorer.errors import ExplorerError, nearest
from explorer.files.slugs import slug
from explorer.handover import (
    materials,
    netbox_tables,
    optics,
    point_to_point,
    prometheus,
    schedule,
    topology,
)
from explorer.handover.netbox_tables import Words


class Format(NamedTuple):
    """One way to hand a design over."""

    suffix: str
    """Of the file, with its dot"""
    write: Callable[..., bytes]
    """Takes `Results` and, by name, what the format asks for besides"""
    about: str
    """In one line"""


FORMATS: dict[str, Format] = {
    "p2p": Format(".p2p.xlsx", point_to_point.write_xlsx, "NVIDIA point-to-point cable list, XLSX"),
    "p2p-csv": Format(".p2p.csv", point_to_point.write_csv, "NVIDIA point-to-point cable list, CSV"),
    "cables": Format(".cables.xlsx", schedule.write_xlsx, "cable schedule with order lengths, XLSX"),
    "cables-csv": Format(".cables.csv", schedule.write_csv, "cable schedule with order lengths, CSV"),
    "bom": Format(".bom.xlsx", materials.write_xlsx, "bill of materials with watts and cost ranges, XLSX"),
    "bom-csv": Format(".bom.csv", materials.write_csv, "bill of materials with watts and cost ranges, CSV"),
    "netbox-types": Format(".types.yaml", netbox_tables.write_types, "NetBox device types, YAML"),
    "netbox-racks": Format(".racks.csv", netbox_tables.write_racks, "NetBox racks, CSV"),
    "netbox-devices": Format(".devices.csv", netbox_tables.write_devices, "NetBox devices, CSV"),
    "netbox-cables": Format(".netbox-cables.csv", netbox_tables.write_cables, "NetBox cables, CSV"),
    "simai": Format(".simai.topo", topology.write_simai, "topology for SimAI"),
    "astra-sim": Format(".astra.topo", topology.write_astra_sim, "topology for ASTRA-sim's ns-3 backend"),
    "prometheus": Format(".rules.yaml", prometheus.write_rules, "Prometheus rules of all optical lanes"),
    "optics-csv": Format(".optics.csv", optics.write_csv, "expected CMIS values of all optical lanes, CSV"),
}
"""Every format by name."""


def handed_over(results: Results, name: str, **asked) -> bytes:
    """A design in one of `FORMATS`.

    Raises
    ------
    ExplorerError
        If there is no such format; the message names the nearest.
    """
    if name not in FORMATS:
        near = nearest(name, FORMATS) or f"there are {', '.join(FORMATS)}"
        raise ExplorerError(f"no format '{name}'; {near}")
    return FORMATS[name].write(results, **asked)


def file_name(results: Results, name: str) -> str:
    """A name for the file, safe on any disk.

    >>> from types import SimpleNamespace as S
    >>> file_name(S(layout=S(title="../GB200 NVL72")), "bom-csv")
    'gb200_nvl72.bom.csv'
    """
    return slug(results.layout.title, "layout") + FORMATS[name].suffix


__all__ = ["FORMATS", "Format", "Words", "file_name", "handed_over"]
