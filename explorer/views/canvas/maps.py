"""Selects what the plan's map shows: a quantity of a layer, its colors and their range."""

from typing import NamedTuple

import numpy as np

from explorer.quantities.maps import LAYERS, MAPS
from explorer.views.kit.component import finite


class Shown(NamedTuple):
    """A map: its quantity, its values in single precision, and a remark for the user."""

    quantity: str
    field: np.ndarray
    hint: str = ""


def shown_map(session, looking) -> Shown:
    """Return the map of the shown tray; if its quantity is unavailable, temperatures and the reason."""
    seen, quantity, tray = session.seen, looking.quantity, session.tray
    if moment_of(session, looking) is not None:
        return _of_moment(session, looking)
    missing = _no_crosstalk(session) if quantity == "crosstalk" else ""
    field = None if missing else seen.map(tray, quantity, looking.layer, session.part)
    if field is not None:
        return Shown(quantity, field, _remark(session, looking))
    if quantity in ("temperature", "rise"):
        body = seen.map(tray, quantity)
        return Shown(quantity, body, f"{LAYERS[looking.layer]}: shown after the edit")
    why = missing or f"{MAPS[quantity].label}: shown after the edit"
    return Shown("temperature", seen.map(tray, "temperature"), why)


def frame_of(session, looking, shown: Shown) -> dict:
    """Return the fields of a frame message that describe a map, except for its values."""
    figure = MAPS[shown.quantity]
    return {
        "quantity": shown.quantity,
        "unit": figure.unit,
        "finest": figure.finest,
        "reversed": figure.least_is_hottest,
        "hint": shown.hint,
        "range": _range(session, looking, shown.quantity),
        "fixed": _is_fixed(looking, shown.quantity),
        "isolines": looking.isolines,
    }


def packed(field: np.ndarray) -> dict:
    """Quantize a map to uint16: value = low + step * cell; 65535 means not finite."""
    known = np.isfinite(field)
    low, high = (float(field[known].min()), float(field[known].max())) if known.any() else (0.0, 0.0)
    step = (high - low) / 65534.0 or 1.0
    cells = np.where(known, np.rint((field - low) / step), 65535.0).astype(np.uint16)
    return {"low": low, "step": step, "field": cells.ravel()}


def moment_of(session, looking):
    """Return the moment of a simulated scenario that is shown instead of the steady state, or None."""
    moment = looking.moment
    return moment if moment is not None and moment.tray == session.tray else None


class MapChoices:
    """Handles the legend's messages; a mixin for a view that has `looking`."""

    def _on_limits(self, message):
        if message["low"] is None:
            self.looking.limits = None
            return
        low, high = finite(message["low"]), finite(message["high"])
        if not low < high:
            raise ValueError("a range has to rise")
        self.looking.limits = (low, high)

    def _on_isolines(self, message):
        self.looking.isolines = bool(message["on"])


def _of_moment(session, looking) -> Shown:
    """Return the map of a moment; a simulated scenario stores only the temperatures of dies and bodies."""
    moment, quantity = moment_of(session, looking), looking.quantity
    field_c = np.asarray(moment.field_c, np.float32)
    if quantity == "rise":
        return Shown(quantity, field_c - np.float32(session.results.tray_states[session.tray].air_in_c))
    if quantity == "headroom":
        return Shown(quantity, session.results.headroom_map(session.tray, field_c))
    hint = "" if quantity == "temperature" else f"{MAPS[quantity].label}: not available over time"
    if looking.layer != "body":
        hint = hint or f"{LAYERS[looking.layer]}: not available over time"
    return Shown("temperature", field_c, hint)


def _no_crosstalk(session) -> str:
    """Return why there is no crosstalk to show, or ''."""
    seen, tray = session.seen, session.tray
    part = next((part for part in seen.layout.design_of(tray).parts if part.id == session.part), None)
    if part is None:
        return "Crosstalk: select a part"
    if not seen.parts(tray)[part.id].power_w > 0.0:
        return f"Crosstalk: {part.label or part.id} makes no heat"
    return "" if seen.crosstalk_key(tray) else "Crosstalk: solved after the edit"


def _remark(session, looking) -> str:
    if looking.quantity == "crosstalk":
        part = session.seen.layout.element(session.part)
        return f"Rise per watt of {part.label or part.id}"
    if looking.quantity == "headroom" and looking.layer != "body":
        return "Headroom: dies and bodies only"
    return ""


def _is_fixed(looking, quantity: str) -> bool:
    return looking.limits is not None and quantity == looking.quantity


def _range(session, looking, quantity: str) -> list[float] | None:
    """Return the ends of the color scale: as fixed by the user, or of a whole scenario; else None."""
    if _is_fixed(looking, quantity):
        return list(looking.limits)
    moment = moment_of(session, looking)
    if moment is None or quantity not in ("temperature", "rise"):
        return None
    zero_c = session.results.tray_states[session.tray].air_in_c if quantity == "rise" else 0.0
    return [t_c - zero_c for t_c in moment.range_c]
