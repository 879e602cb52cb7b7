"""Parallel coolant branches between one supply and one return."""

from typing import NamedTuple

import numpy as np

from explorer.solvers.checks import require_finite, require_positive


class Manifold(NamedTuple):
    """Per branch: flow [kg/s] and outlet temperature [C]; of all: return temperature [C], pressure drop.

    ``pressure_drop`` is in the unit of ``k_pressure``: Pa where that is (kg/s)^2 / Pa.
    """

    m_dot_kg_s: np.ndarray
    t_out_c: np.ndarray
    t_return_c: float
    pressure_drop: float


def branch_flows(k_pressure, m_dot_total_kg_s: float) -> np.ndarray:
    """Flow of each branch [kg/s] where all have the same pressure drop m_i^2 / K_i.

    >>> branch_flows([1.0, 4.0], 0.3).round(12).tolist()
    [0.1, 0.2]
    """
    k = np.atleast_1d(np.asarray(k_pressure, float))
    for i, value in enumerate(k):
        require_positive(f"branch {i}: k_pressure", value, "")
    require_positive("m_dot_total", m_dot_total_kg_s, "kg/s")
    return m_dot_total_kg_s * np.sqrt(k) / np.sqrt(k).sum()


def manifold(k_pressure, m_dot_total_kg_s: float, cp: float, t_supply_c: float, heat_w) -> Manifold:
    """Flows and temperatures of branches that each take up their ``heat_w``, and of their mixed return.

    Raises ``SolverError`` for a resistance, flow or heat capacity that is not above 0.
    """
    m_dot = branch_flows(k_pressure, m_dot_total_kg_s)
    heat_w = np.broadcast_to(np.asarray(heat_w, float), m_dot.shape)
    require_positive("cp", cp, "J/(kg K)")
    require_finite("t_supply_c", t_supply_c, "C")
    for i, value in enumerate(heat_w):
        require_finite(f"branch {i}: heat", value, "W")
    drop = (m_dot_total_kg_s / np.sqrt(np.asarray(k_pressure, float)).sum()) ** 2
    t_return_c = t_supply_c + heat_w.sum() / (m_dot_total_kg_s * cp)
    return Manifold(m_dot, t_supply_c + heat_w / (m_dot * cp), float(t_return_c), float(drop))
