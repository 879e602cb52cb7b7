"""The selected elements: what they come to, and every value that they declare, to be changed."""

from explorer.catalog import load
from explorer.model import LinkGroup, Part, Rack, Tray, TrayDesign, edits
from explorer.model.placement import name
from explorer.model.ports import with_technology
from explorer.model.tray import FAN_CURVE, fan_curve_fault
from explorer.quantities.elements import declared
from explorer.quantities.figure import in_a_sentence
from explorer.quantities.links import TECHNOLOGY
from explorer.views.kit.acts import act_named, offered, perform
from explorer.views.kit.component import TabView, finite
from explorer.views.kit.tab import DrawnTab
from explorer.views.panels.fields import PLACES, form, read_value, told
from explorer.views.panels.figures import overridden, results_of, technology_of
from explorer.views.wire.live import pace_of

MOST = 400
"""Elements that one form changes at once."""

KINDS = {
    "asic": "ASIC",
    "engine": "Optical engine",
    "laser": "Laser source",
    LinkGroup: "Link group",
    TrayDesign: "Tray design",
}
"""What kinds and classes are called, where their own names do not say it."""


class InspectorView(TabView):
    """The form of what is selected; the site and the rack that is shown where nothing is.

    Parameters
    ----------
    session : explorer.session.Session
        Its selection is shown; every change is one step of its history.
    """

    def __init__(self, session, **params):
        self._held: dict[tuple[str, ...], dict] = {}
        super().__init__(session, **params)

    # -- to the browser --------------------------------------------------------------------------

    def message(self):
        layout = self.session.layout
        chosen = [layout.element(id) for id in self.session.selection if id in layout][:MOST]
        groups = [("", chosen)]
        if not chosen:
            groups = [("", [layout.site]), *((f"Rack {name(rack)}", [rack]) for rack in self._shown_rack())]
        elif isinstance(chosen[0], Tray):
            designs = list({t.design: layout.element(t.design) for t in chosen}.values())
            n = sum(len(layout.trays_of(d.id)) for d in designs)
            groups.append((f"Design, shared by {n} trays" if n > 1 else "Design", designs))
        is_links = len(chosen) == 1 and isinstance(chosen[0], LinkGroup)
        return {
            "type": "form",
            "title": self._who([e.id for e in chosen]) if chosen else "Site",
            "kind": _kind(chosen) if chosen else "Nothing is selected: the room, and the rack that is shown",
            "groups": [self._group(title, elements) for title, elements in groups],
            "figures": results_of(self.session, chosen) if chosen else [],
            "acts": self._acts(chosen),
            "technology": technology_of(layout, chosen[0]) if is_links else None,
        }

    def _shown_rack(self) -> list[Rack]:
        layout = self.session.layout
        return [layout.element(layout.element(self.session.tray).rack)] if self.session.tray in layout else []

    def _group(self, title: str, elements) -> dict:
        fields = form(self.session.layout, elements)
        return {"title": title, "ids": [element.id for element in elements], "fields": fields}

    def _acts(self, chosen) -> list:
        """What can be done to them; where that is not so now, with the reason."""
        layout = self.session.layout
        return [
            {
                "act": act.key,
                "label": act.words,
                "doc": act.doc,
                "icon": act.icon,
                "grave": act.is_grave,
                "obstacle": act.obstacle(layout, chosen),
            }
            for act in offered(layout, [element.id for element in chosen])
        ]

    def _who(self, ids: list[str]) -> str:
        if len(ids) == 1:
            return name(self.session.layout.element(ids[0]))
        elements = [self.session.layout.element(id) for id in ids]
        things = (
            "trays" if isinstance(elements[0], Tray) else "parts" if isinstance(elements[0], Part) else ""
        )
        return f"{len(ids)} {things or 'designs'}"

    # -- from the browser ------------------------------------------------------------------------

    def _on_set(self, message):
        layout, field, group = self.session.layout, str(message["field"]), int(message["group"])
        elements = [layout.element(id) for id in self._ids(message)]
        if not elements or any(field not in e.fields() for e in elements):
            raise KeyError(field)
        try:
            value = read_value(elements[0], field, message["value"])
        except ValueError as refused:
            self._refuse(group, field, str(refused))
            return
        values = self._whole(elements, field, value)
        if values is None:
            curve = " and ".join(_called(each) for each in FAN_CURVE if each != field)
            self._refuse(group, field, f"kept until {curve} are given: they go together", True)
            return
        ids = [element.id for element in elements]
        said = told(layout, elements[0], field, value)
        label = f"Set {_called(field)} of {self._who(ids)} to {said}"
        self._commit(lambda now: _changed(now, ids, values), label, group, field, field == "technology")

    def _whole(self, elements, field: str, value) -> dict | None:
        """What has to be set with a value; None while a fan curve waits for the rest of its figures."""
        if field not in FAN_CURVE:
            return {field: value}
        if value is None:
            return dict.fromkeys(FAN_CURVE)
        ids = tuple(element.id for element in elements)
        held = {**self._held.get(ids, {}), field: value}
        faults = [fan_curve_fault({**element.values(), **held}) for element in elements]
        is_waiting = any(fault is not None and fault[0] in FAN_CURVE for fault in faults)
        self._held = {ids: held} if is_waiting else {}
        return None if is_waiting else held

    def _on_act(self, message):
        act, ids = act_named(str(message["act"])), self._ids(message)
        perform(self.session, act, ids, self._refusing())

    def _on_override(self, message):
        key, field = str(message["technology"]), str(message["field"])
        source = str(message["source"]).strip()[:500]
        if key not in load().technologies:
            raise KeyError(key)
        if not source:
            self._refuse(0, field, "say where the value comes from: a document, a measurement, a reason")
            return
        try:
            value = finite(message["value"])
        except (TypeError, ValueError):
            self._refuse(0, field, "a number is needed")
            return
        label = f"Own {_figure(field)} of {load().technology(key).name}: {value:g}"
        self._commit(lambda layout: overridden(layout, key, field, value, source), label, 0, field)

    def _on_catalog(self, message):
        """Back to the catalog's figure."""
        override = next((o for o in self.session.layout.overrides if o.id == message["id"]), None)
        if override is None:
            raise KeyError(message["id"])
        label = f"Remove own {_figure(override.field)}"
        self._commit(lambda layout: layout.removed(override.id), label, 0, override.field)

    def _ids(self, message) -> list[str]:
        ids = [str(id) for id in list(message["ids"])[:MOST]]
        found = [id for id in ids if id in self.session.layout]
        if not found:
            raise KeyError(", ".join(ids))
        return found

    def _commit(self, edit, label: str, group: int = 0, field: str = "", may_misplace: bool = False):
        pace_of(self.session).commit(edit, label, self._refusing(group, field), may_misplace)

    def _refusing(self, group: int = 0, field: str = ""):
        """What says a refusal beside its field, or for all where there is none."""

        def done(refusal):
            if refusal:
                self._refuse(group, field, refusal)

        return done

    def _refuse(self, group: int, field: str, reason: str, is_held: bool = False):
        self._send_msg({"type": "refused", "group": group, "field": field, "reason": reason, "held": is_held})


class InspectorTab(DrawnTab):
    """The form of what is selected."""

    watched = ("selection",)

    def __init__(self, session):
        super().__init__(session, "Selected", InspectorView(session))


def _changed(layout, ids, values: dict):
    """The layout with values of several elements; a technology brings its ports along."""
    if "technology" in values and isinstance(layout.element(ids[0]), LinkGroup):
        for id in ids:
            layout = with_technology(layout, id, values["technology"], load())
        return layout
    if values.keys() <= set(PLACES):
        return edits.placed(layout, {id: values for id in ids})
    return layout.replaced(*(layout.element(id).replaced(**values) for id in ids))


def _kind(elements) -> str:
    """The kind of one element, or those of several."""
    kinds = dict.fromkeys(_kind_of(element) for element in elements)
    return ", ".join(kinds)


def _kind_of(element) -> str:
    own = getattr(type(element), "kind", "") if isinstance(element, Part) else ""
    word = KINDS.get(own) or KINDS.get(type(element)) or own or type(element).__name__
    role = getattr(element, "role", "")
    return word[:1].upper() + word[1:] + (f", {role}" if role else "")


def _called(field: str) -> str:
    """What a declared value is called inside a sentence."""
    return in_a_sentence(declared(field).label)


def _figure(field: str) -> str:
    """What a figure of a technology is called inside a sentence: `module or engine`."""
    return in_a_sentence(TECHNOLOGY[field.partition(".")[0]].label)
