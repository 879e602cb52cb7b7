"""Breakdown of the links' totals by link group."""

from collections.abc import Callable, Iterator

from explorer.analysis.decide.why.rows import Row, Table, cited, summed
from explorer.analysis.links.state import LinkState
from explorer.analysis.results import Results
from explorer.model.naming import name
from explorer.units import HOURS_PER_YEAR

Answer = tuple[str, tuple[Table, ...]]


def interconnect_kw(results: Results) -> Answer:
    """Modules and SerDes of each group."""
    rows = (*_rows(results, _modules, 1e-3, "modules"), *_rows(results, _serdes, 1e-3, "host SerDes"))
    return "Modules, engines and lasers, and the SerDes of their hosts", (
        summed("By link group", "kW", rows),
    )


def module_kw(results: Results) -> Answer:
    """Modules, engines and lasers of each group."""
    return "Both ends of every link", (summed("By link group", "kW", _rows(results, _modules, 1e-3)),)


def serdes_kw(results: Results) -> Answer:
    """Host SerDes of each group."""
    rows = _rows(results, _serdes, 1e-3)
    return "Both ends of every link, by the loss of their channels", (summed("By link group", "kW", rows),)


def pj_per_bit(results: Results) -> Answer:
    """Watts over the data rate of all ends, by modules and SerDes."""
    states = results.link_states.values()
    gbps = sum(s.end_gbps for s in states)
    watts = sum(s.power_w for s in states)
    per_w = 1000.0 / gbps if gbps else 0.0
    rows = (*_rows(results, _modules, per_w, "modules"), *_rows(results, _serdes, per_w, "host SerDes"))
    said = f"{watts:,.4g} W over {gbps / 1000.0:,.5g} Tb/s, counted at every end"
    return said, (summed("By link group", "pJ/bit", rows),)


def bandwidth_tbps(results: Results) -> Answer:
    """Data rates of all links, each way."""
    return "Each way, every link once", (summed("By link group", "Tb/s", _rows(results, _rate, 1e-3)),)


def cost_usd(results: Results) -> Answer:
    """Price of both ends of every link."""
    return "Both ends of every link, cable included", (summed("By link group", "$", _rows(results, _price)),)


def failures_per_year(results: Results) -> Answer:
    """Catalog FIT by cause, each at its temperature."""
    rows = (row for key, state in results.link_states.items() for row in _failures(key, state))
    said = f"FIT are failures in 1e9 hours, a year has {HOURS_PER_YEAR:,.0f}; each cause has its own heat"
    return said, (summed("By link group and cause", "1/yr", rows),)


def n_modules(results: Results) -> Answer:
    """Modules, engines and cable ends."""
    return "Units of each technology, rounded up", (summed("By link group", "", _rows(results, _units)),)


def _rows(results: Results, made: Callable, factor: float = 1.0, what: str = "") -> Iterator[Row]:
    for key, state in results.link_states.items():
        row = made(state)
        label = f"{name(state.link)}, {what}" if what else name(state.link)
        yield row._replace(label=label, value=row.value * factor, elements=(key,))


def _modules(s: LinkState) -> Row:
    figure, watts = s.technology.module_w, s.module_w()[1]
    by_heat = watts / s.catalog_w if s.catalog_w else 1.0
    warm = f", x {by_heat:.4g} by heat" if abs(by_heat - 1.0) > 1e-4 else ""
    return cited(Row("", watts, how=f"{_ends(s)} of {figure.typical:g} W{warm}"), figure)


def _serdes(s: LinkState) -> Row:
    how = f"{s.hosted_gbps / 1000.0:,.5g} Tb/s of ends, {s.serdes.key} at {s.host_pj_per_bit[1]:.3g} pJ/bit"
    return cited(Row("", s.host_w()[1], how=how), s.technology.host_pj_per_bit)


def _rate(s: LinkState) -> Row:
    return Row("", s.link.n_links * s.link.link_gbps, how=f"{s.link.n_links:,} of {s.link.link_gbps:g} Gb/s")


def _price(s: LinkState) -> Row:
    figure = s.technology.cost_usd
    return cited(Row("", s.cost_usd, how=f"{_ends(s)} of {figure.typical:,g} $"), figure)


def _failures(key: str, s: LinkState) -> Iterator[Row]:
    figure = s.technology.fit
    for cause in s.causes:
        fit = cause.share * figure.typical
        per_year = s.n_ends * fit * cause.factor * HOURS_PER_YEAR / 1e9
        how = f"{_ends(s)} of {fit:.3g} FIT, x {cause.factor:.3g} by heat"
        row = Row(f"{name(s.link)}, {cause.name.lower()}", per_year, elements=(key,), how=how)
        yield cited(row, figure)


def _units(s: LinkState) -> Row:
    return Row("", float(s.n_modules), how=f"{_ends(s)} of {s.technology.rate_gbps:g} Gb/s")


def _ends(s: LinkState) -> str:
    return f"{s.n_ends:,.6g} ends"
