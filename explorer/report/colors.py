"""The colors of the sheet, which are those of the page in its light theme."""

import numpy as np

INK, INK_2, INK_3, LINE = "#101828", "#475467", "#667085", "#d5dbe3"

INFERNO = (
    "#08061f", "#10092f", "#1c0c43", "#270b52", "#34095f", "#410967", "#4d0c6b", "#58106d", "#65156e",
    "#70196e", "#7b1d6c", "#88216a", "#932567", "#9e2963", "#ab2e5d", "#b53357", "#c13a50", "#cb4049",
    "#d44841", "#dd5238", "#e55b30", "#eb6527", "#f1721d", "#f57e14", "#f88a0b", "#fb9906", "#fba60b",
    "#fbb318", "#f9c32a", "#f7d13c", "#f3de52", "#f1ed70", "#f4f78d",
)  # fmt: skip
"""Every seventh color of matplotlib's Inferno (CC0), without its darkest and its brightest end."""

WORSE = ("#fff3d8", "#fccf8a", "#f09254", "#cf4e3a", "#86202e")
"""Colors for a single value, from good (pale) to bad (strong)."""


def between(stops: tuple[str, ...], part) -> np.ndarray:
    """Colors between stops, shape (..., 3), 0 to 255; a part below 0 or above 1 is clipped.

    >>> between(("#000000", "#ffffff"), [0.0, 0.5, 2.0]).tolist()
    [[0, 0, 0], [128, 128, 128], [255, 255, 255]]
    """
    table = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in stops], float)
    at = np.clip(part, 0.0, 1.0) * (len(stops) - 1)
    lower = np.minimum(at.astype(int), len(stops) - 2)
    mixed = table[lower] + (table[lower + 1] - table[lower]) * (at - lower)[..., None]
    return (mixed + 0.5).astype(np.uint8)


def shade(value: float, low: float, high: float) -> str:
    """The color of a value within a range; gray for NaN.

    >>> shade(90.0, 40.0, 80.0), shade(float("nan"), 40.0, 80.0)
    ('#86202e', '#f4f6f8')
    """
    if value != value:
        return "#f4f6f8"
    part = (value - low) / (high - low) if high > low else 0.25
    return "#{:02x}{:02x}{:02x}".format(*between(WORSE, np.float64(part)))


def ink_on(color: str) -> str:
    """Dark ink or white, whichever has more contrast (WCAG) on a color.

    >>> ink_on("#86202e"), ink_on("#fff3d8")
    ('#ffffff', '#101828')
    """
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return INK if 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.2 else "#ffffff"
