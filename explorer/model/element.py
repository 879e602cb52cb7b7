"""What every element of a layout has in common: an id, declared values, and no way to change them."""

import math
import re
from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar, overload

import param

from explorer.errors import LayoutError, nearest

SLUG = re.compile(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*\Z")

T = TypeVar("T", covariant=True)


class Declared(Protocol[T]):
    """Static type of a declared value: it reads as a `T` on an element, as the parameter on the class."""

    @overload
    def __get__(self, element: None, owner: type) -> param.Parameter: ...
    @overload
    def __get__(self, element: "Element", owner: type | None = None) -> T: ...


_name_of = param.Parameter.__dict__["name"].__get__


class _Constant:
    """Mixin whose reads skip param's search for unbound, generated or computed values.

    A live evaluation reads some thousand values, and a read through this takes a third of the time. Values
    that are not stored on the element are read through param.
    """

    __slots__ = ()

    def __get__(self, element, owner=None) -> Any:
        try:
            return element._param__private.values[_name_of(self)]
        except (AttributeError, KeyError):
            # Every class with this mixin is a Parameter, which pyright cannot infer.
            return param.Parameter.__get__(self, element, owner)  # pyright: ignore[reportArgumentType]


class _Number(_Constant, param.Number):
    """A constant number."""

    __slots__ = ()


class _Integer(_Constant, param.Integer):
    """A constant whole number."""

    __slots__ = ()


class _Choice(_Constant, param.Selector):
    """A constant word out of a closed set."""

    __slots__ = ()


class _Text(_Constant, param.String):
    """A constant text."""

    __slots__ = ()


class _Flag(_Constant, param.Boolean):
    """A constant yes or no."""

    __slots__ = ()


@overload
def number(
    default: float,
    low: float | None = None,
    high: float | None = None,
    doc: str = "",
    allow_none: Literal[False] = False,
) -> Declared[float]: ...
@overload
def number(
    default: float | None, low: float | None, high: float | None, doc: str, allow_none: Literal[True]
) -> Declared[float | None]: ...
def number(default, low=None, high=None, doc="", allow_none=False) -> Any:
    """A constant number with bounds; ``doc`` gives its meaning, its name ends in its unit, if it has one."""
    return _Number(default, bounds=(low, high), allow_None=allow_none, constant=True, doc=doc)


def count(default: int, low: int = 0, high: int | None = None, doc: str = "") -> Declared[int]:
    """A constant whole number with bounds."""
    return _Integer(default, bounds=(low, high), constant=True, doc=doc)


def choice(default: T, words: Iterable[T], doc: str = "") -> Declared[T]:
    """A constant word out of a closed set."""
    return _Choice(default=default, objects=list(words), constant=True, doc=doc)


def text(default: str = "", doc: str = "") -> Declared[str]:
    """A constant text."""
    return _Text(default, constant=True, doc=doc)


def flag(default: bool = False, doc: str = "") -> Declared[bool]:
    """A constant yes or no."""
    return _Flag(default, constant=True, doc=doc)


def constant(default: T, doc: str = "") -> Declared[T]:
    """A constant of any type; param does not check its value, the element's class has to."""
    kept: Any = param.Parameter(default, instantiate=False, constant=True, doc=doc)
    return kept


def fault(declared: param.Parameter, value) -> str | None:
    """Why a value violates its declaration, worded for the person who entered it; ``None`` if it is valid.

    >>> fault(Element.param.id, "Tray 7")
    "'Tray 7' is not an id: lower-case letters, digits, '_' and '.' only"
    """
    if isinstance(declared, param.Selector):
        if value in declared.objects:
            return None
        near = nearest(value, declared.objects)
        return f"{value!r} is not one of {', '.join(map(str, declared.objects))}" + (
            f"; {near}" if near else ""
        )
    if isinstance(declared, param.Boolean):
        return None if isinstance(value, bool) else f"{value!r} is not true or false"
    if isinstance(declared, param.Number):
        return _number_fault(declared, value)
    if declared.name == "id":
        if isinstance(value, str) and SLUG.match(value):
            return None
        return f"{value!r} is not an id: lower-case letters, digits, '_' and '.' only"
    if isinstance(declared, param.String) and not isinstance(value, str):
        return f"{value!r} is not text"
    return None


def _number_fault(declared, value) -> str | None:
    if value is None and declared.allow_None:
        return None
    whole = isinstance(declared, param.Integer)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return f"{value!r} is not a {'whole ' if whole else ''}number"
    if not math.isfinite(value):
        return f"{value!r} is not a finite number"
    low, high = declared.bounds or (None, None)
    if (low is not None and value < low) or (high is not None and value > high):
        return f"{value!r} is outside {_range(low, high)}"
    return None


def _range(low, high) -> str:
    if high is None:
        return f"the allowed range, {low:g} or more"
    if low is None:
        return f"the allowed range, {high:g} or less"
    return f"the allowed range {low:g} to {high:g}"


class Element(param.Parameterized):
    """One element of a layout. Its parameters are constants; `replaced` returns a changed copy.

    A new value needs a declaration and nothing else: bounds, error text, form, table column and file schema
    are derived from it.
    """

    title: ClassVar[str] = "Element"
    """Name of the class on the page, as a heading"""
    called: ClassVar[str] = ""
    """Name of the class within a sentence; empty if that is the title in lower case"""

    id = text(doc="short stable name, unique in the layout, such as sw.oe07")
    label = text(doc="name on the screen")
    note = text(doc="free text: sources, reasons; kept in the file")
    extras = param.Dict({}, constant=True, doc="the user's own x_ keys, kept untouched")

    _fields: tuple[str, ...]

    def __init__(self, **values):
        try:
            super().__init__(**values)
        except (ValueError, TypeError) as refused:
            raise LayoutError(self._complaint(values) or str(refused)) from None
        if not all(math.isfinite(v) for v in values.values() if isinstance(v, float)) or not SLUG.match(
            self.id
        ):
            raise LayoutError(self._complaint(values))

    @classmethod
    def fields(cls) -> tuple[str, ...]:
        """Names of the declared values, in order of declaration, `id` first.

        >>> Element.fields()
        ('id', 'label', 'note', 'extras')
        """
        if "_fields" not in cls.__dict__:
            cls._fields = tuple(n for n in _declared(cls) if n != "name")
        return cls._fields

    @classmethod
    def _complaint(cls, values) -> str:
        who = f"{cls.__name__} '{values.get('id', '')}'"
        for key, value in values.items():
            if key not in cls.param:
                near = nearest(key, cls.fields())
                return f"{who}: unknown field '{key}'" + (f"; {near}" if near else "")
            problem = fault(cls.param[key], value)
            if problem:
                return f"{who}, {key}: {problem}"
        return ""

    def values(self) -> dict:
        """All declared values by name."""
        return {name: getattr(self, name) for name in self.fields()}

    def replaced(self, **changes) -> Self:
        """A copy with some values changed."""
        if not all(isinstance(self.param[key], _Constant) for key in changes if key in self.param):
            return type(self)(**{**self.values(), **changes})
        complaint = self._complaint({"id": self.id, **changes})
        if complaint:
            raise LayoutError(complaint)
        return self._with(changes)

    def _with(self, changes: dict) -> Self:
        """A copy with `changes`, already validated, in a tenth of the time that the constructor takes.

        A drag makes two copies per pointer move. The copy shares no mutable state of param with this element,
        and takes over no cached property.
        """
        private = copy(self._param__private)
        private.values = {**private.values, **changes}
        private.params, private.watchers = {}, {}
        new = object.__new__(type(self))
        vars(new)["_param__private"] = private
        return new

    def __eq__(self, other):
        if self is other:
            return True
        return type(self) is type(other) and self.id == other.id and self.values() == other.values()

    def __hash__(self):
        return hash((type(self).__name__, self.id))


def _declared(cls):
    ordered = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, Element) if isinstance(base, type) else False:
            ordered.update({n: None for n, v in vars(base).items() if isinstance(v, param.Parameter)})
    return ordered
