"""What a layout comes to: frozen, made from exactly one layout."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from explorer.model import Layout


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


class PartState(NamedTuple):
    """A part in one tray."""

    power_w: float
    t_c: float
    t_limit_c: float
    headroom_k: float


class TrayState(NamedTuple):
    """A tray in its place. `power_w` is drawn at its inlet, conversion losses included.

    `heat_w` is what becomes heat on its board, and leaves it in the air over the board (`air_w`), in the
    coolant (`coolant_w`) and through the board into the air below (`board_w`).
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
    hottest: str
    t_max_c: float
    headroom_k: float
    margin_db: float
    rate_tbps: float

    @property
    def inlets_c(self) -> tuple[float, float]:
        """Air and coolant as they enter."""
        return self.air_in_c, self.coolant_in_c


class RackCooling(NamedTuple):
    """Air, coolant and facility water of one rack; NaN where there is none, or no class is chosen.

    What goes in (`power_w`) leaves in its trays' air, coolant and boards, and from the busbar (`bus_w`).
    """

    power_w: float
    air_w: float
    coolant_w: float
    board_w: float
    bus_w: float
    unaccounted_w: float
    airflow_cfm: float
    air_in_c: float
    """at the warmest inlet"""
    air_out_c: float
    """mixed behind all trays that have a flow"""
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


@dataclass(frozen=True, eq=False)
class Results:
    """Everything that was solved for one layout, and the tables made from it.

    The tables are pandas frames keyed by element id; each is made when first asked for.
    """

    layout: Layout
    boards: dict
    """Solved boards by design id; what the next evaluation starts from."""
    link_states: dict
    feed: object
    """The power chain from the trays to the rack inlets."""
    tray_states: dict[str, TrayState]
    rack_cooling: dict[str, RackCooling]
    totals: dict[str, Total]
    findings: tuple[Finding, ...]
    settled: bool
    residual: float
    """Largest relative heat residual over the boards."""
    error_k: float
    """Estimated error of the temperatures shown."""
    loop_k: float
    """What the last pass between watts and temperature still changed."""
    _parts: dict = field(default_factory=dict, repr=False)

    def parts(self, tray_id: str) -> dict[str, PartState]:
        """The parts of one tray by id."""
        if tray_id not in self._parts:
            tray = self.layout.element(tray_id)
            self._parts[tray_id] = self.boards[tray.design].part_states(*self.tray_states[tray_id].inlets_c)
        return self._parts[tray_id]

    def field(self, tray_id: str) -> Field:
        """The temperature map of one tray."""
        tray = self.layout.element(tray_id)
        design = self.layout.element(tray.design)
        board = self.boards[tray.design]
        return Field(board.shown_c(*self.tray_states[tray_id].inlets_c), design.width_mm, design.depth_mm)

    @cached_property
    def trays(self) -> pd.DataFrame:
        """One row per tray."""
        return _table(self.tray_states, "tray")

    @cached_property
    def heat_paths(self) -> pd.DataFrame:
        """Where the heat made on each tray goes: one row per tray, watts by path, and what they miss."""
        table = self.trays[["heat_w", "air_w", "coolant_w", "board_w"]].rename(columns={"heat_w": "power_w"})
        table["unaccounted_w"] = table.power_w - table.air_w - table.coolant_w - table.board_w
        return table

    @cached_property
    def cooling(self) -> pd.DataFrame:
        """One row per rack: its heat by path, its air, coolant and facility water, and headroom."""
        return _table(self.rack_cooling, "rack")

    @cached_property
    def components(self) -> pd.DataFrame:
        """One row per placed part, keyed by tray and part."""
        rows = [
            (tray.id, part_id, *state)
            for tray in self.layout.trays
            for part_id, state in self.parts(tray.id).items()
        ]
        columns = ["tray", "part", *PartState._fields]
        return pd.DataFrame(rows, columns=columns).set_index(["tray", "part"])

    @cached_property
    def links(self) -> pd.DataFrame:
        """One row per link group."""
        return _table({key: state.row() for key, state in self.link_states.items()}, "link")

    @cached_property
    def power(self) -> pd.DataFrame:
        """One row per conversion stage, power shelf and busbar."""
        return pd.DataFrame(self.feed.rows()).set_index("stage")

    @cached_property
    def findings_table(self) -> pd.DataFrame:
        """One row per finding."""
        return pd.DataFrame(self.findings, columns=Finding._fields)


def _table(rows: dict, name: str) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(
        {key: row if isinstance(row, dict) else row._asdict() for key, row in rows.items()}, orient="index"
    )
    frame.index.name = name
    return frame
