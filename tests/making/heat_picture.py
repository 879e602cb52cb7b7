"""The switch tray in 800G DSP modules and in CPO, at one color scale: ``assets/heat_dsp_cpo.png``.

Drawn with Pillow, which comes with Bokeh; no browser is needed.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from bokeh.palettes import Inferno256
from PIL import Image, ImageDraw, ImageFont

from explorer.analysis import evaluate
from explorer.analysis.heat.crosstalk import crosstalk
from explorer.files import read
from explorer.model import Asic, TrayDesign

LAYOUTS = Path(__file__).parents[2] / "layouts"
SHOWN = {"switch_51t_dsp": "800G DSP modules", "switch_51t_cpo": "co-packaged optics"}
TOLD = ("asic", "engine", "cage", "laser")
PX_PER_MM = 2
MARGIN_PX, HEAD_PX, SCALE_PX = 40, 60, 90
INK, PAPER = (32, 33, 36), (255, 255, 255)


class Solved(NamedTuple):
    """A tray, its map, and of each part the temperature and what one watt more in the ASIC adds."""

    design: TrayDesign
    map_c: np.ndarray
    part_c: np.ndarray
    k_per_w: np.ndarray


def solved(name: str) -> Solved:
    """The first tray of a shipped layout."""
    results = evaluate(read(LAYOUTS / f"{name}.layout.yaml"))
    tray = results.layout.trays[0]
    board = results.boards[tray.design]
    (asic,) = (part.id for part in board.design.parts if isinstance(part, Asic))
    part_c = np.array([state.t_c for state in results.parts(tray.id).values()])
    return Solved(board.design, results.field(tray.id).t_c, part_c, crosstalk(board).loc[asic].to_numpy())


def draw(path: Path) -> None:
    """Write the picture of the two trays side by side."""
    trays = {name: solved(name) for name in SHOWN}
    low = min(tray.map_c.min() for tray in trays.values())
    high = max(tray.map_c.max() for tray in trays.values())
    wide = max(round(tray.design.width_mm) for tray in trays.values()) * PX_PER_MM
    deep = max(round(tray.design.depth_mm) for tray in trays.values()) * PX_PER_MM
    size = 2 * wide + 3 * MARGIN_PX, deep + 2 * HEAD_PX + SCALE_PX
    picture = Image.new("RGB", size, PAPER)
    for i, (name, tray) in enumerate(trays.items()):
        corner = MARGIN_PX + i * (wide + MARGIN_PX), HEAD_PX
        picture.paste(_map(tray, low, high), corner)
        _parts(ImageDraw.Draw(picture), tray, corner)
        _text(picture, (corner[0], 14), f"51.2T switch, {SHOWN[name]}", 28)
    _scale(picture, low, high, (MARGIN_PX, deep + HEAD_PX + 30), size[0] - 2 * MARGIN_PX)
    picture.save(path, optimize=True)


def _map(tray: Solved, low: float, high: float) -> Image.Image:
    """Front edge below, as on the page."""
    levels = np.clip((tray.map_c[::-1] - low) / (high - low) * 255.0, 0.0, 255.0).astype(np.uint8)
    size = round(tray.design.width_mm) * PX_PER_MM, round(tray.design.depth_mm) * PX_PER_MM
    smooth = np.asarray(Image.fromarray(levels).resize(size, Image.Resampling.BILINEAR))
    return Image.fromarray(_colors()[smooth])


def _colors() -> np.ndarray:
    return np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in Inferno256], np.uint8)


def _parts(pen, tray: Solved, corner) -> None:
    for part, t_c, k_per_w in zip(tray.design.parts, tray.part_c, tray.k_per_w, strict=True):
        left, front, right, rear = part.box_mm
        depth = tray.design.depth_mm
        box = [corner[0] + left * PX_PER_MM, corner[1] + (depth - rear) * PX_PER_MM]
        box += [corner[0] + right * PX_PER_MM, corner[1] + (depth - front) * PX_PER_MM]
        pen.rectangle(box, outline=PAPER)
        if part.kind in TOLD:
            lines = f"{t_c:.0f} °C" if isinstance(part, Asic) else f"{t_c:.0f}\n{1000 * k_per_w:.0f}"
            middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            pen.multiline_text(
                middle, lines, PAPER, ImageFont.load_default(15), "mm", align="center",
                stroke_width=2, stroke_fill=INK,
            )  # fmt: skip


def _scale(picture, low, high, corner, length) -> None:
    ramp = np.broadcast_to(_colors()[np.linspace(0, 255, length).astype(int)], (16, length, 3))
    picture.paste(Image.fromarray(np.ascontiguousarray(ramp)), corner)
    below = corner[1] + 22
    _text(picture, (corner[0], below), f"{low:.0f} °C", 22)
    _text(picture, (corner[0] + length, below), f"{high:.0f} °C", 22, "ra")
    told = "in every optical part: °C, and below it the mK that one watt more in the ASIC adds"
    _text(picture, (corner[0] + length // 2, below), told, 22, "ma")


def _text(picture, place, text, size, anchor="la") -> None:
    ImageDraw.Draw(picture).text(place, text, INK, ImageFont.load_default(size), anchor)
