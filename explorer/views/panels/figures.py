"""Results of the selected elements, and the figures of a link group's technology with range and source."""

import math
from collections.abc import Iterable

from explorer.analysis.links.rows import link_row
from explorer.catalog import load
from explorer.errors import ExplorerError, LayoutError
from explorer.model import Element, Layout, LinkGroup, Override, Part, Tray
from explorer.model.naming import fresh_id, name
from explorer.model.technologies import technology
from explorer.quantities import Figure
from explorer.quantities.links import LINK, PRICED, TECHNOLOGY
from explorer.quantities.trays import PART, TRAY
from explorer.views.kit.component import plain

OF_TRAY = (
    "power_w", "air_in_c", "air_out_c", "coolant_in_c", "coolant_out_c", "airflow_cfm", "t_max_c",
    "headroom_k", "margin_db", "rate_tbps", "links_usd",
)  # fmt: skip
OF_LINKS = ("margin_db", "worst_margin_db", "power_w", "length_max_m", "latency_ns", "cost_usd")
TOGETHER = (TRAY["power_w"], TRAY["headroom_k"])
"""Figures shown of several parts or trays: total power, least headroom"""

Shown = tuple[str, float | None, str]
"""Label, value, unit."""


def results_of(session, elements: list[Element]) -> list[Shown]:
    """Return results of the selected elements; of several parts or trays, total power and least headroom."""
    results, first = session.results, elements[0]
    if isinstance(first, LinkGroup):
        state = results.link_states.get(first.id)
        if state is None:
            return []
        return _figures(link_row(state), [LINK[key] for key in OF_LINKS])
    if isinstance(first, Part):
        known = results.parts(session.tray) if session.tray in results.tray_states else {}
        states = [known[e.id] for e in elements if e.id in known]
        return _of(states, PART.values())
    if isinstance(first, Tray):
        states = [results.tray_states[e.id] for e in elements]
        shown = [TRAY[key] for key in OF_TRAY]
        hottest = states[0].hottest
        if len(states) == 1 and hottest:
            who = f"Hottest, {name(session.layout.element(hottest))}"
            shown = [figure.but(label=who) if figure.key == "t_max_c" else figure for figure in shown]
        return _of(states, shown)
    return []


def _of(states, figures: Iterable[Figure]) -> list[Shown]:
    """Return the figures of one part or tray; of several, total power and least headroom."""
    if len(states) == 1:
        return _figures(states[0]._asdict(), figures)
    if not states:
        return []
    total, least = sum(s.power_w for s in states), min(s.headroom_k for s in states)
    return _figures({"power_w": total, "headroom_k": least}, TOGETHER)


def _figures(values: dict, figures: Iterable[Figure]) -> list[Shown]:
    """Return label, value and unit of the figures that have a finite value."""
    known = [(figure, values[figure.key]) for figure in figures if math.isfinite(values[figure.key])]
    return [(figure.label, plain(value, 3), figure.unit) for figure, value in known]


def technology_of(layout: Layout, link: LinkGroup) -> dict:
    """Return the figures of a link group's technology, each with its range, its kind and its source."""
    tech, catalog = technology(layout, link.technology), load()
    own = {o.field: o.id for o in layout.overrides if o.technology == tech.key}
    rows = []
    for key in PRICED:
        quantity = getattr(tech, key)
        rows.append(
            {
                "field": f"{key}.typical",
                "label": TECHNOLOGY[key].label,
                "unit": quantity.unit,
                "range": [plain(v) for v in (quantity.low, quantity.typical, quantity.high)],
                "kind": quantity.kind,
                "source": catalog.citation(quantity),
                "override": own.get(f"{key}.typical", ""),
            }
        )
    return {"key": tech.key, "name": tech.name, "rows": rows}


def overridden(layout: Layout, key: str, field: str, value: float, source: str) -> Layout:
    """Return the layout with the user's value for a technology; its range is widened to include the value.

    Raises
    ------
    LayoutError
        If a layout cannot override that figure, or the value is out of bounds.
    """
    old = [o for o in layout.overrides if (o.technology, o.field) == (key, field)]
    if old:
        layout = layout.replaced(old[0].replaced(value=value, source=source))
    else:
        new = Override(id=fresh_id(layout, "o0"), technology=key, field=field, value=value, source=source)
        layout = layout.added("overrides", new)
    try:
        technology(layout, key)
    except ExplorerError as refused:
        raise LayoutError(str(refused)) from None
    return layout
