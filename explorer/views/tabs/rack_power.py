"""The busbar along a rack with the load of its shelves, and what single failures do, as tabs."""

import holoviews as hv
import numpy as np
import pandas as pd

from explorer.analysis import Results
from explorer.quantities.power import FAILURE, NODE, STAGE
from explorer.views.tabs.plots import BLUE, COPPER, GREEN, PLAIN, PlotTab, dimension
from explorer.views.tabs.tables import TableTab

NODES = ["u", *NODE]
SHELVES = ["shelf", "load_percent"]
LEAST_V = 0.1
"""Volts that the axis shows at least: within less, a busbar has one voltage"""


def voltage(data: pd.DataFrame):
    """Voltage on the busbar and behind the clips, along the rack."""
    bus_v, tray_v = NODE.values()
    bus = hv.Curve(data, "u", dimension(bus_v), label=bus_v.label).opts(
        color=COPPER, line_width=2, backend="bokeh"
    )
    trays = hv.Scatter(data, "u", dimension(tray_v), label=tray_v.label).opts(
        color=BLUE, size=4, backend="bokeh"
    )
    axis = {"ylim": _axis_v(data), "yformatter": f"%.{bus_v.decimals}f"}
    return (bus * trays).opts(
        xlabel="U position", ylabel=bus_v.unit, **PLAIN, **axis, legend_position="right", backend="bokeh"
    )


def _axis_v(data: pd.DataFrame) -> tuple[float, float]:
    """Ends of the voltage axis, so far apart that its marks differ; NaN where there is no voltage."""
    volts = data[list(NODE)].to_numpy(float)
    if not np.isfinite(volts).any():
        return np.nan, np.nan
    low, high = np.nanmin(volts), np.nanmax(volts)
    slack = max(0.1 * (high - low), 0.5 * (LEAST_V - (high - low)))
    return float(low - slack), float(high + slack)


def shelf_loads(data: pd.DataFrame):
    """Load of each shelf over its rating, and that of each feed where its limit is known."""
    load = STAGE["load_percent"]
    return hv.Bars(data, "shelf", dimension(load)).opts(
        color=GREEN,
        line_alpha=0,
        ylim=(0, None),
        xlabel="",
        ylabel=load.head,
        xrotation=35,
        backend="bokeh",
        **PLAIN,
    )


def nodes_of(session) -> pd.DataFrame:
    """The selected tray's rack from bottom to top; empty where there is no voltage."""
    return rack_nodes(session.results, _rack(session))


def rack_nodes(results: Results, rack: str) -> pd.DataFrame:
    """Volts of one rack, a row for each tray on its busbar from the bottom."""
    table = results.busbar
    return table[table["rack"] == rack].reset_index()[NODES].astype(float)


def shelves_of(session) -> pd.DataFrame:
    """Loads of the shelves of that rack, then of its feeds."""
    return rack_shelves(session.results, _rack(session))


def rack_shelves(results: Results, rack: str) -> pd.DataFrame:
    """Percent of its rating that each shelf of one rack carries, then each feed of known limit."""
    power = results.feed.racks.get(rack)
    if power is None:
        return pd.DataFrame(columns=SHELVES)
    rated = power.chain.plan.limits.shelf_w
    rows = [
        (shelf.label or shelf.id, 100.0 * float(w) / max(float(most), 1.0))
        for shelf, w, most in zip(power.chain.plan.shelves, power.flow.shelf_out_w, rated, strict=True)
    ]
    rows += [
        (f"Feed {row['feed']}", row["load_percent"])
        for row in power.feeds()
        if row["load_percent"] == row["load_percent"]
    ]
    return pd.DataFrame(rows, columns=SHELVES)


def _rack(session) -> str:
    rack = session.layout.rack_of(session.tray)
    return rack.id if rack else ""


def failures_table(session) -> pd.DataFrame:
    """What single failures do, in words and few digits; those that the rack does not survive first."""
    table = session.results.n_minus_1.sort_values("survives", kind="stable")
    alike = zip(table.label, table.n_alike, strict=True)
    shown = {
        "Without": [_alike(label, n) for label, n in alike],
        "Survives": ["yes" if survives else "no" for survives in table.survives],
    }
    for key, figure in FAILURE.items():
        shown[figure.head] = [figure.text(value) for value in table[key]]
    throttle = FAILURE["throttle_percent"]
    shown[throttle.head] = [
        "" if survives else throttle.text(percent) or "not enough"
        for survives, percent in zip(table.survives, table.throttle_percent, strict=True)
    ]
    shown["What happens"] = [
        f"{dark} would get nothing" if dark else passed
        for dark, passed in zip(table.dark, table.passed, strict=True)
    ]
    return pd.DataFrame(shown)


def _alike(label: str, n: int) -> str:
    label = label[:1].upper() + label[1:]
    return f"{label} (each of {n})" if n > 1 else label


class BusbarTab(PlotTab):
    """Voltage along the selected tray's rack, and the load of its shelves and feeds."""

    def __init__(self, session):
        super().__init__(session, "Busbar", [(nodes_of, voltage), (shelves_of, shelf_loads)])


class FailuresTab(TableTab):
    """What every single failure of a supply, a shelf or a feed does; of settled layouts alone."""

    def __init__(self, session):
        super().__init__(session, "N-1", failures_table, words=True)

    def show(self):
        if not self.session.is_live:
            super().show()
