"""What can be selected together, and which tray is shown for it."""

from collections.abc import Iterable
from typing import NamedTuple

from explorer.model.layout import Layout
from explorer.model.links import LinkGroup
from explorer.model.parts import Part
from explorer.model.tray import Tray


class Selection(NamedTuple):
    """Ids of the selected elements, and of the part, tray and link group to show; '' for none."""

    selection: tuple[str, ...]
    """Parts of one design, trays, or one link group; the last selected is last"""
    part: str
    tray: str
    """The tray that is shown from above"""
    link: str


def selected(layout: Layout, ids: Iterable[str], tray: str = "", link: str = "") -> Selection:
    """The selection of some ids, if `tray` and `link` are shown so far.

    Ids that are not in the layout are left out. Parts and trays cannot be selected together: the last id
    decides between them. Of parts, only those on the last one's design stay selected. A selected tray is
    shown from above; for selected parts, a tray of their design is.
    """
    elements = [layout.element(id) for id in dict.fromkeys(ids) if id in layout]
    links = [e.id for e in elements if isinstance(e, LinkGroup)]
    placed = [e for e in elements if isinstance(e, (Part, Tray))]
    placed = [e for e in placed if isinstance(e, Part) == isinstance(placed[-1], Part)]
    parts = [e for e in placed if isinstance(e, Part)]
    tray = tray if tray in layout else first_tray(layout)
    if parts:
        design = layout.design_of(parts[-1].id)
        parts = [p for p in parts if layout.design_of(p.id) is design]
        trays = layout.trays_of(design.id)
        if tray not in {t.id for t in trays} and trays:
            tray = trays[0].id
    elif placed:
        tray = placed[-1].id
    return Selection(
        selection=tuple(e.id for e in (parts or placed)) or tuple(links[-1:]),
        part=parts[-1].id if parts else "",
        tray=tray,
        link=links[-1] if links else link if placed and link in layout else "",
    )


def first_tray(layout: Layout) -> str:
    """The tray to show first: a switch tray where there is one."""
    order = {"switch": 0, "compute": 1}
    ranked = sorted(layout.trays, key=lambda t: order.get(layout.design(t.design).kind, 2))
    return ranked[0].id if ranked else ""
