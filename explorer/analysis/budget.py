"""What a channel may lose and what it does: budgets of SerDes classes, media, optical levels, latency."""

import numpy as np

from explorer.catalog import Quantity, Technology, typical
from explorer.model import Cage, Engine, Port
from explorer.solvers.channel import at_frequency, line_loss_db_per_m

FAST_GBD = 80.0
"""Above this symbol rate the 224G budgets hold, below it those of 112G."""

COPPER = ("twinax", "twinax backplane")


def trace_db_per_mm(trace: str, port: Port, f_ghz: float) -> float:
    """Loss of the lanes on their way across the package, the board or in twinax above it."""
    if isinstance(port, Engine) and port.seat == "package":
        return _at("substrate_db_per_mm", f_ghz)
    if trace == "flyover":
        return _twinax("flyover", f_ghz) / 1000.0
    return _at("pcb_db_per_inch", f_ghz) / 25.4


def ends_db(port: Port, f_ghz: float) -> float:
    """What the channel loses beside its length: breakout from the package, and the connector."""
    if isinstance(port, Engine) and port.seat == "package":
        return _at("substrate_breakout_db", f_ghz)
    connector = "osfp_connector_db" if isinstance(port, Cage) else "backplane_connector_db"
    return _at("bga_breakout_db", f_ghz) + _at(connector, f_ghz)


def is_passive(tech: Technology) -> bool:
    """Whether copper alone joins the hosts, so that one channel has to close from end to end."""
    return tech.medium in COPPER and tech.host_serdes_key == "LR"


def budget_db(tech: Technology) -> float:
    """Loss that the hosts' SerDes class closes; linear optics has to live with the module's budget."""
    speed = "224g" if tech.baud_gbd > FAST_GBD else "112g"
    kind = tech.host_serdes_key
    if tech.family == "pluggable" and kind == "LR":
        kind = "VSR"
    return typical(f"budget_{speed}_{kind.lower().replace('+', 'plus')}_db")


def gain_db(tech: Technology, f_ghz: float) -> float:
    """What a redriver in the cable gives back; 0 without one."""
    return _at("redriver_gain_db", f_ghz) if tech.key.startswith("acc") else 0.0


def line_margin_db(tech: Technology, lengths, f_ghz: float) -> np.ndarray:
    """What is left of the budget between the two ends' electronics."""
    if tech.medium == "twinax":
        speed = "224g" if tech.baud_gbd > FAST_GBD else "112g"
        ends = 2 * _at("osfp_connector_db", f_ghz) + (2 * package_db(f_ghz) if speed == "224g" else 0.0)
        return typical(f"budget_{speed}_lr_db") - ends - lengths * cable_db_per_m(f_ghz)
    return launch_dbm(tech) - _penalties_db(tech) - _optical_loss_db(tech, lengths) - _sensitivity_dbm(tech)


def launch_dbm(tech: Technology) -> float:
    """OMA that leaves one end, per lane.

    A pluggable's is its standard's typical; light from an external source is followed from the
    source's fiber to the faceplate.
    """
    if not tech.light_source_key:
        return typical(f"oma_{_pmd(tech)}_typical_module_dbm")
    return typical("els_fiber_power_dbm") - sum(
        typical(f"cpo_{step}_db")
        for step in (
            "els_connector",
            "pm_patch",
            "couple_in",
            "split",
            "waveguide",
            "modulator",
            "couple_out",
            "panel_mpo",
        )
    )


def _pmd(tech: Technology) -> str:
    return "200g" if tech.baud_gbd > FAST_GBD else "100g"


def _penalties_db(tech: Technology) -> float:
    return max(0.0, typical("tdecq_db") - 1.4) + typical("optical_aging_db")


def _optical_loss_db(tech: Technology, lengths) -> np.ndarray:
    return 2 * typical("mpo_db") + lengths / 1000.0 * typical("fiber_db_per_km")


def _sensitivity_dbm(tech: Technology) -> float:
    return typical(f"sensitivity_{_pmd(tech)}_typical_module_dbm")


def host_pj(quantity: Quantity, used: float) -> tuple[float, float, float]:
    """SerDes energy at the share of its budget that the channel uses.

    A SerDes that closes its whole budget takes the catalog's energy; on an easier channel it backs
    off by up to `serdes_backoff` (10 to 30 percent).
    """
    scale = 1.0 - typical("serdes_backoff") * (1.0 - min(1.0, max(0.0, used)))
    return tuple(scale * v for v in (quantity.low, quantity.typical, quantity.high))


def latency_ns(tech: Technology, length_m: float) -> float:
    """One way: both ends' electronics, the hosts' FEC, and the time of flight."""
    per_m = typical("twinax_ns_per_m" if tech.medium in COPPER else "fiber_ns_per_m")
    fec = typical(f"kp4_latency_{_pmd(tech)}_ns") if "KP4" in tech.fec else 0.0
    return tech.latency_ns.typical + fec + length_m * per_m


def package_db(f_ghz: float) -> float:
    """Loss of one switch or GPU package."""
    return _at("package_db", f_ghz)


def cable_db_per_m(f_ghz: float) -> float:
    """Loss of the twinax between trays."""
    return _twinax("cable", f_ghz)


def _twinax(use: str, f_ghz: float) -> float:
    awg = {"cable": "26awg", "flyover": "34awg"}[use]
    return float(line_loss_db_per_m(f_ghz, typical(f"twinax_{awg}_a"), typical("twinax_b")))


def _at(stem: str, f_ghz: float) -> float:
    """A loss that the catalog gives at 26.56 and 53.1 GHz, at another frequency."""
    return at_frequency(f_ghz, 26.56, typical(f"{stem}_26ghz"), 53.125, typical(f"{stem}_53ghz"))
