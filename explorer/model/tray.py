"""A tray design, drawn once, and the trays made from it."""

from functools import cached_property

from explorer.errors import LayoutError
from explorer.model.element import Declared, Element, choice, constant, count, flag, number, text
from explorer.model.overlaps import Overlaps
from explorer.model.parts import Load, Part
from explorer.model.site import FEEDS

DESIGN_KINDS = ("compute", "switch", "power_shelf", "management", "other")
FAN_CURVE = ("fan_flow_cfm", "fan_pressure_pa", "resistance_pa")


class TrayDesign(Element):
    """A tray as drawn: its board, air, coolant and the parts on it. An edit of it changes all its trays."""

    title = "Tray design"

    kind = choice("other", DESIGN_KINDS)
    height_u = count(1, 1, 20, "positions it takes in a rack")
    width_mm = number(440.0, 50.0, 1000.0, "board, across")
    depth_mm = number(760.0, 50.0, 1500.0, "board, front to rear")
    mass_kg = number(None, 0.01, 2000.0, "weight of one tray with all on it; empty: unknown", allow_none=True)
    pcb_mm = number(3.0, 0.5, 10.0, "thickness of the board")
    trace = choice("pcb", ("pcb", "flyover"), "how lanes cross the board: in it, or in twinax above it")
    airflow_cfm = number(0.0, 0.0, 5000.0, "air through the tray, front to rear, where no fan curve is given")
    fan_flow_cfm = number(None, 0.1, 2000.0, "free flow of one fan at full speed", allow_none=True)
    fan_pressure_pa = number(None, 1.0, 20000.0, "stall pressure of one fan at full speed", allow_none=True)
    resistance_pa = number(
        None, 0.1, 20000.0, "pressure that the tray takes at airflow_cfm, at sea level", allow_none=True
    )
    fan_speed = number(1.0, 0.1, 1.0, "speed of its fans, the parts of that role, over full speed")
    fan_headroom_k = number(
        None,
        0.0,
        60.0,
        "its fans turn as slowly as leaves this to the part in its air that is nearest its limit; "
        "empty: always at fan_speed",
        allow_none=True,
    )
    coolant_l_per_min = number(0.0, 0.0, 500.0, "its share of the rack's coolant at the nominal split")
    supply = choice(
        "busbar", ("busbar", "ac", "none"), "fed from the busbar, by own AC supplies, or not at all"
    )
    rating_kw = number(
        0.0, 0.0, 1000.0, "of a power shelf: what it can deliver; of an AC tray: of its supplies together"
    )
    n_supplies = count(
        0, 0, 64, "supplies of a power shelf or an AC tray, of equal rating; 0: as many as are drawn on it"
    )
    n_spare = count(1, 0, 63, "supplies of a power shelf that its load leaves to spare; one always works")
    efficiency_curve = text(
        doc="of its supplies, load:efficiency in percent, such as '10:94 50:97.5'; empty: the catalog's"
    )
    parts: Declared[tuple[Part, ...]] = constant((), "what sits on the board, a tuple")

    def __init__(self, **values):
        super().__init__(**values)
        self._require_parts(self.parts)
        self._require_fan_curve()

    def _require_fan_curve(self):
        missing = fan_curve_fault({field: getattr(self, field) for field in (*FAN_CURVE, "airflow_cfm")})
        if missing:
            raise LayoutError(f"TrayDesign '{self.id}', {missing[0]}: {missing[1]}")

    def _require_parts(self, parts):
        if not isinstance(parts, tuple) or not all(isinstance(part, Part) for part in parts):
            raise LayoutError(f"TrayDesign '{self.id}', parts: a tuple of parts is needed")

    def replaced(self, **changes):
        """A copy with some values changed."""
        if set(changes) == {"parts"}:
            self._require_parts(changes["parts"])
            return self._with(changes)
        # Some values are valid only together: the constructor checks them all.
        return type(self)(**{**self.values(), **changes})

    @property
    def has_fan_curve(self) -> bool:
        """Whether its airflow is computed from its fan curve and its flow resistance."""
        return self.fan_flow_cfm is not None

    @cached_property
    def fans(self) -> tuple[Load, ...]:
        """Its fans: the loads of that role."""
        return tuple(part for part in self.parts if isinstance(part, Load) and part.role == "fan")

    @cached_property
    def overlaps(self) -> Overlaps:
        """The overlaps among its parts."""
        return Overlaps(self.parts)

    @cached_property
    def supplies(self) -> int:
        """Number of supplies that share the load of a power shelf or an AC tray; at least one."""
        drawn = sum(part.duty == "psu" for part in self.parts)
        return max(1, self.n_supplies or drawn)


def fan_curve_fault(values: dict) -> tuple[str, str] | None:
    """The field of a fan curve that is missing, and why it is needed; ``None`` if all or none are given.

    >>> fan_curve_fault({"fan_flow_cfm": 60.0, "fan_pressure_pa": 400.0, "airflow_cfm": 90.0})
    ('resistance_pa', 'is missing; fan_flow_cfm, fan_pressure_pa and resistance_pa go together')
    """
    missing = [field for field in FAN_CURVE if values.get(field) is None]
    if missing and len(missing) < len(FAN_CURVE):
        return missing[0], f"is missing; {', '.join(FAN_CURVE[:2])} and {FAN_CURVE[2]} go together"
    if not missing and not values.get("airflow_cfm"):
        return "airflow_cfm", "has to be above 0, it is the flow at which resistance_pa holds"
    return None


class Tray(Element):
    """One design, mounted in one rack."""

    title = "Tray"

    rack = text(doc="id of the rack")
    design = text(doc="id of the design")
    u = count(1, 1, 60, "lowest U that it takes, counted from 1 at the bottom")
    feed = choice(
        "auto",
        ("auto", *FEEDS, "none"),
        "of a power shelf or an AC tray; auto: shelves and the supplies of AC trays take them in turn",
    )
    locked = flag(doc="stays where it is: no drag moves it")
