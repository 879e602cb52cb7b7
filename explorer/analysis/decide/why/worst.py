"""Rankings of headroom and margin, and the arithmetic of the worst."""

import math
from collections.abc import Iterator

import numpy as np

from explorer.analysis.decide.why.rows import Row, Table
from explorer.analysis.heat.crosstalk import AIR, COOLANT
from explorer.analysis.links.budget import Budget
from explorer.analysis.links.state import LinkState
from explorer.analysis.results import Results
from explorer.model.naming import name

RANKED = 6
"""Rows of a ranking."""

TERMS = 10
LEAST_K = 0.01
"""At most `TERMS` sources of heat of at least `LEAST_K` have their row; all others share one."""


def headroom_k(results: Results) -> tuple[str, tuple[Table, ...]]:
    """The parts nearest their limits, each in its worst tray, and the heat sources of the first of them."""
    ranked = tuple(sorted(_parts(results), key=_least_first))[:RANKED]
    tables = (Table("Nearest their limits", "ranking", "K", ranked),) if ranked else ()
    if ranked and not math.isnan(ranked[0].value):
        title = f"{ranked[0].label}: limit less what warms it"
        tables += (Table(title, "terms", "K", tuple(_heat_terms(results, ranked[0]))),)
    return "The part that is nearest its limit", tables


def margin_db(results: Results) -> tuple[str, tuple[Table, ...]]:
    """Link groups by the margin of their worst pair of trays, and the budget of the first."""
    states = results.link_states
    ranked = sorted((_worst_pair(results, s) for s in states.values()), key=lambda row: row.value)
    tables = (Table("Least margin first", "ranking", "dB", tuple(ranked[:RANKED])),) if ranked else ()
    if ranked:
        title, budget = _binding(states[ranked[0].elements[0]])
        rows = tuple(Row(step.name, step.typical_db) for step in budget.steps if step.typical_db)
        gives_first = sorted(rows, key=lambda row: (row.value < 0.0, -abs(row.value)))
        tables += (Table(f"{ranked[0].label}, {title}", "terms", "dB", tuple(gives_first)),)
    return "What is left of the budget of the link that has least", tables


def _least_first(row: Row) -> tuple[bool, float]:
    return not math.isnan(row.value), row.value


def _parts(results: Results) -> Iterator[Row]:
    """Every part of every design, in the tray in which it has least headroom."""
    for design in results.layout.designs:
        trays = [t for t in results.layout.trays_of(design.id) if results.tray_states[t.id].hottest]
        if not trays or not design.parts:
            continue
        left_k = np.array([[s.headroom_k for s in results.parts(t.id).values()] for t in trays])
        worst = np.where(np.isnan(left_k), np.inf, left_k).argmin(axis=0)
        for i, part in enumerate(design.parts):
            tray = trays[worst[i]]
            state = results.parts(tray.id)[part.id]
            if math.isnan(state.headroom_k):
                yield Row(name(part), math.nan, elements=(part.id,), tray=tray.id, how="runs away")
                continue
            how = f"{state.t_c:.1f} °C of {state.t_limit_c:g} °C, in {name(tray)}"
            yield Row(name(part), state.headroom_k, elements=(part.id,), tray=tray.id, how=how)


def _heat_terms(results: Results, row: Row) -> Iterator[Row]:
    """A part's limit, less the inlet air and the rise from every source; the rows add up to its headroom."""
    (part,), layout = row.elements, results.layout
    rises = results.contributions(row.tray)[part]
    yield Row("Limit", results.parts(row.tray)[part].t_limit_c)
    yield Row("Inlet air", -float(rises[AIR]))
    if rises[COOLANT]:
        yield Row("Coolant over that air", -float(rises[COOLANT]))
    sources = rises.drop([AIR, COOLANT]).sort_values(ascending=False)
    n_named = min(TERMS, int((sources >= LEAST_K).sum()))
    for id, kelvin in zip(map(str, sources.index), sources[:n_named], strict=False):
        is_part = id in results.parts(row.tray)
        label = f"{name(layout.element(id))}{' itself' if id == part else ''}" if is_part else "The board"
        yield Row(label, -float(kelvin), elements=(id,) if is_part else (), tray=row.tray)
    if len(sources) > n_named:
        yield Row(f"{len(sources) - n_named} other sources", -float(sources[n_named:].sum()))


def _worst_pair(results: Results, s: LinkState) -> Row:
    layout = results.layout
    i, j = np.unravel_index(int(s.margins_db.argmin()), s.margins_db.shape)
    near = name(layout.trays_of(s.link.a)[i])
    far = name(layout.trays_of(s.link.b)[j]) if s.link.b else "outside"
    how = f"{near} to {far}, {s.length_m[i, j]:.2f} m, {s.technology.name}"
    return Row(name(s.link), s.margin_db, elements=(s.link.id,), how=how)


def _binding(s: LinkState) -> tuple[str, Budget]:
    """The budget with less margin: the host channel's or the line's."""
    if s.host.steps and s.host.margin_db <= s.line.margin_db:
        return "host to module", s.host
    return ("module to module" if s.host.steps else "die to die"), s.line
