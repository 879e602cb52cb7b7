"""Obvious slow answers to what the solvers do fast: plain loops, dense or sparse direct solves."""

import math

import numpy as np
from scipy.linalg import expm
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve


def coverage(box, i, j, dx, dy):
    """Part of cell (i, j) that the box (x, y, width, depth) covers."""
    x, y, width, depth = box
    wide = max(0.0, min((i + 1) * dx, x + width) - max(i * dx, x))
    deep = max(0.0, min((j + 1) * dy, y + depth) - max(j * dy, y))
    return wide * deep / (dx * dy)


def rasterize(heat):
    """kxy, kz, power [z, y, x]; h_air [y, x]; a dict of (box, y, x) -> coolant film coefficient."""
    nx, ny = heat.grid
    nz = len(heat.layers.thickness_m)
    dx, dy = heat.size_m[0] / nx, heat.size_m[1] / ny
    kxy, kz, power = (np.zeros((nz, ny, nx)) for _ in range(3))
    h_air, wet = np.full((ny, nx), float(heat.h_air)), {}
    for z in range(nz):
        kxy[z], kz[z] = heat.layers.kxy[z], heat.layers.kz[z]
    b = heat.boxes
    for n in range(len(b.layer)):
        place = (b.x_m[n], b.y_m[n], b.dx_m[n], b.dy_m[n])
        for j in range(ny):
            for i in range(nx):
                c, z = coverage(place, i, j, dx, dy), b.layer[n]
                if not math.isnan(b.kxy[n]):
                    kxy[z, j, i] = kxy[z, j, i] * (1 - c) + b.kxy[n] * c
                if not math.isnan(b.kz[n]):
                    kz[z, j, i] = kz[z, j, i] * (1 - c) + b.kz[n] * c
                if not math.isnan(b.h_air[n]):
                    h_air[j, i] = h_air[j, i] * (1 - c) + b.h_air[n] * c
                if not math.isnan(b.h_coolant[n]):
                    for key in [key for key in wet if key[1:] == (j, i)]:
                        wet[key] *= 1 - c
                    wet[n, j, i] = b.h_coolant[n] * c
                power[z, j, i] += b.power_w[n] * c * dx * dy / (b.dx_m[n] * b.dy_m[n])
    return kxy, kz, power, h_air, wet


def solve(heat):
    """Temperatures [z, y, x] of a tray by one sparse direct solve of walls and fluids together."""
    matrix, right, shape = assembled(heat)
    return spsolve(matrix, right)[: math.prod(shape)].reshape(shape)


def in_time(heat, capacity, start, t_s):
    """Temperatures [z, y, x] at ``t_s`` by a matrix exponential, without the fluids, which store nothing."""
    matrix, right, shape = assembled(heat)
    matrix, n = matrix.toarray(), math.prod(shape)
    to_fluids = np.linalg.solve(matrix[n:, n:], matrix[n:, :n])
    walls = (matrix[:n, :n] - matrix[:n, n:] @ to_fluids) / capacity.reshape(-1, 1)
    steady = solve(heat)
    return steady + (expm(-walls * t_s) @ (start - steady).ravel()).reshape(shape)


def heat_capacities(heat, rho_c, box_rho_c):
    """Heat capacity of every cell [z, y, x] in J/K."""
    painted = heat._replace(
        layers=heat.layers._replace(kxy=np.array(rho_c)), boxes=heat.boxes._replace(kxy=np.array(box_rho_c))
    )
    nx, ny = heat.grid
    cell_m2 = heat.size_m[0] * heat.size_m[1] / (nx * ny)
    return rasterize(painted)[0] * heat.layers.thickness_m[:, None, None] * cell_m2


def assembled(heat):  # noqa: C901
    """Matrix, right side and shape [z, y, x] of walls and fluids together; the walls come first."""
    kxy, kz, power, h_air, wet = rasterize(heat)
    nz, ny, nx = kxy.shape
    dx, dy = heat.size_m[0] / nx, heat.size_m[1] / ny
    dz = heat.layers.thickness_m
    contact = np.zeros(nz) if heat.layers.contact_m2k_per_w is None else heat.layers.contact_m2k_per_w
    number = np.arange(nz * ny * nx).reshape(nz, ny, nx)
    rows, columns, values, right = [], [], [], power.ravel().copy().tolist()

    def couple(a, b, g):
        """Heat g (T_b - T_a) flows into a."""
        rows.extend([a, a])
        columns.extend([a, b])
        values.extend([g, -g])

    def face(a, b, resistance):
        couple(a, b, 1.0 / resistance)
        couple(b, a, 1.0 / resistance)

    for z in range(nz):
        for y in range(ny):
            for x in range(nx):
                me, k = number[z, y, x], kxy[z, y, x]
                if x + 1 < nx:
                    ohm = dx / (2 * k) + dx / (2 * kxy[z, y, x + 1])
                    face(me, number[z, y, x + 1], ohm / (dy * dz[z]))
                if y + 1 < ny:
                    ohm = dy / (2 * k) + dy / (2 * kxy[z, y + 1, x])
                    face(me, number[z, y + 1, x], ohm / (dx * dz[z]))
                if z + 1 < nz:
                    ohm = dz[z] / (2 * kz[z, y, x]) + contact[z] + dz[z + 1] / (2 * kz[z + 1, y, x])
                    face(me, number[z + 1, y, x], ohm / (dx * dy))

    def to_fixed(cell, g, t):
        rows.append(cell)
        columns.append(cell)
        values.append(g)
        right[cell] += g * t

    def film(h, y, x):
        return dx * dy / (1 / h + dz[-1] / (2 * kz[-1, y, x]))

    def new_unknown():
        right.append(0.0)
        return len(right) - 1

    def element(t_in, m_cp, members):
        """Outlet unknown of fluid that meets cells ``(number, g)`` at once; t_in is an unknown."""
        g_sum = sum(g for _, g in members)
        if g_sum == 0:
            return t_in
        ntu = g_sum / m_cp
        gain = 1 - math.exp(-ntu)
        t_out, t_mean = new_unknown(), new_unknown()
        for cell, g in members:
            couple(cell, t_mean, g)
        # T_out = T_in + gain (T_wall - T_in);  T_mean = T_wall - (T_wall - T_in) gain / ntu
        for unknown, part in ((t_out, gain), (t_mean, 1 - gain / ntu)):
            rows.extend([unknown, unknown])
            columns.extend([unknown, t_in])
            values.extend([1.0, -(1 - part)])
            for cell, g in members:
                rows.append(unknown)
                columns.append(cell)
                values.append(-part * g / g_sum)
        return t_out

    def inlet(t):
        unknown = new_unknown()
        to_fixed(unknown, 1.0, t)
        return unknown

    if heat.h_bottom > 0:
        for y in range(ny):
            for x in range(nx):
                g = dx * dy / (1 / heat.h_bottom + dz[0] / (2 * kz[0, y, x]))
                to_fixed(number[0, y, x], g, heat.air_in_c)
    lanes = int(min(max(round(heat.size_m[0] / heat.lane_m), 1), nx))
    width = heat.size_m[0] / lanes
    for lane in range(lanes):
        t = inlet(heat.air_in_c)
        for y in range(ny):
            members = []
            for x in range(nx):
                part = coverage((lane * width, 0.0, width, dy), x, 0, dx, dy)
                if part > 1e-12 and h_air[y, x] > 0:
                    members.append((number[-1, y, x], part * film(h_air[y, x], y, x)))
            if heat.air_m_dot_kg_s > 0:
                t = element(t, heat.air_m_dot_kg_s * heat.air_cp / lanes, members)
            else:
                for cell, g in members:
                    to_fixed(cell, g, heat.air_in_c)
    total = {}
    for (_, y, x), h in wet.items():
        total[y, x] = total.get((y, x), 0.0) + h
    for s in range(len(heat.coolant_in_c)):
        t = inlet(heat.coolant_in_c[s])
        for n in range(len(heat.boxes.layer)):
            for y in range(ny):
                cells = [(x, wet[n, y, x]) for x in range(nx) if wet.get((n, y, x), 0.0) > 0]
                if heat.boxes.plate[n] == s:
                    members = [
                        (number[-1, y, x], film(total[y, x], y, x) * h / total[y, x]) for x, h in cells
                    ]
                    t = element(t, heat.coolant_m_dot_kg_s[s] * heat.coolant_cp[s], members)
    size = len(right)
    matrix = coo_matrix((values, (rows, columns)), (size, size)).tocsc()
    return matrix, np.array(right), (nz, ny, nx)


def plane_wall(biot, fourier, place, terms=200):
    """Rise over the first rise at ``place`` = x / L from the insulated face: the Fourier series."""
    total = 0.0
    for n in range(terms):
        low, high = n * math.pi, n * math.pi + math.pi / 2 - 1e-14
        for _ in range(200):
            zeta = (low + high) / 2
            low, high = (zeta, high) if zeta * math.tan(zeta) < biot else (low, zeta)
        part = 4 * math.sin(zeta) / (2 * zeta + math.sin(2 * zeta))
        total += part * math.exp(-zeta * zeta * fourier) * math.cos(zeta * place)
    return total


def unbalance_w(kxy, kz, thickness_m, contact, step_m, ground, t, source_w):
    """Watts that every cell [z, y, x] gets beyond those that it gives away, face by face."""
    nz, ny, nx = kxy.shape
    dx, dy = step_m
    out = source_w - ground * t
    for z, y, x in np.ndindex(nz, ny, nx):
        sides = [
            (z, y, x + 1, dx / 2 / kxy[z, y, x] / dy / thickness_m[z], dx / 2 / dy / thickness_m[z], kxy),
            (z, y + 1, x, dy / 2 / kxy[z, y, x] / dx / thickness_m[z], dy / 2 / dx / thickness_m[z], kxy),
            (z + 1, y, x, thickness_m[z] / 2 / kz[z, y, x] / dx / dy, None, kz),
        ]
        for z1, y1, x1, own, other, k in sides:
            if z1 == nz or y1 == ny or x1 == nx:
                continue
            if z1 > z:
                own += contact[z] / dx / dy
                other = thickness_m[z1] / 2 / dx / dy
            flow = (t[z1, y1, x1] - t[z, y, x]) / (own + other / k[z1, y1, x1])
            out[z, y, x] += flow
            out[z1, y1, x1] -= flow
    return out


def coarser(gx, gy, gz, ground):
    """Conductances [z, y, x] of 2 x 2 columns joined: halves of those that cross, sums of the others."""
    nz, ny, nx = gx.shape
    shape = nz, (ny + 1) // 2, (nx + 1) // 2
    cx, cy, cz, cg = (np.zeros(shape) for _ in range(4))
    for z, y, x in np.ndindex(nz, ny, nx):
        place = z, y // 2, x // 2
        cz[place] += gz[z, y, x]
        cg[place] += ground[z, y, x]
        if x % 2 == 1:
            cx[place] += gx[z, y, x] / 2
        if y % 2 == 1:
            cy[place] += gy[z, y, x] / 2
    return cx, cy, cz, cg


def column_inverse(gx, gy, gz, ground, y, x):
    """Inverse of the equations of one column whose neighbors keep still."""
    nz = len(gx)
    matrix = np.zeros((nz, nz))
    for z in range(nz):
        sides = gx[z, y, x] + gy[z, y, x] + (gx[z, y, x - 1] if x else 0) + (gy[z, y - 1, x] if y else 0)
        matrix[z, z] = ground[z, y, x] + sides + gz[z, y, x] + (gz[z - 1, y, x] if z else 0)
        if z + 1 < nz:
            matrix[z, z + 1] = matrix[z + 1, z] = -gz[z, y, x]
    return np.linalg.inv(matrix)


def box_measure(field, heat, box):
    """Mean of a field over a box by coverage, and its highest cell that is at least half covered."""
    nx, ny = heat.grid
    dx, dy = heat.size_m[0] / nx, heat.size_m[1] / ny
    b = heat.boxes
    place = (b.x_m[box], b.y_m[box], b.dx_m[box], b.dy_m[box])
    cells = [(coverage(place, x, y, dx, dy), field[b.layer[box], y, x]) for y in range(ny) for x in range(nx)]
    mean = sum(c * t for c, t in cells) / sum(c for c, _ in cells)
    return mean, max([t for c, t in cells if c >= 0.5] + [mean])
