"""Quantities and layers that the map of a tray can show."""

from dataclasses import dataclass

from explorer.quantities.figure import BETTER, WORSE, Figure, table


@dataclass(frozen=True)
class MapFigure(Figure):
    """A quantity of every cell of a tray: name, unit and format, and how its colors are scaled."""

    finest: float = 0.0
    """Smallest step to which the ends of an automatic range of colors are rounded"""
    is_of_one_source: bool = False
    """Whether it is the effect of one source part, which two compared layouts need not have in common"""

    @property
    def least_is_hottest(self) -> bool:
        """Whether the least value is the worst one, so that it is marked and gets the hottest color."""
        return self.sense == BETTER


MAPS: dict[str, MapFigure] = table(
    MapFigure("temperature", "Temperature", "°C", sense=WORSE, finest=1.0),
    MapFigure("rise", "Rise over inlet", "K", sense=WORSE, finest=1.0),
    MapFigure("headroom", "Headroom", "K", sense=BETTER, finest=1.0),
    MapFigure("flux", "Heat flux", "W/cm²"),
    MapFigure("air", "Air", "°C", sense=WORSE),
    MapFigure("crosstalk", "Crosstalk", "K/W", sense=WORSE, is_of_one_source=True),
)
"""Quantities of the map, in the order of the menu; `Results.map` gives their values."""

LAYERS = {
    "board": "Board",
    "package": "Package",
    "body": "Die, body",
    "lid": "Lid, cooler",
}
"""Layers of a board that a map can show, from the bottom up."""
