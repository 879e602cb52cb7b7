"""Kinds of reference cases about links and fabrics: each a function ``inputs, expected -> got``."""

import numpy as np

from explorer.catalog import typical
from explorer.solvers.channel import arrhenius_factor, copper_reach_m, line_loss_db_per_m, pam4_ber
from explorer.solvers.collectives import all_gather_s, all_to_all_s, ring_all_reduce_s, tree_all_reduce_s
from explorer.solvers.fabric import flows, graph, max_min, routed
from explorer.solvers.fec import KP4, rs_failure
from explorer.solvers.max_flow import max_flow

CONDUCTOR_26AWG_MM = 0.405


def _pam4_ber(inputs: dict, expected: dict) -> dict:
    return {"ber": _shaped(pam4_ber(inputs["margin_db"]), expected, "ber")}


def _arrhenius(inputs: dict, _expected: dict) -> dict:
    return {"factor": arrhenius_factor(**inputs)}


def _copper_reach(inputs: dict, _expected: dict) -> dict:
    """Length at which a cable has lost what its budget leaves after the losses at both ends.

    Skin loss belongs to the surface of the conductor, so its coefficient goes with 1 / diameter.
    """
    skin = typical("twinax_26awg_a") * CONDUCTOR_26AWG_MM / inputs["conductor_mm"]
    loss = float(line_loss_db_per_m(inputs["nyquist_ghz"], skin, typical("twinax_b")))
    return {"reach_m": copper_reach_m(inputs["budget_db"], inputs["end_losses_db"], loss)}


def _rs_fec(inputs: dict, expected: dict) -> dict:
    """Codewords of KP4, or of another code given by ``n`` and ``k`` or ``t``."""
    n = int(inputs.get("n", KP4["n"]))
    t = int(inputs.get("t", (n - inputs["k"]) // 2 if "k" in inputs else KP4["t"]))
    bits = int(inputs.get("symbol_bits", inputs.get("bits_per_symbol", inputs.get("m", KP4["symbol_bits"]))))
    failure = rs_failure(inputs["ber"] if "ber" in inputs else inputs["pre_fec_ber"], n, t, bits)
    return {key: _shaped(failure, expected, key) for key in expected}


def _collective(inputs: dict, expected: dict) -> dict:
    n, size, rate, step = (inputs[key] for key in ("ranks", "bytes", "bytes_per_s", "step_s"))
    cut = inputs.get("cut_bytes_per_s", np.inf)
    gather = all_gather_s(n, size, rate, step)
    got = {
        "ring_all_reduce_s": ring_all_reduce_s(n, size, rate, step),
        "all_gather_s": gather,
        "reduce_scatter_s": gather,
        "tree_all_reduce_s": tree_all_reduce_s(n, size, rate, step),
        "all_to_all_s": all_to_all_s(n, size, rate, step, cut),
    }
    return {key: got.get(key) for key in expected}


def _max_min(inputs: dict, expected: dict) -> dict:
    """Rates of flows; ``count`` is how often each is there, ``limit`` the most that it asks for."""
    users = flows(inputs["flows"], inputs.get("count"))
    limit = inputs.get("limit", inputs.get("demand"))
    asked = None if limit is None else [np.inf if most is None else most for most in limit]
    found = max_min(inputs["capacity"], users, asked)
    got = {"rate": found.rate.tolist(), "load": found.load.tolist(), "min_rate": float(found.rate.min())}
    return {key: got.get(key) for key in expected}


def _leaf_spine(inputs: dict, _expected: dict) -> dict:
    """Endpoints under leaves, every leaf on every spine; endpoints of a leaf and all spines taken together.

    Each leaf has a node that sends and one that takes for its endpoints, and all spines are one, which is exact
    where traffic is sprayed over equal spines.
    """
    n, per_leaf = int(inputs["endpoints"]), int(inputs["per_leaf"])
    sizes = np.array([min(per_leaf, n - first) for first in range(0, n, per_leaf)])
    leaves = sizes.size
    sender, leaf, taker = (np.arange(leaves) + leaves * i for i in range(3))
    ports = sizes * float(inputs["endpoint_gbps"])
    trunk = np.full(leaves, inputs["spines"] * float(inputs["leaf_spine_gbps"]))
    core = np.full(leaves, 3 * leaves)
    net = graph(
        3 * leaves + 1,
        np.concatenate([sender, leaf, leaf, core]),
        np.concatenate([leaf, taker, core, leaf]),
        np.concatenate([ports, ports, trunk, trunk]),
    )
    a, b = (pair.ravel() for pair in np.meshgrid(sender, taker, indexing="ij"))
    pairs = (sizes[:, None] * sizes[None, :] - np.diag(sizes)).ravel()
    users = routed(net, a[pairs > 0], b[pairs > 0], pairs[pairs > 0])
    half = leaves // 2
    if half:
        bisection = max_flow(net, sender[:half], taker[half:]).flow
    else:
        bisection = n // 2 * float(inputs["endpoint_gbps"])
    return {
        "bisection_gbps": bisection,
        "all_to_all_per_pair_gbps": float(max_min(net.capacity, users).rate.min()),
    }


def _shaped(values: np.ndarray, expected: dict, key: str):
    """A list where a list is expected, else one number."""
    return values.ravel().tolist() if isinstance(expected.get(key), list) else float(values.ravel()[0])


LINK_KINDS = {
    "pam4_ber": _pam4_ber,
    "arrhenius": _arrhenius,
    "copper_reach": _copper_reach,
    "rs_fec": _rs_fec,
    "collective": _collective,
    "max_min": _max_min,
    "leaf_spine": _leaf_spine,
}
