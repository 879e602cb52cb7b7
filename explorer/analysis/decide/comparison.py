"""A link group of a layout on each technology, one row each."""

from collections.abc import Iterator
from contextlib import suppress

import pandas as pd

from explorer.analysis.decide.fixes import solved_like, switched
from explorer.analysis.evaluation import evaluate
from explorer.analysis.findings.links import binding, carries_lanes, links
from explorer.analysis.links.beachfront import edges
from explorer.analysis.links.groups import unmounted_ends
from explorer.analysis.links.reliability import blast
from explorer.analysis.results import Results
from explorer.catalog import Technology, load
from explorer.errors import ExplorerError
from explorer.model import Layout, LinkGroup
from explorer.model.placement import misplaced
from explorer.model.ports import NoRoom, end_gbps
from explorer.model.technologies import technology
from explorer.quantities import best_of
from explorer.quantities.links import LINK

BEST = (
    "power_w", "pj_per_bit", "margin_db", "reach_m", "latency_ns", "failures_per_year", "blast_gbps",
    "cost_usd",
)  # fmt: skip
"""Columns in which a row can be the best."""


def comparison(layout: Layout, link_id: str, results: Results | None = None) -> pd.DataFrame:
    """A link group of a layout on every technology of the catalog that carries data.

    Boards are rebuilt and solved for each as they are in a drag, so that a row has the temperatures, and
    within 0.1 K the figures, of the layout on that technology. `binding` names the reasons why a technology
    fails here, or the channel with the least margin; `best` lists the columns in which it is the best of all
    that pass. If a board has no room for the ports that are needed, the row is computed with the ports that
    it has now.

    Parameters
    ----------
    results : of the layout, if they are known

    Raises
    ------
    LayoutError
        If there is no such link group.
    """
    link = layout.link(link_id)
    if unmounted_ends(layout, link):
        return pd.DataFrame()
    before, already = results or evaluate(layout), frozenset(misplaced(layout))
    rows = {}
    for key, plain in load().technologies.items():
        if plain.is_light_source:
            continue
        try:
            changed, room = switched(layout, link, key), []
        except NoRoom:
            changed, room = layout.replaced(link.replaced(technology=key)), ["no room"]
        if changed is not None:
            reasons = [*room, *_misplaced(changed, already)]
            with suppress(ExplorerError):
                solved = before if key == link.technology else solved_like(before, changed)
                rows[key] = _row(solved, solved.layout.link(link_id), technology(layout, key), reasons)
    if not rows:
        return pd.DataFrame()
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "technology"
    passing = table[table.passes]
    table["best"] = ""
    for column in BEST:
        if not passing.empty:
            best = passing[column] == best_of(LINK[column])(passing[column])
            table.loc[best.index[best], "best"] += column + " "
    table["best"] = table.best.str.strip()
    return table


def _misplaced(layout: Layout, already: frozenset) -> Iterator[str]:
    """Rules of placement that are broken now but were not before."""
    return (rule.replace("_", " ") for id, rule in misplaced(layout) if (id, rule) not in already)


def _row(results: Results, link: LinkGroup, tech: Technology, misplacements: list[str]) -> dict:
    layout, states, ports = results.layout, results.link_states, results.inputs.ports
    state = states[link.id]
    edge = max(edges(layout, states, ports), key=lambda e: e.gbps / e.most_gbps)
    full = edge.gbps > edge.most_gbps and edge.what != "faceplate"
    reasons = [
        *([] if carries_lanes(tech, link.lane_gbps) else ["lane rate"]),
        *(f.rule for f in links({link.id: state}) if f.severity == "error"),
        *misplacements,
        *([f"{edge.what} edge"] if full else []),
    ]
    down = blast(tech, link, end_gbps(layout, link, link.a))
    return {
        "name": tech.name,
        "family": tech.family,
        "passes": not reasons,
        "binding": ", ".join(dict.fromkeys(reasons)) or binding(state),
        "serdes": state.serdes.key,
        "power_w": state.power_w,
        "module_w": state.module_w()[1],
        "host_w": state.host_w()[1],
        "pj_per_bit": state.power_w / state.end_gbps * 1000.0,
        "margin_db": state.margin_db,
        "worst_margin_db": state.worst_margin_db,
        "reach_m": state.reach_m,
        "latency_ns": state.latency_ns,
        "failures_per_year": state.failures.expected,
        "failures_low": state.failures.low,
        "failures_high": state.failures.high,
        "blast": down.what,
        "blast_gbps": down.gbps,
        "cost_usd": state.cost_usd,
        "edge": edge.what,
        "edge_share": edge.gbps / edge.most_gbps,
        "is_published": tech.is_published,
    }
