"""The plan of the shown tray: its parts over its heat map, seen from above."""

import math

import numpy as np

from explorer.analysis import PartState
from explorer.analysis.findings.places import crowded
from explorer.errors import LayoutError
from explorer.model import PART_KINDS, Part
from explorer.model.additions import with_part
from explorer.quantities.figure import in_a_sentence
from explorer.quantities.trays import PART, TRAY
from explorer.views.canvas.maps import MapChoices, frame_of, moment_of, packed, shown_map
from explorer.views.canvas.surface import Surface
from explorer.views.kit.component import finite, plain
from explorer.views.kit.theme import SEQUENTIAL
from explorer.views.wire.live import pace_of

PLACE_RULES = frozenset({"part_on_board", "parts_apart", "engine_on_package"})

UNKNOWN = PartState(*4 * [math.nan])
"""State of a part that the results do not include yet"""


class PlanView(MapChoices, Surface):
    """Draws the plan of the shown tray, front edge at the left; parts are dragged on it and from the palette.

    Parameters
    ----------
    session : explorer.session.Session
        Watched and edited.
    looking : explorer.looking.Looking
        The quantity, layer, range and isolines of its map.
    """

    watched = ("layout", "results", "glanced", "tray", "selection")
    looks_at = ("quantity", "layer", "limits", "isolines", "prepared", "moment")
    kind = Part

    def __init__(self, session, looking, **params):
        self._drawn = None
        self._crosstalk = None
        super().__init__(session, looking, **params)

    # -- to the browser --------------------------------------------------------------------------

    def _show(self, names):
        design = self._shown_design()
        if not self._knows(design):
            self._send_msg(self._scene(design))
            self._crosstalk = None
            names = names | {"tray"}
        if design is not None:
            self._show_crosstalk()
            if names - {"selection"} or self.looking.quantity == "crosstalk":
                self._send_msg(self._frame(design))
            if names & {"selection", "tray"}:
                self._send_msg({"type": "selected", "ids": self._selected()})

    def _knows(self, design):
        """Whether the browser's scene is still valid, since only positions and states have changed."""
        previous, self._drawn = self._drawn, (self._head(design), design)
        if previous is None or design is None or previous[0] != self._drawn[0]:
            return False
        before = previous[1].parts
        return before is design.parts or (
            len(before) == len(design.parts)
            and all(a is b or _outline(a) == _outline(b) for a, b in zip(before, design.parts, strict=True))
        )

    def _shown_design(self):
        layout = self.session.seen.layout
        return layout.design_of(self.session.tray) if self.session.tray in layout else None

    def _head(self, design):
        """Return the scene's fields on the tray and its board, without the parts; None without a tray."""
        if design is None:
            return None
        layout = self.session.seen.layout
        tray = layout.element(self.session.tray)
        return {
            "tray": tray.id,
            "label": tray.label or tray.id,
            "design": design.label or design.id,
            "others": len(layout.trays_of(design.id)) - 1,
            "width_mm": design.width_mm,
            "depth_mm": design.depth_mm,
            "air": design.airflow_cfm > 0.0,
            "fresh": self.fresh,
        }

    def _scene(self, design):
        """Return the scene message, which does not change in a drag: the board, its parts, the colors."""
        if design is None:
            return {"type": "scene", "tray": "", "parts": []}
        return {
            "type": "scene",
            **self._head(design),
            "colors": SEQUENTIAL,
            "air_name": TRAY["air_in_c"].label,
            "figures": [[figure.short or figure.label, figure.unit] for figure in PART.values()],
            "parts": [_outline(part) for part in design.parts],
            "places": [(part.x_mm, part.y_mm) for part in design.parts],
            "kinds": [_new(design, kind) for kind in PART_KINDS],
            "selected": self._selected(),
        }

    def _selected(self):
        return [id for id in self.session.selection if self._mine(id)]

    def _frame(self, design):
        """Return the frame message: what an evaluation changes.

        One buffer has the positions and states of the parts in single precision, then the quantized map.
        """
        session, looking, seen = self.session, self.looking, self.session.seen
        shown = shown_map(session, looking)
        tray = seen.tray_states[session.tray]
        solution, error_k = seen.solution(session.tray)
        moment = moment_of(session, looking)
        states = moment.parts if moment else seen.parts(session.tray)
        rows = [(part.x_mm, part.y_mm, *states.get(part.id, UNKNOWN)) for part in design.parts]
        cells, table = packed(shown.field), np.array(rows, dtype=np.float32)
        return {
            "type": "frame",
            "live": session.is_live,
            "seq": pace_of(session).shown,
            "solution": solution,
            "error_k": plain(error_k),
            **frame_of(session, looking, shown),
            "air_c": plain(tray.air_in_c),
            "hottest": (moment or tray).hottest,
            "moment": moment.label if moment else "",
            "lost": self._lost(design),
            "wrong": self._wrong(design),
            "ny": shown.field.shape[0],
            "nx": shown.field.shape[1],
            "low": cells["low"],
            "step": cells["step"],
            # One array only: Bokeh sends two extra messages for each further one.
            "data": np.concatenate([table.ravel().view(np.uint16), cells["field"]]),
        }

    def _wrong(self, design) -> dict[str, str]:
        """Return the message for each misplaced part, by its id."""
        found = [f for f in self.session.seen.findings if f.rule in PLACE_RULES]
        # Findings list only the first few of many.
        unlisted = crowded(design) if any(f.more for f in found) else {}
        return unlisted | {f.element: f.message for f in found}

    def _lost(self, design) -> str:
        """Return why the board has no temperatures, or ''."""
        seen = self.session.seen
        runaway = seen.boards[design.id].runaway
        if not runaway:
            return ""
        part = seen.layout.element(runaway[0])
        return f"No steady state: {part.label or part.id} runs away thermally"

    def _show_crosstalk(self):
        """Send the K/W from every source to every part when they become available or invalid."""
        results, tray = self.session.seen, self.session.tray
        key = results.crosstalk_key(tray)
        if key == self._crosstalk:
            return
        self._crosstalk = key
        sources, values = (), np.empty(0)
        if key is not None:
            table = results.crosstalk(tray)
            sources, values = tuple(table.index), table.to_numpy().ravel()
        self._send_msg({"type": "crosstalk", "sources": sources, "data": values.astype(np.float32)})

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, message):
        super()._on_ready(message)
        self._drawn = self._crosstalk = None
        self._show({"layout", "selection"})

    def _mine(self, id):
        design = self._shown_design()
        return design is not None and any(part.id == id for part in design.parts)

    def _place(self, said):
        return {key: round(finite(said[key]), 3) for key in ("x_mm", "y_mm")}

    def _added(self, layout, tray, what, place):
        design = layout.design_of(tray).id if tray in layout else ""
        if not design:
            raise LayoutError("select a tray first: the part is added to its board")
        return with_part(layout, design, what, place and (place["x_mm"], place["y_mm"]))

    def _named(self, what):
        return PART_KINDS[what].title if what in PART_KINDS else what


def _new(design, kind: str):
    """Return the palette entry of a kind of part: outline of the next one on that board, name and colors."""
    alike = [part for part in design.parts if part.kind == kind]
    cls = PART_KINDS[kind]
    outline = _outline(alike[-1] if alike else cls(id="new"))
    called = {"label": cls.title, "name": in_a_sentence(cls.title)}
    return {**outline, **called, "locked": False, "look": cls.look._asdict()}


def _outline(part):
    return {
        "id": part.id,
        "label": part.label or part.id,
        "kind": part.kind,
        "short": part.short_name,
        "width_mm": part.width_mm,
        "depth_mm": part.depth_mm,
        "die": part.die_size_mm,
        "host": getattr(part, "host", ""),
        "on_package": getattr(part, "seat", "") == "package",
        "modules": part.modules,
        "locked": part.locked,
    }
