"""Display names of elements; unused ids and labels for new ones, made by counting up existing ones."""

import re
from collections.abc import Iterable

from explorer.model.element import Element
from explorer.model.layout import Layout


def name(element: Element) -> str:
    """Display name of an element: its label, or its id if it has none."""
    return element.label or element.id


def kind_title(element: Element) -> str:
    """Display name of an element's kind, with its role.

    >>> from explorer.model import LaserSource, Load
    >>> kind_title(Load(id="vrm0", role="vrm")), kind_title(LaserSource(id="els1"))
    ('Load, vrm', 'Laser source')
    """
    role = getattr(element, "role", "")
    return f"{element.title}, {role}" if role else element.title


def kind_in_a_sentence(kind: Element | type[Element]) -> str:
    """Name of an element's kind within a sentence.

    >>> from explorer.model import Asic, LaserSource, TrayDesign
    >>> [kind_in_a_sentence(kind) for kind in (Asic, LaserSource, TrayDesign)]
    ['ASIC', 'laser source', 'tray design']
    """
    return kind.called or kind.title.lower()


class Counted:
    """Unused names, made by counting up the number in another name; no name is given twice.

    It remembers how far it has counted from each number, so that a thousand copies take a thousand steps.
    """

    def __init__(self, in_use: Iterable[str]):
        self._in_use = set(in_use)
        self._next: dict[tuple[str, int, str], dict[int, int]] = {}

    def after(self, stem: str, number: int, digits: int, tail: str = "") -> str:
        """The first unused name with `number` or a higher one, zero-padded to `digits` digits."""
        onwards = self._next.setdefault((stem, digits, tail), {})
        passed = []
        while (name := f"{stem}{number:0{digits}d}{tail}") in self._in_use:
            passed.append(number)
            number = onwards.get(number, number + 1)
        onwards.update(dict.fromkeys(passed, number))
        self._in_use.add(name)
        return name


class FreshIds:
    """Ids that no element of a layout has; none is given twice.

    >>> ids = FreshIds(Layout())
    >>> ids.like("sw.oe07"), ids.like("sw.oe07"), ids.like("sw")
    ('sw.oe08', 'sw.oe09', 'sw2')
    """

    def __init__(self, layout: Layout, taken: Iterable[str] = ()):
        self._counted = Counted((*(element.id for element in layout.elements()), *taken))

    def like(self, id: str) -> str:
        """An unused id: `id` with the number at its end counted up."""
        stem = id.rstrip("0123456789")
        digits = id[len(stem) :]
        return self._counted.after(stem, int(digits or 1) + 1, len(digits))


class FreshLabels:
    """Labels that no element of a layout has; none is given twice."""

    def __init__(self, layout: Layout):
        self._counted = Counted(element.label for element in layout.elements())

    def like(self, label: str) -> str:
        """An unused label, counted up from another: `OE 7` gives `OE 8`. One without a number is returned."""
        found = re.fullmatch(r"(.*?)(\d+)(\D*)", label)
        if not found:
            return label
        stem, digits, tail = found.groups()
        return self._counted.after(stem, int(digits), len(digits), tail)


def fresh_id(layout: Layout, like: str, taken: Iterable[str] = ()) -> str:
    """An unused id: `like` with the number at its end counted up.

    >>> fresh_id(Layout(), "sw.oe07"), fresh_id(Layout(), "sw")
    ('sw.oe08', 'sw2')
    """
    return FreshIds(layout, taken).like(like)


def next_label(layout: Layout, label: str) -> str:
    """An unused label, counted up from another: `OE 7` gives `OE 8`. One without a number is returned."""
    return FreshLabels(layout).like(label)
