"""The results of a layout: frozen, made from exactly one layout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from explorer.analysis.cost import cost_table, costs
from explorer.analysis.fabric import fabric_rows
from explorer.analysis.heat.crosstalk import contributions, crosstalk, shown_k_per_w
from explorer.analysis.heat.maps import Cells, headroom_of_cells, tray_map
from explorer.analysis.heat.solved_board import Board
from explorer.analysis.inputs import Inputs
from explorer.analysis.links.rows import link_row
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_power import BoardPower
from explorer.analysis.power.contingency import Outcome, n_minus_1, outcomes
from explorer.analysis.power.feed import NODE, STAGE, Feed
from explorer.analysis.power.per_bit import per_bit
from explorer.analysis.power.power_flow import Stream, power_flow
from explorer.analysis.states import Field, Finding, PartState, RackCooling, Total, TrayState
from explorer.model import Layout
from explorer.quantities.trays import METRICS


@dataclass(frozen=True, eq=False)
class Results:
    """Everything that was solved for one layout, and tables of it.

    The tables are pandas frames keyed by element id; each is made on first use.
    """

    layout: Layout
    inputs: Inputs
    """Inputs of all wings from `layout`; in a glance, from the layout of the previous evaluation"""
    boards: dict[str, Board]
    """Solved boards by design id; the next evaluation starts from them."""
    link_states: dict[str, LinkState]
    feed: Feed
    """The power chain from the trays to the rack inlets."""
    tray_states: dict[str, TrayState]
    supplies_c: dict[str, float]
    """Coolant at each rack's manifold"""
    bus_c: dict[str, float]
    """Temperature of the busbar's copper behind each tray"""
    rack_cooling: dict[str, RackCooling]
    totals: dict[str, Total]
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    """Outcomes of single failures of the power chain; empty in a live evaluation."""
    settled: bool
    residual: float
    """Largest relative heat residual over the boards."""
    error_k: float
    """Estimated error of the temperatures shown."""
    loop_k: float
    """Change of temperatures [K] by another pass between watts and temperature."""
    loop_w: float
    """Sum of the parts' differences from their watts at the temperatures found, over one tray per design."""
    loop_passes: int
    """Passes between watts and temperature that this evaluation took."""
    _parts: dict[str, dict[str, PartState]] = field(default_factory=dict, repr=False)

    def parts(self, tray_id: str) -> dict[str, PartState]:
        """The parts of one tray by id."""
        if tray_id not in self._parts:
            tray = self.layout.tray(tray_id)
            self._parts[tray_id] = self.boards[tray.design].part_states(*self.tray_states[tray_id].inlets_c)
        return self._parts[tray_id]

    def field(self, tray_id: str) -> Field:
        """The temperature map of one tray."""
        tray = self.layout.tray(tray_id)
        design = self.layout.design(tray.design)
        board = self.boards[tray.design]
        return Field(board.shown_c(*self.tray_states[tray_id].inlets_c), design.width_mm, design.depth_mm)

    def map(
        self, tray_id: str, quantity: str = "temperature", layer: str = "body", part_id: str = ""
    ) -> np.ndarray | None:
        """A quantity in every cell of a tray, seen from above, shape (ny, nx), single precision.

        `quantity` is one of `heat.maps.MAP_QUANTITIES`: `temperature` in C, `rise` over the inlet air in K,
        `headroom` in K, `flux` up through the layer's top in W/cm2, `air` over the board in C, or `crosstalk`
        from a part in K/W. `layer` is one of `heat.maps.LAYERS`; headroom and crosstalk are those of dies
        and bodies, air belongs to no layer. Returns None for a field that has not been solved: a live
        evaluation by response solves bodies only, and crosstalk needs `prepare` first.
        """
        cells = Cells(self._board(tray_id), self.tray_states[tray_id].inlets_c, layer, part_id)
        return tray_map(cells, quantity)

    def headroom_map(self, tray_id: str, body_c: np.ndarray) -> np.ndarray:
        """The map of `headroom` at given temperatures of dies and bodies, as of a moment of a history."""
        cells = Cells(self._board(tray_id), self.tray_states[tray_id].inlets_c)
        return headroom_of_cells(cells, body_c)

    def crosstalk(self, tray_id: str) -> pd.DataFrame:
        """K/W of one tray: rise of each part (column) per watt of each source (row), by id.

        Solved on first use, some 30 ms a source, and cached as long as nothing moves and no flow changes.

        Examples
        --------
        >>> from explorer import evaluate, read
        >>> results = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
        >>> k_per_w = results.crosstalk("r1.sw1")
        >>> print(f"{k_per_w.loc['sw.asic0', 'sw.ports_oe01']:.3f}")
        0.046
        """
        return crosstalk(self._board(tray_id))

    def contributions(self, tray_id: str) -> pd.DataFrame:
        """Contributions (rows) to the temperature of each part (column) of one tray.

        The row `inlet air` is in C; `inlet coolant`, for its excess over the air, and the sources are in K.
        The rows add up to the part's temperature.
        """
        tray = self.tray_states[tray_id]
        return contributions(self._board(tray_id), tray.air_in_c, tray.coolant_in_c)

    def crosstalk_field(self, tray_id: str, part_id: str) -> np.ndarray | None:
        """Map of the rise per watt of a part, in K/W; None if it draws nothing, or before `prepare`."""
        return shown_k_per_w(self._board(tray_id), part_id)

    def crosstalk_key(self, tray_id: str) -> tuple | None:
        """Key that is equal as long as the tray's crosstalk is the same; None before it is solved."""
        board = self._board(tray_id)
        return None if board.cached_response() is None else board.key[1]

    def prepare(self, tray_id: str, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Solve the tray's crosstalk ahead of edits of watts and inlets, which then need no iterations.

        `wanted` is called before each source; returns False as soon as that does. Thread-safe.
        """
        return self._board(tray_id).prepared(wanted) is not None

    def solution(self, tray_id: str) -> tuple[str, float]:
        """How the tray's temperatures were found (`settled`, `live`, `response`), and their error in K."""
        board = self._board(tray_id)
        return board.solution, board.error_k

    def _board(self, tray_id: str) -> Board:
        return self.boards[self.layout.tray(tray_id).design]

    @cached_property
    def trays(self) -> pd.DataFrame:
        """One row per tray."""
        return _table(self.tray_states, "tray", TrayState._fields)

    @cached_property
    def heat_paths(self) -> pd.DataFrame:
        """Heat of each tray by path: one row per tray, watts, and the unaccounted rest."""
        table = self.trays.reindex(columns=["heat_w", "air_w", "coolant_w", "board_w"])
        table = table.rename(columns={"heat_w": "power_w"})
        table["unaccounted_w"] = table.power_w - table.air_w - table.coolant_w - table.board_w
        return table

    @cached_property
    def cooling(self) -> pd.DataFrame:
        """One row per rack: its heat by path, its air, coolant and facility water, and headroom."""
        return _table(self.rack_cooling, "rack", RackCooling._fields)

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
        return _table({key: link_row(state) for key, state in self.link_states.items()}, "link")

    @cached_property
    def fabric(self) -> pd.DataFrame:
        """One row per fabric: rates, rates after failures, times of collectives."""
        return _table(fabric_rows(self.layout, self.link_states), "fabric")

    @cached_property
    def power(self) -> pd.DataFrame:
        """One row per conversion stage, feed and power shelf."""
        return pd.DataFrame(self.feed.rows(), columns=list(STAGE)).set_index("stage")

    @cached_property
    def busbar(self) -> pd.DataFrame:
        """One row per tray on a busbar that has not collapsed, from the bottom up."""
        rows = [row for rack in self.feed.racks.values() for row in rack.nodes()]
        return pd.DataFrame(rows, columns=list(NODE)).set_index("tray")

    @cached_property
    def per_bit(self) -> pd.DataFrame:
        """One row per link group: its power at the racks' inlets, in watts and pJ per bit."""
        caused = per_bit(self.layout, self._powers, self.link_states, self.feed)
        return _table({key: energy.row() for key, energy in caused.items()}, "link")

    @cached_property
    def power_flow(self) -> list[Stream]:
        """The watts from the wall to the parts, stage by stage."""
        return power_flow(self.layout, self._powers, self.link_states, self.feed)

    @property
    def _powers(self) -> dict[str, BoardPower]:
        return {key: board.power for key, board in self.boards.items()}

    @cached_property
    def costs(self) -> pd.DataFrame:
        """Money and carbon: low, typical and high, one row per item."""
        rack = self.totals["rack_kw"]
        rack_w = 1000.0 * np.array([rack.low, rack.typical, rack.high])
        return cost_table(costs(self.layout, self.link_states, rack_w))

    @cached_property
    def n_minus_1(self) -> pd.DataFrame:
        """One row per single failure of a supply, a shelf or a feed: the columns of `Outcome`."""
        return n_minus_1(self.outcomes or outcomes(self.feed))

    @cached_property
    def findings_table(self) -> pd.DataFrame:
        """One row per finding; its message includes the number of similar ones that are only counted."""
        columns = Finding._fields[: Finding._fields.index("message") + 1]
        return pd.DataFrame([found[: len(columns)] for found in self.findings], columns=columns)


TRAY_VALUES: dict[str, Callable[[Results, str], float]] = {
    "temperature": lambda results, tray: _hottest_c(results.tray_states[tray]),
    "weight": lambda results, tray: _or_nan(results.layout.design_of(tray).mass_kg),
}
"""Functions of tray metrics that are not fields of its state."""


def tray_value(results: Results, metric: str, tray: str) -> float:
    """Value of a tray for one of `quantities.trays.METRICS`, in its unit; NaN if it has none."""
    how = TRAY_VALUES.get(metric)
    return how(results, tray) if how else getattr(results.tray_states[tray], METRICS[metric].figure.key)


def _hottest_c(state: TrayState) -> float:
    """Temperature of the hottest part; for a tray without parts, of the air that leaves it."""
    return state.t_max_c if state.hottest else state.air_out_c


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _table(rows: dict, name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """A table from rows by key; `name` is the index's name, `columns` those of a table without rows."""
    if rows:
        dicts = {key: row if isinstance(row, dict) else row._asdict() for key, row in rows.items()}
        frame = pd.DataFrame.from_dict(dicts, orient="index")
    else:
        frame = pd.DataFrame(columns=list(columns), dtype=float)
    frame.index.name = name
    return frame
