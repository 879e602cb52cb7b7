"""The inspector: results of the selected elements, and a form for every value that they declare."""

from typing import NamedTuple

import param

from explorer.catalog import load
from explorer.model import LinkGroup, Part, Rack, Tray, edits
from explorer.model.naming import kind_title, name
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
"""Largest number of elements that one form changes at once."""


class Held(NamedTuple):
    """A number that could not be set yet, and why."""

    value: float | None
    reason: str


class InspectorView(TabView):
    """The form of the selected elements, or of the site and the shown tray's rack if nothing is selected.

    Parameters
    ----------
    session : explorer.session.Session
        Its selection is shown; every change is one step of its history.
    """

    def __init__(self, session, **params):
        self._held: dict[tuple[str, ...], dict[str, Held]] = {}
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
            "kind": _kind(chosen) if chosen else "Nothing is selected: site, and rack of the shown tray",
            "groups": [self._group(title, elements) for title, elements in groups],
            "figures": results_of(self.session, chosen) if chosen else [],
            "acts": self._acts(chosen),
            "technology": technology_of(layout, chosen[0]) if is_links else None,
        }

    def _shown_rack(self) -> list[Rack]:
        rack = self.session.layout.rack_of(self.session.tray)
        return [rack] if rack else []

    def _group(self, title: str, elements) -> dict:
        ids = [element.id for element in elements]
        held = self._held.get(tuple(ids), {})
        fields = [_holding(field, held.get(field["name"])) for field in form(self.session.layout, elements)]
        return {"title": title, "ids": ids, "fields": fields}

    def _acts(self, chosen) -> list:
        """Return the acts on the selected elements, with the reason for those that are impossible now."""
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
        ids = tuple(element.id for element in elements)
        waiting = {name: held.value for name, held in self._held.get(ids, {}).items() if name != field}
        if field == "technology":
            waiting = {}
        elif field in FAN_CURVE:
            if value is None:
                waiting |= dict.fromkeys(FAN_CURVE)
            elif _lacks(elements, {**waiting, field: value}):
                curve = " and ".join(_called(each) for each in FAN_CURVE if each != field)
                self._hold(ids, group, field, value, f"not set until {curve} are set too")
                return
        self._set(ids, group, field, value, waiting)

    def _set(self, ids, group: int, field: str, value, waiting: dict):
        """Set a value together with the numbers held for it, or alone if they still cannot be set."""
        layout, values = self.session.layout, {**waiting, field: value}
        said = told(layout, layout.element(ids[0]), field, value)
        others = "".join(f" and {_called(name)}" for name in waiting if name not in FAN_CURVE)
        label = f"Set {_called(field)} of {self._who(ids)} to {said}{others}"

        def done(refusal):
            if refusal and waiting:
                self._set(ids, group, field, value, {})
            elif refusal and isinstance(layout.element(ids[0]).param[field], param.Number):
                self._hold(ids, group, field, value, f"not set yet: {refusal}")
            elif refusal:
                self._refuse(group, field, refusal)
            else:
                self._release(ids, values)

        edit = _changed_to(ids, values)
        pace_of(self.session).commit(edit, label, done, may_misplace=field == "technology")

    def _hold(self, ids, group: int, field: str, value, reason: str):
        """Hold a number that cannot be set yet in its field: a change of another value may make it valid."""
        self._held = {ids: {**self._held.get(ids, {}), field: Held(value, reason)}}
        self._refuse(group, field, reason, is_held=True)
        self.show()

    def _release(self, ids, fields):
        """Discard held numbers of those fields, and show the layout's values."""
        held = {name: each for name, each in self._held.get(ids, {}).items() if name not in fields}
        self._held = {ids: held} if held else {}
        self.show()

    def _on_release(self, message):
        """Discard a held number at the user's request."""
        self._release(tuple(self._ids(message)), [str(message["field"])])

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
        label = f"Override {_figure(field)} of {load().technology(key).name}: {value:g}"
        self._commit(lambda layout: overridden(layout, key, field, value, source), label, 0, field)

    def _on_catalog(self, message):
        """Remove an override, which restores the catalog's figure."""
        override = next((o for o in self.session.layout.overrides if o.id == message["id"]), None)
        if override is None:
            raise KeyError(message["id"])
        label = f"Remove override of {_figure(override.field)}"
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
        """Return the callback that shows a refusal beside its field, or beside the acts if it has none."""

        def done(refusal):
            if refusal:
                self._refuse(group, field, refusal)

        return done

    def _refuse(self, group: int, field: str, reason: str, is_held: bool = False):
        self._send_msg({"type": "refused", "group": group, "field": field, "reason": reason, "held": is_held})


class InspectorTab(DrawnTab):
    """The tab with the form of the selected elements."""

    watched = ("selection",)

    def __init__(self, session):
        super().__init__(session, "Selected", InspectorView(session))


def _holding(field: dict, held: Held | None) -> dict:
    """Return a field of the form with its held value and the reason, if it has one."""
    if held is None or (field["value"] == held.value and not field["mixed"]):
        return field
    return {**field, "value": held.value, "mixed": False, "held": held.reason}


def _lacks(elements, values: dict) -> bool:
    """Whether a fan curve is incomplete with those values."""
    faults = (fan_curve_fault({**element.values(), **values}) for element in elements)
    return any(fault is not None and fault[0] in FAN_CURVE for fault in faults)


def _changed_to(ids, values: dict):
    """Return the edit that sets those values in several elements."""
    return lambda layout: _changed(layout, ids, values)


def _changed(layout, ids, values: dict):
    """Return the layout with those values set in several elements; a technology also changes the ports."""
    if "technology" in values and isinstance(layout.element(ids[0]), LinkGroup):
        for id in ids:
            layout = with_technology(layout, id, values["technology"], load())
        return layout
    if values.keys() <= set(PLACES):
        return edits.placed(layout, {id: values for id in ids})
    return layout.replaced(*(layout.element(id).replaced(**values) for id in ids))


def _kind(elements) -> str:
    """Return the kinds of elements as text, without repetition."""
    return ", ".join(dict.fromkeys(map(kind_title, elements)))


def _called(field: str) -> str:
    """Return the name of a declared value inside a sentence."""
    return in_a_sentence(declared(field).label)


def _figure(field: str) -> str:
    """Return the name of a technology's figure inside a sentence: `module or engine`."""
    return in_a_sentence(TECHNOLOGY[field.partition(".")[0]].label)
