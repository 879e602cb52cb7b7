"""What the parts of a tray draw, and where on its board that becomes heat."""

from typing import NamedTuple

import numpy as np

from explorer.analysis.airflow import Air, fan_part_w
from explorer.analysis.converters import curve, rail_efficiency
from explorer.analysis.links import LinkState
from explorer.catalog import typical
from explorer.model import Asic, LaserSource, Load, Part, Port, TrayDesign
from explorer.solvers.efficiency import input_power

RAILS = ("asic", "optics", "other")


class BoardPower(NamedTuple):
    """Watts of one tray of a design."""

    part_w: np.ndarray
    """Heat of each part of the design; the VRMs' includes what conversion loses."""
    board_w: float
    """Conversion loss on a board that has no VRM to put it at."""
    rail_w: dict[str, float]
    """Drawn by the parts from each rail."""
    drawn_w: float
    """At the tray's inlet: busbar or AC."""
    converted_w: float
    """Behind a tray's own AC supplies; equals `drawn_w` on the busbar."""
    serdes_w: float


def board_power(
    design: TrayDesign, states: dict[str, LinkState], part_t_c=None, air: Air | None = None
) -> BoardPower:
    """What the parts of a tray draw, with their converters' losses as heat at the VRMs.

    `part_t_c` are the parts' temperatures of the last pass; without them lasers run at their
    catalog temperature. Fans draw what `air` takes, without it their own watts.
    """
    parts = design.parts
    fans = fan_part_w(design, air) if air else {}
    own = np.zeros(len(parts))
    lit = {p.links for p in parts if isinstance(p, LaserSource)}
    serdes = _serdes_w(design, states)
    for i, part in enumerate(parts):
        t_c = None if part_t_c is None else part_t_c[i]
        drawn_w = fans[part.id] if part.id in fans else part_w(part, states, lit, t_c)
        own[i] = drawn_w + serdes.get(part.id, 0.0)
    rails = dict.fromkeys(RAILS, 0.0)
    for part, w in zip(parts, own, strict=True):
        rails[rail_of(part)] += w
    converted = sum(w / rail_efficiency(rail) for rail, w in rails.items())
    lost = converted - sum(rails.values())
    drawn = converted
    if design.supply == "ac" and converted > 0:
        rating = max(design.rating_kw * 1000.0, converted)
        drawn = float(input_power(converted, rating, *curve("titanium")))
    heat = own.copy()
    on_board = spread(heat, parts, lost, "vrm") + spread(heat, parts, drawn - converted, "psu")
    return BoardPower(heat, on_board, rails, drawn, converted, sum(serdes.values()))


def part_w(part: Part, states: dict[str, LinkState], lit: set[str], t_c: float | None) -> float:
    """What one part draws itself. `lit` are the link groups whose light comes from laser sources."""
    if isinstance(part, (Asic, Load)):
        return part.power_w
    if not isinstance(part, Port) or part.links not in states:
        return 0.0
    tech = states[part.links].technology
    share = part.rate_gbps / tech.rate_gbps
    outside = tech.els_w if part.links in lit else 0.0
    if isinstance(part, LaserSource):
        return outside * share * laser_factor(t_c)
    inside = tech.module_w.typical - outside
    return inside * share


def laser_factor(t_c: float | None) -> float:
    """How much more a laser draws to hold its light when it is warmer than 45 C."""
    if t_c is None:
        return 1.0
    slope = typical("laser_efficiency_slope_per_k")
    return 1.0 / max(0.2, 1.0 - slope * max(0.0, t_c - 45.0))


def _serdes_w(design, states) -> dict[str, float]:
    """Watts that links add to each ASIC of a board."""
    added: dict[str, float] = {}
    for part in design.parts:
        if (
            isinstance(part, Port)
            and not isinstance(part, LaserSource)
            and part.links in states
            and part.host
        ):
            pj = states[part.links].host_pj_per_bit[1]
            added[part.host] = added.get(part.host, 0.0) + pj * part.rate_gbps / 1000.0
    return added


def rail_of(part: Part) -> str:
    """Which rail feeds a part: a processor's core, the optics' 3.3 V, or the intermediate bus."""
    if isinstance(part, Asic) or (isinstance(part, Load) and part.role == "cpu"):
        return "asic"
    return "optics" if isinstance(part, Port) else "other"


def spread(heat, parts, loss_w, role) -> float:
    """Put a loss where it arises; what finds no place is returned."""
    own = [i for i, p in enumerate(parts) if isinstance(p, Load) and p.role == role]
    for i in own:
        heat[i] += loss_w / len(own)
    return 0.0 if own else loss_w
