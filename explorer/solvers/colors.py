"""The equations of heat conduction in a stack of layers, cell by cell, stored by colors.

Balance of a cell: ``sum G (T_neighbor - T) + ground (T_fluid - T) + P = 0``, all G in W/K.

Storage. The columns of cells are colored like a chessboard, ``color = (x + y) % 2``, and each color is
stored by itself, so that inner loops run over neighbors in memory. A field has shape
``(2, ny, nz * half)`` with ``half = (nx + 1) // 2``: ``field[color, y, z * half + i]`` is the cell
``x = 2 i + (y + color) % 2``. Where nx is odd, the last place of every other row is a ghost: its
conductances, and everything computed from them, are 0.

Faces. ``gx`` is the conductance to the next cell in x, ``gy`` to the next in y, ``gz`` to the next up; each
is 0 on the last one. In a row with ``shift = (y + color) % 2`` the neighbors in x of place i are the
places ``i - 1 + shift`` and ``i + shift`` of the other color. Running over the ends of a layer inside a
row is harmless, since the conductance there is 0.
"""

from numba import njit

FAST = {"reassoc", "contract", "nsz"}  # lets sums be vectorized; NaN and infinity keep their meaning


@njit(cache=True, nogil=True)
def split(field, out):
    """Field [z, y, x] into storage by colors; ghosts become 0."""
    nz, ny, nx = field.shape
    half = (nx + 1) // 2
    for color in range(2):
        for y in range(ny):
            shift = (y + color) % 2
            for z in range(nz):
                for i in range((nx - shift + 1) // 2):
                    out[color, y, z * half + i] = field[z, y, 2 * i + shift]
                for i in range((nx - shift + 1) // 2, half):
                    out[color, y, z * half + i] = 0


@njit(cache=True, nogil=True)
def join(stored, offset, out):
    """Storage by colors back into a field [z, y, x], plus ``offset``."""
    nz, ny, nx = out.shape
    half = (nx + 1) // 2
    for color in range(2):
        for y in range(ny):
            shift = (y + color) % 2
            for z in range(nz):
                for i in range((nx - shift + 1) // 2):
                    out[z, y, 2 * i + shift] = stored[color, y, z * half + i] + offset


@njit(cache=True, nogil=True, error_model="numpy")
def conductances(kxy, kz, thickness, contact, top, bottom, dx, dy, gx, gy, gz, ground):
    """Conductances of all faces [W/K], from conductivities [z, y, x].

    In a layer the harmonic mean of two neighbors; across layers two half cells and the contact in
    series. ``top`` and ``bottom`` [y, x] are the conductances to what lies above and below.
    """
    nz, ny, nx = kxy.shape
    half = (nx + 1) // 2
    for color in range(2):
        for y in range(ny):
            shift = (y + color) % 2
            gx[color, y, :] = 0
            gy[color, y, :] = 0
            gz[color, y, :] = 0
            ground[color, y, :] = 0
            for z in range(nz):
                along_x = 2.0 * dy * thickness[z] / dx
                along_y = 2.0 * dx * thickness[z] / dy
                for i in range((nx - shift + 1) // 2):
                    x, at = 2 * i + shift, z * half + i
                    k = kxy[z, y, x]
                    if x + 1 < nx:
                        gx[color, y, at] = along_x * k * kxy[z, y, x + 1] / (k + kxy[z, y, x + 1])
                    if y + 1 < ny:
                        gy[color, y, at] = along_y * k * kxy[z, y + 1, x] / (k + kxy[z, y + 1, x])
                    if z + 1 < nz:
                        below = thickness[z] / (2.0 * kz[z, y, x])
                        above = thickness[z + 1] / (2.0 * kz[z + 1, y, x])
                        gz[color, y, at] = dx * dy / (below + contact[z] + above)
                    if z == 0:
                        ground[color, y, at] += bottom[y, x]
                    if z == nz - 1:
                        ground[color, y, at] += top[y, x]


@njit(cache=True, nogil=True, fastmath=FAST)
def residual(gx, gy, gz, ground, half, t, source, out):
    """Watts that each cell is out of balance: source + what flows in - what leaves to ground.

    Written in differences of temperature, so that rounding neither makes nor destroys heat.
    """
    _, ny, length = t.shape
    for color in range(2):
        other = 1 - color
        for y in range(ny):
            row, own, side = out[color, y], t[color, y], t[other, y]
            for j in range(length):
                row[j] = source[color, y, j] - ground[color, y, j] * own[j]
            for j in range(length - half):
                row[j] += gz[color, y, j] * (own[j + half] - own[j])
            for j in range(half, length):
                row[j] += gz[color, y, j - half] * (own[j - half] - own[j])
            shift = (y + color) % 2
            same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
            for j in range(length):
                row[j] += same_place[j] * (side[j] - own[j])
            if shift:
                for j in range(length - 1):
                    row[j] += next_place[j] * (side[j + 1] - own[j])
            else:
                for j in range(1, length):
                    row[j] += next_place[j - 1] * (side[j - 1] - own[j])
            if y + 1 < ny:
                for j in range(length):
                    row[j] += gy[color, y, j] * (t[other, y + 1, j] - own[j])
            if y > 0:
                for j in range(length):
                    row[j] += gy[other, y - 1, j] * (t[other, y - 1, j] - own[j])
