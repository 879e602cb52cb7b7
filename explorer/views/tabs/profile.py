"""Air and coolant along a rack, as a tab."""

import holoviews as hv
import pandas as pd

from explorer.analysis import Results
from explorer.model import Rack
from explorer.quantities.trays import TRAY
from explorer.views.tabs.plots import BLUE, COPPER, GREEN, PLAIN, PlotTab, dimension

STEPS = {
    "line_width": 2,
    "xlabel": "U position",
    "ylabel": TRAY["air_in_c"].unit,
    "interpolation": "steps-mid",
    "backend": "bokeh",
}


def profile(data: pd.DataFrame):
    """Air and coolant leaving each tray, along the rack."""
    shown = {"air_in_c": BLUE, "air_out_c": COPPER, "coolant_out_c": GREEN}
    curves = [
        hv.Curve(data, "u", dimension(TRAY[key]), label=TRAY[key].label).opts(color=color, **STEPS)
        for key, color in shown.items()
    ]
    return hv.Overlay(curves).opts(**PLAIN, legend_position="right", backend="bokeh")


def trays_by_u(session) -> pd.DataFrame:
    """The trays of the selected tray's rack from bottom to top, with a gap where a U is empty."""
    return rack_by_u(session.results, session.layout.rack_of(session.tray))


def rack_by_u(results: Results, rack: Rack | None) -> pd.DataFrame:
    """Air and coolant of one rack in C, a row for each U from the bottom; NaN where it is empty."""
    own = {t.u: t.id for t in results.layout.trays if rack and t.rack == rack.id}
    columns = ["air_in_c", "air_out_c", "coolant_out_c"]
    table = results.trays.reindex(columns=columns)
    positions = range(1, rack.height_u + 1) if rack else ()
    rows = {u: table.loc[own[u]] if u in own else pd.Series(index=columns, dtype=float) for u in positions}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype(float)
    return frame.rename_axis("u").reset_index()


class ProfileTab(PlotTab):
    """The selected tray's rack from bottom to top."""

    def __init__(self, session):
        super().__init__(session, "Rack profile", [(trays_by_u, profile)])
