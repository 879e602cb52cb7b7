"""Power of each link group at the rack's inlet, split into modules, SerDes, conversion, fans and pumps.

Watts are attributed in proportion, so that the groups and all other parts add up to the rack's input: to a
watt in a part belongs its share of every converter, shelf and busbar before it, and of the fans or pumps that
remove its heat.
"""

from typing import NamedTuple

import numpy as np

from explorer.analysis.fluids.pump import pump_w
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_power import BoardPower
from explorer.analysis.power.converters import rail_efficiency
from explorer.analysis.power.feed import Feed
from explorer.model import Layout, Port, TrayDesign
from explorer.units import pj_per_bit

SIDES: tuple[str, ...] = ("air", "coolant")


class LinkEnergy(NamedTuple):
    """Watts that one link group causes, over all its ends in the layout."""

    gbps: float
    """each way, over all ends"""
    module_w: float
    """drawn by modules, engines and lasers"""
    serdes_w: float
    """drawn by the hosts' SerDes"""
    conversion_w: float
    """lost between the rack's inlet and both"""
    fan_w: float
    """at the inlet, for the group's heat in its trays' air"""
    pump_w: float
    """at the CDU, for the group's heat in the coolant"""

    @property
    def total_w(self) -> float:
        return self.module_w + self.serdes_w + self.conversion_w + self.fan_w + self.pump_w

    def row(self) -> dict:
        """Watts and pJ per bit of each component, by column."""
        watts = {"module": self.module_w, "serdes": self.serdes_w, "conversion": self.conversion_w}
        watts |= {"fan": self.fan_w, "pump": self.pump_w, "total": self.total_w}
        return (
            {"gbps": self.gbps}
            | {f"{key}_w": w for key, w in watts.items()}
            | {f"{key}_pj_per_bit": pj_per_bit(w, self.gbps) for key, w in watts.items()}
        )


def per_bit(
    layout: Layout, boards: dict[str, BoardPower], states: dict[str, LinkState], feed: Feed
) -> dict[str, LinkEnergy]:
    """Power due to each link group, by its id."""
    coolant_w = _coolant_w(layout, boards)
    pumps_w = {rack.id: pump_w(layout, rack) for rack in layout.racks}
    caused = {key: np.zeros(5) for key in states}
    for design in layout.designs:
        board, trays = boards[design.id], layout.trays_of(design.id)
        ports = [(i, p) for i, p in enumerate(design.parts) if isinstance(p, Port) and p.links in states]
        if not trays or not ports:
            continue
        heat = _board_heat_w(design, board)
        fans_w = sum(w for p, w in zip(design.parts, board.own_w, strict=True) if p.duty == "fan")
        for key in dict.fromkeys(p.links for _, p in ports):
            own = [(i, p) for i, p in ports if p.links == key]
            share = _Share.of(design, board, states[key], own)
            for tray in trays:
                power = feed.racks[tray.rack]
                factor = power.bus_factor if design.supply == "busbar" else 1.0
                caused[key] += (
                    share.module_w,
                    share.serdes_w,
                    factor * share.inlet_w - share.module_w - share.serdes_w,
                    factor * fans_w * _inlet_factor(board, "other") * _over(share.heat_w["air"], heat["air"]),
                    pumps_w[tray.rack] * _over(share.heat_w["coolant"], coolant_w[tray.rack]),
                )
    return {key: LinkEnergy(states[key].end_gbps, *map(float, w)) for key, w in caused.items()}


def input_split(layout: Layout, boards: dict[str, BoardPower], feed: Feed) -> dict[str, float]:
    """The watts at all inlets by consumer, and the conversion loss; they add up to the input."""
    split = dict.fromkeys(("modules", "serdes", "fans", "processors and rest"), 0.0)
    for design in layout.designs:
        n, board = len(layout.trays_of(design.id)), boards[design.id]
        for part, w in zip(design.parts, board.own_w, strict=True):
            rest = "fans" if part.duty == "fan" else "processors and rest"
            split["modules" if isinstance(part, Port) else rest] += n * float(w)
        split["serdes"] += n * board.serdes_w
        split["processors and rest"] -= n * board.serdes_w
    return split | {"conversion": feed.input_w - sum(split.values())}


class _Share(NamedTuple):
    """Watts of one link group on one tray."""

    module_w: float
    serdes_w: float
    inlet_w: float
    """modules and SerDes, at the tray's inlet"""
    heat_w: dict[str, float]
    """heat on the board, by side: air or coolant"""

    @classmethod
    def of(cls, design: TrayDesign, board: BoardPower, state: LinkState, ports) -> "_Share":
        cooling = {part.id: _side(part) for part in design.parts}
        heat = dict.fromkeys(SIDES, 0.0)
        module_w = serdes_w = 0.0
        for i, port in ports:
            module_w += float(board.own_w[i])
            heat[_side(port)] += float(board.own_w[i])
            if port.host and port.carries_data:
                w = state.host_pj_per_bit[1] * port.rate_gbps / 1000.0
                serdes_w += w
                heat[cooling[port.host]] += w
        converted = module_w / rail_efficiency("optics") + serdes_w / rail_efficiency("asic")
        inlet = module_w * _inlet_factor(board, "optics") + serdes_w * _inlet_factor(board, "asic")
        for lost, role in ((converted - module_w - serdes_w, "vrm"), (inlet - converted, "psu")):
            for side, part_of_it in _sides_of(design, role).items():
                heat[side] += lost * part_of_it
        return cls(module_w, serdes_w, inlet, heat)


def _inlet_factor(board: BoardPower, rail: str) -> float:
    """Watts at a tray's inlet per watt on one of its rails."""
    supplies = board.drawn_w / board.converted_w if board.converted_w > 0 else 1.0
    return supplies / rail_efficiency(rail)


def _board_heat_w(design: TrayDesign, board: BoardPower) -> dict[str, float]:
    """Heat of a tray by side, without its fans'."""
    heat = {"air": board.board_w, "coolant": 0.0}
    for part, w in zip(design.parts, board.part_w, strict=True):
        if part.duty != "fan":
            heat[_side(part)] += float(w)
    return heat


def _coolant_w(layout: Layout, boards: dict[str, BoardPower]) -> dict[str, float]:
    """Heat into the coolant of each rack [W]."""
    heat = {rack.id: 0.0 for rack in layout.racks}
    for design in layout.designs:
        trays = layout.trays_of(design.id)
        if trays:
            one_w = _board_heat_w(design, boards[design.id])["coolant"]
            for tray in trays:
                heat[tray.rack] += one_w
    return heat


def _side(part) -> str:
    return "coolant" if part.cooling == "cold_plate" else "air"


def _sides_of(design: TrayDesign, role: str) -> dict[str, float]:
    """Shares of air and coolant in the loss at the parts of a role."""
    own = [_side(p) for p in design.parts if p.duty == role]
    return {side: own.count(side) / len(own) for side in SIDES} if own else {"air": 1.0}


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
