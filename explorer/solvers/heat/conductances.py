"""Conductances of the finest level, from the materials of its cells and the film coefficients over them."""

import numpy as np

from explorer.solvers.compiled import FAST, subroutine
from explorer.solvers.heat.colors import add_every_second, copy_row, layer
from explorer.solvers.heat.columns import factor_columns


@subroutine
def finest_rows(
    y0, y1, kxy, kz, power_w, h_air, h_coolant, h_bottom, area, along_x, along_y, half_z, contact, storage,
    own, is_copied, finest, source, g_bottom,
):  # fmt: skip
    """Fill rows ``y0`` to ``y1`` of the finest level; returns the sum of their conductances to fluids."""
    nz, ny, nx = kxy.shape
    length = own[0].shape[2]
    half, total = length // nz, 0.0
    k, across = np.empty((2, 2, length), kxy.dtype), np.empty((2, length), kxy.dtype)
    stored, first = np.empty((2, length), kxy.dtype), np.zeros((2, length), np.float32)
    g_top = np.empty(nx, kxy.dtype)
    deal_row(kxy, y0, k[y0 % 2])
    if y0 > 0:
        deal_row(kxy, y0 - 1, k[1 - y0 % 2])
        for color in range(2):
            _to_next(k[1 - y0 % 2, color], k[y0 % 2, 1 - color], 0, along_y, half, stored[color])
            copy_row(stored[color], first[color])
    for y in range(y0, y1):
        if y + 1 < ny:
            deal_row(kxy, y + 1, k[1 - y % 2])
        deal_row(kz, y, across)
        total += _films(
            h_air[y], h_coolant[y], h_bottom, area, half_z[-1] * area, half_z[0] * area, kz[-1, y], kz[0, y],
            g_top, g_bottom[y],
        )  # fmt: skip
        deal_row(power_w, y, source[:, y])
        if len(storage):
            deal_row(storage, y, stored)
        for color in range(2):
            gx, gy, gz, ground = own[0][color, y], own[1][color, y], own[2][color, y], own[3][color, y]
            shift = (y + color) % 2
            here, side = k[y % 2, color], k[y % 2, 1 - color]
            _to_next(here, side, shift, along_x, half, gx)
            if y + 1 < ny:
                _to_next(here, k[1 - y % 2, 1 - color], 0, along_y, half, gy)
            else:
                gy[:] = 0
            _across(across[color], half_z, contact, half, gz)
            if len(storage):
                copy_row(stored[color], ground)
            else:
                ground[:] = 0
            add_every_second(g_bottom[y, shift:], ground[:half])
            add_every_second(g_top[shift:], ground[length - half :])
            if is_copied:
                for part in range(4):
                    copy_row(own[part][color, y], finest[part][color, y])
        for color in range(2):
            before = finest[1][1 - color, y - 1] if y > y0 else first[1 - color]
            factor_columns(nz, color, y, *finest[:4], before, finest[4])
    return total


@subroutine
def deal_row(field, y, out):
    """Copy row y of a field [z, y, x] into the storage by colors; ghosts become 0."""
    nz, _, nx = field.shape
    half = out.shape[1] // nz
    for z in range(nz):
        row = field[z, y]
        even, odd = layer(out[y % 2], z, half), layer(out[1 - y % 2], z, half)
        for i in range(nx // 2):
            even[i] = row[2 * i]
            odd[i] = row[2 * i + 1]
        if nx % 2:
            even[half - 1] = row[nx - 1]
            odd[half - 1] = 0


@subroutine(fastmath=FAST, error_model="numpy")
def _films(h_air, h_coolant, h_bottom, area, half_top, half_bottom, kz_top, kz_bottom, g_top, g_bottom):
    """Conductances of a row to its fluids, ``streams.film_w_per_k``, and their sum."""
    one = kz_top.dtype.type
    total = one(0)
    for x in range(len(g_top)):
        k, air, coolant = kz_top[x], one(h_air[x]), one(h_coolant[x])
        g_top[x] = area * k * (air / (k + air * half_top) + coolant / (k + coolant * half_top))
        g_bottom[x] = area * h_bottom * kz_bottom[x] / (kz_bottom[x] + h_bottom * half_bottom)
        total += g_top[x] + g_bottom[x]
    return total


@subroutine(fastmath=FAST, error_model="numpy")
def _to_next(here, there, skipped, along, half, out):
    """Conductances from places of one row to those of another, past the first ``skipped`` of each layer.

    A conductance is ``along / (1 / k + 1 / k_next)``: along is twice the width of the face over the length
    between centers, times the thickness.
    """
    for z in range(len(along)):
        own, side, row = layer(here, z, half), layer(there, z, half)[skipped:], layer(out, z, half)
        row[len(side) :] = 0
        factor = along[z]
        for i in range(len(side)):
            total = own[i] + side[i]
            row[i] = factor * own[i] * side[i] / total if total > 0 else total


@subroutine(fastmath=FAST, error_model="numpy")
def _across(k, half_z, contact, half, out):
    """Conductances to the next layer: two half cells and the contact in series, over a cell's area."""
    for z in range(len(half_z) - 1):
        low, high, row = layer(k, z, half), layer(k, z + 1, half), layer(out, z, half)
        below, above, between = half_z[z], half_z[z + 1], contact[z]
        for i in range(half):
            product = low[i] * high[i]
            over = below * high[i] + above * low[i] + between * product
            row[i] = product / over if over > 0 else product
    layer(out, len(half_z) - 1, half)[:] = 0
