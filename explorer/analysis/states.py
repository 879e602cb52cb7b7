"""Records of results for a part, a tray, a rack and a layout; every wing of the analysis may use them."""

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
    """Number of similar findings that are only counted; `message` includes it"""


class PartState(NamedTuple):
    """A part in one tray."""

    power_w: float
    t_c: float
    t_limit_c: float
    headroom_k: float


class TrayState(NamedTuple):
    """A tray in its rack. `power_w` is drawn at its inlet, conversion losses included.

    `heat_w` is the heat of its board. It leaves with the air over the board (`air_w`), with the coolant
    (`coolant_w`) and through the board into the air below (`board_w`). `bus_w` is the loss of busbar and
    clips behind the tray into its exhaust: drawn by no tray, but part of the rise to `air_out_c`.
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
    """purchase price of its ends of the links"""

    @property
    def inlets_c(self) -> tuple[float, float]:
        """Air and coolant inlet temperatures."""
        return self.air_in_c, self.coolant_in_c


class RackCooling(NamedTuple):
    """Air, coolant and facility water of one rack; NaN where it has none, or no class is chosen.

    The input (`power_w`) leaves with its trays' air and coolant, through their boards and from the busbar
    (`bus_w`); the last two also go to the exhaust. The coolant also carries the heat of its friction to the
    facility (`friction_w`, a part of `pump_w`).
    """

    power_w: float
    air_w: float
    coolant_w: float
    board_w: float
    bus_w: float
    friction_w: float
    pump_w: float
    """electrical, at the CDU; not part of `power_w`"""
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
    """coolant supply less facility water"""
    cdu_headroom_k: float
    """set point less the coldest coolant that the CDU can supply; NaN for a CDU without limit"""
    air_headroom_k: float
    """below the upper limit of the site's air class"""
    water_headroom_k: float
    """below the limit of the site's water class"""


class Field(NamedTuple):
    """Temperatures of one tray, seen from above: row 0 at the front edge, column 0 at the left."""

    t_c: np.ndarray
    width_mm: float
    depth_mm: float
