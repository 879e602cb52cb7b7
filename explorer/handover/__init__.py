"""Exports for other people and programs: cable lists, bills, NetBox tables, topologies, monitoring rules.

Each is written from `Results`, as bytes. `FORMATS` lists them all.
"""

from collections.abc import Callable
from typing import NamedTuple

from explorer.analysis import Results
from explorer.errors import ExplorerError, choices
from explorer.files.slugs import file_stem
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
    """One export format."""

    suffix: str
    """End of the file name, with its dot"""
    write: Callable[..., bytes]
    """Writer that takes `Results` and the format's options by name"""
    about: str
    """Description in one line"""
    serves: str = ""
    """Purpose in one line"""

    @property
    def kind(self) -> str:
        """Kind of file as people name it, such as XLSX or CSV.

        >>> Format(".bom.xlsx", bytes, "bill of materials, XLSX").kind
        'XLSX'
        """
        return self.suffix.rpartition(".")[2].upper()

    @property
    def called(self) -> str:
        """Description within a sentence, without the kind of file.

        >>> Format(".bom.xlsx", bytes, "bill of materials, XLSX").called
        'bill of materials'
        """
        return self.about.removesuffix(f", {self.kind}")


_P2P = "For installers: rack, U, node and port at both ends of every cable"
_CABLES = "For ordering and labeling: route, slack and order length of every cable"
_BOM = "For purchasing: counts, length bins, watts and dollars from low to high"


FORMATS: dict[str, Format] = {
    "p2p": Format(".p2p.xlsx", point_to_point.write_xlsx, "NVIDIA point-to-point cable list, XLSX", _P2P),
    "p2p-csv": Format(".p2p.csv", point_to_point.write_csv, "NVIDIA point-to-point cable list, CSV", _P2P),
    "cables": Format(".cables.xlsx", schedule.write_xlsx, "cable schedule with order lengths, XLSX", _CABLES),
    "cables-csv": Format(
        ".cables.csv", schedule.write_csv, "cable schedule with order lengths, CSV", _CABLES
    ),
    "bom": Format(
        ".bom.xlsx", materials.write_xlsx, "bill of materials with watts and cost ranges, XLSX", _BOM
    ),
    "bom-csv": Format(
        ".bom.csv", materials.write_csv, "bill of materials with watts and cost ranges, CSV", _BOM
    ),
    "netbox-types": Format(
        ".types.yaml",
        netbox_tables.write_types,
        "NetBox device types, YAML",
        "For NetBox, first of four: what the trays are",
    ),
    "netbox-racks": Format(
        ".racks.csv",
        netbox_tables.write_racks,
        "NetBox racks, CSV",
        "For NetBox, second: where the trays stand",
    ),
    "netbox-devices": Format(
        ".devices.csv",
        netbox_tables.write_devices,
        "NetBox devices, CSV",
        "For NetBox, third: every tray at its U",
    ),
    "netbox-cables": Format(
        ".netbox-cables.csv",
        netbox_tables.write_cables,
        "NetBox cables, CSV",
        "For NetBox, last: every cable between two ports",
    ),
    "simai": Format(
        ".simai.topo",
        topology.write_simai,
        "topology for SimAI",
        "For simulating training on these links and rates",
    ),
    "astra-sim": Format(
        ".astra.topo",
        topology.write_astra_sim,
        "topology for ASTRA-sim's ns-3 backend",
        "For simulating collectives packet by packet",
    ),
    "prometheus": Format(
        ".rules.yaml",
        prometheus.write_rules,
        "Prometheus rules of all optical lanes",
        "For monitoring: alerts where the built rack leaves the design",
    ),
    "optics-csv": Format(
        ".optics.csv",
        optics.write_csv,
        "expected CMIS values of all optical lanes, CSV",
        "For bring-up: what each lane should read, with its alarms",
    ),
}
"""Every format by name."""


def handed_over(results: Results, name: str, **options) -> bytes:
    """A design as a file in one of `FORMATS`.

    Raises
    ------
    ExplorerError
        If there is no such format; the message names the nearest.
    """
    if name not in FORMATS:
        near = choices(name, FORMATS)
        raise ExplorerError(f"no format '{name}'; {near}")
    return FORMATS[name].write(results, **options)


def file_name(results: Results, name: str) -> str:
    """A file name that is safe on any disk.

    >>> from types import SimpleNamespace as S
    >>> file_name(S(layout=S(title="../GB200 NVL72")), "bom-csv")
    'gb200_nvl72.bom.csv'
    """
    return file_stem(results.layout.title) + FORMATS[name].suffix


__all__ = ["FORMATS", "Format", "Words", "file_name", "handed_over"]
