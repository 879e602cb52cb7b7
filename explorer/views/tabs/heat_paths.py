"""Where the heat goes, as a tab: each tray's by path, its rack's air, coolant and facility water."""

import math

import pandas as pd
import panel as pn
import panel_material_ui as pmu

from explorer.analysis import RackCooling, Results
from explorer.model import Layout, Rack
from explorer.model.site import AIR_CLASSES, WATER_CLASSES
from explorer.quantities.numbers import SPACE, amount, number
from explorer.quantities.trays import HEADROOM, TRAY
from explorer.units import unit_of
from explorer.views.kit.component import stylesheet
from explorer.views.kit.tab import Tab
from explorer.views.kit.table import Column, Rows, Table
from explorer.views.tabs.tables import select_row
from explorer.views.wire.live import pace_of

PATHS = ("air_w", "coolant_w", "board_w")
SHARES = {path: path.replace("_w", "_share") for path in (*PATHS, "bus_w")}
BAR = '<div class="bar" aria-hidden="true">{}</div>'.format(
    "".join(f'<i class="{path}" style="width: <%= {share} %>%"></i>' for path, share in SHARES.items())
)
BY_PATH = "Its watts by the way they leave, beside the hottest tray's"
TRAYS = {
    "name": Column("Tray", grow=2.2, least_px=84),
    "power_w": Column.of(TRAY["power_w"], least_px=62),
    "paths": Column("By path", BY_PATH, grow=2.4, least_px=52, template=BAR),
    **{path: Column.of(TRAY[path], least_px=74) for path in PATHS},
    "unaccounted_w": Column.of(TRAY["unaccounted_w"]),
}
FLUIDS = {
    "fluid": Column("Fluid", grow=1.2, least_px=54),
    "in_c": Column.of(TRAY["air_in_c"].but(short="In"), hint="", least_px=46),
    "out_c": Column.of(TRAY["air_out_c"].but(short="Out"), hint="", least_px=50),
    "flow": Column("Flow", grow=1.5, least_px=78),
    "left_k": Column.of(HEADROOM.but(short="Left"), hint="How far it is from its limit", least_px=46),
}
WHOLE, LACKS = "font-weight: 600", "color: var(--bad); font-weight: 600"


def path_rows(layout: Layout, results: Results, rack: Rack, selected: str) -> Rows:
    """The rack and its trays from top to bottom, the selected one first: the watts of each path."""
    trays = sorted((t for t in layout.trays if t.rack == rack.id), key=lambda t: (t.id != selected, -t.u))
    table = results.heat_paths.loc[[t.id for t in trays]]
    most = float(table.power_w.max()) if len(table) else 0.0
    whole = results.rack_cooling[rack.id]._asdict()
    rows = {rack.id: _row(rack.label or rack.id, whole, whole["power_w"])}
    if whole["bus_w"]:
        bus = {"power_w": whole["bus_w"], "bus_w": whole["bus_w"]}
        rows[f"{rack.id} bus"] = _row(TRAY["bus_w"].short, bus, whole["power_w"])
    for tray, watts in zip(trays, table.to_dict("records"), strict=True):
        rows[tray.id] = _row(tray.label or tray.id, watts, most)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[*TRAYS, *SHARES.values()])
    styles = pd.DataFrame("", frame.index, frame.columns)
    styles.loc[rack.id] = WHOLE
    return Rows(frame, selected, styles)


def _row(name: str, watts: dict, most: float) -> dict:
    shares = {share: _share(watts.get(path, 0.0), most) for path, share in SHARES.items()}
    return {
        "name": name,
        "power_w": watts["power_w"],
        "paths": sum(shares.values()),
        **{path: watts.get(path) for path in PATHS},
        "unaccounted_w": abs(watts["unaccounted_w"]) if "unaccounted_w" in watts else None,
        **shares,
    }


def _share(watts: float, most: float) -> float:
    """Percent of the bar; nothing where a part has run away and there is no number."""
    return round(100.0 * watts / most, 3) if most > 0.0 and watts > 0.0 else 0.0


def rack_rows(s: RackCooling) -> Rows:
    """Air, coolant and facility water of a rack, and how far they are from their limits."""
    rows = {"air": (TRAY["air_w"].short, s.air_in_c, s.air_out_c, _flow(s, "airflow_cfm"), s.air_headroom_k)}
    if not math.isnan(s.coolant_supply_c):
        flows = [_flow(s, key) for key in ("coolant_l_per_min", "facility_l_per_min")]
        coolant = TRAY["coolant_w"].short
        approach = f"{number(s.approach_k)}{SPACE}{HEADROOM.unit} appr."
        rows["coolant"] = (coolant, s.coolant_supply_c, s.coolant_return_c, flows[0], None)
        rows["facility"] = ("Facility", s.facility_in_c, s.facility_return_c, flows[1], s.water_headroom_k)
        rows["cdu"] = ("CDU", None, None, approach, s.cdu_headroom_k)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(FLUIDS))
    frame["left_k"] = frame.left_k.astype(float).where(lambda left: ~left.map(math.isinf))
    styles = pd.DataFrame("", frame.index, frame.columns)
    styles.loc[frame.left_k < 0.0, "left_k"] = LACKS
    return Rows(frame, "", styles)


def _flow(state: RackCooling, key: str) -> str:
    return amount(getattr(state, key), unit_of(key))


class _ClassChoice:
    """One of the site's ASHRAE classes; the table of fluids says what is left to its limit."""

    def __init__(self, session, field: str, label: str, classes):
        self.session, self.field = session, field
        self.select = pmu.Select(
            label=label,
            options={name or "None": name for name in classes},
            value=getattr(session.layout.site, field),
            size="small",
            margin=(6, 0, 2, 0),
            sizing_mode="stretch_width",
        )
        self.select.param.watch(self._choose, "value")

    def show(self):
        if not self.session.is_live:
            self.select.value = getattr(self.session.layout.site, self.field)

    def _choose(self, event):
        if event.new == getattr(self.session.layout.site, self.field):
            return
        pace_of(self.session).commit(
            lambda layout: layout.replaced(layout.site.replaced(**{self.field: event.new})),
            f"{self.select.label} {event.new or 'none'}",
            lambda refusal: self._settle(),
        )

    def _settle(self):
        self.select.value = getattr(self.session.layout.site, self.field)


class HeatTab(Tab):
    """Fluids of the selected tray's rack, the classes of its inlets, and the heat of every tray by path."""

    def __init__(self, session):
        super().__init__(session, "Heat")
        self._air = _ClassChoice(session, "air_class", "Air class", AIR_CLASSES)
        self._water = _ClassChoice(session, "water_class", "Water class", WATER_CLASSES)
        css = stylesheet("heat_paths.css")
        self.fluids = Table(FLUIDS, "Fluids of the rack", most_rows=len(FLUIDS) - 1, css=css)
        self.paths = Table(TRAYS, "Heat by path", self._select, css=css)
        classes = pn.Row(self._air.select, self._water.select, margin=(2, 0, 0, 0), styles={"gap": "8px"})
        figures = pn.Column(self.fluids, classes, margin=0, width=278)
        self._parts = [figures, self.paths]
        self.view = pn.Row(sizing_mode="stretch_both", margin=0, styles={"gap": "20px"})

    def show(self):
        session, rack = self.session, self.session.layout.rack_of(self.session.tray)
        self.view.visible = rack is not None
        if rack is None:
            return
        state = session.results.rack_cooling[rack.id]
        self.fluids.show(*rack_rows(state))
        self.paths.show(*path_rows(session.layout, session.results, rack, session.tray))
        self._air.show()
        self._water.show()
        # a table is built in the browser as it is by then
        if not self.view.objects:
            self.view.objects = self._parts

    def hide(self):
        self.view.objects = []

    def _select(self, id: str):
        if id in {tray.id for tray in self.session.layout.trays}:
            select_row(self.session, id)
