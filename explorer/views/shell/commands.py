"""What can be run by name: one table for the command palette and the map of the keyboard."""

from collections.abc import Callable
from typing import NamedTuple

from explorer.catalog import load
from explorer.model import Part, Tray
from explorer.model.placement import name
from explorer.model.ports import with_technology
from explorer.quantities.maps import MAPS
from explorer.quantities.trays import METRICS
from explorer.session import Session
from explorer.views.canvas.surface import ACTS
from explorer.views.wire.live import pace_of

KEYS = (
    ("On the plan and the racks", (
        ("Arrow keys", "Move what is selected by 1 mm or 1 U"),
        ("Shift + arrow keys", "Move it by 10"),
        ("Shift + click, or drag over the empty board", "Select several"),
        ("Ctrl A", "Select everything on the board or in the racks"),
        ("Ctrl D", "Duplicate"),
        ("R", "Rotate a part by a quarter"),
        ("L", "Lock or unlock"),
        ("Delete", "Remove"),
        ("Escape", "Cancel a drag, or select nothing"),
        ("Alt while dragging", "Do not snap"),
        ("+  −  F", "Enlarge, reduce, whole board"),
        ("Ctrl + wheel, two fingers", "Enlarge under the pointer"),
    )),
    ("Everywhere", (
        ("Ctrl K", "Search and run"),
        ("C", "A and B side by side"),
        ("B in the history", "Compare with that step"),
        ("Ctrl Z", "Undo"),
        ("Ctrl Shift Z", "Redo"),
        ("Ctrl S", "Download the layout"),
        ("Ctrl O", "Open a file"),
        ("?", "This map"),
        ("Tab", "Next thing"),
        ("Enter", "Select or press it"),
    )),
)  # fmt: skip
"""Groups of keys, each with what it does."""


class Command(NamedTuple):
    """Something to run: what it is called, of which sort, by which keys, and what it does."""

    key: str
    words: str
    sort: str
    keys: str
    run: Callable[[], None]


def commands(session: Session) -> list[Command]:
    """Everything that makes sense now, actions first, then what can be selected."""
    return [*_steps(session), *_acts(session), *_views(session), *_technologies(session), *_elements(session)]


def _steps(session):
    if session.can_undo:
        yield Command("undo", f"Undo {session.undo_label}", "Action", "Ctrl Z", session.undo)
    if session.can_redo:
        yield Command("redo", f"Redo {session.redo_label}", "Action", "Ctrl Shift Z", session.redo)
    if session.layout is not session.opened.layout:
        yield Command("reset", "Reset to the layout as opened", "Action", "", session.reset)
    yield Command(
        "compare", "Compare A and B side by side", "View", "C", _setting(session, "is_comparing", True)
    )
    yield Command("pin", "Pin this state as B, to compare with", "Action", "", session.pin)
    if session.pinned is not None:
        yield Command("swap", "Swap A and B", "Action", "", session.swap)
        yield Command("recall", f"Go on with B, {session.pinned_label}", "Action", "", session.recall)
        yield Command("unpin", "Compare with nothing", "Action", "", session.unpin)


def _acts(session):
    ids = [id for id in session.selection if isinstance(session.layout.element(id), (Part, Tray))]
    if not ids:
        return
    keys = {"delete": "Delete", "duplicate": "Ctrl D", "rotate": "R", "lock": "L", "unlock": "L"}
    who = name(session.layout.element(ids[0])) if len(ids) == 1 else f"{len(ids)} selected"
    for act, (words, edit) in ACTS.items():
        label = f"{words} {who}"
        yield Command(f"act:{act}", label, "Action", keys[act], _committing(session, edit, ids, label))


def _committing(session, edit, ids, label):
    return lambda: pace_of(session).commit(lambda layout: edit(layout, ids), label, _telling(session))


def _telling(session):
    def done(refusal):
        if refusal:
            session.notice = refusal

    return done


def _views(session):
    for quantity, figure in MAPS.items():
        run = _setting(session, "quantity", quantity)
        yield Command(f"map:{quantity}", f"Map: {figure.label}", "View", "", run)
    for key, metric in METRICS.items():
        run = _setting(session, "metric", key)
        yield Command(f"metric:{key}", f"Color the racks by: {metric.figure.label}", "View", "", run)


def _setting(session, parameter, value):
    return lambda: session.param.update(**{parameter: value})


def _technologies(session):
    known = [t for t in load().technologies.values() if not t.is_light_source]
    for link in session.layout.links:
        for tech in known:
            if tech.key != link.technology:
                words = f"Set {name(link)} to {tech.name}"
                run = _switching(session, link.id, tech.key, words)
                yield Command(f"tech:{link.id}:{tech.key}", words, "Technology", "", run)


def _switching(session, link_id, key, words):
    return lambda: pace_of(session).commit(
        lambda layout: with_technology(layout, link_id, key, load()),
        words,
        _telling(session),
        may_misplace=True,
    )


def _elements(session):
    layout = session.layout
    shown = layout.design_of(session.tray).id if session.tray in layout else ""
    for sort, elements in (("Tray", layout.trays), ("Link", layout.links)):
        for element in elements:
            yield _selecting(session, element, sort, name(element))
    for design in sorted(layout.designs, key=lambda d: d.id != shown):
        for part in design.parts:
            yield _selecting(session, part, "Part", f"{name(part)} on {name(design)}")


def _selecting(session, element, sort, words):
    return Command(f"select:{element.id}", words, sort, "", lambda: session.select(element.id))
