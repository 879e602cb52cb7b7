"""SerDes classes: channel loss that each closes, its energy, and the choice of a class."""

from typing import NamedTuple

from explorer.catalog import Quantity, Technology, load, typical
from explorer.errors import CatalogError, choices

CLASSES = ("UCIe", "XSR", "XSR+", "VSR", "MR", "LR")
"""Classes in order of the channel they close, shortest and cheapest first."""

SAME = {"C2M": "VSR", "CR": "LR"}
"""IEEE's interface names and OIF's name for the same class: chip to module, copper cable."""

PAM4_GBD_PER_GBPS = 53.125 / 100.0
"""Symbols per payload bit of a PAM4 lane with KP4's overhead."""

ENGINES = ("board", "package")
"""Placements of optics with hosts made for them: such a host has the smallest class that closes."""


class SerDes(NamedTuple):
    """A class at one speed."""

    key: str
    speed: str
    budget_db: Quantity
    pj_per_bit: Quantity


def speed_of(baud_gbd: float) -> str:
    """Generation of a lane by its symbol rate.

    >>> speed_of(26.56), speed_of(53.125), speed_of(106.25)
    ('56g', '112g', '224g')
    """
    return "56g" if baud_gbd < 40.0 else "112g" if baud_gbd < 80.0 else "224g"


def serdes(key: str, speed: str) -> SerDes:
    """A class of SerDes by OIF's or IEEE's name.

    Raises
    ------
    CatalogError
        If no class has that name at that speed; the message names the nearest.

    >>> serdes("C2M", "112g").budget_db.typical, serdes("LR", "224g").budget_db.typical
    (16.0, 40.0)
    """
    own = SAME.get(key, key)
    stem = own.lower().replace("+", "plus")
    pj_key = "host_pj_ucie" if own == "UCIe" else f"host_pj_{speed}_{stem}"
    figures = load().figures
    if own not in CLASSES or f"budget_{speed}_{stem}_db" not in figures or pj_key not in figures:
        known = [c for c in (*CLASSES, *SAME) if c != key and _has(c, speed)]
        near = choices(key, known)
        raise CatalogError(f"no SerDes class '{key}' at {speed}; {near}")
    return SerDes(own, speed, figures[f"budget_{speed}_{stem}_db"], figures[pj_key])


def _has(key: str, speed: str) -> bool:
    stem = SAME.get(key, key).lower().replace("+", "plus")
    return f"budget_{speed}_{stem}_db" in load().figures


def cheapest(loss_db: float, speed: str, among=CLASSES[1:], least_db: float | None = None) -> SerDes | None:
    """The class of least energy that closes a channel and leaves `least_db`; ``None`` if none does.

    `least_db` defaults to the catalog's design margin. UCIe cannot cross a board, so `among` does not include
    it by default.

    >>> cheapest(7.0, "112g").key, cheapest(12.0, "112g", least_db=0.0).key, cheapest(60.0, "112g")
    ('XSR', 'XSR+', None)
    """
    least = typical("serdes_design_margin_db") if least_db is None else least_db
    closing = [s for s in _known(tuple(among), speed) if s.budget_db.typical - loss_db >= least]
    return min(closing, key=lambda s: s.pj_per_bit.typical, default=None)


def _known(keys, speed) -> tuple[SerDes, ...]:
    return tuple(serdes(key, speed) for key in keys if _has(key, speed))


def host_baud(tech: Technology, lane_gbps: float) -> float:
    """Symbol rate of the lanes between host and module.

    A retimer adds inner codes and changes the lane rate on its line side; other technologies pass the hosts'
    lanes on unchanged.
    """
    return lane_gbps * PAM4_GBD_PER_GBPS if is_retimed(tech) else tech.baud_gbd


def is_retimed(tech: Technology) -> bool:
    """Whether a module or cable has retimers for the hosts' lanes in both directions."""
    return tech.host_serdes_key == "VSR" and tech.placement == "faceplate"


def interface(tech: Technology, baud_gbd: float) -> SerDes:
    """The class whose budget a host's lanes have; for linear optics that of the module interface."""
    key = tech.host_serdes_key
    if tech.family == "pluggable" and key == "LR":
        key = "VSR"
    return serdes(key, speed_of(baud_gbd))


def built(tech: Technology, baud_gbd: float, loss_db: float) -> SerDes:
    """The class that a host is built with.

    Hosts of pluggable modules and cables have the class of the interface, those of linear ones a long-reach
    SerDes, and save energy only by its back-off. A host made for its engines has the cheapest class that
    closes their channel, up to the class of the engines.
    """
    speed = speed_of(baud_gbd)
    own = serdes(tech.host_serdes_key, speed)
    if tech.placement not in ENGINES or own.key == "UCIe":
        return own
    shorter = CLASSES[1 : CLASSES.index(own.key) + 1]
    return cheapest(loss_db, speed, shorter) or own


def energy_pj(tech: Technology, of: SerDes, used: float) -> tuple[float, float, float]:
    """Low, typical and high energy [pJ/bit] of a class at the share of its budget that the channel uses.

    A SerDes that uses its whole budget takes the catalog's energy; on an easier channel it backs off by
    up to `serdes_backoff` (10 to 30 percent).
    """
    scale = 1.0 - typical("serdes_backoff") * (1.0 - min(1.0, max(0.0, used)))
    q = tech.host_pj_per_bit
    if of.key == tech.host_serdes_key:
        return scale * q.low, scale * q.typical, scale * q.high
    own = serdes(tech.host_serdes_key, of.speed).pj_per_bit
    pairs = ((q.at(w), of.pj_per_bit.at(w) / own.at(w)) for w in ("low", "typical", "high"))
    low, middle, high = (scale * pj * share for pj, share in pairs)
    return low, middle, high
