"""Latency of a link by its causes."""

from explorer.analysis.links.electrical import COPPER
from explorer.analysis.links.serdes import speed_of
from explorer.catalog import Technology, typical


def latency_ns(tech: Technology, serdes_key: str, length_m: float) -> dict[str, float]:
    """One-way latency [ns] of a link: both ends' electronics, error correction, flight.

    >>> from explorer.catalog import load
    >>> found = latency_ns(load().technology("dac_800"), "LR", 2.0)
    >>> found["Modules"], found["Inner code"]
    (0.0, 0.0)
    """
    speed = "200g" if speed_of(tech.baud_gbd) == "224g" else "100g"
    per_m = typical("twinax_ns_per_m" if tech.medium in COPPER else "fiber_ns_per_m")
    return {
        "SerDes": 2 * typical(f"serdes_ns_{serdes_key.lower().replace('+', 'plus')}"),
        "Modules": tech.latency_ns.typical,
        "KP4": typical(f"kp4_latency_{speed}_ns") if "KP4" in tech.fec else 0.0,
        "Inner code": typical("inner_fec_ns") if "KP4+inner" in tech.fec else 0.0,
        "Flight": length_m * per_m,
    }
