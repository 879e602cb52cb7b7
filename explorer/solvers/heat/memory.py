"""Memory that a frame frees is kept for the next one.

The C library of Linux returns large freed blocks to the system, and getting them again costs a page fault
for every 4 KiB: that was a third of a frame of 256 x 256 x 4 cells. It counts as large what exceeds the
largest block that was ever freed, up to 32 MiB, and keeps twice as much free memory (``man mallopt``,
M_MMAP_THRESHOLD: "dynamic").
"""

import numpy as np

BLOCK_BYTES = 31 << 20


def keep_freed_memory() -> None:
    """Free one large block, never touched and so never real; elsewhere than on Linux it does nothing."""
    np.empty(BLOCK_BYTES, np.uint8)
