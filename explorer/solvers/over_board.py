"""Maps that follow from a solved tray: the air over its board, and the heat that flows up through it."""

import numpy as np

from explorer.solvers import exchange
from explorer.solvers.grid import rasterize
from explorer.solvers.streams import tray_streams
from explorer.solvers.tray import TrayField, TrayHeat


def air_c(heat: TrayHeat, field: TrayField) -> np.ndarray:
    """Mean temperature of the air over each cell (ny, nx), as the marching lanes have it.

    A cell that lies in two lanes has the mean of both. Without air flow it is the inlet's everywhere.
    """
    nx, ny = heat.grid
    if not heat.air_m_dot_kg_s > 0.0:
        return np.full((ny, nx), float(heat.air_in_c))
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    fluids = (heat.coolant_in_c, heat.coolant_m_dot_kg_s, heat.coolant_cp)
    coolant_c, m_dot, cp = np.broadcast_arrays(*(np.asarray(v, float) for v in fluids))
    streams = tray_streams(cells, heat.boxes, heat.lane_m, heat.air_m_dot_kg_s * heat.air_cp, m_dot * cp)
    n_lanes = len(streams.m_cp_w_per_k) - len(coolant_c)
    t_in = np.concatenate([np.full(n_lanes, float(heat.air_in_c)), coolant_c])
    t_mean, t_out, heat_w = np.empty(len(streams.stream)), np.empty(len(t_in)), np.empty(len(t_in))
    wall_c = np.ascontiguousarray(field.t_c[-1], dtype=float).reshape(-1)
    exchange.march(tuple(streams), t_in, wall_c, t_mean, t_out, heat_w)
    air = streams.stream < n_lanes
    count = np.diff(streams.first)[air]
    cell = np.repeat(streams.cell[air], count)
    cell = cell + np.arange(len(cell)) - np.repeat(np.cumsum(count) - count, count)
    total, times = np.zeros(nx * ny), np.zeros(nx * ny)
    np.add.at(total, cell, np.repeat(t_mean[air], count))
    np.add.at(times, cell, 1.0)
    return (total / np.maximum(times, 1.0)).reshape(ny, nx)


def upward_w_per_m2(heat: TrayHeat, field: TrayField, layer: int) -> np.ndarray:
    """Heat flux [W/m2] up through the top of a layer (ny, nx) into the layer above it.

    It crosses half of each layer and the contact between them, as in the equations that were solved:

        q = (T_below - T_above) / (d_below / 2 k_below + R_contact + d_above / 2 k_above)

    What crosses the top of the last layer but one, over the whole board, is what air and coolant take.
    """
    cells = rasterize(heat.size_m, heat.grid, heat.layers, heat.boxes, heat.h_air, heat.h_bottom)
    below, above = (cells.thickness_m[z] / (2.0 * cells.kz[z]) for z in (layer, layer + 1))
    m2k_per_w = below + above + cells.contact_m2k_per_w[layer]
    return (np.asarray(field.t_c[layer], float) - field.t_c[layer + 1]) / m2k_per_w
