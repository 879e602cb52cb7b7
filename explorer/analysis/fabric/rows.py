"""Fabrics as rows of a table."""

import math

from explorer.analysis.fabric.losses import losses
from explorer.analysis.fabric.training import collectives, training_step
from explorer.analysis.fabric.wiring import fabrics
from explorer.analysis.links.state import LinkState
from explorer.model import Layout


def fabric_rows(layout: Layout, states: dict[str, LinkState]) -> dict[str, dict]:
    """The row of each fabric of a layout, by the name in its link groups' ``fabric``.

    Rates are per endpoint, one way; after a failure, of the endpoints that are not cut off.
    """
    return {key: _row(layout, states, fabric) for key, fabric in fabrics(layout).items()}


def _row(layout, states, fabric) -> dict:
    site = layout.site
    n_bytes = site.step_gb * 1e9
    times = collectives(fabric, states, n_bytes)
    step = training_step(fabric, states, n_bytes, site.step_compute_ms / 1000.0)
    load = fabric.group_load()
    after = {what: left.all_to_all_gbps for what, left in losses(layout, fabric).items()}
    return {
        "endpoints": fabric.n_endpoints,
        "injection_tbps": fabric.injection_gbps / 1000.0,
        "bisection_tbps": fabric.bisection_gbps / 1000.0,
        "oversubscription": fabric.oversubscription,
        "alltoall_gbps": fabric.all_to_all_gbps,
        "allreduce_gbps": fabric.ring_gbps,
        "fullest": max(load, key=load.get, default=""),
        "fullest_load": max(load.values(), default=math.nan),
        "without_link_gbps": after.get("a link", math.nan),
        "without_port_gbps": after.get("a port", math.nan),
        "without_switch_gbps": after.get("a switch", math.nan),
        "ring_all_reduce_ms": times.ring_all_reduce_s * 1000.0 if times else math.nan,
        "tree_all_reduce_ms": times.tree_all_reduce_s * 1000.0 if times else math.nan,
        "all_to_all_ms": times.all_to_all_s * 1000.0 if times else math.nan,
        "communication_share": step.share if step else math.nan,
    }
