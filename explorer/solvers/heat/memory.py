"""Makes the C library reuse the memory that one frame frees for the next one.

The C library of Linux returns large freed blocks to the system, and allocating them again costs a page fault
for every 4 KiB: that was a third of the time of a frame of 256 x 256 x 4 cells. A block counts as large if it
exceeds the largest block that was ever freed, up to 32 MiB; up to twice as much free memory is retained
(``man mallopt``, M_MMAP_THRESHOLD: "dynamic").
"""

import numpy as np

BLOCK_BYTES = 31 << 20


def keep_freed_memory() -> None:
    """Free one large block. It is never touched, so it takes no memory; has no effect except on Linux."""
    np.empty(BLOCK_BYTES, np.uint8)
