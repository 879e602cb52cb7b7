"""Where the heat goes, as a tab: each tray's by path, its rack's air, coolant and facility water."""

import math
from html import escape

import panel as pn
import panel_material_ui as pmu

from explorer.analysis import RackCooling, Results
from explorer.model import Layout, Rack
from explorer.model.site import AIR_CLASSES, WATER_CLASSES
from explorer.quantities.numbers import NONE
from explorer.quantities.trays import TRAY
from explorer.views.kit.component import stylesheet
from explorer.views.kit.scrolled import ScrolledHTML, ShortHTML
from explorer.views.kit.tab import Tab
from explorer.views.wire.live import pace_of

PATHS = ("air_w", "coolant_w", "board_w")
COLORS = (*PATHS, "bus_w")


def paths_html(layout: Layout, results: Results, rack: Rack, selected: str) -> str:
    """The rack and its trays from top to bottom, the selected one first: a bar and the watts of each path."""
    trays = sorted((t for t in layout.trays if t.rack == rack.id), key=lambda t: (t.id != selected, -t.u))
    table = results.heat_paths.loc[[t.id for t in trays]]
    most = float(table.power_w.max()) if len(table) else 0.0
    whole = results.rack_cooling[rack.id]._asdict()
    rows = [_row(rack.label or rack.id, whole, whole["power_w"], "whole")]
    if whole["bus_w"]:
        rows.append(
            _row(
                TRAY["bus_w"].short,
                {"power_w": whole["bus_w"], "bus_w": whole["bus_w"]},
                whole["power_w"],
                "",
            )
        )
    for tray, watts in zip(trays, table.to_dict("records"), strict=True):
        kind = "selected" if tray.id == selected else ""
        rows.append(_row(tray.label or tray.id, watts, most, kind))
    keys = "".join(f'<th><i class="{path}"></i>{TRAY[path].head}</th>' for path in PATHS)
    watts, missing = TRAY["power_w"].head, TRAY["unaccounted_w"].head
    head = f"<tr><th>Tray</th><th>{watts}</th><th>By path</th>{keys}<th>{missing}</th></tr>"
    return f'<table class="panel-df heat"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _row(name: str, watts: dict, most: float, kind: str) -> str:
    shares = {path: 100.0 * max(0.0, watts.get(path, 0.0)) / most if most > 0 else 0.0 for path in COLORS}
    bar = "".join(f'<i class="{path}" style="width:{share:.3f}%"></i>' for path, share in shares.items())
    cells = "".join(f"<td>{_cell(path, watts[path]) if path in watts else ''}</td>" for path in PATHS)
    missing = _cell("unaccounted_w", abs(watts["unaccounted_w"])) if "unaccounted_w" in watts else ""
    return (
        f'<tr class="{kind}"><td>{escape(name)}</td><td>{_cell("power_w", watts["power_w"])}</td>'
        f'<td><div class="bar">{bar}</div></td>{cells}<td>{missing}</td></tr>'
    )


def rack_html(state: RackCooling) -> str:
    """Air, coolant and facility water of a rack, and how far they are from their limits."""
    s = state
    lines = [("Air", _way(s.air_in_c, s.air_out_c), f"{s.airflow_cfm:,.0f} CFM")]
    if not math.isnan(s.coolant_supply_c):
        lines += [
            ("Coolant", _way(s.coolant_supply_c, s.coolant_return_c), f"{s.coolant_l_per_min:g} L/min"),
            ("Facility", _way(s.facility_in_c, s.facility_return_c), f"{s.facility_l_per_min:g} L/min"),
            ("CDU", f"{s.approach_k:.1f} K approach", _headroom(s.cdu_headroom_k)),
        ]
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in lines)
    return f'<table class="panel-df rack"><tbody>{rows}</tbody></table>'


def _way(from_c: float, to_c: float) -> str:
    into, out = _cell("air_in_c", from_c), _cell("air_out_c", to_c)
    return f"{into} → {out} {TRAY['air_out_c'].unit}"


def _cell(key: str, value: float) -> str:
    """A number, or a dash where a part has run away and there is none."""
    return TRAY[key].text(value) or NONE


def _headroom(k: float) -> str:
    if math.isnan(k):
        return ""
    if math.isinf(k):
        return "no limit"
    return f"{k:.1f} K left" if k >= 0 else f'<b class="over">{-k:.1f} K over</b>'


class _ClassChoice:
    """One of the site's ASHRAE classes, and what is left to its limit."""

    def __init__(self, session, field: str, label: str, classes):
        self.session, self.field = session, field
        self.left = ShortHTML("", margin=(0, 0, 0, 2), stylesheets=_styles(), height=18)
        self.select = pmu.Select(
            label=label,
            options={name or "None": name for name in classes},
            value=getattr(session.layout.site, field),
            size="small",
            margin=(6, 0, 2, 0),
            sizing_mode="stretch_width",
        )
        self.select.param.watch(self._choose, "value")
        self.view = pn.Column(self.select, self.left, margin=0, width=114)

    def show(self, headroom_k: float):
        if not self.session.is_live:
            self.select.value = getattr(self.session.layout.site, self.field)
        self.left.object = _headroom(headroom_k)

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
        self._rack = ShortHTML("", stylesheets=_styles(), margin=0, sizing_mode="stretch_width")
        self._paths = ScrolledHTML(
            "",
            title="Heat by path",
            stylesheets=_styles(),
            sizing_mode="stretch_both",
            margin=(4, 0, 0, 24),
        )
        classes = pn.Row(self._air.view, self._water.view, margin=(4, 0, 0, 0), styles={"gap": "8px"})
        figures = pn.Column(self._rack, classes, margin=(4, 0, 0, 0), width=236)
        self.view = pn.Row(figures, self._paths, sizing_mode="stretch_both", margin=0)
        self.show()

    def show(self):
        session, rack = self.session, self.session.layout.rack_of(self.session.tray)
        if rack is None:
            self._rack.object = self._paths.object = ""
            return
        state = session.results.rack_cooling[rack.id]
        self._rack.object = rack_html(state)
        self._paths.object = paths_html(session.layout, session.results, rack, session.tray)
        self._air.show(state.air_headroom_k)
        self._water.show(state.water_headroom_k)


def _styles() -> list[str]:
    return [stylesheet("tables.css"), stylesheet("heat_paths.css")]
