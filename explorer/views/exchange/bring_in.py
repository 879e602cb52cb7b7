"""The import dialog: shows what NetBox files would add, with findings and fixes, before anything is added."""

from collections import deque

from explorer.files.netbox import Fix, Incoming, LayoutPreview, Preview, typed, with_type
from explorer.model import Rack, TrayDesign
from explorer.views.exchange.desk import Desk
from explorer.views.kit.component import CanvasView
from explorer.views.wire.background import beside
from explorer.views.wire.live import pace_of

MOST_SHOWN = 400
"""Largest number of findings that the dialog lists per file; of the others it shows the number"""

SORTS = {"racks": "Table of racks", "devices": "Table of devices", "cables": "Table of cables"}


class BringInView(CanvasView):
    """A dialog over the page that opens with the first NetBox file; more files may be added in it.

    Parameters
    ----------
    desk : explorer.views.exchange.desk.Desk
        Its `brought` changes with each NetBox file; it opens the layout built from tables.
    """

    def __init__(self, desk: Desk, **params):
        self.desk = desk
        self._incoming = Incoming()
        self._edits: deque = deque()
        super().__init__(desk.session, **params)
        desk.param.watch(lambda event: self._take(*event.new), "brought", onlychanged=False)

    def _take(self, name, text):
        self._change(lambda incoming: incoming.with_file(name, text))

    def _change(self, edit):
        """Queue an edit of the set of files, and show the outcome; a refused edit changes nothing."""
        self._edits.append(edit)
        if len(self._edits) == 1:
            self._look()

    def _look(self):
        """Run the first queued edit; one at a time, since each applies to the outcome of the previous one."""
        edit, before = self._edits[0], self._incoming

        def work():
            incoming = edit(before)
            return incoming, _message(incoming)

        def done(found):
            self._edits.popleft()
            if isinstance(found, str):
                self._send_msg({"type": "problem", "text": found})
            else:
                self._incoming, message = found
                self._send_msg(message)
            if self._edits:
                self._look()

        beside(work, done)

    # -- from the browser ------------------------------------------------------------------------

    def _on_ready(self, _):
        self._send_msg({"type": "heard"})

    def _on_file(self, message):
        self._take(str(message["name"])[:200], str(message["text"]))

    def _on_remove(self, message):
        name = str(message["file"])
        self._change(lambda incoming: incoming.without_file(name))

    def _on_fix(self, message):
        name, field, said, source = (str(message[k])[:400] for k in ("file", "field", "value", "source"))
        fix = Fix(field.strip(), typed(said), source.strip())
        self._change(lambda incoming: incoming.fixed(name, fix))

    def _on_unfix(self, message):
        name, field = str(message["file"]), str(message["field"])
        self._change(lambda incoming: incoming.unfixed(name, field))

    def _on_closed(self, _):
        self._incoming = Incoming()

    def _on_add(self, message):
        made = self._incoming.layout
        if isinstance(made, LayoutPreview):
            self.desk.open_layout(made.layout, "what NetBox holds", self._done)
            return
        types = [found for found in self._incoming.types.values() if isinstance(found, Preview)]
        if not types:
            raise ValueError("nothing to add")
        session, tray, is_mounted = self.session, self.session.tray, bool(message.get("mount"))
        label = f"Import {types[0].model if len(types) == 1 else f'{len(types)} NetBox types'}"
        without_room: list[str] = []

        def edit(layout):
            frame = layout.rack_of(tray)
            rack = frame.id if frame else ""
            board = layout.design_of(tray).id if tray in layout else ""
            without_room.clear()
            ids: list[str] = []
            for preview in types:
                layout, new = with_type(layout, preview, rack if is_mounted else "", board)
                ids += new
                if is_mounted and _can_be_mounted(preview) and not new:
                    without_room.append(preview.model)
            return (layout, tuple(ids)) if ids else layout

        def done(refusal):
            self._done(refusal)
            if without_room and not refusal:
                models = ", ".join(without_room)
                self.desk.said = f"No free U for {models}: it waits below the rack until there is one."

        # A type may have more parts than fit on its board: report that as a finding, as the preview does.
        pace_of(session).commit(edit, label, done, may_misplace=True)

    def _done(self, refusal):
        if refusal:
            self._send_msg({"type": "problem", "text": refusal})
            return
        self._incoming = Incoming()
        self._send_msg({"type": "close"})


def _message(incoming: Incoming) -> dict:
    files = [_file(incoming, name, sort) for name, (sort, _) in incoming.texts.items()]
    made = incoming.layout
    types = [found for found in incoming.types.values() if isinstance(found, Preview)]
    needs = ", ".join(incoming.missing)
    return {
        "type": "show",
        "files": files,
        "needs": f"The table of {needs} is needed as well: add its file." if needs else "",
        "makes": "Open as a layout" if isinstance(made, LayoutPreview) else "Add to the layout",
        "ready": not needs and not any(file["problem"] for file in files) and bool(made or types),
        "mounts": made is None and any(_can_be_mounted(found) for found in types),
    }


def _file(incoming: Incoming, name: str, sort: str) -> dict:
    found, notices = incoming.types.get(name), incoming.notices(name)
    is_type = isinstance(found, Preview)
    return {
        "name": name,
        "title": f"{found.manufacturer} {found.model}".strip() if is_type else SORTS.get(sort, "NetBox type"),
        "adds": _adds(found) if is_type else _makes(incoming.layout, sort),
        "problem": incoming.problem(name),
        "fixable": is_type,
        "fixes": [[f.field, str(f.value), f.source] for f in incoming.fixes.get(name, ())],
        "counts": [[s, sum(n.severity == s for n in notices)] for s in ("error", "warning", "note")],
        "notices": [[n.severity, n.line, n.field, n.value, n.done, n.valid] for n in notices[:MOST_SHOWN]],
        "more": max(0, len(notices) - MOST_SHOWN),
    }


def _adds(found: Preview) -> str:
    """Return one line on what a NetBox type becomes."""
    element, said = found.element, []
    if isinstance(element, TrayDesign):
        kind = element.kind.replace("_", " ")
        said = [f"a tray of {element.height_u} U, kind {kind}, {len(element.parts)} parts"]
    elif isinstance(element, Rack):
        size = f"{element.width_mm:g} x {element.depth_mm:g} mm"
        said = [f"a rack of {element.height_u} {element.pitch}, {size}"]
    else:
        n = len(found.parts)
        said = [f"{n} part{'s' * (n > 1)} on the board that is shown" if n else "nothing that is drawn"]
    said += [f"{found.draw_w:,.0f} W at most"] if found.draw_w is not None else []
    said += [f"{found.mass_kg:g} kg"] if found.mass_kg is not None else []
    said += [f"{len(found.unknown)} unknown keys, saved with it"] if found.unknown else []
    return f"Adds {', '.join(said)}"


def _makes(made, sort: str) -> str:
    if not isinstance(made, LayoutPreview):
        return ""
    layout = made.layout
    counts = {
        "racks": f"{len(layout.racks)} racks",
        "devices": f"{len(layout.trays)} trays of {len(layout.designs)} designs",
        "cables": f"{len(layout.links)} of {len(made.groups)} groups of cables become links; all are saved",
    }
    return f"Makes {counts[sort]}"


def _can_be_mounted(found: Preview) -> bool:
    return isinstance(found.element, TrayDesign) and found.u_height != 0
