"""The numbers of the whole layout, each with its range."""

import numpy as np

from explorer.analysis.cost import energy_usd, operation_kg
from explorer.analysis.links.state import LinkState
from explorer.analysis.power.converters import rail_efficiency
from explorer.analysis.power.feed import Feed
from explorer.analysis.states import Total, TrayState
from explorer.model import Layout
from explorer.quantities.totals import TOTALS
from explorer.units import HOURS_PER_YEAR


def totals(
    layout: Layout, states: dict[str, LinkState], trays: dict[str, TrayState], feed: Feed
) -> dict[str, Total]:
    """The totals by name."""
    modules = _sum(s.module_w() for s in states.values())
    hosts = _sum(s.host_w() for s in states.values())
    interconnect = modules + hosts
    ends_gbps = sum(s.end_gbps for s in states.values())
    bandwidth = sum(s.link.n_links * s.link.link_gbps for s in states.values()) / 1000.0
    # what the range of the links' watts moves at the rack's inlets, before all converters
    at_tray = (modules - modules[1]) / rail_efficiency("optics") + (hosts - hosts[1]) / rail_efficiency(
        "asic"
    )
    rack_w = feed.input_w + feed.tray_factor * at_tray
    low, usual, high = feed.upstream
    site = layout.site
    # a tray whose hottest part runs away has no headroom, and then neither has the layout
    headroom = float(np.min([t.headroom_k for t in trays.values() if t.hottest], initial=np.inf))
    headroom = headroom if headroom < np.inf else np.nan
    margin = min((s.margin_db for s in states.values()), default=np.nan)
    cost = _sum(_spread(s.n_ends, s.technology.cost_usd) for s in states.values())
    worn = ((s.n_ends * s.acceleration, s.technology.fit) for s in states.values())
    failures = _sum(_spread(*each) for each in worn) * HOURS_PER_YEAR / 1e9
    n_modules = sum(s.n_modules for s in states.values())
    pj = interconnect / ends_gbps * 1000.0 if ends_gbps else np.zeros(3)
    found = {
        "rack_kw": rack_w / 1000.0,
        "wall_kw": rack_w / (high, usual, low) / 1000.0,
        "interconnect_kw": interconnect / 1000.0,
        "module_kw": modules / 1000.0,
        "serdes_kw": hosts / 1000.0,
        "bandwidth_tbps": bandwidth,
        "pj_per_bit": pj,
        "headroom_k": headroom,
        "margin_db": margin,
        "failures_per_year": failures,
        "cost_usd": cost,
        "energy_usd_per_year": energy_usd(site, rack_w),
        "kgco2e_per_year": operation_kg(site, rack_w),
        "n_modules": n_modules,
    }
    return {key: total(key, value) for key, value in found.items()}


def total(key: str, value) -> Total:
    """A total from its one value, or from its (low, typical, high); named as `quantities.totals` has it."""
    low, typical, high = np.broadcast_to(np.asarray(value, float), 3).tolist()
    return Total(low, typical, high, TOTALS[key].unit or "", TOTALS[key].label)


def _sum(triples) -> np.ndarray:
    return np.sum([np.zeros(3), *map(np.asarray, triples)], axis=0)


def _spread(n, quantity):
    return tuple(n * v for v in (quantity.low, quantity.typical, quantity.high))
