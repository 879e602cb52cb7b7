"""Power of each part of a board: as declared, by its technology, or by the air that a fan moves."""

from collections.abc import Mapping

import numpy as np

from explorer.analysis.fluids.airflow import Air, fan_part_w
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.board_parts import BoardParts
from explorer.analysis.power.board_power import BoardPower
from explorer.model import Layout
from explorer.solvers.power.feedback import Drift


def drift_of(parts: BoardParts, states: dict[str, LinkState], air: Air) -> Drift:
    """Watts of every part of a design as functions of its temperature; fans draw the power to move `air`."""
    watts = _reference_w(parts, states, air)
    hosted = serdes_w(parts, states)
    for i in parts.hosts_at:
        watts[i] += hosted.get(parts.ids[i], 0.0)
    share, per_k, from_c = parts.growth
    return Drift(watts * (1.0 - share.sum(axis=1)), watts[:, None] * share, per_k, from_c)


def _reference_w(parts: BoardParts, states: dict[str, LinkState], air: Air) -> np.ndarray:
    """(parts,) watts at the reference temperature, without the SerDes that links add to an ASIC."""
    watts = parts.declared_w.copy()
    for key, carried in parts.links.items():
        if key in states:
            state = states[key]
            outside_w = state.technology.els_w if carried.lights.size else 0.0
            watts[carried.lights] = outside_w * state.lit_a_source * carried.light_modules
            at_port_w = state.technology.module_w.typical - outside_w
            watts[carried.ports] = at_port_w * state.ends_a_module * carried.port_modules
    watts[parts.fans] = list(fan_part_w(parts.design, air).values())
    return watts


def serdes_w(parts: BoardParts, states: dict[str, LinkState]) -> dict[str, float]:
    """Watts that links add to each ASIC of a board, by its id."""
    added_w, is_added = np.zeros(len(parts.hosts)), np.zeros(len(parts.hosts), bool)
    for key, carried in parts.links.items():
        if key in states:
            hosted = carried.host >= 0
            host, pj = carried.host[hosted], states[key].host_pj_per_bit[1]
            np.add.at(added_w, host, pj * carried.port_gbps[hosted] / 1000.0)
            is_added[host] = True
    return {parts.hosts[i]: float(added_w[i]) for i in np.flatnonzero(is_added)}


def drawn_w(layout: Layout, boards: Mapping[str, BoardPower], link_id: str) -> float:
    """Watts of a link group's modules, engines and laser sources over all trays, as they are solved."""
    drawn = 0.0
    for board in boards.values():
        own = board.parts.links.get(link_id)
        if own is not None:
            n = len(layout.trays_of(board.parts.design.id))
            drawn += n * float(board.own_w[own.ports].sum() + board.own_w[own.lights].sum())
    return drawn
