"""What the map of a tray shows."""

from dataclasses import dataclass

from explorer.quantities.figure import BETTER, WORSE, Figure, table


@dataclass(frozen=True)
class MapFigure(Figure):
    """A quantity of every cell of a tray: how it is named and read, and how its colors are laid out."""

    finest: float = 0.0
    """Ends of an automatic range of colors are so far apart, or multiples of it"""
    is_of_one_source: bool = False
    """Whether it is what one part does to the others, which two layouts need not have in common"""

    @property
    def least_is_hottest(self) -> bool:
        """Whether the least value is the bad one, and is marked and colored so."""
        return self.sense == BETTER


MAPS: dict[str, MapFigure] = table(
    MapFigure("temperature", "Temperature", "°C", sense=WORSE, finest=1.0),
    MapFigure("rise", "Rise over inlet", "K", sense=WORSE, finest=1.0),
    MapFigure("headroom", "Headroom", "K", sense=BETTER, finest=1.0),
    MapFigure("flux", "Heat flux", "W/cm²"),
    MapFigure("air", "Air", "°C", sense=WORSE),
    MapFigure("crosstalk", "Crosstalk", "K/W", sense=WORSE, is_of_one_source=True),
)
"""In the order of the menu. Values are those of `Results.map`."""

LAYERS = {
    "board": "Board",
    "package": "Package",
    "body": "Die, body",
    "lid": "Lid, cooler",
}
"""Layers of a board that a map can be of, from the bottom up."""
