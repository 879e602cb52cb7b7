"""Where racks and trays stand side by side, in mm from the upper left, and how those of A and B differ."""

import math
from typing import NamedTuple

from explorer.quantities.numbers import NONE, amount, gain
from explorer.views.compare.compared import PlacedTray, Racks

RACK_MM, AISLE_MM, EDGE_MM = 600.0, 90.0, 40.0


class Standing(NamedTuple):
    """A tray where it stands."""

    tray: PlacedTray
    left: float
    top: float
    high: float
    where: str
    """in words"""

    @property
    def spot(self) -> tuple[float, float]:
        """Where its upper left corner is."""
        return self.left, self.top

    def box(self) -> dict:
        return {
            "left": self.left,
            "right": self.left + RACK_MM,
            "top": self.top,
            "bottom": self.top + self.high - 1.5,
        }


def standing(side: Racks, floor_mm: float) -> dict[str, Standing]:
    """The trays of racks that stand in a row on one floor, by id."""
    racks = {rack.id: (EDGE_MM + i * (RACK_MM + AISLE_MM), rack) for i, rack in enumerate(side.racks)}
    standing = {}
    for tray in side.trays:
        if tray.rack not in racks:
            continue
        left, rack = racks[tray.rack]
        mm = rack.pitch_mm
        top = EDGE_MM + floor_mm - (tray.u - 1 + tray.height_u) * mm
        where = f"{rack.pitch}{tray.u}" + (f", {rack.label or rack.id}" if len(racks) > 1 else "")
        standing[tray.id] = Standing(tray, left, top, tray.height_u * mm, where)
    return standing


def changes_of(of_a, of_b) -> dict[str, float | None]:
    """What each tray of A has more than the same one of B; None where one of them has no value."""
    changes = {}
    for id in of_a.keys() & of_b.keys():
        change = of_a[id].tray.value - of_b[id].tray.value
        changes[id] = change if math.isfinite(change) else None
    return changes


def words_of_both(of_a, of_b, changes, unit: str, change_unit: str) -> dict[str, dict]:
    """What the card beside the pointer says of each tray."""
    words = {}
    for id, each in {**of_b, **of_a}.items():
        said = {
            key: f"{amount(side[id].tray.value, unit)}, {side[id].where}" if id in side else NONE
            for key, side in (("a", of_a), ("b", of_b))
        }
        change = changes.get(id)
        said["change"] = NONE if change is None else gain(round(change, 3), change_unit)
        words[id] = {"name": each.tray.label, "label": each.tray.label, **said}
    return words


def extreme(side: list[Standing], higher_is: str) -> Standing | None:
    """The tray that is worst, or has most where neither way is worse."""
    valued = [each for each in side if math.isfinite(each.tray.value)]
    worst = min if higher_is == "better" else max
    return worst(valued, key=lambda each: each.tray.value, default=None)


def rack_boxes(side: Racks, floor_mm: float) -> list[dict]:
    """Frames of the racks, and where their names are written."""
    return [
        {
            "left": EDGE_MM + i * (RACK_MM + AISLE_MM) - 6.0,
            "right": EDGE_MM + i * (RACK_MM + AISLE_MM) + RACK_MM + 6.0,
            "top": EDGE_MM + floor_mm - rack.height_u * rack.pitch_mm - 6.0,
            "bottom": EDGE_MM + floor_mm + 6.0,
            "x": EDGE_MM + i * (RACK_MM + AISLE_MM) + RACK_MM / 2.0,
            "label": rack.label or rack.id,
        }
        for i, rack in enumerate(side.racks)
    ]


def height_mm(side: Racks) -> float:
    """Of the tallest rack."""
    return max((rack.height_u * rack.pitch_mm for rack in side.racks), default=1.0)
