"""Results of a layout as HoloViews objects: `a * b` overlays two, `a + b` puts them side by side.

They are plain elements over plain tables: `.opts(...)` restyles them, `.data` returns the table. Lengths are
in mm, and a tray is drawn as on the page: its front edge at the left.

>>> from explorer import evaluate, plots, read
>>> results = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
>>> board = plots.heat_map(results, "r1.sw1") * plots.parts(results, "r1.sw1")
>>> (board + plots.distance(results, "ports")).cols(1)  # doctest: +ELLIPSIS
:Layout
   .Overlay.I  :Overlay
      .Image.I      :Image   [y_mm,x_mm]   (Temperature)
      ...
"""

import holoviews as hv
import holoviews.plotting.bokeh
import numpy as np
import pandas as pd

from explorer.views.notebook.hosts import notebook_once

notebook_once()

from explorer.analysis import Results
from explorer.analysis.links.distance import watts_over_distance
from explorer.errors import ExplorerError, choices
from explorer.model import Rack
from explorer.model.naming import name
from explorer.quantities.figure import in_a_sentence
from explorer.quantities.links import LINK
from explorer.quantities.maps import MAPS
from explorer.quantities.numbers import unit_of_change
from explorer.quantities.trays import PART
from explorer.views.canvas.maps import DIVERGING, SEQUENTIAL
from explorer.views.tabs.plots import dimension
from explorer.views.tabs.profile import profile, rack_by_u
from explorer.views.tabs.rack_power import rack_nodes, rack_shelves, shelf_loads, voltage

WIDTH, FRAME = 860, 720
DEPTH_MM = hv.Dimension("y_mm", label="From the front edge", unit="mm")
ACROSS_MM = hv.Dimension("x_mm", label="From the left edge", unit="mm")


def heat_map(
    results: Results, tray: str, quantity: str = "temperature", layer: str = "body", part: str = ""
) -> hv.Image:
    """Map of a tray from above in one of the quantities of `Results.map`, as an image with axes in mm.

    `part` is the source of `crosstalk`, which is solved when it is first requested.

    Raises
    ------
    ExplorerError
        If there is no such tray, quantity or part, or the results do not contain the quantity.
    """
    if quantity not in MAPS:
        near = choices(quantity, MAPS)
        raise ExplorerError(f"no map of '{quantity}'; {near}")
    if MAPS[quantity].is_of_one_source:
        _source(results, _tray(results, tray), part)
    field = results.map(_tray(results, tray), quantity, layer, part)
    figure = MAPS[quantity]
    if field is None:
        raise ExplorerError(f"these results do not know the {in_a_sentence(figure.label)} of '{tray}'")
    design = results.layout.design_of(tray)
    value = hv.Dimension(quantity, label=figure.label, unit=figure.unit)
    bounds = (0.0, 0.0, design.depth_mm, design.width_mm)
    # Flip the transposed map: the first row of an hv.Image is at the greatest x_mm, that of the map at x = 0.
    image = hv.Image(np.asarray(field).T[::-1], bounds=bounds, kdims=[DEPTH_MM, ACROSS_MM], vdims=[value])
    colors = list(SEQUENTIAL)[:: -1 if figure.least_is_hottest else 1]
    return image.opts(
        cmap=colors, colorbar=True, tools=["hover"], **_seen_from_above(design), backend="bokeh"
    )


def map_change(
    a: Results, b: Results, tray: str, quantity: str = "temperature", layer: str = "body"
) -> hv.Image:
    """Change of a tray's map from `a` to `b`, in colors whose middle means no change.

    Raises
    ------
    ExplorerError
        As `heat_map` does, and if the board is not divided into the same cells in both results.
    """
    before, after = (heat_map(results, tray, quantity, layer) for results in (a, b))
    old, new = (image.dimension_values(2, flat=False) for image in (before, after))
    if old.shape != new.shape or before.bounds != after.bounds:
        raise ExplorerError(f"the board of {tray} is another one in the second layout")
    figure = MAPS[quantity]
    label = f"Change of {in_a_sentence(figure.label)}"
    change = hv.Dimension("change", label=label, unit=unit_of_change(figure.unit))
    image = hv.Image((new - old)[::-1], bounds=after.bounds, kdims=[DEPTH_MM, ACROSS_MM], vdims=[change])
    most = max(float(np.nanmax(np.abs(new - old))), 1e-9)
    design = b.layout.design_of(tray)
    look = {"cmap": list(DIVERGING), "clim": (-most, most), "colorbar": True, "tools": ["hover"]}
    return image.opts(**look, **_seen_from_above(design), backend="bokeh")


def parts(results: Results, tray: str) -> hv.Rectangles:
    """Outlines of a tray's parts with axes in mm; hovering shows id, watts, temperature and headroom."""
    design = results.layout.design_of(_tray(results, tray))
    states = results.parts(tray)
    rows = [
        (p.y_mm, p.x_mm, p.y_mm + p.depth_mm, p.x_mm + p.width_mm, name(p), p.id, *states[p.id])
        for p in design.parts
    ]
    values = ["label", "part", *PART]
    frame = pd.DataFrame(rows, columns=["y_mm", "x_mm", "y1_mm", "x1_mm", *values])
    ends = [DEPTH_MM, ACROSS_MM, "y1_mm", "x1_mm"]
    outlines = hv.Rectangles(frame, kdims=ends, vdims=["label", "part", *map(dimension, PART.values())])
    look = {"fill_alpha": 0.0, "line_color": "white", "line_width": 1.2, "tools": ["hover"]}
    return outlines.opts(**look, **_seen_from_above(design), backend="bokeh")


def rack_profile(results: Results, rack: str = "") -> hv.Overlay:
    """Air and coolant in C at each U of a rack, by default of the first rack."""
    return profile(rack_by_u(results, _rack(results, rack))).opts(**_sized(300), backend="bokeh")


def busbar(results: Results, rack: str = "") -> hv.Overlay:
    """Volts on the busbar and behind the clips at each U of a rack, by default of the first rack."""
    return voltage(rack_nodes(results, _rack(results, rack).id)).opts(**_sized(300), backend="bokeh")


def shelves(results: Results, rack: str = "") -> hv.Bars:
    """Load of each power shelf and feed of a rack in percent, by default of the first rack."""
    return shelf_loads(rack_shelves(results, _rack(results, rack).id)).opts(**_sized(300), backend="bokeh")


def distance(results: Results, link: str) -> hv.Overlay:
    """Watts of one link of a group over the mm between port and ASIC, a curve for each SerDes class.

    Raises
    ------
    ExplorerError
        If there is no such link group.
    """
    if link not in results.link_states:
        near = choices(link, results.link_states)
        raise ExplorerError(f"no link group '{link}'; {near}")
    state = results.link_states[link]
    table = watts_over_distance(results.layout, state).rename_axis("trace_mm").reset_index()
    length = hv.Dimension("trace_mm", label="Trace", unit="mm")
    watts = hv.Dimension("power_w", label="One link", unit=LINK["power_w"].unit)
    curves = [
        hv.Curve(rows, length, watts, label=str(serdes)).opts(line_width=2, backend="bokeh")
        for serdes, rows in table.groupby("serdes", sort=False)
    ]
    return hv.Overlay(curves).opts(show_grid=True, legend_position="right", **_sized(260), backend="bokeh")


def _sized(height: int) -> dict:
    return {"width": WIDTH, "height": height, "responsive": False, "toolbar": "right"}


def _seen_from_above(design) -> dict:
    """Options for the orientation of the page; the frame has the proportions of the board."""
    height = round(FRAME * design.width_mm / design.depth_mm)
    limits = {"xlim": (0, design.depth_mm), "ylim": (0, design.width_mm), "invert_yaxis": True}
    return {"frame_width": FRAME, "frame_height": height, **limits}


def _tray(results: Results, tray: str) -> str:
    if tray not in results.tray_states:
        near = choices(tray, results.tray_states)
        raise ExplorerError(f"no tray '{tray}' in the layout; {near}")
    return tray


def _source(results: Results, tray: str, part: str):
    """Solve the crosstalk of a tray; an ExplorerError if a part is not among its sources."""
    sources = results.crosstalk(tray).index
    if part not in sources:
        near = choices(part, sources)
        raise ExplorerError(f"crosstalk is of a part that makes heat, and '{part}' is none; {near}")


def _rack(results: Results, id: str) -> Rack:
    racks = {rack.id: rack for rack in results.layout.racks}
    if not racks:
        raise ExplorerError("the layout has no rack")
    if not id:
        return results.layout.racks[0]
    if id not in racks:
        raise ExplorerError(f"no rack '{id}' in the layout; {choices(id, racks)}")
    return racks[id]
