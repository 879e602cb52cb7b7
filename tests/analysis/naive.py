"""Obvious slow answers to what the analysis does fast."""

import math

import numpy as np

from explorer.units import PITCH_MM


def trace_mm(point, box):
    """The shortest way along x and y from a point to a box of whole millimeters, every point tried."""
    left, front, right, rear = box
    return min(
        abs(x - point[0]) + abs(y - point[1]) for x in range(left, right + 1) for y in range(front, rear + 1)
    )


def cable_m(layout, link, middles_mm, bend_mm=0.0, inside_mm=0.0):
    """Lengths between the trays of a link group, pair by pair.

    `middles_mm` says by design how far from the left edge its ports are on average, `inside_mm` what both
    ends need to the edges of their trays.
    """

    def place(tray):
        rack, design = layout.element(tray.rack), layout.element(tray.design)
        height_mm = (tray.u - 1) * PITCH_MM[rack.pitch] + design.height_u * PITCH_MM[rack.pitch] / 2
        return rack.x_mm - design.width_mm / 2 + middles_mm[design.id], height_mm

    def top(tray):
        rack = layout.element(tray.rack)
        return rack.height_u * PITCH_MM[rack.pitch]

    lengths = []
    for a in layout.trays_of(link.a):
        row = []
        for b in layout.trays_of(link.b):
            (xa, za), (xb, zb) = place(a), place(b)
            if a.rack != b.rack:
                highest = max(top(a), top(b))
                way = abs(xa - xb) + (highest - za) + (highest - zb)
            elif link.route == "cartridge":
                way = abs(xa - xb) + abs(za - zb)
            else:
                rack = layout.element(a.rack)
                managers = (rack.x_mm - rack.width_mm / 2, rack.x_mm + rack.width_mm / 2)
                way = min(abs(xa - side) + abs(za - zb) + abs(xb - side) for side in managers)
            # a quarter arc where the cable would turn a corner: at both ends
            turns = 0 if link.route == "cartridge" else 2
            way += turns * (math.pi * bend_mm / 2 - bend_mm) + inside_mm
            row.append(way / 1000 + link.slack_m)
        lengths.append(row)
    return np.array(lengths)


def busbar_v(r_segment, shelf_node, r_droop, v0, power):
    """Node voltages by Newton with a dense Jacobian; `None` where it does not arrive."""
    n = len(power)
    g = np.zeros((n, n))
    for i, r in enumerate(r_segment):
        g[i, i] += 1 / r
        g[i + 1, i + 1] += 1 / r
        g[i, i + 1] -= 1 / r
        g[i + 1, i] -= 1 / r
    fed = np.zeros(n)
    for node, r in zip(shelf_node, r_droop, strict=True):
        g[node, node] += 1 / r
        fed[node] += v0 / r
    v = np.full(n, float(v0))
    for _ in range(60):
        f = g @ v - fed + power / v
        step = np.linalg.solve(g - np.diag(power / v**2), f)
        v = v - step
        if np.abs(step).max() < 1e-10 * v0:
            return v
    return None


def input_w(output_w, rating_w, points):
    """Input of a supply whose efficiency is straight between `points` (load, efficiency)."""
    load = output_w / rating_w
    if load <= points[0][0]:
        return output_w / points[0][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        if load <= x1:
            return output_w / (y0 + (y1 - y0) * (load - x0) / (x1 - x0))
    return output_w / points[-1][1]
