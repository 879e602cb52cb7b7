"""Air and coolant along a rack, as a tab."""

import holoviews as hv
import pandas as pd

from explorer.analysis import Results
from explorer.views.tabs.plots import BLUE, COPPER, GREEN, PLAIN, PlotTab

STEPS = {
    "line_width": 2,
    "xlabel": "U position",
    "ylabel": "°C",
    "interpolation": "steps-mid",
    "backend": "bokeh",
}


def profile(data: pd.DataFrame):
    """Air and coolant leaving each tray, along the rack."""
    air = hv.Curve(data, "u", "air_out_c", label="Exhaust air").opts(color=COPPER, **STEPS)
    inlet = hv.Curve(data, "u", "air_in_c", label="Inlet air").opts(color=BLUE, **STEPS)
    coolant = hv.Curve(data, "u", "coolant_out_c", label="Coolant return").opts(color=GREEN, **STEPS)
    return (inlet * air * coolant).opts(**PLAIN, legend_position="right", backend="bokeh")


def trays_by_u(session) -> pd.DataFrame:
    """The trays of the selected tray's rack from bottom to top, with a gap where a U is empty."""
    layout = session.layout
    tray = layout.element(session.tray) if session.tray in layout else None
    return rack_by_u(session.results, tray.rack if tray else layout.racks[0].id)


def rack_by_u(results: Results, rack: str) -> pd.DataFrame:
    """Air and coolant of one rack in C, a row for each U from the bottom; NaN where it is empty."""
    layout = results.layout
    own = {t.u: t.id for t in layout.trays if t.rack == rack}
    columns = ["air_in_c", "air_out_c", "coolant_out_c"]
    table = results.trays.reindex(columns=columns)
    top = layout.element(rack).height_u
    rows = {
        u: table.loc[own[u]] if u in own else pd.Series(index=columns, dtype=float) for u in range(1, top + 1)
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").astype(float)
    return frame.rename_axis("u").reset_index()


class ProfileTab(PlotTab):
    """The selected tray's rack from bottom to top."""

    def __init__(self, session):
        super().__init__(session, "Rack profile", [(trays_by_u, profile)])
