"""Figures of a layout's totals."""

from dataclasses import dataclass

from explorer.quantities.figure import BETTER, WORSE, Figure, table


@dataclass(frozen=True)
class TotalFigure(Figure):
    """A total: name, unit and format, and whether the strip at the top of the page shows it."""

    has_tile: bool = False

    @property
    def least_change(self) -> float | None:
        """Least change that the page shows; None: in proportion to the value.

        A drag changes a rack's input by a few watts, which are too small a share of its kilowatts.
        """
        return 1e-4 if self.unit == "kW" else None


TOTALS: dict[str, TotalFigure] = table(
    TotalFigure("rack_kw", "Rack input", sense=WORSE, has_tile=True),
    TotalFigure("wall_kw", "Before transformer and UPS", sense=WORSE),
    TotalFigure("interconnect_kw", "Interconnect", sense=WORSE, has_tile=True),
    TotalFigure("module_kw", "Modules and engines", sense=WORSE),
    TotalFigure("serdes_kw", "Host SerDes", sense=WORSE),
    TotalFigure("bandwidth_tbps", "Bandwidth", sense=BETTER, has_tile=True),
    TotalFigure("pj_per_bit", "Energy per bit", "pJ/bit", sense=WORSE, has_tile=True),
    TotalFigure("headroom_k", "Least headroom", decimals=1, sense=BETTER, has_tile=True),
    TotalFigure("margin_db", "Worst margin", decimals=1, sense=BETTER, has_tile=True),
    TotalFigure("failures_per_year", "Link failures", sense=WORSE, has_tile=True),
    TotalFigure("cost_usd", "Links cost", sense=WORSE, has_tile=True),
    TotalFigure("energy_usd_per_year", "Energy cost", sense=WORSE),
    TotalFigure("kgco2e_per_year", "Carbon", "kg/yr", sense=WORSE, has_tile=True),
    TotalFigure("n_modules", "Modules", decimals=0, sense=WORSE),
)
"""Totals in the order in which they are shown; `analysis.totals` computes their values."""


def tiles() -> tuple[str, ...]:
    """Keys of the totals that the strip shows."""
    return tuple(key for key, total in TOTALS.items() if total.has_tile)
