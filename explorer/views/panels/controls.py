"""Controls for what is not drawn: technologies of the links, air, coolant and facility water."""

import panel as pn
import panel_material_ui as pmu
import param

from explorer.catalog import load
from explorer.model import Override, Rack
from explorer.model.ports import with_technology
from explorer.model.technologies import is_published, technology
from explorer.quantities.elements import declared
from explorer.views.wire.live import pace_of

GROUPS = {
    "Passive copper": lambda t: t.family == "copper" and t.host_serdes_key == "LR" and t.key[:3] != "acc",
    "Active copper (ACC, AEC)": lambda t: t.family == "copper",
    "POET and Lumilens": lambda t: t.key.startswith("poet"),
    "800G pluggable": lambda t: t.family == "pluggable" and t.rate_gbps <= 800,
    "1.6T pluggable": lambda t: t.family == "pluggable",
    "Near-packaged (NPO)": lambda t: t.family == "npo",
    "Co-packaged (CPO)": lambda t: t.placement == "package",
}
NO_FIGURE = "no published figure"


def choices() -> dict[str, list[str]]:
    """Return the keys of the technologies that carry data, by group; each key is in one group."""
    left = [t for t in load().technologies.values() if not t.is_light_source]
    grouped: dict[str, list[str]] = {}
    for group, belongs in GROUPS.items():
        grouped[group] = [t.key for t in left if belongs(t)]
        left = [t for t in left if not belongs(t)]
    return grouped


class LinkControls(pn.viewable.Viewer):
    """Selects the technology of each link group, and the watts of one end if none are published."""

    def __init__(self, session, **params):
        super().__init__(**params)
        self.session = session
        self._rows: dict[str, _LinkRow] = {}
        self._box = pn.Column(sizing_mode="stretch_width", margin=0, css_classes=["link-controls"])
        session.param.watch(self._show, ["layout"])
        self._show()

    def _show(self, *_):
        if self.session.is_live:
            return
        layout = self.session.layout
        if [link.id for link in layout.links] != list(self._rows):
            self._rows = {link.id: _LinkRow(self.session, link.id) for link in layout.links}
            self._box[:] = [row.view for row in self._rows.values()]
        for row in self._rows.values():
            row.show(layout)

    def __panel__(self):
        return self._box


class _LinkRow:
    """The controls of one link group."""

    def __init__(self, session, link_id: str):
        self.session, self.id = session, link_id
        names = {t.key: t.name for t in load().technologies.values()}
        groups = {group: {names[k]: k for k in keys} for group, keys in choices().items()}
        self._shown = None
        self.select = pmu.Select(
            groups=groups, size="small", margin=(4, 0, 0, 0), sizing_mode="stretch_width"
        )
        self.badge = pmu.Chip(
            label=NO_FIGURE, color="warning", size="small", variant="outlined", margin=(8, 0, 6, 0)
        )
        self.watts = pmu.FloatInput(
            label="W per end, your assumption",
            step=0.5,
            size="small",
            margin=(8, 0, 0, 0),
            sizing_mode="stretch_width",
        )
        self.select.param.watch(self._choose, "value")
        self.watts.param.watch(self._assume, "value")
        self.view = pn.Column(
            self.select, self.badge, self.watts, sizing_mode="stretch_width", margin=(0, 0, 14, 0)
        )

    def show(self, layout):
        link = layout.element(self.id)
        tech = technology(layout, link.technology)
        self._shown = link.technology, tech.module_w.typical
        open_question = not is_published(link.technology)
        with param.parameterized.batch_call_watchers(self.select):
            self.select.param.update(label=link.label or link.id, value=link.technology)
        self.badge.visible = open_question
        low, high = tech.module_w.low, tech.module_w.high
        self.watts.param.update(
            value=tech.module_w.typical,
            label=f"W per {tech.rate_gbps / 1000:g}T end, assumed {low:g} to {high:g}",
            visible=open_question,
        )

    def _choose(self, event):
        if event.new is None or event.new == self._shown[0]:
            return
        name = load().technology(event.new).name
        pace_of(self.session).commit(
            lambda layout: with_technology(layout, self.id, event.new, load()),
            f"{self.select.label}: {name}",
            self._settle,
            may_misplace=True,
        )

    def _assume(self, event):
        key, shown = self._shown
        if event.new is None or event.new == shown:
            return
        pace_of(self.session).commit(
            lambda layout: assumed(layout, key, float(event.new)), f"{event.new:g} W per end", self._settle
        )

    def _settle(self, refusal):
        if refusal:
            self.show(self.session.layout)


def assumed(layout, key: str, watts: float):
    """Return the layout with the user's typical watts for one end of a technology, as an override."""
    field = "module_w.typical"
    for override in layout.overrides:
        if override.technology == key and override.field == field:
            return layout.replaced(override.replaced(value=watts, source="assumed on the page"))
    number = next(n for n in range(1, len(layout.overrides) + 2) if f"o{n}" not in layout)
    new = Override(id=f"o{number}", technology=key, field=field, value=watts, source="assumed on the page")
    return layout.added("overrides", new)


class CoolingControls(pn.viewable.Viewer):
    """Sliders for supply air, facility water and the coolant of the shown tray's rack; drags are previews."""

    def __init__(self, session, **params):
        super().__init__(**params)
        self.session = session
        self.air = _slider("supply_air_c", 10, 45, 0.5)
        self.water = _slider("facility_water_c", 10, 50, 0.5)
        self.coolant = _slider("coolant_supply_c", 15, 55, 0.5)
        self.flow = _slider("coolant_l_per_min", 1, 300, 1)
        self._fields = {
            self.air: ("site", "supply_air_c"),
            self.water: ("site", "facility_water_c"),
            self.coolant: ("rack", "coolant_supply_c"),
            self.flow: ("rack", "coolant_l_per_min"),
        }
        for slider in self._fields:
            slider.param.watch(self._drag, "value")
            slider.param.watch(self._drop, "value_throttled")
        session.param.watch(self._show, ["layout", "tray"])
        session.param.watch(self._fit, ["opened"])
        self._fit()

    def _fit(self, *_):
        """Set the flow slider's range to a third to three times the flow in the layout as opened."""
        flows = [rack.coolant_l_per_min for rack in self.session.opened.layout.racks]
        most = max(flows, default=0.0)
        if most > 0:
            self._quiet = True
            self.flow.param.update(
                start=most / 3, end=3 * most, value=most, step=max(0.1, round(most / 100, 1))
            )
        self._show()

    def _show(self, *_):
        if self.session.is_live:
            return
        rack = self._rack()
        self._quiet = True
        for slider, (_, field) in self._fields.items():
            element = self._element(slider)
            if element is None:
                slider.visible = False
                continue
            value = getattr(element, field)
            slider.param.update(
                start=min(slider.start, value),
                end=max(slider.end, value),
                value=value,
                visible=slider is self.air or (rack is not None and rack.coolant_l_per_min > 0),
            )
        self._quiet = False

    def _rack(self) -> Rack | None:
        return self.session.layout.rack_of(self.session.tray)

    def _element(self, slider):
        return self.session.layout.site if self._fields[slider][0] == "site" else self._rack()

    def _edit(self, event):
        field, element = self._fields[event.obj][1], self._element(event.obj)
        return lambda layout: layout.replaced(
            layout.element(element.id).replaced(**{field: float(event.new)})
        )

    def _drag(self, event):
        if not self._quiet:
            pace_of(self.session).preview(self._edit(event))

    def _drop(self, event):
        if self._quiet or event.new is None:
            return
        figure = declared(self._fields[event.obj][1])
        label = f"{figure.label} {event.new:g} {figure.unit}"
        pace_of(self.session).commit(self._edit(event), label, lambda refusal: self._show())

    def __panel__(self):
        return pn.Column(*self._fields, sizing_mode="stretch_width", margin=0)


def _slider(field, start, end, step):
    figure = declared(field)
    return pmu.FloatSlider(
        label=f"{figure.label}, {figure.unit}",
        start=start,
        end=end,
        step=step,
        size="small",
        margin=(2, 6, 6, 6),
        sizing_mode="stretch_width",
    )
