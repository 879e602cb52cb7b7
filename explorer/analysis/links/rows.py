"""Link groups as rows of a table."""

from explorer.analysis.links.state import LinkState
from explorer.model.technologies import is_published


def link_row(state: LinkState) -> dict:
    """The row of one link group: values by column."""
    tech, link = state.technology, state.link
    reach = state.reach_m
    return {
        "label": link.label or link.id,
        "technology": tech.key,
        "n_links": link.n_links,
        "n_modules": state.n_modules,
        "n_pairs": state.n_pairs,
        "link_gbps": link.link_gbps,
        "length_m": float(state.length_m.mean()),
        "length_max_m": float(state.length_m.max()),
        "trace_mm": float(max(h.trace_mm.max(initial=0.0) for h in state.hosts.values())),
        "host_loss_db": state.worst_host_db,
        "serdes": state.serdes.key,
        "host_margin_db": state.host_margin_db,
        "line_margin_db": float(state.line_margin_db.min()),
        "margin_db": state.margin_db,
        "worst_margin_db": state.worst_margin_db,
        "reach_m": reach,
        "reach_ok": bool(state.length_m.max() <= reach),
        "ber_pre_fec": state.ber_pre_fec,
        "codeword_failure": state.errors.codeword_failure,
        "latency_ns": state.latency_ns,
        "module_w": state.module_w()[1],
        "host_w": state.host_w()[1],
        "power_w": state.power_w,
        "pj_per_bit": state.power_w / state.end_gbps * 1000.0,
        "fit": tech.fit.typical,
        "failures_per_year": state.failures.expected,
        "cost_usd": state.cost_usd,
        "is_published": is_published(tech.key),
    }
