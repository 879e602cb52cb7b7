"""Sources of the numbers: technologies, overrides, figures, and the documents that they cite."""

import re
from collections.abc import Iterator

from explorer.analysis import Results
from explorer.catalog import Quantity, Technology, load
from explorer.quantities.figure import in_a_sentence
from explorer.quantities.links import PRICED, TECHNOLOGY
from explorer.quantities.numbers import short
from explorer.report.table import Table

KEY = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
"""Form of the keys of sources in notes."""


def technologies(results: Results) -> Table:
    """The values of every technology in use, with this layout's overrides."""
    rows = tuple(
        (
            technology.name if i == 0 else "",
            _called(field),
            *_range(quantity),
            _cited(quantity),
            quantity.date,
        )
        for technology in _used(results)
        for i, (field, quantity) in enumerate(_quantities(technology))
    )
    head = ("technology", "value", "low", "typical", "high", "unit", "kind", "sources", "date")
    return Table("Technologies", head, rows, frozenset({2, 3, 4}), 0, is_small=True)


def overrides(results: Results) -> Table:
    """The layout's overrides: the catalog's value, the value here, and its source."""
    catalog, rows = load(), []
    for own in results.layout.overrides:
        field, _, which = own.field.partition(".")
        known = getattr(catalog.technology(own.technology), field)
        before = known.at(which) if which else known
        rows.append((catalog.technology(own.technology).name, own.field, short(before), short(own.value),
                     TECHNOLOGY[field].unit, own.source or "no source is given"))  # fmt: skip
    head = ("technology", "value", "catalog", "here", "unit", "source")
    return Table("Overrides of this layout", head, tuple(rows), frozenset({2, 3}), 5, is_small=True)


def figures(results: Results) -> Table:
    """The figures of the catalog; of the carbon figures only the one for the site's grid."""
    rows = tuple((key, *_range(figure), _cited(figure), figure.date) for key, figure in _figures(results))
    head = ("figure", "low", "typical", "high", "unit", "kind", "sources", "date")
    return Table("Figures of the catalog", head, rows, frozenset({1, 2, 3}), 0, is_small=True)


def documents(results: Results) -> Table:
    """The documents that technologies, figures, overrides and the layout's notes cite by key."""
    cited = {key for technology in _used(results) for _, q in _quantities(technology) for key in q.source}
    cited |= {key for _, figure in _figures(results) for key in figure.source}
    notes = [results.layout.note, *(element.note for element in results.layout.elements())]
    notes += [own.source for own in results.layout.overrides]
    cited |= {key for note in notes for key in KEY.findall(note)}
    rows = tuple((s.key, s.title, s.address, s.date) for s in load().sources.values() if s.key in cited)
    return Table("Documents", ("key", "title", "address", "date"), rows, wide=1, address=2, is_small=True)


def _used(results: Results) -> Iterator[Technology]:
    """Technologies of the links, and of the laser sources that supply them."""
    seen = set()
    for state in results.link_states.values():
        for technology in (state.technology, load().light_source(state.technology)):
            if technology is not None and technology.key not in seen:
                seen.add(technology.key)
                yield technology


def _quantities(technology: Technology) -> list[tuple[str, Quantity]]:
    return [(field, getattr(technology, field)) for field in PRICED]


def _called(field: str) -> str:
    return in_a_sentence(TECHNOLOGY[field].label)


def _figures(results: Results) -> Iterator[tuple[str, Quantity]]:
    own = f"grid_gco2_{results.layout.site.grid}"
    for key, figure in load().figures.items():
        if not key.startswith("grid_gco2_") or key == own:
            yield key, figure


def _range(quantity: Quantity) -> tuple[str, ...]:
    shown = (short(value) for value in (quantity.low, quantity.typical, quantity.high))
    return (*shown, quantity.unit, quantity.kind)


def _cited(quantity: Quantity) -> str:
    return ", ".join(quantity.source)
