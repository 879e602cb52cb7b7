"""A rectangle on a board, and all that a kind of part says of itself.

A part's `x_mm` runs across the tray, `y_mm` from its front edge to the rear; both give the part's front-left
corner, seen from above.

A kind is one class below `Part` with the decorator `kind_of_part`. Files, forms, the palette, the plan,
tables and solvers read what they need off the class: its declared values, and what is said of it here.
"""

from functools import cached_property
from typing import ClassVar, NamedTuple, TypeVar

from explorer.model.element import Element, choice, flag, number

COOLING = ("air", "heat_sink", "cold_plate")

PART_KINDS: dict[str, type["Part"]] = {}
"""Kinds of part by the word that files have for them, in the order of the palette."""


class Look(NamedTuple):
    """How a kind is drawn, as colors of CSS."""

    mark: str = "#98a2b3"
    """Of its mark in the palette, on light and on dark ground"""
    outline: str = "#dfe6ee"
    """Of its outline on the heat map"""
    outline_px: float = 1.25


class Part(Element):
    """A rectangle on the board that makes heat or carries data."""

    kind: ClassVar[str] = "part"
    """What files call it"""
    title: ClassVar[str] = "Part"
    short: ClassVar[str | None] = None
    """What is written on it where its label finds no room; ``None`` for its role, '' for nothing"""
    plural: ClassVar[dict[str, str]] = {"": "Other parts"}
    """What parts of each role are called together"""
    draws_as: ClassVar[dict[str, str]] = {"": "Memory, storage, control"}
    """Under what the watts of each role are summed on their way from the wall; '' for all other roles"""
    rails: ClassVar[dict[str, str]] = {"": "other"}
    """What feeds parts of each role: a processor's ``asic`` rail, the ``optics`` rail, or ``other``, the
    intermediate bus; '' for all other roles"""
    look: ClassVar[Look] = Look()

    made_of: ClassVar[tuple[str, str]] = ("socket", "socket")
    """Materials of its base and its body, in the catalog's words"""
    edge: ClassVar[str] = ""
    """``front`` of what stands at the faceplate and is cooled there by the sinks of its modules, ``rear`` of
    what stands at the rear and is not cooled, else ''"""
    has_lid: ClassVar[bool | None] = None
    """Whether metal lies on its body whatever cools it; ``None`` for the base of its cooler, if it has one"""
    limit_figure: ClassVar[str] = "connector_limit_c"
    """Figure of the catalog that is its highest temperature, where its kind declares no `t_limit_c`"""
    wide_coolers: ClassVar[frozenset[str]] = frozenset()
    """Out of `COOLING`, those that reach beyond the part"""
    carries_data: ClassVar[bool] = False
    makes_light: ClassVar[bool] = False
    gives_way: ClassVar[bool] = False
    """Whether it is the one that is said to overlap the other"""

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
        """Its role, where its kind has roles; else ''."""
        return getattr(self, "role", "")

    @property
    def modules(self) -> int:
        """How many modules it holds; 1 where its kind holds none."""
        return getattr(self, "n_modules", 1)

    @property
    def die_size_mm(self) -> tuple[float, float] | None:
        """Width and depth of the die in its middle; ``None`` where its kind has none."""
        return None

    @property
    def short_name(self) -> str:
        """What is written on it where its label finds no room."""
        return self.duty.upper() if self.short is None else self.short

    # -- heat and power --------------------------------------------------------------------------

    @property
    def declared_w(self) -> float:
        """What it draws by itself: its `power_w`, where its kind declares that."""
        return getattr(self, "power_w", 0.0)

    @property
    def rail(self) -> str:
        """What feeds it: ``asic``, ``optics`` or ``other``."""
        return _by_role(self.rails, self.duty)

    @property
    def draw(self) -> str:
        """Under what its watts are summed on their way from the wall."""
        return _by_role(self.draws_as, self.duty)

    @property
    def limit_c(self) -> float | None:
        """Its highest temperature as declared; ``None`` where `limit_figure` says it."""
        return getattr(self, "t_limit_c", None)

    @property
    def leaks(self) -> bool:
        """Whether its watts grow with temperature as a processor's do, where it does not say by how much."""
        return self.rail == "asic"

    @property
    def heat_box_mm(self) -> tuple[float, float, float, float]:
        """Left, front, right and rear edge of what makes its heat."""
        return self.box_mm

    @property
    def has_metal_lid(self) -> bool:
        """Whether metal lies on its body: a lid, or the base of its cooler."""
        return self.cooling != "air" if self.has_lid is None else self.has_lid

    @property
    def is_light_source(self) -> bool:
        """Whether it makes light for ports of data, and carries none itself."""
        return self.makes_light and not self.carries_data

    @property
    def is_cooled_by_air(self) -> bool:
        """Whether its heat goes to the air over the board."""
        return self.edge == "front" or self.cooling != "cold_plate"


def _by_role(words: dict[str, str], role: str) -> str:
    return words[role] if role in words else words[""]


Kind = TypeVar("Kind", bound=type[Part])


def kind_of_part(cls: Kind) -> Kind:
    """Make a class a kind of part: files may hold it and the palette offers it."""
    if cls.kind in PART_KINDS:
        raise ValueError(f"there is a kind of part '{cls.kind}' already")
    PART_KINDS[cls.kind] = cls
    return cls


def withdraw(cls: type[Part]) -> None:
    """Take back what `kind_of_part` did."""
    del PART_KINDS[cls.kind]
