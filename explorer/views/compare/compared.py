"""What of A and B lies side by side: maps of a tray in both, the racks of both, their totals."""

import numpy as np

from explorer.analysis import Results
from explorer.analysis.results import tray_value
from explorer.model import Layout
from explorer.model.selection import first_tray
from explorer.quantities.maps import MAPS
from explorer.quantities.totals import TOTALS, tiles
from explorer.quantities.trays import METRICS
from explorer.views.canvas.maps import SEQUENTIAL, packed
from explorer.views.kit.component import plain


def counterpart(layout: Layout, tray, other: Layout) -> str:
    """The tray of a layout that stands for one of another: the same, else at its place, else the first."""
    if tray in layout or tray not in other:
        return tray if tray in layout else first_tray(layout)
    place = other.element(tray)
    at_place = (each.id for each in layout.trays if (each.rack, each.u) == (place.rack, place.u))
    return next(at_place, first_tray(layout))


def boards(a: Results, b: Results, tray: str, quantity: str, layer: str, limits=None) -> dict | None:
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
    figure = MAPS[quantity]
    return {
        "quantity": quantity,
        "label": figure.label,
        "unit": figure.unit,
        "finest": figure.finest,
        "least": figure.least_is_hottest,
        "limits": list(limits) if limits and not hint else None,
        "hint": hint,
        "colors": SEQUENTIAL[::-1] if figure.least_is_hottest else SEQUENTIAL,
        "a": _board(*both[0], fields[0]),
        "b": _board(*both[1], fields[1]),
    }


def _board(results, tray, field) -> dict:
    design = results.layout.design_of(tray)
    return {
        **packed(np.asarray(field, np.float32)),
        "ny": field.shape[0],
        "nx": field.shape[1],
        "label": results.layout.element(tray).label or tray,
        "size": [design.width_mm, design.depth_mm],
        "parts": [
            [part.label or part.id, part.x_mm, part.y_mm, part.width_mm, part.depth_mm, part.kind]
            for part in design.parts
        ],
    }


def racks(a: Results, b: Results, metric: str) -> dict:
    """The racks of both with the value of every tray."""
    shown = METRICS[metric]
    scale = [shown.figure.label, shown.figure.unit, shown.higher_is]
    return {"scale": scale, "a": _racks(a, metric), "b": _racks(b, metric)}


def _racks(results, metric) -> dict:
    layout = results.layout
    return {
        "racks": [
            [rack.id, rack.label or rack.id, rack.height_u, rack.pitch, rack.pitch_mm]
            for rack in layout.racks
        ],
        "trays": [
            [
                tray.id,
                tray.label or tray.id,
                layout.element(tray.design).height_u,
                tray.rack,
                tray.u,
                plain(tray_value(results, metric, tray.id), 3),
            ]
            for tray in layout.trays
        ],
    }


def totals(a: Results, b: Results) -> list[dict]:
    """Totals of both as they are shown, each ``[low, typical, high]``."""
    return [
        {
            "name": name,
            "label": TOTALS[name].label,
            "unit": TOTALS[name].unit,
            "a": [plain(v) for v in a.totals[name][:3]],
            "b": [plain(v) for v in b.totals[name][:3]],
            "better": TOTALS[name].sense,
            "ratio": not TOTALS[name].is_level,
            "least": TOTALS[name].least_change,
        }
        for name in tiles()
        if name in a.totals and name in b.totals
    ]
