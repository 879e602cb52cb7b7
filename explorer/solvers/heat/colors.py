"""The equations of heat conduction in a stack of layers, cell by cell, stored by colors.

Balance of a cell: ``sum G (T_neighbor - T) + ground (T_fluid - T) + P = 0``, all G in W/K.

Storage. The columns of cells are colored like a chessboard, ``color = (x + y) % 2``, and each color is
stored separately, so that inner loops run over neighbors in memory. A field has shape
``(2, ny, nz * half)`` with ``half = (nx + 1) // 2``: ``field[color, y, z * half + i]`` is the cell
``x = 2 i + (y + color) % 2``. Where nx is odd, the last place of every other row is a ghost: its
conductances, and everything computed from them, are 0.

Faces. ``gx`` is the conductance to the next cell in x, ``gy`` to the next in y, ``gz`` to the next up; each
is 0 on the last one. In a row with ``shift = (y + color) % 2`` the neighbors in x of place i are the
places ``i - 1 + shift`` and ``i + shift`` of the other color. Running over the ends of a layer inside a
row is harmless, since the conductance there is 0.
"""

from explorer.solvers.compiled import FAST, kernel, subroutine
from explorer.solvers.team import await_blocks, close_stage, finish_block, next_block, open_phase

ROWS = 16  # rows in a block


@kernel
def split(desk, stage, leads, field, offset, out):
    """Copy a field [z, y, x] plus ``offset`` into storage by colors; ghosts become 0."""
    nz, ny, nx = field.shape
    half, blocks, offset = (nx + 1) // 2, (ny + ROWS - 1) // ROWS, out.dtype.type(offset)
    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        for y in range(block * ROWS, min((block + 1) * ROWS, ny)):
            for z in range(nz):
                row = field[z, y]
                even, odd = layer(out[y % 2, y], z, half), layer(out[1 - y % 2, y], z, half)
                for i in range(nx // 2):
                    even[i] = row[2 * i] + offset
                    odd[i] = row[2 * i + 1] + offset
                if nx % 2:
                    even[half - 1] = row[nx - 1] + offset
                    odd[half - 1] = 0
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, blocks)
        close_stage(desk, stage)


@kernel
def join(desk, stage, leads, stored, offset, out):
    """Copy storage by colors, plus ``offset``, back into a field [z, y, x]."""
    nz, ny, nx = out.shape
    half, blocks, offset = (nx + 1) // 2, (ny + ROWS - 1) // ROWS, out.dtype.type(offset)
    if leads:
        open_phase(desk, stage, 0, blocks)
    block = next_block(desk, stage, leads)
    while block >= 0:
        for y in range(block * ROWS, min((block + 1) * ROWS, ny)):
            for z in range(nz):
                row = out[z, y]
                even, odd = layer(stored[y % 2, y], z, half), layer(stored[1 - y % 2, y], z, half)
                for i in range(nx // 2):
                    row[2 * i] = even[i] + offset
                    row[2 * i + 1] = odd[i] + offset
                if nx % 2:
                    row[nx - 1] = even[half - 1] + offset
        finish_block(desk)
        block = next_block(desk, stage, leads)
    if leads:
        await_blocks(desk, blocks)
        close_stage(desk, stage)


@subroutine
def layer(row, z, half):
    """View of one layer's places in a row: loops over it start at 0, which lets them be vectorized."""
    return row[z * half : (z + 1) * half]


@subroutine
def level(flat, levels, nz, at):
    """View of one level in a flat array of all levels, shape (2, ny, nz * half)."""
    first, last = levels[at, 3], levels[at + 1, 3]
    return flat[first:last].reshape((2, levels[at, 1], nz * levels[at, 2]))


@subroutine
def copy_row(values, row):
    """Put the values into a row.

    ``row[:] = values`` would compile the text of an error about shapes, for seconds.
    """
    for j in range(len(row)):
        row[j] = values[j]


@subroutine
def add_every_second(values, row):
    for i in range((len(values) + 1) // 2):
        row[i] += values[2 * i]


@kernel(fastmath=FAST)
def product(a, b):
    """Sum over all places of a times b.

    BLAS is avoided: its threads, which spin while they wait, made a settled field of 64 x 64 x 4 cells take
    200 ms instead of 6 on a busy machine of two cores.
    """
    a, b = a.reshape(-1), b.reshape(-1)
    total = a[0] * b[0]
    for j in range(1, len(a)):
        total += a[j] * b[j]
    return total


@kernel(fastmath=FAST)
def add_times(factor, values, out):
    """Add ``factor`` times the values to ``out``."""
    values, out = values.reshape(-1), out.reshape(-1)
    for j in range(len(out)):
        out[j] += factor * values[j]


@kernel(fastmath=FAST)
def heat_w(g, t, fluid):
    """Heat [W] from cells ``t`` through conductances ``g``, both flat, to a fluid of one temperature."""
    total = 0.0
    for j in range(len(g)):
        total += g[j] * (t[j] - fluid)
    return total


@subroutine(fastmath=FAST)
def dot(a, b):
    total = a[0] * b[0]
    for j in range(1, len(a)):
        total += a[j] * b[j]
    return total
