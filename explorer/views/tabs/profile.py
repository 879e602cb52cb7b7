"""Air and coolant along a rack, as a tab."""

import holoviews as hv
import pandas as pd

from explorer.analysis import Results
from explorer.model import Rack
from explorer.quantities.trays import TRAY
from explorer.views.kit.theme import BLUE, COPPER, GREEN
from explorer.views.tabs.plots import PLAIN, Plot, PlotTab, dimension

STEPS = {"line_width": 2, "interpolation": "steps-mid", "backend": "bokeh"}
COLUMNS = ["air_in_c", "air_out_c", "coolant_out_c"]
NO_RACK = "There is no rack"


def profile(data: pd.DataFrame):
    """Air and coolant leaving each tray, along the rack."""
    curves = [
        hv.Curve(data, "u", dimension(TRAY[key]), label=TRAY[key].label).opts(color=color, **STEPS)
        for key, color in zip(COLUMNS, (BLUE, COPPER, GREEN), strict=True)
    ]
    return hv.Overlay(curves).opts(
        xlabel="U position", ylabel=TRAY["air_in_c"].unit, legend_position="right", **PLAIN
    )


def trays_by_u(session) -> pd.DataFrame:
    """The trays of the selected tray's rack from bottom to top, with a gap where a U is empty."""
    return rack_by_u(session.results, session.layout.rack_of(session.tray))


def rack_by_u(results: Results, rack: Rack | None) -> pd.DataFrame:
    """Air and coolant of one rack in C, a row for each U from the bottom; NaN where it is empty."""
    own = {t.u: t.id for t in results.layout.trays if rack and t.rack == rack.id}
    table = results.trays.reindex(columns=COLUMNS)
    empty = pd.Series(index=COLUMNS, dtype=float)
    positions = range(1, rack.height_u + 1) if rack else ()
    rows = {u: table.loc[own[u]] if u in own else empty for u in positions}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS).astype(float)
    return frame.rename_axis("u").reset_index()


class ProfileTab(PlotTab):
    """The selected tray's rack from bottom to top."""

    def __init__(self, session):
        super().__init__(session, "Rack profile", Plot(trays_by_u, profile, nothing=NO_RACK))
