"""A board drawn once, and its instances in the rack."""

import param

from explorer.errors import LayoutError
from explorer.model.element import Element, choice, count, number, text
from explorer.model.parts import Part

DESIGN_KINDS = ("compute", "switch", "power_shelf", "management", "other")


class TrayDesign(Element):
    """A tray as drawn: its board, air, coolant and the parts on it. All its trays follow an edit."""

    kind = choice("other", DESIGN_KINDS)
    height_u = count(1, 1, 20, "positions it takes in a rack")
    width_mm = number(440.0, 50.0, 1000.0, "board, across")
    depth_mm = number(760.0, 50.0, 1500.0, "board, front to rear")
    pcb_mm = number(3.0, 0.5, 10.0, "thickness of the board")
    trace = choice("pcb", ("pcb", "flyover"), "how lanes cross the board: in it, or in twinax above it")
    airflow_cfm = number(0.0, 0.0, 5000.0, "air through the tray, front to rear")
    coolant_l_per_min = number(0.0, 0.0, 500.0, "its share of the rack's coolant at the nominal split")
    supply = choice(
        "busbar", ("busbar", "ac", "none"), "fed from the busbar, by own AC supplies, or not at all"
    )
    rating_kw = number(
        0.0, 0.0, 1000.0, "of a power shelf: what it can deliver; of an AC tray: of its supplies"
    )
    parts = param.Parameter((), instantiate=False, constant=True, doc="what sits on the board, a tuple")

    def __init__(self, **values):
        super().__init__(**values)
        if not isinstance(self.parts, tuple) or not all(isinstance(part, Part) for part in self.parts):
            raise LayoutError(f"TrayDesign '{self.id}', parts: a tuple of parts is needed")


class Tray(Element):
    """One design, mounted in one rack."""

    rack = text(doc="id of the rack")
    design = text(doc="id of the design")
    u = count(1, 1, 60, "lowest U that it takes, counted from 1 at the bottom")
