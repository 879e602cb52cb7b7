"""Air through a tray: as declared, or the operating point of its fans on its flow resistance."""

import math
from typing import NamedTuple

from explorer.catalog import typical
from explorer.errors import LayoutError
from explorer.model import Layout, TrayDesign
from explorer.solvers.fluids.fans import operating_point
from explorer.units import M3_PER_S_PER_CFM


class Air(NamedTuple):
    """Air through one tray of a design, and the power of its fans."""

    cfm: float
    m_dot_kg_s: float
    dp_pa: float
    """across the tray; NaN if the airflow is declared"""
    fan_w: float
    """electrical, of all fans"""
    speed: float
    """of the fans, over full speed"""


def air_density(layout: Layout) -> float:
    """Density at the site's altitude, from the barometric formula, in kg/m3."""
    return typical("air_density_kg_per_m3") * math.exp(-layout.site.altitude_m / 8434.0)


def airflow(
    design: TrayDesign, air_kg_per_m3: float, speed: float | None = None, working: int | None = None
) -> Air:
    """Air of a tray with ``working`` fans (default: all) at ``speed`` (default: the design's).

    A failed fan stands open: air flows back through it. The others keep their speed. In a design without a
    fan curve, ``airflow_cfm`` and the fans' watts are those at the design's speed; they scale by the fan laws
    and with the share of working fans.

    Raises
    ------
    LayoutError
        For a speed that is not above 0 and at most 1, or a number of fans that the design does not have.
    """
    speed = design.fan_speed if speed is None else speed
    n = len(design.fans)
    working = n if working is None else working
    if not 0.0 < speed <= 1.0:
        raise LayoutError(f"TrayDesign '{design.id}': fan speed {speed:g} is not above 0 and at most 1")
    if not 0 <= working <= n:
        raise LayoutError(f"TrayDesign '{design.id}': {working} working fans of {n}")
    free_cfm, stall_pa, resistance_pa = design.fan_flow_cfm, design.fan_pressure_pa, design.resistance_pa
    if free_cfm is None or stall_pa is None or resistance_pa is None:
        share, ratio = working / n if n else 1.0, speed / design.fan_speed
        cfm = design.airflow_cfm * ratio * share
        watts = sum(fan.power_w for fan in design.fans) * ratio**3 * share
        return Air(cfm, cfm * M3_PER_S_PER_CFM * air_kg_per_m3, math.nan, watts, speed)
    at_m3_per_s = design.airflow_cfm * M3_PER_S_PER_CFM
    point = operating_point(
        free_cfm * M3_PER_S_PER_CFM,
        stall_pa,
        resistance_pa / at_m3_per_s**2,
        working,
        speed,
        n_open=n - working,
        efficiency=typical("fan_efficiency"),
        density_ratio=air_kg_per_m3 / typical("air_density_kg_per_m3"),
    )
    flow = point.flow_m3_per_s
    return Air(flow / M3_PER_S_PER_CFM, flow * air_kg_per_m3, point.pressure_pa, point.power_w, speed)


def fan_part_w(design: TrayDesign, air: Air) -> dict[str, float]:
    """The fans' watts by part id, in proportion to their declared watts; equal if all these are 0."""
    own = {fan.id: fan.power_w for fan in design.fans}
    total = sum(own.values())
    return {id: air.fan_w * (w / total if total else 1.0 / len(own)) for id, w in own.items()}
