"""The acts: what can be done to selected parts and trays, one record each.

The canvas keys, the command palette, the inspector and the map of the keyboard all read these records, so a
registered act, from this package or another one, appears in all of them. A page gets the keys when it loads.
"""

from collections.abc import Callable
from typing import NamedTuple

from explorer.errors import LayoutError
from explorer.model import Element, Layout, Part, Tray, additions, edits
from explorer.model.naming import name
from explorer.views.wire.live import pace_of


class Act(NamedTuple):
    """An operation on selected parts or trays, recorded as one step of the history."""

    key: str
    """Name in messages"""
    words: str
    """Text of its button and palette entry; the step is named by it and the elements"""
    edit: Callable[[Layout, list[str]], Layout | tuple[Layout, tuple[str, ...]]]
    """Takes the layout and the ids in the order of selection; returns the new layout, or (new layout, ids to
    select). Raises LayoutError if it cannot be done."""
    on: tuple[type, ...] = (Part, Tray)
    """Types of elements that it applies to"""
    keys: tuple[str, ...] = ()
    """Keys on the canvas, as `Ctrl D` or `R`; of several acts on one key the first that fits runs"""
    doc: str = ""
    """What it does, if its words are not enough"""
    icon: str = ""
    """SVG path in a square of 15 px, shown in place of the words"""
    suits: Callable[[Layout, list[Element]], bool] = lambda layout, elements: True
    """Whether it makes sense for those elements; if not, it is not offered"""
    obstacle: Callable[[Layout, list[Element]], str] = lambda layout, elements: ""
    """Why it cannot be done now, or ''; it is offered in any case, and refused with that reason"""
    is_grave: bool = False
    """Whether it removes something"""

    def fits(self, layout: Layout, elements: list[Element]) -> bool:
        """Whether the act is offered for those elements."""
        of_kind = bool(elements) and all(isinstance(element, self.on) for element in elements)
        return of_kind and self.suits(layout, elements)

    def done(self, layout: Layout, ids: list[str]) -> Layout | tuple[Layout, tuple[str, ...]]:
        """Return the layout after the act, or (layout, ids to select).

        Raises
        ------
        LayoutError
            If the act does not fit those elements or cannot be done now; the message says why.
        """
        elements = [layout.element(id) for id in ids]
        if not self.fits(layout, elements):
            raise LayoutError(f"{self.words} cannot be applied to {called(layout, ids)}")
        obstacle = self.obstacle(layout, elements)
        if obstacle:
            raise LayoutError(obstacle)
        return self.edit(layout, ids)


def called(layout: Layout, ids: list[str]) -> str:
    """Return the name of one element, or the number of several, for a sentence: `Fan 1`, `3 trays`."""
    if len(ids) == 1:
        return name(layout.element(ids[0]))
    is_tray = bool(ids) and isinstance(layout.element(ids[0]), Tray)
    return f"{len(ids)} {'trays' if is_tray else 'parts'}"


def register(act: Act):
    """Add an act after the existing ones.

    Raises
    ------
    ValueError
        If an act with that key exists.
    """
    if act.key in _acts:
        raise ValueError(f"there is an act '{act.key}' already")
    _acts[act.key] = act


def unregister(key: str):
    """Remove the act with that key; KeyError if there is none."""
    del _acts[key]


def act_named(key: str) -> Act:
    """Return the act with that key; KeyError if there is none."""
    return _acts[key]


def acts() -> list[Act]:
    """Return all acts in the order in which they are offered."""
    return list(_acts.values())


def offered(layout: Layout, ids: list[str]) -> list[Act]:
    """Return the acts that make sense for those elements; ids that the layout lacks are ignored."""
    elements = [layout.element(id) for id in ids if id in layout]
    return [act for act in _acts.values() if act.fits(layout, elements)]


def keys_on(kind: type) -> list[str]:
    """Return the keys of all acts on elements of a type, sorted."""
    return sorted({keys for act in _acts.values() if issubclass(kind, act.on) for keys in act.keys})


def act_on_key(keys: str, layout: Layout, ids: list[str]) -> Act:
    """Return the act of a key for those elements, if possible one that fits; KeyError if the key has none."""
    elements = [layout.element(id) for id in ids]
    bound = [a for a in _acts.values() if keys in a.keys and all(isinstance(e, a.on) for e in elements)]
    if not bound:
        raise KeyError(keys)
    return next((act for act in bound if act.fits(layout, elements)), bound[0])


def perform(session, act: Act, ids: list[str], then: Callable[[str], None] = lambda refusal: None):
    """Commit an act as one step of the history; `then` gets the reason if it is refused, else ''."""
    label = f"{act.words} {called(session.layout, ids)}"
    pace_of(session).commit(lambda layout: act.done(layout, ids), label, then)


def _all_locked(_, elements) -> bool:
    return all(element.locked for element in elements)


def _lock(_, elements) -> str:
    """Return the reason of the first lock that keeps one of the elements in place, or ''."""
    return next((fault for element in elements if (fault := edits.lock_fault(element))), "")


def _aligning(edge: str, picture: str) -> Act:
    return Act(
        f"align {edge}",
        f"Align {edge}",
        lambda layout, ids: edits.aligned(layout, ids, edge),
        on=(Part,),
        icon=picture,
        suits=lambda layout, parts: len(parts) > 1,
        obstacle=lambda layout, parts: _lock(layout, parts[1:]),
    )


ALIGNED = {
    "left": "M1 1.5h13M3 4h4v8H3zM9 4h3v5H9z",
    "right": "M1 13.5h13M3 3h4v8H3zM9 6h3v5H9z",
    "front": "M1.5 1v13M4 3h8v4H4zM4 9h5v3H4z",
    "rear": "M13.5 1v13M3 3h8v4H3zM6 9h5v3H6z",
    "across": "M1 7.5h13M3 3h4v9H3zM9 5h3v5H9z",
    "along": "M7.5 1v13M3 3h9v4H3zM5 9h5v3H5z",
}
"""SVG path per edge, a line and two parts aligned to it, as on the plan: the front is at the left."""

_acts: dict[str, Act] = {
    act.key: act
    for act in (
        Act("duplicate", "Duplicate", additions.duplicated, keys=("Ctrl D",)),
        Act(
            "lock",
            "Lock",
            lambda layout, ids: edits.locked(layout, ids, True),
            keys=("L",),
            suits=lambda layout, elements: not _all_locked(layout, elements),
        ),
        Act(
            "unlock",
            "Unlock",
            lambda layout, ids: edits.locked(layout, ids, False),
            keys=("L",),
            suits=_all_locked,
        ),
        Act(
            "rotate",
            "Rotate",
            edits.rotated,
            on=(Part,),
            keys=("R",),
            doc="Rotate a part by 90° about its center",
            obstacle=_lock,
        ),
        Act(
            "unique",
            "Make unique",
            lambda layout, ids: additions.made_unique(layout, ids[0])[0],
            on=(Tray,),
            doc="Copy the design for this tray alone: the other trays keep theirs when it is edited",
            suits=lambda layout, trays: len(trays) == 1 and len(layout.trays_of(trays[0].design)) > 1,
        ),
        Act("delete", "Delete", edits.removed, keys=("Delete", "Backspace"), obstacle=_lock, is_grave=True),
        *(_aligning(edge, ALIGNED[edge]) for edge in edits.EDGES),
    )
}
