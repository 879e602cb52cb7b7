"""The busbar along a rack with the load of its shelves, and what single failures do, as tabs."""

import holoviews as hv
import numpy as np
import pandas as pd

from explorer.analysis import Results
from explorer.analysis.power.wiring import feed_names
from explorer.quantities.power import FAILURE, NODE, STAGE
from explorer.views.kit.tab import SettledTab
from explorer.views.kit.table import Column, Rows
from explorer.views.kit.theme import BLUE, COPPER, GREEN
from explorer.views.tabs.plots import PLAIN, Plot, PlotTab, dimension

NODES = ["u", *NODE]
SHELVES = ["shelf", "load_percent"]
LEAST_V = 0.1
"""Volts that the axis shows at least: within less, a busbar has one voltage"""
FAILURES = {
    "label": Column("Without", grow=2.6, least_px=170),
    "survives": Column("Survives", "Whether nothing goes dark and no limit is passed", least_px=72),
    **{key: Column.of(figure) for key, figure in FAILURE.items()},
    "what": Column("What happens", grow=3.0, least_px=150),
}
SURVIVES, NOT = "yes", "no"


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
        xlabel="U position", ylabel=bus_v.unit, legend_position="right", **axis, **PLAIN
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
        color=GREEN, line_alpha=0, ylim=(0, None), xlabel="", ylabel=load.head, xrotation=35, **PLAIN
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


def failure_rows(session) -> Rows | str:
    """What single failures do, the gravest first."""
    table = session.results.n_minus_1
    if table.empty:
        return "Nothing that feeds a tray can fail: there is no supply, shelf or feed"
    # what nothing helps, what throttles most, what fills a shelf or a feed most, what leaves the least volts
    gravest = pd.DataFrame(
        {
            "survives": table.survives,
            "throttle": -table.throttle_percent.fillna(np.inf),
            "full": -table[["shelf_percent", "feed_percent"]].max(axis=1).fillna(np.inf),
            "volt": table.tray_v,
        }
    )
    table = table.loc[gravest.sort_values(list(gravest), kind="stable").index]
    frame = pd.DataFrame(
        {
            "label": [_alike(label, n) for label, n in zip(table.label, table.n_alike, strict=True)],
            "survives": np.where(table.survives, SURVIVES, NOT),
            "throttle_percent": table.throttle_percent.where(~table.survives.astype(bool)),
            **{key: table[key] for key in FAILURE if key != "throttle_percent"},
            "what": [_what(row) for row in table.itertuples()],
        }
    )
    frame.index = [f"{element}{APART}{i}" for element, i in zip(table.element, table.index, strict=True)]
    styles = pd.DataFrame("", frame.index, frame.columns)
    styles.loc[frame.survives == NOT, "survives"] = "color: var(--bad); font-weight: 600"
    return Rows(frame, "", styles)


APART = "#"
"""Between the id of what fails and the number of its row: several failures are of one element."""


def _what(row) -> str:
    said = f"{row.dark} would lose power" if row.dark else row.passed
    nothing_helps = not row.survives and row.throttle_percent != row.throttle_percent
    return f"{said}; throttling is not enough" if nothing_helps and said else said


def _alike(label: str, n: int) -> str:
    label = label[:1].upper() + label[1:]
    return f"{label} (each of {n})" if n > 1 else label


def select_failure(session, row: str):
    """Select what fails, or all that a failed feed gives to."""
    id, _, i = row.rpartition(APART)
    power = session.results.feed.racks.get(id)
    if power is None:
        session.select(id)
        return
    label = session.results.n_minus_1.label[int(i)]
    feed = next(k for k, one in enumerate(feed_names(power.rack)) if label.startswith(f"feed {one} of "))
    plan, d = power.chain.plan, power.chain.delivery
    fed = [shelf.id for shelf, of in zip(plan.shelves, d.shelf_feed, strict=True) if of == feed]
    fed += [tray.id for tray, n in zip(plan.ac_trays, d.ac_supplies[:, feed], strict=True) if n]
    session.select(*fed)


class BusbarTab(PlotTab):
    """Voltage along the selected tray's rack, and the load of its shelves and feeds."""

    def __init__(self, session):
        super().__init__(session, "Busbar", Plot(nodes_of, voltage), Plot(shelves_of, shelf_loads))


class FailuresTab(SettledTab):
    """What every single failure of a supply, a shelf or a feed does; a row selects what fails."""

    def __init__(self, session):
        super().__init__(session, "N-1", FAILURES, failure_rows, select_failure)
