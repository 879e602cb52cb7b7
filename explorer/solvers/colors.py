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
def split(field, offset, out):
    """Field [z, y, x] plus ``offset`` into storage by colors; ghosts become 0."""
    nz, ny, nx = field.shape
    half = (nx + 1) // 2
    for y in range(ny):
        for z in range(nz):
            row = field[z, y]
            even, odd = _layer(out[y % 2, y], z, half), _layer(out[1 - y % 2, y], z, half)
            for i in range(nx // 2):
                even[i] = row[2 * i] + offset
                odd[i] = row[2 * i + 1] + offset
            if nx % 2:
                even[half - 1] = row[nx - 1] + offset
                odd[half - 1] = 0


@njit(cache=True, nogil=True)
def join(stored, offset, out):
    """Storage by colors back into a field [z, y, x], plus ``offset``."""
    nz, ny, nx = out.shape
    half = (nx + 1) // 2
    for y in range(ny):
        for z in range(nz):
            row = out[z, y]
            even, odd = _layer(stored[y % 2, y], z, half), _layer(stored[1 - y % 2, y], z, half)
            for i in range(nx // 2):
                row[2 * i] = even[i] + offset
                row[2 * i + 1] = odd[i] + offset
            if nx % 2:
                row[nx - 1] = even[half - 1] + offset


@njit(cache=True, nogil=True)
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def conductances(kxy, kz, half, along_x, along_y, half_z, contact, gx, gy, gz):
    """Conductances of all faces between cells [W/K], from conductivities; all in storage by colors.

    In a layer ``along / (1 / k + 1 / k_neighbor)``, twice the width of the face over the length between
    centers times the thickness. Across layers two half cells ``half_z / k`` and the contact in series, both
    divided by the area of a cell.
    """
    _, ny, length = kxy.shape
    nz = length // half
    for color in range(2):
        other = 1 - color
        for y in range(ny):
            shift = (y + color) % 2
            for z in range(nz):
                own, out = _layer(kxy[color, y], z, half), _layer(gx[color, y], z, half)
                _in_series(own, _layer(kxy[other, y], z, half)[shift:], along_x[z], out)
                out = _layer(gy[color, y], z, half)
                if y + 1 < ny:
                    _in_series(own, _layer(kxy[other, y + 1], z, half), along_y[z], out)
                else:
                    out[:] = 0
                out = _layer(gz[color, y], z, half)
                if z + 1 < nz:
                    low, high = _layer(kz[color, y], z, half), _layer(kz[color, y], z + 1, half)
                    for i in range(half):
                        product = low[i] * high[i]
                        over = half_z[z] * high[i] + half_z[z + 1] * low[i] + contact[z] * product
                        out[i] = product / over if over > 0 else product
                else:
                    out[:] = 0


@njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
def _in_series(own, side, along, out):
    """Conductances between cells and their neighbors; 0 where there is no neighbor, or a ghost."""
    out[len(side) :] = 0
    for i in range(len(side)):
        total = own[i] + side[i]
        out[i] = along * own[i] * side[i] / total if total > 0 else total


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
            power, sink, up = source[color, y], ground[color, y], gz[color, y]
            shift = (y + color) % 2
            same_place, next_place = gx[abs(color - shift), y], gx[abs(other - shift), y]
            # gy is 0 on the last row, so it serves beyond both ends
            rear, front = min(y + 1, ny - 1), y - 1 if y > 0 else ny - 1
            behind, before = t[other, rear], t[other, front]
            g_behind, g_before = gy[color, y], gy[other, front]
            for j in range(length):
                here = own[j]
                flow = power[j] - sink[j] * here + same_place[j] * (side[j] - here)
                row[j] = flow + g_behind[j] * (behind[j] - here) + g_before[j] * (before[j] - here)
            _flow_in(up, own[half:], own, row)
            _flow_in(up, own, own[half:], row[half:])
            if shift:
                _flow_in(next_place, side[1:], own, row)
            else:
                _flow_in(next_place, side, own[1:], row[1:])


@njit(cache=True, nogil=True, fastmath=FAST)
def _flow_in(g, neighbor, own, row):
    """Add what flows in from neighbors, as far as the shorter of the two reaches."""
    for j in range(min(len(neighbor), len(own))):
        row[j] += g[j] * (neighbor[j] - own[j])


@njit(cache=True, nogil=True, fastmath=FAST)
def product(a, b):
    """Sum over all places of a times b.

    Not left to BLAS: its threads, which wait spinning, made a settled field of 64 x 64 x 4 cells take 200 ms
    instead of 6 on a busy machine of two cores.
    """
    a, b = a.reshape(-1), b.reshape(-1)
    total = a[0] * b[0]
    for j in range(1, len(a)):
        total += a[j] * b[j]
    return total


@njit(cache=True, nogil=True, fastmath=FAST)
def add_times(factor, values, out):
    """Add ``factor`` times the values to ``out``."""
    values, out = values.reshape(-1), out.reshape(-1)
    for j in range(len(out)):
        out[j] += factor * values[j]
