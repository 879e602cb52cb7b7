"""Properties of a board's parts that the analysis needs, as arrays.

They depend on one design only, and not on the positions of its parts: a drag, which makes a new design at
each move, reuses the arrays.
"""

from collections.abc import Set
from typing import NamedTuple

import numpy as np

from explorer.analysis.power.converters import RAILS
from explorer.analysis.power.growth import Growth, growth
from explorer.catalog import typical
from explorer.model import Element, Part, Port, TrayDesign

PROCESSORS = ("gpu", "cpu")
"""Roles of the parts that a rack throttles when power is short; switches keep their links up."""


class Carried(NamedTuple):
    """The ports of one link group on a board: data ports and light sources."""

    ports: np.ndarray
    """indices of the parts that carry data"""
    lights: np.ndarray
    port_gbps: np.ndarray
    """data rate through each port, each way"""
    port_modules: np.ndarray
    """modules or engines of each data port: each draws its watts whether it is full or not"""
    light_modules: np.ndarray
    host: np.ndarray
    """index of each data port's host in `BoardParts.hosts`; -1 for none"""


class BoardParts(NamedTuple):
    """The parts of a design in their order, to which all indices refer."""

    design: TrayDesign
    ids: tuple[str, ...]
    kinds: dict[str, np.ndarray]
    """indices by kind, in order of first appearance"""
    rail: np.ndarray
    """(n,) index in `converters.RAILS`"""
    declared_w: np.ndarray
    """(n,) as declared; 0 for ports, whose watts come from their technology"""
    growth: Growth
    """growth of the watts with temperature"""
    limits_c: np.ndarray
    """(n,) as declared; ports have the limit of one without links"""
    processors: np.ndarray
    """indices of the parts that can be throttled"""
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
    """ids of the hosts that data ports name"""
    hosts_at: tuple[int, ...]
    """indices of the hosts that are on this board"""


PLACE = frozenset({"x_mm", "y_mm"})
"""Fields of a part that give its position"""


def board_parts(design: TrayDesign, previous: BoardParts | None = None) -> BoardParts:
    """The parts of a design as arrays; reuses `previous` if only positions of parts differ."""
    if previous is not None and places_differ_at_most(previous.design.parts, design.parts):
        return previous._replace(design=design)
    parts, roles = design.parts, [part.duty for part in design.parts]
    hosts = {
        part.host: None
        for part in parts
        if isinstance(part, Port) and part.carries_data and part.links and part.host
    }
    return BoardParts(
        design=design,
        ids=tuple(part.id for part in parts),
        kinds=_grouped([part.kind for part in parts]),
        rail=np.array([RAILS.index(part.rail) for part in parts], np.int64),
        declared_w=np.array([part.declared_w for part in parts], float),
        growth=growth(parts, np.array([_leakage(part) for part in parts], float)),
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


def places_differ_at_most(before: tuple[Part, ...], after: tuple[Part, ...]) -> bool:
    """Whether parts differ only in their positions."""
    return len(before) == len(after) and all(
        old is new or alike(old, new, but=PLACE) for old, new in zip(before, after, strict=True)
    )


def alike(old: Element, new: Element, but: Set[str]) -> bool:
    """Whether two elements are of one class and equal in all fields except `but`."""
    names = [name for name in new.fields() if name not in but]
    return type(old) is type(new) and all(getattr(old, name) == getattr(new, name) for name in names)


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
            np.array([parts[i].modules for i in ports], float),
            np.array([parts[i].modules for i in lights], float),
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
