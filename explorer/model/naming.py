"""What a person calls an element; ids and labels of what is added, those of its like counted on."""

import re
from collections.abc import Iterable

from explorer.model.element import Element
from explorer.model.layout import Layout


def name(element: Element) -> str:
    """What a person calls an element."""
    return element.label or element.id


def kind_title(element: Element) -> str:
    """What a person calls the kind of an element, with its role.

    >>> from explorer.model import LaserSource, Load
    >>> kind_title(Load(id="vrm0", role="vrm")), kind_title(LaserSource(id="els1"))
    ('Load, vrm', 'Laser source')
    """
    role = getattr(element, "role", "")
    return f"{element.title}, {role}" if role else element.title


def kind_in_a_sentence(kind: Element | type[Element]) -> str:
    """What the kind of an element is called within a sentence.

    >>> from explorer.model import Asic, LaserSource, TrayDesign
    >>> [kind_in_a_sentence(kind) for kind in (Asic, LaserSource, TrayDesign)]
    ['ASIC', 'laser source', 'tray design']
    """
    return kind.called or kind.title.lower()


class Counted:
    """Names that are counted on from others and given once; those in use are not given.

    It remembers how far each number was counted on, so that a thousand copies take a thousand steps.
    """

    def __init__(self, in_use: Iterable[str]):
        self._in_use = set(in_use)
        self._next: dict[tuple[str, int, str], dict[int, int]] = {}

    def after(self, stem: str, number: int, digits: int, tail: str = "") -> str:
        """The first free name from a number on, written with at least so many digits."""
        onwards = self._next.setdefault((stem, digits, tail), {})
        passed = []
        while (name := f"{stem}{number:0{digits}d}{tail}") in self._in_use:
            passed.append(number)
            number = onwards.get(number, number + 1)
        onwards.update(dict.fromkeys(passed, number))
        self._in_use.add(name)
        return name


class FreshIds:
    """Ids that no element of a layout has, none of them given twice.

    >>> ids = FreshIds(Layout())
    >>> ids.like("sw.oe07"), ids.like("sw.oe07"), ids.like("sw")
    ('sw.oe08', 'sw.oe09', 'sw2')
    """

    def __init__(self, layout: Layout, taken: Iterable[str] = ()):
        self._counted = Counted((*(element.id for element in layout.elements()), *taken))

    def like(self, id: str) -> str:
        """A free id with the number at the end of another counted on."""
        stem = id.rstrip("0123456789")
        digits = id[len(stem) :]
        return self._counted.after(stem, int(digits or 1) + 1, len(digits))


class FreshLabels:
    """Labels that no element of a layout has, none of them given twice; one without a number stays."""

    def __init__(self, layout: Layout):
        self._counted = Counted(element.label for element in layout.elements())

    def like(self, label: str) -> str:
        """A label counted on until no other element has it: `OE 7` gives `OE 8`."""
        found = re.fullmatch(r"(.*?)(\d+)(\D*)", label)
        if not found:
            return label
        stem, digits, tail = found.groups()
        return self._counted.after(stem, int(digits), len(digits), tail)


def fresh_id(layout: Layout, like: str, taken: Iterable[str] = ()) -> str:
    """An id that is free, with the number at the end of another counted on.

    >>> fresh_id(Layout(), "sw.oe07"), fresh_id(Layout(), "sw")
    ('sw.oe08', 'sw2')
    """
    return FreshIds(layout, taken).like(like)


def next_label(layout: Layout, label: str) -> str:
    """A label counted on until no other element has it: `OE 7` gives `OE 8`."""
    return FreshLabels(layout).like(label)
