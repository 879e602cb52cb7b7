"""Air and coolant along a rack, as a tab."""

import holoviews as hv
import holoviews.plotting.bokeh
import pandas as pd
import panel as pn

from explorer.views.tabs import Tab

hv.Store.set_current_backend("bokeh")


def profile(trays: pd.DataFrame):
    """Air and coolant leaving each tray, along the rack."""
    air = hv.Curve(trays, "u", "air_out_c", label="Exhaust air").opts(color="#e0731d", line_width=2)
    inlet = hv.Curve(trays, "u", "air_in_c", label="Inlet air").opts(color="#4a8fd9", line_width=2)
    coolant = hv.Curve(trays, "u", "coolant_out_c", label="Coolant return").opts(
        color="#0f9d8c", line_width=2
    )
    return (inlet * air * coolant).opts(
        hv.opts.Overlay(
            legend_position="right",
            responsive=True,
            min_height=120,
            toolbar=None,
            show_grid=True,
            framewise=True,
        ),
        hv.opts.Curve(xlabel="U position", ylabel="°C", interpolation="steps-mid"),
    )


def trays_by_u(session) -> pd.DataFrame:
    """The trays of the selected tray's rack from bottom to top, with a gap where a U is empty."""
    layout = session.layout
    tray = layout.element(session.tray) if session.tray in layout else None
    rack = tray.rack if tray else layout.racks[0].id
    own = {t.u: t.id for t in layout.trays if t.rack == rack}
    columns = ["air_in_c", "air_out_c", "coolant_out_c"]
    table = session.results.trays.reindex(columns=columns)
    top = layout.element(rack).height_u
    rows = {
        u: table.loc[own[u]] if u in own else pd.Series(index=columns, dtype=float) for u in range(1, top + 1)
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").astype(float)
    return frame.rename_axis("u").reset_index()


class ProfileTab(Tab):
    """The selected tray's rack from bottom to top."""

    def __init__(self, session):
        super().__init__(session, "Rack profile")
        self._pipe = hv.streams.Pipe(data=trays_by_u(session))
        self.view = pn.pane.HoloViews(
            hv.DynamicMap(profile, streams={"trays": self._pipe.param.data}),
            sizing_mode="stretch_both",
            theme="light_minimal",
        )

    def show(self):
        self._pipe.send(trays_by_u(self.session))

    def show_theme(self, dark):
        self.view.theme = "dark_minimal" if dark else "light_minimal"
