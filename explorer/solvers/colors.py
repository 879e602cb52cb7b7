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

from explorer.solvers.team import close_stage, finish_block, next_block, open_phase

ROWS = 16  # rows of a block
FAST = {"reassoc", "contract", "nsz"}  # lets sums be vectorized; NaN and infinity keep their meaning


@njit(cache=True, nogil=True)
def split(desk, stage, leads, field, offset, out):
    """Field [z, y, x] plus ``offset`` into storage by colors; ghosts become 0."""
    nz, ny, nx = field.shape
    half, blocks, offset = (nx + 1) // 2, (ny + ROWS - 1) // ROWS, out.dtype.type(offset)
    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        for y in range(block * ROWS, min((block + 1) * ROWS, ny)):
            for z in range(nz):
                row = field[z, y]
                even, odd = _layer(out[y % 2, y], z, half), _layer(out[1 - y % 2, y], z, half)
                for i in range(nx // 2):
                    even[i] = row[2 * i] + offset
                    odd[i] = row[2 * i + 1] + offset
                if nx % 2:
                    even[half - 1] = row[nx - 1] + offset
                    odd[half - 1] = 0
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        close_stage(desk, stage, blocks)


@njit(cache=True, nogil=True)
def join(desk, stage, leads, stored, first_layer, offset, out):
    """Storage by colors, from ``first_layer`` on, back into a field [z, y, x], plus ``offset``."""
    nz, ny, nx = out.shape
    half, blocks, offset = (nx + 1) // 2, (ny + ROWS - 1) // ROWS, out.dtype.type(offset)
    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        for y in range(block * ROWS, min((block + 1) * ROWS, ny)):
            for z in range(nz):
                row = out[z, y]
                even, odd = _layer(stored[y % 2, y], first_layer + z, half), _layer(stored[1 - y % 2, y], first_layer + z, half)
                for i in range(nx // 2):
                    row[2 * i] = even[i] + offset
                    row[2 * i + 1] = odd[i] + offset
                if nx % 2:
                    row[nx - 1] = even[half - 1] + offset
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        close_stage(desk, stage, blocks)


@njit(cache=True, nogil=True)
def _layer(row, z, half):
    """The places of one layer in a row: a view, whose indices start at 0 and so vectorize."""
    return row[z * half : (z + 1) * half]


@njit(cache=True, nogil=True, fastmath=FAST)
def residual(
    desk, stage, leads, gx, gy, gz, ground, half, t, source, drive_w, out, sums
):
    """Watts that each cell is out of balance: source + what flows in - what leaves to ground.

    Written in differences of temperature, so that rounding neither makes nor destroys heat. ``drive_w``
    (ny, nx) comes into the highest layer besides. ``sums`` (blocks, 4) become the sums of the result, of its
    squares, of its absolute values, and of those of ``source``.
    """
    ny = t.shape[1]
    if leads:
        open_phase(desk, stage, 0, len(sums))
    block = next_block(desk, stage, leads)
    while block >= 0:
        sums[block] = 0.0
        for y in range(block * ROWS, min((block + 1) * ROWS, ny)):
            for color in range(2):
                row, power = out[color, y], source[color, y]
                _watts(gx, gy, gz, ground, half, t, power, color, y, row)
                _add_every_second(drive_w[y, (y + color) % 2 :], row[len(row) - half :])
                _add_sums(row, power, sums[block])
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        close_stage(desk, stage, len(sums))


@njit(cache=True, nogil=True, fastmath=FAST)
def _watts(gx, gy, gz, ground, half, t, power, color, y, row):
    ny, length = t.shape[1:]
    other, shift = 1 - color, (y + color) % 2
    own, side = t[color, y], t[other, y]
    sink, up = ground[color, y], gz[color, y]
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


@njit(cache=True, nogil=True)
def _add_every_second(values, row):
    for i in range((len(values) + 1) // 2):
        row[i] += values[2 * i]


@njit(cache=True, nogil=True, fastmath=FAST)
def _add_sums(row, power, sums):
    zero = row.dtype.type(0)
    total, squares, size, given = zero, zero, zero, zero
    for j in range(len(row)):
        total += row[j]
        squares += row[j] * row[j]
        size += abs(row[j])
        given += abs(power[j])
    sums[0] += total
    sums[1] += squares
    sums[2] += size
    sums[3] += given


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
