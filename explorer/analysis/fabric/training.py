"""Times of collectives on a fabric, and their share of a training step."""

from typing import NamedTuple

from explorer.analysis.fabric.network import Fabric
from explorer.analysis.links.state import LinkState
from explorer.catalog import typical
from explorer.solvers.fabric.collectives import (
    all_gather_s,
    all_to_all_s,
    ring_all_reduce_s,
    tree_all_reduce_s,
)

BYTES_PER_S_PER_GBPS = 1e9 / 8.0


class Collectives(NamedTuple):
    """Times of collectives over all endpoints of a fabric, in s."""

    ring_all_reduce_s: float
    tree_all_reduce_s: float
    all_gather_s: float
    all_to_all_s: float


class Step(NamedTuple):
    """A training step: computation, then the sum of gradients."""

    compute_s: float
    communication_s: float

    @property
    def share(self) -> float:
        """Share of the step spent on communication."""
        whole = self.compute_s + self.communication_s
        return self.communication_s / whole if whole else 0.0


def hop_s(fabric: Fabric, states: dict[str, LinkState]) -> float:
    """Latency [s] of a message between two endpoints: two links and a switch, or just one link."""
    groups = set(fabric.group)
    link_ns = max((states[key].latency_ns for key in groups if key in states), default=0.0)
    if fabric.forwards:
        return link_ns * 1e-9
    return (2 * link_ns + typical("switch_ns")) * 1e-9


def collectives(fabric: Fabric, states: dict[str, LinkState], n_bytes: float) -> Collectives | None:
    """Times for `n_bytes` of each endpoint; ``None`` if fewer than two endpoints are connected."""
    n = fabric.n_endpoints
    if n < 2 or fabric.ring_gbps <= 0.0 or fabric.all_to_all_gbps <= 0.0:
        return None
    step_s, ring = hop_s(fabric, states), fabric.ring_gbps * BYTES_PER_S_PER_GBPS
    port = fabric.all_to_all_gbps * BYTES_PER_S_PER_GBPS
    cut = fabric.bisection_gbps * BYTES_PER_S_PER_GBPS
    return Collectives(
        ring_all_reduce_s(n, n_bytes, ring, step_s),
        tree_all_reduce_s(n, n_bytes, ring, step_s),
        all_gather_s(n, n_bytes, ring, step_s),
        all_to_all_s(n, n_bytes, port, step_s, cut),
    )


def training_step(
    fabric: Fabric, states: dict[str, LinkState], n_bytes: float, compute_s: float
) -> Step | None:
    """A step that computes and then sums `n_bytes` over all endpoints, by the faster of ring and tree.

    Without overlap of computation and communication, so the share is an upper bound.
    """
    times = collectives(fabric, states, n_bytes)
    if times is None:
        return None
    return Step(compute_s, min(times.ring_all_reduce_s, times.tree_all_reduce_s))
