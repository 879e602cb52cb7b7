"""Records that every wing of the analysis may name: what a part, a tray, a rack and a layout come to."""

from typing import NamedTuple

import numpy as np


class Total(NamedTuple):
    """One number of the whole layout with its range."""

    low: float
    typical: float
    high: float
    unit: str
    label: str


class Finding(NamedTuple):
    """A rule that is broken, or nearly: `error`, `warning` or `note`."""

    severity: str
    element: str
    rule: str
    value: float
    limit: float
    message: str
    more: int = 0
    """How many more like it are only counted; `message` says so"""


class PartState(NamedTuple):
    """A part in one tray."""

    power_w: float
    t_c: float
    t_limit_c: float
    headroom_k: float


class TrayState(NamedTuple):
    """A tray in its place. `power_w` is drawn at its inlet, conversion losses included.

    `heat_w` is what becomes heat on its board, and leaves it in the air over the board (`air_w`), in the
    coolant (`coolant_w`) and through the board into the air below (`board_w`). `bus_w` is what busbar and
    clips behind the tray lose into its exhaust: drawn by no tray, and part of the rise to `air_out_c`.
    """

    power_w: float
    air_in_c: float
    air_out_c: float
    coolant_in_c: float
    coolant_out_c: float
    airflow_cfm: float
    coolant_l_per_min: float
    heat_w: float
    air_w: float
    coolant_w: float
    board_w: float
    bus_w: float
    hottest: str
    t_max_c: float
    headroom_k: float
    margin_db: float
    rate_tbps: float
    links_usd: float
    """what its ends of the links cost to buy"""

    @property
    def inlets_c(self) -> tuple[float, float]:
        """Air and coolant as they enter."""
        return self.air_in_c, self.coolant_in_c


class RackCooling(NamedTuple):
    """Air, coolant and facility water of one rack; NaN where there is none, or no class is chosen.

    What goes in (`power_w`) leaves in its trays' air, coolant and boards, and from the busbar (`bus_w`), the
    last two into the exhaust as well. The coolant brings along what its friction makes of the pumps' work
    (`friction_w` of `pump_w`), and takes it to the facility with the rest.
    """

    power_w: float
    air_w: float
    coolant_w: float
    board_w: float
    bus_w: float
    friction_w: float
    pump_w: float
    """electrical, at the CDU and not of `power_w`"""
    unaccounted_w: float
    airflow_cfm: float
    air_in_c: float
    """at the warmest inlet"""
    air_out_c: float
    """mixed behind all trays and the busbar"""
    coolant_l_per_min: float
    coolant_supply_c: float
    coolant_return_c: float
    facility_l_per_min: float
    facility_in_c: float
    facility_return_c: float
    approach_k: float
    """coolant supply over facility water"""
    cdu_headroom_k: float
    """how much warmer the coolant is asked for than the CDU can make it; NaN for one without limit"""
    air_headroom_k: float
    """below the upper limit of the site's air class"""
    water_headroom_k: float
    """below the limit of the site's water class"""


class Field(NamedTuple):
    """Temperatures of one tray, seen from above: row 0 at the front edge, column 0 at the left."""

    t_c: np.ndarray
    width_mm: float
    depth_mm: float
