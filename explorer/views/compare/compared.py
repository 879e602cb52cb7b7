"""What of A and B lies side by side: maps of a tray in both, the racks of both, their totals."""

from typing import NamedTuple

import numpy as np

from explorer.analysis import Results
from explorer.analysis.results import tray_value
from explorer.model import Layout
from explorer.model.selection import first_tray
from explorer.quantities.maps import MAPS, MapFigure
from explorer.quantities.trays import METRICS, Metric


class Board(NamedTuple):
    """A map of one tray. Places are in mm: `x_mm` across, `y_mm` from the front edge."""

    label: str
    field: np.ndarray
    """(deep, across) in the unit of its quantity"""
    across_mm: float
    deep_mm: float
    parts: tuple
    """of the tray's design"""


class Boards(NamedTuple):
    """The maps of A and B, in one quantity."""

    a: Board
    b: Board
    quantity: str
    figure: MapFigure
    limits: tuple[float, float] | None
    """fixed ends of the colors"""
    hint: str
    """why it is not the quantity that was asked for; '' if it is"""


class PlacedTray(NamedTuple):
    """A tray in its rack, and the value of a metric in it; NaN where it has none."""

    id: str
    label: str
    rack: str
    u: int
    height_u: int
    value: float


class Racks(NamedTuple):
    """The racks of a layout, and their trays with the value of a metric."""

    racks: tuple
    trays: tuple[PlacedTray, ...]


def counterpart(layout: Layout, tray, other: Layout) -> str:
    """The tray of a layout that stands for one of another: the same, else at its place, else the first."""
    if tray in layout or tray not in other:
        return tray if tray in layout else first_tray(layout)
    place = other.element(tray)
    at_place = (each.id for each in layout.trays if (each.rack, each.u) == (place.rack, place.u))
    return next(at_place, first_tray(layout))


def boards(a: Results, b: Results, tray: str, quantity: str, layer: str, limits=None) -> Boards | None:
    """Maps of the tray in A and of the one that stands for it in B; None where one of them has no tray.

    Temperature stands in for a quantity that one of them does not have, as while something is dragged, and
    for crosstalk, which is of one source.
    """
    trays = tray, counterpart(b.layout, tray, a.layout)
    if trays[0] not in a.tray_states or trays[1] not in b.tray_states:
        return None
    both = tuple(zip((a, b), trays, strict=True))
    is_of_both = not MAPS[quantity].is_of_one_source
    fields = [results.map(id, quantity, layer) for results, id in both] if is_of_both else [None]
    hint = ""
    if any(field is None for field in fields):
        hint = f"{MAPS[quantity].label} is not known of both: temperature"
        quantity = "temperature"
        fields = [results.map(id, quantity) for results, id in both]
    pair = [_board(*one, field) for one, field in zip(both, fields, strict=True)]
    fixed = tuple(limits) if limits and not hint else None
    return Boards(*pair, quantity, MAPS[quantity], fixed, hint)


def _board(results, tray, field) -> Board:
    design = results.layout.design_of(tray)
    label = results.layout.element(tray).label or tray
    return Board(label, np.asarray(field, np.float32), design.width_mm, design.depth_mm, design.parts)


def racks(a: Results, b: Results, metric: str) -> tuple[Racks, Racks, Metric]:
    """The racks of both with the value of every tray."""
    return _racks(a, metric), _racks(b, metric), METRICS[metric]


def _racks(results, metric) -> Racks:
    layout = results.layout
    trays = (
        PlacedTray(
            tray.id,
            tray.label or tray.id,
            tray.rack,
            tray.u,
            layout.element(tray.design).height_u,
            float(tray_value(results, metric, tray.id)),
        )
        for tray in layout.trays
    )
    return Racks(tuple(layout.racks), tuple(trays))
