"""The rule that breaks down each total."""

from explorer.analysis.decide.why import links, watts, worst
from explorer.analysis.decide.why.rows import Why
from explorer.analysis.results import Results
from explorer.errors import LayoutError, nearest

RULES = {
    "rack_kw": watts.rack_kw,
    "wall_kw": watts.wall_kw,
    "interconnect_kw": links.interconnect_kw,
    "module_kw": links.module_kw,
    "serdes_kw": links.serdes_kw,
    "bandwidth_tbps": links.bandwidth_tbps,
    "pj_per_bit": links.pj_per_bit,
    "headroom_k": worst.headroom_k,
    "margin_db": worst.margin_db,
    "failures_per_year": links.failures_per_year,
    "cost_usd": links.cost_usd,
    "energy_usd_per_year": watts.energy_usd,
    "kgco2e_per_year": watts.carbon_kg,
    "n_modules": links.n_modules,
}
"""A rule for each total of `analysis.totals`; a total that somebody adds is shown undivided without one."""
UNDIVIDED = "This figure is not broken down."

SLOW = ("headroom_k",)
"""Rules that may have to solve a board's response first, some 30 ms for each part that makes heat."""


def slow(total: str) -> bool:
    """Whether the answer may take long, so that a page should not wait for it."""
    return total in SLOW


def why(results: Results, total: str) -> Why:
    """Breakdown of one of `Results.totals`.

    Raises
    ------
    LayoutError
        If there is no total of that name; the message names the nearest.

    >>> from explorer import evaluate, read
    >>> results = evaluate(read("layouts/switch_51t_cpo.layout.yaml"))
    >>> answer = why(results, "bandwidth_tbps")
    >>> [(row.label, row.value, row.how) for row in answer.tables[0].rows]
    [('Ports', 51.2, '64 of 800 Gb/s')]
    """
    totals = results.totals
    if total not in totals:
        raise LayoutError(f"no total '{total}'; {nearest(total, totals) or ', '.join(totals)}")
    said, tables = RULES[total](results) if total in RULES else (UNDIVIDED, ())
    found = totals[total]
    return Why(total, found.label, found.typical, found.unit, said, tables)
