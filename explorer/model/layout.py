"""The whole design as one immutable value."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from explorer.errors import LayoutError, nearest
from explorer.model.element import Element
from explorer.model.links import LinkGroup, Override
from explorer.model.parts import Asic, Port
from explorer.model.site import Rack, Site
from explorer.model.tray import Tray, TrayDesign

E = TypeVar("E", bound=Element)


class Layout:
    """Everything that is drawn. Edits return a new layout that shares what did not change.

    >>> from explorer.model import Layout, Rack, Site, Tray, TrayDesign
    >>> design = TrayDesign(id="sw", kind="switch")
    >>> before = Layout(racks=[Rack(id="r1")], designs=[design],
    ...                 trays=[Tray(id="r1.sw1", rack="r1", design="sw", u=7)])
    >>> after = before.moved("r1.sw1", u=9)
    >>> before.element("r1.sw1").u, after.element("r1.sw1").u, after.designs[0] is design
    (7, 9, True)
    """

    GROUPS = ("racks", "designs", "trays", "links", "overrides")

    def __init__(
        self,
        *,
        title: str = "",
        note: str = "",
        site: Site | None = None,
        racks: Iterable[Rack] = (),
        designs: Iterable[TrayDesign] = (),
        trays: Iterable[Tray] = (),
        links: Iterable[LinkGroup] = (),
        overrides: Iterable[Override] = (),
        extras: dict | None = None,
        catalog: str = "",
    ):
        self.title, self.note, self.extras = title, note, dict(extras or {})
        # Version of the catalog that the file names. It belongs to the file, not to the design: an edit
        # drops it, so that an edited layout is saved with the catalog version that it was edited under.
        self.catalog = catalog
        self.site = site or Site(id="site")
        self.racks, self.designs, self.trays = tuple(racks), tuple(designs), tuple(trays)
        self.links, self.overrides = tuple(links), tuple(overrides)
        self._index  # noqa: B018  raises if an id is used twice
        self._check_references()

    @cached_property
    def _index(self) -> dict[str, Element]:
        index = {}
        for element in self.elements():
            if element.id in index:
                raise LayoutError(f"{type(element).__name__} '{element.id}': the id is used twice")
            index[element.id] = element
        return index

    @cached_property
    def _design_of_part(self) -> dict[str, TrayDesign]:
        return {part.id: design for design in self.designs for part in design.parts}

    def elements(self) -> Iterator[Element]:
        """Every element, parents before children."""
        yield self.site
        yield from self.racks
        for design in self.designs:
            yield design
            yield from design.parts
        yield from self.trays
        yield from self.links
        yield from self.overrides

    def element(self, id: str) -> Element:
        """The element with that id, of any type; `tray`, `design`, `rack` and `link` also check the type.

        Raises
        ------
        LayoutError
            If there is none; the message names the nearest id.
        """
        try:
            return self._index[id]
        except KeyError:
            near = nearest(id, self._index)
            raise LayoutError(f"no element '{id}' in the layout" + (f"; {near}" if near else "")) from None

    def tray(self, id: str) -> Tray:
        """The tray with that id.

        Raises
        ------
        LayoutError
            If there is no such element or it is of another type; so do `design`, `rack` and `link`.
        """
        return self._of_kind(id, Tray)

    def design(self, id: str) -> TrayDesign:
        """The design with that id."""
        return self._of_kind(id, TrayDesign)

    def rack(self, id: str) -> Rack:
        """The rack with that id."""
        return self._of_kind(id, Rack)

    def link(self, id: str) -> LinkGroup:
        """The link group with that id.

        >>> Layout(racks=[Rack(id="r1")]).link("r1")
        Traceback (most recent call last):
            ...
        explorer.errors.LayoutError: 'r1' is a Rack, not a LinkGroup
        """
        return self._of_kind(id, LinkGroup)

    def _of_kind(self, id: str, kind: type[E]) -> E:
        element = self.element(id)
        if not isinstance(element, kind):
            raise LayoutError(f"'{id}' is a {type(element).__name__}, not a {kind.__name__}")
        return element

    def __contains__(self, id: str) -> bool:
        return id in self._index

    def design_of(self, id: str) -> TrayDesign:
        """The design that a tray is made from, or on which a part sits."""
        element = self.element(id)
        return self.design(element.design) if isinstance(element, Tray) else self._design_of_part[id]

    def rack_of(self, tray_id: str) -> Rack | None:
        """The rack of a tray; the first rack if there is no such tray, ``None`` if there are no racks."""
        tray = self._index.get(tray_id)
        if isinstance(tray, Tray):
            return self.rack(tray.rack)
        return next(iter(self.racks), None)

    def trays_of(self, design_id: str) -> tuple[Tray, ...]:
        """The trays made from a design, in the order of the file."""
        return self._trays_by_design.get(design_id, ())

    def trays_in(self, rack_id: str) -> tuple[Tray, ...]:
        """The trays of a rack, in the order of the file."""
        return self._trays_by_rack.get(rack_id, ())

    @cached_property
    def _trays_by_rack(self) -> dict[str, tuple[Tray, ...]]:
        return _grouped(self.trays, "rack")

    @cached_property
    def _trays_by_design(self) -> dict[str, tuple[Tray, ...]]:
        return _grouped(self.trays, "design")

    # -- edits -----------------------------------------------------------------------------------

    def moved(self, id: str, **place) -> "Layout":
        """The layout with one element moved: ``x_mm, y_mm`` of a part, ``u`` or ``rack`` of a tray."""
        return self.replaced(self.element(id).replaced(**place))

    def replaced(self, *elements: Element) -> "Layout":
        """The layout in which these elements replace those with the same ids."""
        new: dict[str, Element] = {element.id: element for element in elements}
        for id in new:
            self.element(id)
        on_boards = {self._design_of_part[id].id for id in new if id in self._design_of_part}
        designs = []
        for design in self.designs:
            design = new.get(design.id, design)
            if isinstance(design, TrayDesign) and design.id in on_boards:
                design = design.replaced(parts=tuple(new.get(p.id, p) for p in design.parts))
            designs.append(design)
        rest = {
            group: tuple(new.get(e.id, e) for e in getattr(self, group))
            for group in self.GROUPS
            if group != "designs"
        }
        return self._copy(site=new.get(self.site.id, self.site), designs=tuple(designs), **rest)

    def added(self, group: str, *elements: Element) -> "Layout":
        """The layout with elements appended to one of `GROUPS`, such as ``trays``."""
        if group not in self.GROUPS:
            raise LayoutError(f"no group '{group}'; {nearest(group, self.GROUPS) or ', '.join(self.GROUPS)}")
        return self._copy(**{group: getattr(self, group) + elements})

    def removed(self, *ids: str) -> "Layout":
        """The layout without those elements; a LayoutError if a remaining element refers to one of them."""
        for id in ids:
            self.element(id)
        gone = set(ids)
        designs = tuple(
            d.replaced(parts=tuple(p for p in d.parts if p.id not in gone))
            if any(p.id in gone for p in d.parts)
            else d
            for d in self.designs
            if d.id not in gone
        )
        rest = {
            g: tuple(e for e in getattr(self, g) if e.id not in gone) for g in self.GROUPS if g != "designs"
        }
        return self._copy(designs=designs, **rest)

    def titled(self, title: str) -> "Layout":
        """The layout under another title."""
        return self._copy(title=title)

    def _copy(self, **changes) -> "Layout":
        same = {g: getattr(self, g) for g in self.GROUPS}
        rest = {"title": self.title, "note": self.note, "site": self.site, "extras": self.extras}
        return Layout(**{**rest, **same, **changes})

    def __eq__(self, other):
        return self is other or (
            isinstance(other, Layout)
            and all(
                getattr(self, n) == getattr(other, n)
                for n in ("title", "note", "extras", "site", *self.GROUPS)
            )
        )

    def __hash__(self):
        return hash((self.title, tuple(e.id for e in self.elements())))

    # -- references ------------------------------------------------------------------------------

    def _check_references(self):
        for tray in self.trays:
            self._refer(tray, "rack", Rack)
            self._refer(tray, "design", TrayDesign)
        for link in self.links:
            self._refer(link, "a", TrayDesign)
            if link.b:
                self._refer(link, "b", TrayDesign)
        for design in self.designs:
            for part in design.parts:
                if isinstance(part, Port):
                    if part.links:
                        self._refer(part, "links", LinkGroup)
                    if part.host:
                        self._refer(part, "host", Asic)

    def _refer(self, element, field, kind):
        target = getattr(element, field)
        if isinstance(self._index.get(target), kind):
            return
        near = nearest(target, (e.id for e in self._index.values() if isinstance(e, kind)))
        refused = LayoutError(
            f"{type(element).__name__} '{element.id}', {field}: there is no {kind.__name__} '{target}'"
            + (f"; {near}" if near else "")
        )
        refused.element, refused.field = element.id, field
        raise refused


def _grouped(trays: tuple[Tray, ...], field: str) -> dict[str, tuple[Tray, ...]]:
    """Trays grouped by their value of a field."""
    grouped: dict[str, list[Tray]] = {}
    for tray in trays:
        grouped.setdefault(getattr(tray, field), []).append(tray)
    return {key: tuple(group) for key, group in grouped.items()}
