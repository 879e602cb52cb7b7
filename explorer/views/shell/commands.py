"""The commands of the command palette, and the map of the keyboard."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from explorer.catalog import load
from explorer.looking import Looking
from explorer.model import PART_KINDS
from explorer.model.additions import with_part, with_tray
from explorer.model.naming import name
from explorer.model.ports import with_technology
from explorer.quantities.maps import MAPS
from explorer.quantities.trays import METRICS
from explorer.session import Session
from explorer.views.kit.acts import acts, called, offered, perform
from explorer.views.wire.live import pace_of

ON_CANVAS = (
    ("Arrow keys", "Move what is selected by 1 mm or 1 U"),
    ("Shift + arrow keys", "Move it by 10"),
    ("Shift + click, or drag over the empty board", "Select several"),
    ("Ctrl A", "Select everything on the board or in the racks"),
    ("Escape", "Cancel a drag, or clear the selection"),
    ("Alt while dragging", "Move without snapping"),
    ("+  −  F", "Zoom in, zoom out, whole board"),
    ("Ctrl + wheel, two fingers", "Zoom at the pointer"),
)
EVERYWHERE = (
    ("Ctrl K", "Search and run"),
    ("C", "Compare A and B side by side"),
    ("B in the history", "Compare with that step"),
    ("Ctrl Z", "Undo"),
    ("Ctrl Shift Z", "Redo"),
    ("Ctrl S", "Download the layout"),
    ("Ctrl O", "Open a file"),
    ("?", "Show these keys"),
    ("Tab", "Next part, tray or button"),
    ("Enter", "Select or press it"),
)


def keyboard() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return groups of (key, what it does): the keys of the page and those of the acts."""
    of_acts: dict[str, list[str]] = {}
    for act in acts():
        if act.keys:
            of_acts.setdefault(act.keys[0], []).append(act.doc or act.words)
    bound = [(keys, " or ".join([first, *map(str.lower, rest)])) for keys, (first, *rest) in of_acts.items()]
    return [("On the plan and the racks", [*ON_CANVAS, *bound]), ("Everywhere", list(EVERYWHERE))]


class Command(NamedTuple):
    """A command: its text in the palette, its category, its keys, and the function to run."""

    key: str
    words: str
    sort: str
    keys: str
    run: Callable[[], None]


def commands(session: Session, looking: Looking) -> list[Command]:
    """Return all commands that are possible now: actions first, then elements to select."""
    return [
        *_steps(session),
        *_acts(session),
        *_additions(session),
        *_views(looking),
        *_technologies(session),
        *_elements(session),
    ]


def _steps(session):
    if session.can_undo:
        yield Command("undo", f"Undo {session.undo_label}", "Action", "Ctrl Z", session.undo)
    if session.can_redo:
        yield Command("redo", f"Redo {session.redo_label}", "Action", "Ctrl Shift Z", session.redo)
    if session.layout is not session.opened.layout:
        yield Command("reset", "Reset to the layout as opened", "Action", "", session.reset)
    yield Command("pin", "Pin this state as B, to compare with", "Action", "", session.pin)
    if session.pinned is not None:
        yield Command("swap", "Swap A and B", "Action", "", session.swap)
        yield Command("recall", f"Go on with B, {session.pinned_label}", "Action", "", session.recall)
        yield Command("unpin", "Unpin B: compare with nothing", "Action", "", session.unpin)


def _acts(session):
    layout, ids = session.layout, list(session.selection)
    for act in offered(layout, ids):
        keys = act.keys[0] if act.keys else ""
        words = f"{act.words} {called(layout, ids)}"
        yield Command(f"act:{act.key}", words, "Action", keys, _performing(session, act, ids))


def _performing(session, act, ids):
    return lambda: perform(session, act, ids, _telling(session))


def _additions(session):
    """Commands that add a part to the shown board or a tray to its rack, in the first free place."""
    layout = session.layout
    racks = [rack.id for rack in layout.racks]
    if session.tray in layout:
        board, racks = layout.design_of(session.tray), [layout.element(session.tray).rack]
        for kind, cls in PART_KINDS.items():
            yield _adding(
                session, kind, f"{cls.title} to {name(board)}", partial(with_part, design=board.id, kind=kind)
            )
    for design in layout.designs if racks else ():
        yield _adding(
            session, design.id, f"tray {name(design)}", partial(with_tray, design=design.id, rack=racks[0])
        )


def _adding(session, key, what, added):
    def edit(layout):
        layout, id = added(layout)
        return layout, (id,)

    words = f"Add {what}"
    return Command(
        f"add:{key}",
        words,
        "Action",
        "",
        lambda: pace_of(session).commit(edit, words, _telling(session)),
    )


def _telling(session):
    def done(refusal):
        if refusal:
            session.notice = refusal

    return done


def _views(looking):
    run = _setting(looking, "is_comparing", True)
    yield Command("compare", "Compare A and B side by side", "View", "C", run)
    for quantity, figure in MAPS.items():
        run = _setting(looking, "quantity", quantity)
        yield Command(f"map:{quantity}", f"Map: {figure.label}", "View", "", run)
    for key, metric in METRICS.items():
        run = _setting(looking, "metric", key)
        yield Command(f"metric:{key}", f"Color the racks by: {metric.figure.label}", "View", "", run)


def _setting(looking, parameter, value):
    return lambda: looking.param.update(**{parameter: value})


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
