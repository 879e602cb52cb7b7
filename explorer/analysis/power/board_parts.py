"""What the analysis asks of a board's parts, read once and laid out as arrays.

All of it follows from one design alone. A drag makes one new design at each move; the
others are the same objects as before, and what was read of them is kept.
"""

from typing import NamedTuple

import numpy as np

from explorer.analysis.power.converters import RAILS
from explorer.catalog import typical
from explorer.model import Asic, Cage, LaserSource, Load, Part, Port, TrayDesign
from explorer.model.kept import kept

PROCESSORS = ("gpu", "cpu")
"""Roles of the parts that a rack throttles when power is short; switches keep their links up."""

PORT_LIMITS = {"engine": "engine_limit_c", "cage": "module_case_limit_c", "laser": "els_case_limit_c"}
"""Figures that hold for ports of no link group; `connector_limit_c` for all others."""


class Carried(NamedTuple):
    """The ports of one link group on a board: those of data, and the light sources."""

    ports: np.ndarray
    """index of the part"""
    lights: np.ndarray
    port_gbps: np.ndarray
    """data rate through each, each way"""
    light_gbps: np.ndarray
    host: np.ndarray
    """of each port of data, index of its host in `BoardParts.hosts`; -1 for none"""


class BoardParts(NamedTuple):
    """The parts of a design in their order; indices are places in it."""

    ids: tuple[str, ...]
    kinds: dict[str, np.ndarray]
    """indices by kind, as they come"""
    rail: np.ndarray
    """(n,) index in `converters.RAILS`"""
    declared_w: np.ndarray
    """(n,) as declared; 0 for ports, whose watts come from their technology"""
    leakage: np.ndarray
    """(n,) share of the watts at 85 C that leaks, 0 for none"""
    limits_c: np.ndarray
    """(n,) as declared; for ports that of one without links"""
    processors: np.ndarray
    """indices of what can be throttled"""
    vrms: np.ndarray
    psus: np.ndarray
    fans: np.ndarray
    is_in_air: np.ndarray
    """(n,) whether its heat goes to the tray's air"""
    is_wet: bool
    """whether any part is under a cold plate"""
    links: dict[str, Carried]
    """by link group"""
    hosts: tuple[str, ...]
    """ids of the ASICs that the ports of data name"""
    hosts_at: tuple[int, ...]
    """indices of those on this board"""


@kept(256)
def board_parts(design: TrayDesign) -> BoardParts:
    """The parts of a design as arrays."""
    parts, roles = design.parts, [getattr(part, "role", "") for part in design.parts]
    loads = [isinstance(part, Load) for part in parts]
    draws = [isinstance(part, (Asic, Load)) for part in parts]
    is_wet = [part.cooling == "cold_plate" for part in parts]
    hosts = {
        part.host: None
        for part in parts
        if isinstance(part, Port) and not isinstance(part, LaserSource) and part.links and part.host
    }
    return BoardParts(
        ids=tuple(part.id for part in parts),
        kinds=_grouped([part.kind for part in parts]),
        rail=np.array([RAILS.index(rail_of(part)) for part in parts], np.int64),
        declared_w=np.array([_declared_w(part) for part in parts], float),
        leakage=np.array([_leakage(part) for part in parts], float),
        limits_c=np.array([_limit_c(part) for part in parts], float),
        processors=_where(d and role in PROCESSORS for d, role in zip(draws, roles, strict=True)),
        vrms=_where(own and role == "vrm" for own, role in zip(loads, roles, strict=True)),
        psus=_where(own and role == "psu" for own, role in zip(loads, roles, strict=True)),
        fans=_where(role == "fan" for role in roles),
        is_in_air=np.array(
            [isinstance(p, (Cage, LaserSource)) or not wet for p, wet in zip(parts, is_wet, strict=True)],
            bool,
        ),
        is_wet=any(is_wet),
        links=_carried(parts, {host: i for i, host in enumerate(hosts)}),
        hosts=tuple(hosts),
        hosts_at=tuple(i for i, part in enumerate(parts) if part.id in hosts),
    )


def rail_of(part: Part) -> str:
    """Which rail feeds a part: a processor's core, the optics' 3.3 V, or the intermediate bus."""
    if isinstance(part, Asic) or (isinstance(part, Load) and part.role == "cpu"):
        return "asic"
    return "optics" if isinstance(part, Port) else "other"


def _declared_w(part: Part) -> float:
    return part.power_w if isinstance(part, (Asic, Load)) else 0.0


def _leakage(part: Part) -> float:
    if not isinstance(part, (Asic, Load)):
        return 0.0
    if part.leakage_share is not None:
        return part.leakage_share
    leaks = isinstance(part, Asic) or part.role == "cpu"
    return typical("asic_leakage_share") if leaks else 0.0


def _limit_c(part: Part) -> float:
    if isinstance(part, (Asic, Load)):
        return part.t_limit_c
    return typical(PORT_LIMITS.get(part.kind, "connector_limit_c"))


def _carried(parts, host_places: dict[str, int]) -> dict[str, Carried]:
    links: dict[str, tuple[list[int], list[int]]] = {}
    for i, part in enumerate(parts):
        if isinstance(part, Port) and part.links:
            links.setdefault(part.links, ([], []))[isinstance(part, LaserSource)].append(i)
    return {
        key: Carried(
            np.array(ports, np.int64),
            np.array(lights, np.int64),
            np.array([parts[i].rate_gbps for i in ports], float),
            np.array([parts[i].rate_gbps for i in lights], float),
            np.array([host_places.get(parts[i].host, -1) for i in ports], np.int64),
        )
        for key, (ports, lights) in links.items()
    }


def _grouped(words: list[str]) -> dict[str, np.ndarray]:
    found: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        found.setdefault(word, []).append(i)
    return {word: np.array(own, np.int64) for word, own in found.items()}


def _where(flags) -> np.ndarray:
    return np.flatnonzero(np.fromiter(flags, bool))
