"""What sits on a tray's board.

A part's `x_mm` runs across the tray, `y_mm` from its front edge to the rear; both give the part's
front-left corner, seen from above.
"""

from functools import cached_property

from explorer.model.element import Element, choice, count, flag, number, text

COOLING = ("air", "heat_sink", "cold_plate")


class Part(Element):
    """A rectangle on the board that makes heat or carries data."""

    kind = "part"

    x_mm = number(0.0, doc="left edge")
    y_mm = number(0.0, doc="front edge")
    width_mm = number(20.0, 0.5, 1000.0, "extent in x")
    depth_mm = number(20.0, 0.5, 1500.0, "extent in y")
    cooling = choice("air", COOLING, "bare to the tray's air, finned, or under a cold plate")
    h_w_per_m2_k = number(
        None,
        1.0,
        200_000.0,
        "film coefficient on the base of its cooler; empty: the catalog's",
        allow_none=True,
    )
    locked = flag(doc="stays where it is: no drag moves it")

    @cached_property
    def box_mm(self) -> tuple[float, float, float, float]:
        """Left, front, right and rear edge."""
        return self.x_mm, self.y_mm, self.x_mm + self.width_mm, self.y_mm + self.depth_mm

    @cached_property
    def center_mm(self) -> tuple[float, float]:
        return self.x_mm + self.width_mm / 2, self.y_mm + self.depth_mm / 2


class Asic(Part):
    """A package with a die in its middle: GPU, switch, NIC or CPU."""

    kind = "asic"

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


class Port(Part):
    """A part through which the links of one group leave the board. Its watts come from the technology."""

    links = text(doc="id of the link group it serves")
    host = text(doc="id of the ASIC whose lanes it carries")
    rate_gbps = number(0.0, 0.0, None, "data rate through it, each way")


class Engine(Port):
    """An optical engine, near the package (NPO) or on it (CPO)."""

    kind = "engine"

    seat = choice("board", ("board", "package"), "on the board near the package, or on the package")


class Cage(Port):
    """A faceplate position for pluggable modules or cable ends, possibly several above each other."""

    kind = "cage"

    n_modules = count(1, 1, 256, "modules stacked in this position")


class Connector(Port):
    """A backplane connector at the rear, such as that of a cable cartridge."""

    kind = "connector"


class LaserSource(Port):
    """External laser sources (ELS) at the faceplate that feed engines with light."""

    kind = "laser"

    n_modules = count(1, 1, 256, "modules stacked in this position")


class Load(Part):
    """Anything else that draws power: VRM, CPU, NIC, drives, fans, supplies."""

    kind = "load"

    role = choice(
        "other", ("vrm", "cpu", "nic", "dpu", "memory", "storage", "fan", "psu", "control", "other")
    )
    power_w = number(0.0, 0.0, 20000.0, "drawn by the part itself; conversion losses are added by the solver")
    leakage_share = number(
        None, 0.0, 0.9, "of its watts at 85 C that grows with temperature; empty: a CPU's, else none", True
    )
    t_limit_c = number(95.0, 20.0, 200.0)


PART_KINDS = {c.kind: c for c in (Asic, Engine, Cage, Connector, LaserSource, Load)}
