"""Temperature maps as pictures."""

import base64
import io
import math

import numpy as np
from PIL import Image

from explorer.report.colors import INFERNO, between

FINER = 4
"""Pixels along each side of a solver cell; temperatures are interpolated between cells"""


def data_uri(field_c: np.ndarray, low_c: float, high_c: float) -> str:
    """Data URI of a PNG of a map, rows from the top, in the Inferno colors of a range."""
    rows, columns = field_c.shape
    size = columns * FINER, rows * FINER
    fine = Image.fromarray(field_c.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
    levels = np.clip((np.asarray(fine) - low_c) / (high_c - low_c), 0.0, 1.0) * 255.0
    picture = Image.fromarray(levels.astype(np.uint8))
    picture.putpalette(between(INFERNO, np.linspace(0.0, 1.0, 256)).tobytes())
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(kept.getvalue()).decode()


def round_range(field_c: np.ndarray) -> tuple[float, float, float]:
    """Round limits that enclose a map's values, and the step between marks on its scale.

    >>> round_range(np.array([[23.2, 88.4]]))
    (20.0, 90.0, 10.0)
    """
    low, high = float(field_c.min()), float(field_c.max())
    least = max((high - low) / 8, 0.5)
    decade = 10.0 ** math.floor(math.log10(least))
    step = next(digit * decade for digit in (1, 2, 5, 10) if digit * decade >= least * (1 - 1e-9))
    bottom = math.floor(low / step) * step
    return bottom, max(math.ceil(high / step) * step, bottom + step), step
