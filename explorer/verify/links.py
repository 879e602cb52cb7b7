"""Reference cases for links and fabrics: one function ``inputs, expected -> got`` for each kind of case."""

import numpy as np

from explorer.catalog import typical
from explorer.solvers.fabric.collectives import (
    all_gather_s,
    all_to_all_s,
    ring_all_reduce_s,
    tree_all_reduce_s,
)
from explorer.solvers.fabric.graph import flows, graph
from explorer.solvers.fabric.max_flow import max_flow
from explorer.solvers.fabric.rates import max_min
from explorer.solvers.fabric.routes import routed
from explorer.solvers.links.channel import arrhenius_factor, copper_reach_m, line_loss_db_per_m, pam4_ber
from explorer.solvers.links.fec import KP4, rs_failure
from explorer.verify.cases import CaseError, number, numbers_of, whole

CONDUCTOR_26AWG_MM = 0.405


def _pam4_ber(inputs: dict, expected: dict) -> dict:
    return {"ber": _shaped(pam4_ber(_numbers(inputs, "margin_db")), expected, "ber")}


def _arrhenius(inputs: dict, _expected: dict) -> dict:
    return {"factor": arrhenius_factor(**numbers_of(inputs, arrhenius_factor))}


def _copper_reach(inputs: dict, _expected: dict) -> dict:
    """Length at which a cable's loss uses up its budget less the losses at both ends.

    Skin loss occurs at the surface of the conductor, so its coefficient is proportional to 1 / diameter.
    """
    f_ghz, conductor_mm, budget_db, ends_db = (
        number(inputs, key) for key in ("nyquist_ghz", "conductor_mm", "budget_db", "end_losses_db")
    )
    if f_ghz <= 0.0 or conductor_mm <= 0.0:
        raise CaseError("nyquist_ghz and conductor_mm have to be above 0")
    skin = typical("twinax_26awg_a") * CONDUCTOR_26AWG_MM / conductor_mm
    loss = float(line_loss_db_per_m(f_ghz, skin, typical("twinax_b")))
    return {"reach_m": copper_reach_m(budget_db, ends_db, loss)}


def _rs_fec(inputs: dict, expected: dict) -> dict:
    """Codeword failures of KP4, or of the code given by ``n``, ``k`` or ``t``, and ``symbol_bits``."""
    n = whole("n", inputs.get("n", KP4["n"]))
    t = (n - whole("k", inputs["k"])) // 2 if "k" in inputs else KP4["t"]
    t = whole("t", inputs.get("t", t))
    bits = inputs.get("symbol_bits", inputs.get("bits_per_symbol", inputs.get("m", KP4["symbol_bits"])))
    ber = _numbers(inputs, "ber" if "ber" in inputs else "pre_fec_ber")
    failure = rs_failure(ber, n, t, whole("symbol_bits", bits))
    return {key: _shaped(failure, expected, key) for key in expected}


def _collective(inputs: dict, expected: dict) -> dict:
    n = whole("ranks", inputs["ranks"])
    size, rate = number(inputs, "bytes"), number(inputs, "bytes_per_s")
    step, cut = number(inputs, "step_s", 0.0), number(inputs, "cut_bytes_per_s", np.inf)
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
    """Max-min fair rates of flows; ``count`` is the multiplicity of each, ``limit`` its highest rate."""
    own = [[whole("link", link) for link in flow] for flow in inputs["flows"]]
    if not own:
        raise CaseError("flows: there is none")
    users = flows(own, inputs.get("count"))
    limit = inputs.get("limit", inputs.get("demand"))
    asked = None if limit is None else [np.inf if most is None else most for most in limit]
    found = max_min(_numbers(inputs, "capacity"), users, asked)
    got = {"rate": found.rate.tolist(), "load": found.load.tolist(), "min_rate": float(found.rate.min())}
    return {key: got.get(key) for key in expected}


def _leaf_spine(inputs: dict, _expected: dict) -> dict:
    """A leaf-spine fabric, with the endpoints of each leaf merged, and all spines merged.

    Each leaf has one node that sends and one that receives for all its endpoints, and all spines are one
    node. That is exact if traffic is spread evenly over equal spines.
    """
    n, per_leaf = whole("endpoints", inputs["endpoints"]), whole("per_leaf", inputs["per_leaf"])
    spines = whole("spines", inputs["spines"])
    if n < 2 or per_leaf < 1 or spines < 1:
        raise CaseError("a leaf-spine has at least 2 endpoints, 1 per_leaf and 1 of spines")
    port, up = number(inputs, "endpoint_gbps"), number(inputs, "leaf_spine_gbps")
    sizes = np.array([min(per_leaf, n - first) for first in range(0, n, per_leaf)])
    leaves = sizes.size
    sender, leaf, taker = (np.arange(leaves) + leaves * i for i in range(3))
    ports, trunk = sizes * port, np.full(leaves, spines * up)
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
    bisection = max_flow(net, sender[:half], taker[half:]).flow if half else n // 2 * port
    return {
        "bisection_gbps": bisection,
        "all_to_all_per_pair_gbps": float(max_min(net.capacity, users).rate.min()),
    }


def _numbers(inputs: dict, key: str) -> np.ndarray:
    """One number or a list of them."""
    given = inputs[key]
    values = given if isinstance(given, list) else [given]
    return np.array([number({key: value}, key) for value in values], float)


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
