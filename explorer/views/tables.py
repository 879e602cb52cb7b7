"""Tables and the rack profile under the plan, redrawn when a preview settles or at most twice a second."""

import time

import holoviews as hv
import holoviews.plotting.bokeh  # the backend; hv.extension would have notebooks ask a CDN for scripts
import pandas as pd
import panel as pn
import panel_material_ui as pmu

from explorer.catalog import load
from explorer.views.canvas import HERE
from explorer.views.live import server_document

hv.Store.set_current_backend("bokeh")

LINKS = {
    "label": "Links",
    "technology": "Technology",
    "n_links": "n",
    "n_modules": "Modules",
    "length_m": "Length m",
    "host_loss_db": "Host loss dB",
    "host_margin_db": "Host margin dB",
    "line_margin_db": "Line margin dB",
    "ber_pre_fec": "Pre-FEC BER",
    "latency_ns": "Latency ns",
    "module_w": "Modules W",
    "host_w": "SerDes W",
    "pj_per_bit": "pJ/bit",
    "failures_per_year": "Fails/yr",
    "cost_usd": "Cost $",
}
WHOLE = ("n_links", "n_modules", "latency_ns", "module_w", "host_w", "cost_usd")
POWER = {"in_w": "In W", "out_w": "Out W", "loss_w": "Loss W", "efficiency": "Efficiency"}
PARTS = {"label": "Part", "power_w": "W", "t_c": "°C", "t_limit_c": "Limit °C", "headroom_k": "Headroom K"}
LIVE_EVERY_S = 0.5


def links_table(session) -> pd.DataFrame:
    """The link groups in words and few digits."""
    table = session.results.links.reindex(columns=list(LINKS))
    table["technology"] = [_short(load().technology(key).name) for key in table["technology"]]
    table["ber_pre_fec"] = [f"{value:.1e}" for value in table["ber_pre_fec"]]
    for column in WHOLE:
        table[column] = [f"{value:,.0f}" for value in table[column]]
    return table.rename(columns=LINKS).round(2).reset_index(drop=True)


def _short(name: str) -> str:
    """A technology's name without what stands in brackets."""
    return name.split(" (")[0]


def parts_table(session) -> pd.DataFrame:
    """The parts of the selected tray, the hottest first."""
    if session.tray not in session.layout:
        return pd.DataFrame(columns=list(PARTS.values()))
    design = session.layout.design_of(session.tray)
    names = {part.id: part.label or part.id for part in design.parts}
    states = session.results.parts(session.tray)
    rows = [(names[key], s.power_w, s.t_c, s.t_limit_c, s.headroom_k) for key, s in states.items()]
    table = pd.DataFrame(rows, columns=list(PARTS.values()))
    return table.sort_values("Headroom K").round(1).reset_index(drop=True)


def power_table(session) -> pd.DataFrame:
    """From the rack's inlets to the rails, stage by stage."""
    table = session.results.power.copy()
    names = {t.id: t.label or t.id for t in session.layout.trays}
    table.index = [names.get(stage, stage) for stage in table.index]
    table["efficiency"] = [
        f"{100 * out / into:.1f} %" if into else "" for into, out in zip(table.in_w, table.out_w, strict=True)
    ]
    for column in ("in_w", "out_w", "loss_w"):
        table[column] = [f"{value:,.0f}" for value in table[column]]
    return table.rename(columns=POWER).rename_axis("Stage").reset_index()


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


class Tables(pn.viewable.Viewer):
    """Tabs with the tables of the results and the rack's profile."""

    def __init__(self, session, **params):
        super().__init__(**params)
        self.session = session
        self._drawn_at, self._late = 0.0, False
        self._makers = {"Links": links_table, "Parts": parts_table, "Power": power_table}
        self._tables = {name: _pane(make(session), name == "Links") for name, make in self._makers.items()}
        self._pipe = hv.streams.Pipe(data=trays_by_u(session))
        self._chart = pn.pane.HoloViews(
            hv.DynamicMap(profile, streams={"trays": self._pipe.param.data}),
            sizing_mode="stretch_both",
            theme="light_minimal",
        )
        self.tabs = pmu.Tabs(
            *self._tables.items(),
            ("Rack profile", self._chart),
            sizing_mode="stretch_both",
            margin=0,
            dynamic=True,
        )
        session.param.watch(self._changed, ["layout", "results", "is_live", "tray"])
        self.tabs.param.watch(lambda _: self._show(), "active")

    def show_theme(self, dark: bool):
        """Light or dark, for the chart; the tables take the page's colors."""
        self._chart.theme = "dark_minimal" if dark else "light_minimal"

    def _changed(self, *_):
        document = server_document()
        wait = self._drawn_at + LIVE_EVERY_S - time.monotonic()
        if not self.session.is_live or wait <= 0:
            self._show()
        elif document is not None and not self._late:
            self._late = True
            document.add_timeout_callback(self._show, int(1000 * wait) + 1)

    def _show(self):
        """Redraw the tab that is open; the others when they are opened."""
        self._late, self._drawn_at = False, time.monotonic()
        names = [*self._tables, "Rack profile"]
        name = names[self.tabs.active]
        if name in self._tables:
            table, new = self._tables[name], self._makers[name](self.session)
            if not new.equals(table.object):
                table.object = new
        else:
            self._pipe.send(trays_by_u(self.session))

    def __panel__(self):
        return self.tabs


def _pane(table: pd.DataFrame, second_is_text: bool):
    """A table as plain text: it has nothing to edit, and can be exchanged at any moment."""
    return pn.pane.DataFrame(
        table,
        index=False,
        escape=True,
        classes=["panel-df", "with-words"] if second_is_text else ["panel-df"],
        sizing_mode="stretch_both",
        stylesheets=[(HERE / "tables.css").read_text(encoding="utf-8")],
        margin=(4, 0, 0, 0),
    )
