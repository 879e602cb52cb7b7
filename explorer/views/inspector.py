"""The selected elements: what they come to, and every value that they declare, to be changed."""

from explorer.analysis.technologies import technology
from explorer.catalog import Quantity, load
from explorer.errors import ExplorerError, LayoutError
from explorer.model import LinkGroup, Override, Part, Tray, additions, edits
from explorer.model.naming import fresh_id
from explorer.model.placement import name
from explorer.model.ports import with_technology
from explorer.views.canvas import TabView, browser_code, plain, stylesheet
from explorer.views.fields import form, read_value, words_of
from explorer.views.live import pace_of
from explorer.views.tabs import DrawnTab

MOST = 400
"""Elements that one form changes at once."""

ACTS = {
    "duplicate": ("Duplicate", additions.duplicated),
    "rotate": ("Rotate", edits.rotated),
    "lock": ("Lock", lambda layout, ids: edits.locked(layout, ids, True)),
    "unlock": ("Unlock", lambda layout, ids: edits.locked(layout, ids, False)),
    "delete": ("Delete", edits.removed),
    "unique": ("Make unique", lambda layout, ids: additions.made_unique(layout, ids[0])[0]),
    **{
        f"align {edge}": (f"Align {edge}", lambda layout, ids, edge=edge: edits.aligned(layout, ids, edge))
        for edge in edits.EDGES
    },
}

FIGURES = {
    Part: (("power_w", "W"), ("t_c", "°C"), ("t_limit_c", "°C"), ("headroom_k", "K")),
    Tray: (
        ("power_w", "W"), ("air_in_c", "°C"), ("air_out_c", "°C"), ("coolant_out_c", "°C"),
        ("airflow_cfm", "CFM"), ("t_max_c", "°C"), ("headroom_k", "K"), ("margin_db", "dB"),
        ("rate_tbps", "Tb/s"), ("links_usd", "$"),
    ),
    LinkGroup: (("margin_db", "dB"), ("host_margin_db", "dB"), ("n_ends", ""), ("cost_usd", "$")),
}  # fmt: skip
"""What is shown of the results of one element of a class."""

PRICED = ("module_w", "host_pj_per_bit", "reach_m", "latency_ns", "cost_usd", "fit")
"""Figures of a technology that have a range and a source."""


class InspectorView(TabView):
    """The form of what is selected; the site and the rack that is shown where nothing is."""

    _esm = browser_code("draw.js", "inspector.js")
    _stylesheets = [*TabView._stylesheets, stylesheet("inspector.css")]

    def message(self):
        layout = self.session.layout
        chosen = [layout.element(id) for id in self.session.selection if id in layout][:MOST]
        groups = [self._group(self._title(chosen), chosen)] if chosen else []
        if not chosen:
            groups = [self._group("Site", [layout.site])]
            groups += [self._group(f"Rack {name(r)}", [r]) for r in self._shown_rack()]
        elif isinstance(chosen[0], Tray):
            designs = list({t.design: layout.element(t.design) for t in chosen}.values())
            n = sum(len(layout.trays_of(d.id)) for d in designs)
            groups.append(self._group(f"Design, shared by {n} trays" if n > 1 else "Design", designs))
        return {
            "type": "form",
            "live": self.session.is_live,
            "groups": groups,
            "figures": self._figures(chosen[0]) if len(chosen) == 1 else [],
            "acts": self._acts(chosen),
            "technology": self._technology(chosen),
        }

    def _shown_rack(self):
        layout = self.session.layout
        return [layout.element(layout.element(self.session.tray).rack)] if self.session.tray in layout else []

    def _title(self, chosen) -> str:
        kind = getattr(chosen[0], "kind", "") or words_of(type(chosen[0]).__name__)[0]
        return f"{name(chosen[0])} · {kind}" if len(chosen) == 1 else f"{len(chosen)} selected"

    def _group(self, title: str, elements) -> dict:
        return {
            "title": title,
            "ids": [element.id for element in elements],
            "fields": form(self.session.layout, elements),
        }

    def _figures(self, element) -> list:
        results, session = self.session.results, self.session
        if isinstance(element, Part):
            state = results.parts(session.tray).get(element.id)
            rows = FIGURES[Part]
        elif isinstance(element, Tray):
            state, rows = results.tray_states[element.id], FIGURES[Tray]
        else:
            state, rows = results.link_states.get(element.id), FIGURES.get(type(element), ())
        return [
            [words_of(key)[0], plain(getattr(state, key), 3), unit] for key, unit in rows if state is not None
        ]

    def _acts(self, chosen) -> list:
        if not chosen or not isinstance(chosen[0], (Part, Tray)):
            return []
        held = all(element.locked for element in chosen)
        acts = ["duplicate", "unlock" if held else "lock"]
        if isinstance(chosen[0], Part):
            acts.append("rotate")
            acts += [f"align {edge}" for edge in edits.EDGES] if len(chosen) > 1 else []
        elif len(chosen) == 1 and len(self.session.layout.trays_of(chosen[0].design)) > 1:
            acts.append("unique")
        return [[act, ACTS[act][0]] for act in (*acts, "delete")]

    def _technology(self, chosen) -> dict | None:
        """Figures of the technology of a link group, each with its range, its kind and its source."""
        if len(chosen) != 1 or not isinstance(chosen[0], LinkGroup):
            return None
        layout = self.session.layout
        tech = technology(layout, chosen[0].technology)
        own = {o.field: o.id for o in layout.overrides if o.technology == tech.key}
        rows = []
        for key in PRICED:
            quantity = getattr(tech, key)
            label, unit = words_of(key)
            rows.append(
                {
                    "field": f"{key}.typical",
                    "label": label if label != "Module" else "Module or engine",
                    "unit": quantity.unit or unit,
                    "range": [plain(v) for v in (quantity.low, quantity.typical, quantity.high)],
                    "kind": quantity.kind,
                    "source": _source(quantity),
                    "override": own.get(f"{key}.typical", ""),
                }
            )
        return {"key": tech.key, "name": tech.name, "rows": rows}

    # -- from the browser ------------------------------------------------------------------------

    def _on_set(self, message):
        layout, field = self.session.layout, str(message["field"])
        elements = [layout.element(str(id)) for id in list(message["ids"])[:MOST] if id in layout]
        if not elements or any(field not in e.fields() for e in elements):
            raise KeyError(field)
        try:
            value = read_value(elements[0], field, message["value"])
        except ValueError as refused:
            self._refuse(field, str(refused))
            return
        ids = [element.id for element in elements]
        label, _ = words_of(field)
        who = name(elements[0]) if len(ids) == 1 else f"{len(ids)} elements"
        self._commit(lambda now: _changed(now, ids, field, value), f"{label} of {who}", field)

    def _on_act(self, message):
        act, ids = str(message["act"]), [str(id) for id in list(message["ids"])[:MOST]]
        words, edit = ACTS[act]
        who = name(self.session.layout.element(ids[0])) if len(ids) == 1 else f"{len(ids)} elements"
        self._commit(lambda layout: edit(layout, ids), f"{words} {who}", "")

    def _on_override(self, message):
        key, field = str(message["technology"]), str(message["field"])
        value, source = message["value"], str(message["source"]).strip()[:500]
        if not source:
            self._refuse(field, "say where the value comes from: a document, a measurement, a reason")
            return
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._refuse(field, f"{value!r} is not a number")
            return
        self._commit(
            lambda layout: _overridden(layout, key, field, float(value), source),
            f"Own value of {field}",
            field,
        )

    def _on_catalog(self, message):
        """Back to the catalog's figure."""
        id = str(message["id"])
        self._commit(lambda layout: layout.removed(id), "Back to the catalog", "")

    def _commit(self, edit, label: str, field: str):
        def done(refusal):
            if refusal:
                self._refuse(field, refusal)

        pace_of(self.session).commit(edit, label, done)

    def _refuse(self, field: str, reason: str):
        self._send_msg({"type": "refused", "field": field, "reason": reason})


class InspectorTab(DrawnTab):
    watched = ("selection",)

    def __init__(self, session):
        super().__init__(session, "Selected", InspectorView(session))


def _changed(layout, ids, field: str, value):
    if field == "technology" and isinstance(layout.element(ids[0]), LinkGroup):
        for id in ids:
            layout = with_technology(layout, id, value, load())
        return layout
    if field in ("x_mm", "y_mm", "u", "rack"):
        return edits.placed(layout, {id: {field: value} for id in ids})
    return layout.replaced(*(layout.element(id).replaced(**{field: value}) for id in ids))


def _overridden(layout, key: str, field: str, value: float, source: str):
    """The layout with an own value of a technology; its range is widened where the value leaves it."""
    rest = [o for o in layout.overrides if (o.technology, o.field) != (key, field)]
    gone = [o.id for o in layout.overrides if o not in rest]
    layout = layout.removed(*gone)
    new = Override(id=fresh_id(layout, "o"), technology=key, field=field, value=value, source=source)
    layout = layout.added("overrides", new)
    try:
        technology(layout, key)
    except ExplorerError as refused:
        raise LayoutError(str(refused)) from None
    return layout


def _source(quantity: Quantity) -> str:
    """Titles of the documents, or the user's own words, and the date."""
    known = load().sources
    titles = [known[key].title if key in known else key for key in quantity.source]
    return "; ".join(titles) + (f" ({quantity.date})" if quantity.date else "")
