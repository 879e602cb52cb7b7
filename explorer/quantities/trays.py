"""Figures of parts and of mounted trays, and the metrics by which the elevation colors trays."""

from typing import NamedTuple

from explorer.quantities.figure import BETTER, WORSE, Figure, table

POWER = Figure("power_w", "Power", decimals=0, sense=WORSE, short="")
HEADROOM = Figure("headroom_k", "Headroom", decimals=1, sense=BETTER)

PART = table(
    POWER.but(decimals=1),
    Figure("t_c", "Temperature", decimals=1, sense=WORSE, short=""),
    Figure("t_limit_c", "Temperature limit", decimals=0, short="Limit"),
    HEADROOM,
)
"""Columns of `PartState`."""

TRAY = table(
    POWER,
    Figure("air_in_c", "Inlet air", decimals=1),
    Figure("air_out_c", "Exhaust air", decimals=1),
    Figure("coolant_in_c", "Coolant supply", decimals=1),
    Figure("coolant_out_c", "Coolant return", decimals=1),
    Figure("airflow_cfm", "Airflow", decimals=0),
    Figure("coolant_l_per_min", "Coolant flow", decimals=1),
    Figure("heat_w", "Heat", decimals=0),
    Figure("air_w", "Heat into the air", decimals=0, short="Air"),
    Figure("coolant_w", "Heat into the coolant", decimals=0, short="Coolant"),
    Figure("board_w", "Heat through the board", decimals=0, short="Board"),
    Figure("bus_w", "Heat of busbar and clips", decimals=0, short="Busbar"),
    Figure("unaccounted_w", "Heat unaccounted for", decimals=2, short="Missing"),
    Figure("t_max_c", "Hottest part", decimals=1, sense=WORSE, short="Hottest"),
    HEADROOM,
    Figure("margin_db", "Link margin", decimals=1, sense=BETTER, short="Margin"),
    Figure("rate_tbps", "Bandwidth", decimals=1, sense=BETTER),
    Figure("links_usd", "Links cost", decimals=0, sense=WORSE),
    Figure("mass_kg", "Weight", decimals=0),
)
"""Fields of `TrayState`, columns of the table of heat paths, and the weight that a design declares."""


class Metric(NamedTuple):
    """A figure of trays by which the racks can be colored."""

    figure: Figure
    is_amount: bool = False
    """Whether its colors mean little to much; otherwise they mean good to bad"""

    @property
    def higher_is(self) -> str:
        """What its colors say of a higher value: `more`, `better` or `worse`.

        >>> METRICS["power"].higher_is, METRICS["margin"].higher_is, METRICS["temperature"].higher_is
        ('more', 'better', 'worse')
        """
        if self.is_amount:
            return "more"
        return "better" if self.figure.sense == BETTER else "worse"


METRICS: dict[str, Metric] = {
    "temperature": Metric(TRAY["t_max_c"]),
    "headroom": Metric(HEADROOM),
    "power": Metric(POWER, is_amount=True),
    "margin": Metric(TRAY["margin_db"]),
    "bandwidth": Metric(TRAY["rate_tbps"], is_amount=True),
    "weight": Metric(TRAY["mass_kg"], is_amount=True),
    "cost": Metric(TRAY["links_usd"], is_amount=True),
}
"""Metrics by which the racks can be colored, in the order of the menu. A metric's values come from its entry
in `analysis.results.TRAY_VALUES`, if it has one, else from the field of `TrayState` that its figure names."""

FACES = {"front": "Front", "rear": "Rear"}
"""Sides from which the racks can be seen."""
