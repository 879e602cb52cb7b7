"""What a tray has at its rear, as far as its design says."""

from explorer.model import TrayDesign
from explorer.quantities.numbers import amount
from explorer.quantities.trays import TRAY


def rear(design: TrayDesign) -> dict:
    """Connectors, power and coolant at the rear of a tray.

    `connectors` are [left, width] over the width of the board, as seen from behind. `power` is in words,
    `clip` whether it meets the busbar, `inlets` how many cords it takes. `coolant_l_per_min` is 0 without
    coolant, `figures` are pairs of words. Where on the rear power and coolant enter, no design says.
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
