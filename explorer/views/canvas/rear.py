"""Lists what a tray has at its rear, as far as its design specifies that."""

from explorer.model import TrayDesign
from explorer.quantities.numbers import amount
from explorer.quantities.trays import TRAY


def rear(design: TrayDesign) -> dict:
    """Return the connectors, power and coolant at the rear of a tray.

    `connectors` are [left, width] as fractions of the board's width, seen from behind. `power` is a text,
    `clip` tells whether the tray has a busbar clip, `inlets` is its number of AC cords. `coolant_l_per_min`
    is 0 without coolant; `figures` are [label, text] pairs. A design does not specify where power and coolant
    enter.
    """
    shelf = design.kind == "power_shelf"
    by_cord = design.supply == "ac" and not shelf
    clip = shelf or design.supply == "busbar"
    coolant, has_coolant = TRAY["coolant_l_per_min"], design.coolant_l_per_min > 0
    words = "feeds the busbar" if shelf else "clip on the busbar" if clip else ""
    if by_cord:
        words = f"{design.supplies} AC inlet{'s' if design.supplies > 1 else ''}"
    return {
        "connectors": [
            [round(1.0 - (part.x_mm + part.width_mm) / design.width_mm, 4), part.width_mm / design.width_mm]
            for part in design.parts
            if part.edge == "rear"
        ],
        "power": words,
        "clip": clip,
        "inlets": design.supplies if by_cord else 0,
        "coolant_l_per_min": design.coolant_l_per_min,
        "figures": [[coolant.label, amount(design.coolant_l_per_min, coolant.unit)]] if has_coolant else [],
    }
