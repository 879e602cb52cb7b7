"""The kinds of part: what sits on a tray's board."""

from functools import cached_property
from typing import ClassVar

from explorer.model.element import choice, count, number, text
from explorer.model.part import COOLING, PART_KINDS, Look, Part, kind_of_part

__all__ = [
    "COOLING",
    "PART_KINDS",
    "Asic",
    "Cage",
    "Connector",
    "Engine",
    "LaserSource",
    "Load",
    "Part",
    "Port",
]


@kind_of_part
class Asic(Part):
    """A package with a die in its middle: GPU, switch, NIC or CPU."""

    kind = "asic"
    title = "ASIC"
    called = "ASIC"
    plural = {"switch": "Switch ASICs", "gpu": "GPUs", "cpu": "CPUs", "nic": "NICs"}
    draws_as = plural
    look = Look("#4b5a6e", "#ffffff", 1.75)
    made_of = "package", "die"
    wide_coolers = frozenset({"cold_plate", "heat_sink"})
    rails = {"": "asic"}
    has_lid = True

    role = choice("switch", ("switch", "gpu", "nic", "cpu"))
    die_width_mm = number(26.0, 0.5, 300.0)
    die_depth_mm = number(33.0, 0.5, 300.0)
    power_w = number(
        0.0, 0.0, 20000.0, "at 85 C, without the SerDes of its links, which their technology adds"
    )
    leakage_share = number(
        None, 0.0, 0.9, "of its watts at 85 C that grows with temperature; empty: the catalog's", True
    )
    t_limit_c = number(105.0, 20.0, 200.0, "highest junction temperature")

    @cached_property
    def die_mm(self) -> tuple[float, float, float, float]:
        """Left, front, right and rear edge of the die."""
        (x, y), w, d = self.center_mm, self.die_width_mm, self.die_depth_mm
        return x - w / 2, y - d / 2, x + w / 2, y + d / 2

    @property
    def die_size_mm(self) -> tuple[float, float]:
        return self.die_width_mm, self.die_depth_mm

    @property
    def heat_box_mm(self) -> tuple[float, float, float, float]:
        return self.die_mm


class Port(Part):
    """A part through which the links of one group leave the board. Its watts come from the technology."""

    plural = {"": "Ports"}
    draws_as = plural
    rails = {"": "optics"}
    carries_data = True
    short = ""
    has_lid = True
    connector_figure: ClassVar[str] = "backplane_connector_db"
    """Name of the catalog figure for the loss of the connector through which its lanes leave the board"""

    links = text(doc="id of the link group it serves")
    host = text(doc="id of the ASIC whose lanes it carries")
    rate_gbps = number(0.0, 0.0, None, "data rate through it, each way")


@kind_of_part
class Engine(Port):
    """An optical engine, near the package (NPO) or on it (CPO)."""

    kind = "engine"
    title = "Optical engine"
    called = "engine"
    short = "OE"
    plural = {"": "Optical engines"}
    draws_as = plural
    look = Look("#1f8fb5", "#7fd8f2")
    made_of = "package", "engine"
    wide_coolers = frozenset({"cold_plate"})
    limit_figure = "engine_limit_c"
    makes_light = True
    gives_way = True

    seat = choice("board", ("board", "package"), "on the board near the package, or on the package")


@kind_of_part
class Cage(Port):
    """A faceplate position for pluggable modules or cable ends, possibly several above each other."""

    kind = "cage"
    title = "Cage"
    plural = {"": "Pluggable modules"}
    draws_as = {"": "Modules"}
    look = Look("#3f9e6d", "#8fe0b4")
    made_of = "module", "module"
    edge = "front"
    connector_figure = "osfp_connector_db"
    limit_figure = "module_case_limit_c"
    gives_way = True

    n_modules = count(1, 1, 256, "modules stacked in this position")


@kind_of_part
class Connector(Port):
    """A backplane connector at the rear, such as that of a cable cartridge."""

    kind = "connector"
    title = "Connector"
    plural = {"": "Connectors"}
    draws_as = plural
    look = Look("#7b62cf", "#c3b3f7")
    made_of = "connector", "connector"
    edge = "rear"
    has_lid = False


@kind_of_part
class LaserSource(Port):
    """External laser sources (ELS) at the faceplate that feed engines with light."""

    kind = "laser"
    title = "Laser source"
    short = "ELS"
    plural = {"": "Laser sources"}
    draws_as = {"": "Lasers"}
    look = Look("#c8558a", "#f5a9c8")
    made_of = "module", "module"
    edge = "front"
    carries_data = False
    makes_light = True
    limit_figure = "els_case_limit_c"
    gives_way = True

    n_modules = count(1, 1, 256, "modules stacked in this position")


@kind_of_part
class Load(Part):
    """Anything else that draws power: VRM, CPU, NIC, drives, fans, supplies."""

    kind = "load"
    title = "Load"
    plural = {
        "cpu": "CPUs",
        "nic": "NICs",
        "dpu": "DPUs",
        "memory": "Memory",
        "vrm": "Voltage regulators",
        "storage": "Drives",
        "psu": "Power supplies",
        "fan": "Fans",
        "control": "Control",
        "other": "Other loads",
    }
    draws_as = {"cpu": "CPUs", "nic": "NICs", "fan": "Fans", "": "Memory, storage, control"}
    rails = {"cpu": "asic", "": "other"}
    look = Look("#98a2b3", "#aeb9c7cc")

    role = choice(
        "other", ("vrm", "cpu", "nic", "dpu", "memory", "storage", "fan", "psu", "control", "other")
    )
    power_w = number(0.0, 0.0, 20000.0, "drawn by the part itself; conversion losses are added by the solver")
    leakage_share = number(
        None, 0.0, 0.9, "of its watts at 85 C that grows with temperature; empty: a CPU's, else none", True
    )
    t_limit_c = number(95.0, 20.0, 200.0)
