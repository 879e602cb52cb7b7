"""What the analysis asks of a board's parts, read once and laid out as arrays.

All of it follows from one design alone. A drag makes one new design at each move; the
others are the same objects as before, and what was read of them is kept.
"""

from typing import NamedTuple

import numpy as np

from explorer.analysis.power.converters import RAILS
from explorer.catalog import typical
from explorer.model import Part, Port, TrayDesign
from explorer.model.kept import kept

PROCESSORS = ("gpu", "cpu")
"""Roles of the parts that a rack throttles when power is short; switches keep their links up."""


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
    parts, roles = design.parts, [part.duty for part in design.parts]
    hosts = {
        part.host: None
        for part in parts
        if isinstance(part, Port) and part.carries_data and part.links and part.host
    }
    return BoardParts(
        ids=tuple(part.id for part in parts),
        kinds=_grouped([part.kind for part in parts]),
        rail=np.array([RAILS.index(part.rail) for part in parts], np.int64),
        declared_w=np.array([part.declared_w for part in parts], float),
        leakage=np.array([_leakage(part) for part in parts], float),
        limits_c=np.array([_limit_c(part) for part in parts], float),
        processors=_where(role in PROCESSORS for role in roles),
        vrms=_where(role == "vrm" for role in roles),
        psus=_where(role == "psu" for role in roles),
        fans=_where(role == "fan" for role in roles),
        is_in_air=np.array([part.is_cooled_by_air for part in parts], bool),
        is_wet=any(part.cooling == "cold_plate" for part in parts),
        links=_carried(parts, {host: i for i, host in enumerate(hosts)}),
        hosts=tuple(hosts),
        hosts_at=tuple(i for i, part in enumerate(parts) if part.id in hosts),
    )


def _leakage(part: Part) -> float:
    declared = getattr(part, "leakage_share", None)
    if declared is not None:
        return declared
    return typical("asic_leakage_share") if part.leaks else 0.0


def _limit_c(part: Part) -> float:
    return typical(part.limit_figure) if part.limit_c is None else part.limit_c


def _carried(parts, host_places: dict[str, int]) -> dict[str, Carried]:
    links: dict[str, tuple[list[int], list[int]]] = {}
    for i, part in enumerate(parts):
        if isinstance(part, Port) and part.links:
            links.setdefault(part.links, ([], []))[not part.carries_data].append(i)
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
