"""A rectangle on a board, and everything that a kind of part declares.

A part's `x_mm` runs across the tray, `y_mm` from its front edge to the rear; both give the part's front-left
corner, seen from above.

A kind is one class below `Part` with the decorator `kind_of_part`. Files, forms, the palette, the plan,
tables and solvers read what they need from the class: its declared values and the class variables below.
"""

from functools import cached_property
from typing import ClassVar, NamedTuple, TypeVar

from explorer.model.element import Element, choice, flag, number

COOLING = ("air", "heat_sink", "cold_plate")

PART_KINDS: dict[str, type["Part"]] = {}
"""Kinds of part by their name in files, in the order of the palette."""


class Look(NamedTuple):
    """How a kind is drawn, in CSS colors."""

    mark: str = "#98a2b3"
    """Color of its mark in the palette, on light and on dark background"""
    outline: str = "#dfe6ee"
    """Color of its outline on the heat map"""
    outline_px: float = 1.25


class Part(Element):
    """A rectangle on the board that makes heat or carries data."""

    kind: ClassVar[str] = "part"
    """Name of the kind in files"""
    title: ClassVar[str] = "Part"
    short: ClassVar[str | None] = None
    """Text drawn on it if its label does not fit; ``None`` for its role, '' for nothing"""
    plural: ClassVar[dict[str, str]] = {"": "Other parts"}
    """Plural name of the parts by role; '' for all other roles"""
    draws_as: ClassVar[dict[str, str]] = {"": "Memory, storage, control"}
    """Group in which the power chain sums a part's watts, by role; '' for all other roles"""
    rails: ClassVar[dict[str, str]] = {"": "other"}
    """Supply by role: a processor's ``asic`` rail, the ``optics`` rail, or ``other``, the intermediate bus;
    '' for all other roles"""
    look: ClassVar[Look] = Look()

    made_of: ClassVar[tuple[str, str]] = ("socket", "socket")
    """Materials of its base and its body, by their names in the catalog"""
    edge: ClassVar[str] = ""
    """``front`` if it stands at the faceplate, cooled by the heat sinks of its modules; ``rear`` if it stands
    at the rear, where it is not cooled; else ''"""
    has_lid: ClassVar[bool | None] = None
    """Whether a metal lid lies on its body; ``None`` if only the base of a cooler does, where it has one"""
    limit_figure: ClassVar[str] = "connector_limit_c"
    """Name of the catalog figure for its highest temperature, used if its kind declares no `t_limit_c`"""
    wide_coolers: ClassVar[frozenset[str]] = frozenset()
    """Values of `COOLING` whose coolers reach beyond the part"""
    carries_data: ClassVar[bool] = False
    makes_light: ClassVar[bool] = False
    gives_way: ClassVar[bool] = False
    """Whether an overlap is reported at this part rather than at the other one"""

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

    @property
    def duty(self) -> str:
        """Its role; '' if its kind has no roles."""
        return getattr(self, "role", "")

    @property
    def modules(self) -> int:
        """Number of modules it holds; 1 if its kind declares none."""
        return getattr(self, "n_modules", 1)

    @property
    def die_size_mm(self) -> tuple[float, float] | None:
        """Width and depth of the die in its middle; ``None`` where its kind has none."""
        return None

    @property
    def short_name(self) -> str:
        """Text drawn on it if its label does not fit."""
        return self.duty.upper() if self.short is None else self.short

    # -- heat and power --------------------------------------------------------------------------

    @property
    def declared_w(self) -> float:
        """Watts that are declared for it, its `power_w`; 0 if its kind declares none."""
        return getattr(self, "power_w", 0.0)

    @property
    def rail(self) -> str:
        """Its supply: ``asic``, ``optics`` or ``other``."""
        return _by_role(self.rails, self.duty)

    @property
    def draw(self) -> str:
        """Group in which the power chain sums its watts."""
        return _by_role(self.draws_as, self.duty)

    @property
    def limit_c(self) -> float | None:
        """Its declared highest temperature; ``None`` if the catalog's `limit_figure` applies."""
        return getattr(self, "t_limit_c", None)

    @property
    def leaks(self) -> bool:
        """Whether its watts grow with temperature like a processor's if it declares no `leakage_share`."""
        return self.rail == "asic"

    @property
    def heat_box_mm(self) -> tuple[float, float, float, float]:
        """Left, front, right and rear edge of the rectangle that makes its heat."""
        return self.box_mm

    @property
    def has_metal_lid(self) -> bool:
        """Whether metal lies on its body: a lid, or the base of its cooler."""
        return self.cooling != "air" if self.has_lid is None else self.has_lid

    @property
    def is_light_source(self) -> bool:
        """Whether it makes light for data ports and carries no data itself."""
        return self.makes_light and not self.carries_data

    @property
    def is_cooled_by_air(self) -> bool:
        """Whether its heat goes to the air over the board."""
        return self.edge == "front" or self.cooling != "cold_plate"


def _by_role(words: dict[str, str], role: str) -> str:
    return words[role] if role in words else words[""]


Kind = TypeVar("Kind", bound=type[Part])


def kind_of_part(cls: Kind) -> Kind:
    """Register a class as a kind of part: files may hold it and the palette offers it."""
    if cls.kind in PART_KINDS:
        raise ValueError(f"there is a kind of part '{cls.kind}' already")
    PART_KINDS[cls.kind] = cls
    return cls


def withdraw(cls: type[Part]) -> None:
    """Remove a class that `kind_of_part` registered."""
    del PART_KINDS[cls.kind]
